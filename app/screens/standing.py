"""Where the learner stands in each referential, for the pages that tell it or draw advice from it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app import session
from app.evidence import evidence
from cases.award_state import AwardState, award_state
from cases.coverage import coverage, offered
from cases.evidence import Evidence
from cases.library import slugs
from cases.problem import CaseError
from cases.referentials import Referential, referentials


def found_evidence() -> tuple[Evidence, ...]:
    """The evidence of every paper of the learner whose result shows."""
    return evidence(session.store(), session.learner_id(), session.case)


def awards(found: Sequence[Evidence] | None = None) -> tuple[AwardState, ...]:
    """Where the learner stands in each referential."""
    pool = found_evidence() if found is None else found
    return tuple(award(one, pool) for one in referentials())


def award(referential: Referential, found: Sequence[Evidence]) -> AwardState:
    """Where the learner stands in one, results obtained elsewhere included."""
    mine = [one for one in found if one.referential == referential.id]
    externals = {
        row.name: row.score
        for row in session.store().certificates(session.learner_id())
        if row.referential == referential.id
    }
    return award_state(referential, mine, externals=externals, offered=offered_by_library())


@st.cache_resource(show_spinner=False)
def offered_by_library() -> dict[str, int]:
    """How many cases of the library exercise each criterion, by its key; a case that cannot be read counts for none."""
    cases = []
    for slug in slugs():
        try:
            cases.append(session.case(slug))
        except CaseError:
            continue
    return offered(coverage(cases))
