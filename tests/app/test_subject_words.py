"""A simulated track is told in the words of what it counts: shipments and orders are no stock."""

from __future__ import annotations

import dataclasses

import pytest

from app.i18n import Lang, translator
from app.reports import charts
from app.reports.pen import Pen
from app.subject_words import subject_word
from app.widgets import year_chart
from sim.models import MODELS

SUBJECTS = ("shop", "plan", "orders", "returns", "shipments")


def told(model: str) -> set[str]:
    return {track.subject for track in MODELS[model].read(MODELS[model].EXAMPLE).live(1, "", 0).tracks}


def test_what_a_model_counts_has_words() -> None:
    found = {subject for model in MODELS for subject in told(model)}
    assert found == {"stock", *SUBJECTS}
    assert told("lanes") == {"stock", "shipments"}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_track_is_told_on_the_page_and_on_paper(subject: str, lang: Lang) -> None:
    t = translator(lang)
    model = next(model for model in MODELS if subject in told(model))
    story = MODELS[model].read(MODELS[model].EXAMPLE).live(1, "", 0)
    track = next(one for one in story.tracks if one.subject == subject)
    said = year_chart.sentence(track, story.period, t)
    assert "chart." not in said
    picture = charts.stock_over_time(track, None, story.period, ("A", "B"), "C.", Pen(lang))
    assert picture.told.endswith(said)
    assert "reports." not in picture.caption
    assert year_chart.sentence(dataclasses.replace(track, subject="stock"), story.period, t) != said


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_shipments_and_orders_are_not_called_a_stock(lang: Lang) -> None:
    t = translator(lang)
    for subject in ("shipments", "orders"):
        for key in ("chart.stock", "chart.key_own", "chart.key_reference", "reports.own_stock"):
            assert "stock" not in subject_word(key, subject, t).lower(), key
    assert subject_word("chart.stock", "stock", t) == "Stock"
