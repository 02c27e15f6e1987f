"""What the store's tests share: moments, another learner, a sitting handed in."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from app.store import models
from app.store.engine import writing

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
SLUG = "seuil-reappro"


def learner(store, name):
    """Another learner's id, as accounts will create them."""
    with writing(store._engine) as connection:
        row = connection.execute(insert(models.learner).values(name=name, created_at=NOON))
    return row.inserted_primary_key[0]


def handed_in(store, who, score, *, slug=SLUG, version=1, seed=7):
    """The id of a sitting handed in with that score."""
    sitting = store.start_sitting(who, slug, version, seed, "fr", NOON).id
    store.hand_in(sitting, who, NOON, {"score": score}, engine="1")
    return sitting
