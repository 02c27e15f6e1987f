"""What every test stands on: no Hypothesis deadline, since a busy machine would fail tests that are right."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("logitrain", deadline=None)
settings.load_profile("logitrain")


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """The main module as it was: a page's test puts the page's there, and processes begun later would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that installs for real: coming last, it would keep one process busy and the others idle."""
    items.sort(key=lambda item: item.path.name != "test_run.py")
