"""Fixtures of the store's tests: a fresh database, two learners, an open sitting. Loaded as a pytest plugin."""

import pytest
from store_samples import NOON, SLUG, learner

from app.clock import FixedClock
from app.store import open_store


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{(tmp_path / 'folder' / 'logitrain.db').as_posix()}"


@pytest.fixture
def store(url):
    opened = open_store(url, clock=FixedClock(NOON))
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def other(store):
    return learner(store, "someone")


@pytest.fixture
def sitting(store, me):
    return store.start_sitting(me, SLUG, 1, 7, "fr", NOON).id
