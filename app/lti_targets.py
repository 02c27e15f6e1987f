"""What a link of a learning platform opens: an assessment or a case of this server; no streamlit here.

A target is plain data: {"exam": id, "enrol": true} makes candidates of the learners who come, {"case": slug,
"seed": n} opens that variant, without a seed each learner's own. Only people of this server may say "enrol": what
a platform says for itself opens an assessment to its candidates alone, unless our seal stands on it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from app import exams
from app.access import Viewer, may, require
from app.grading import results_shown
from app.lti_keys import seal
from app.lti_launch import Launch
from app.store import BadTarget, CandidateDraft, Exam, ExamNotFound, LinkRow, SittingRow, Store, StoreError
from cases.case import Case
from cases.library import every_slug, load
from cases.policy import PRACTICE
from cases.problem import CaseError
from cases.variant import MAX_SEED, draw
from sim.streams import stream

ENROL: Final = "enrol"
SEAL: Final = "seal"


class Closed(Exception):  # noqa: N818  (callers read it as a state)
    """The link opens nothing for this person now; `key` names the message that says why and what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Choice:
    """Something a link may open: its target, its title and what kind of thing it is ("exam" or "case")."""

    target: Mapping[str, Any]
    title: str
    kind: str

    @property
    def value(self) -> str:
        """What stands for it in a form."""
        return f"{self.kind}:{self.target[self.kind]}"


# --- saying what a link opens ------------------------------------------------------------------------------


def said(store: Store, launch: Launch, at: datetime) -> dict[str, Any] | None:
    """The target in a launch's own parameters; None without any, or for what is no target here."""
    exam_id, slug = launch.custom.get("exam", "").strip(), launch.custom.get("case", "").strip()
    if exam_id:
        try:
            store.exam(exam_id)
        except StoreError:
            return None
        sealed = launch.custom.get(SEAL, "")
        due = seal(store, f"{launch.platform.id} {exam_id}", at) if sealed else ""
        enrols = bool(sealed) and hmac.compare_digest(sealed.encode("utf-8", "replace"), due.encode())
        return {"exam": exam_id} | ({ENROL: True} if enrols else {})
    if not slug or slug not in every_slug():
        return None
    seed = read_seed(launch.custom.get("seed", ""))
    return {"case": slug} | ({} if seed is None else {"seed": seed})


def parameters(store: Store, target: Mapping[str, Any], platform_id: int, at: datetime) -> dict[str, str]:
    """The same target as the parameters that a platform keeps for us and sends at each launch."""
    found = {name: str(target[name]) for name in ("exam", "case", "seed") if name in target}
    if target.get(ENROL) and "exam" in target:
        found[SEAL] = seal(store, f"{platform_id} {target['exam']}", at)
    return found


def choices(store: Store, viewer: Viewer, lang: str) -> tuple[Choice, ...]:
    """What this person may let a link open: the assessments not put away, then the cases by title.

    Raises RoleForbids.
    """
    require(viewer, "lti.target")
    found = [Choice({"exam": one.id}, one.title, "exam") for one in exams.every(store, viewer)]
    cases = [Choice({"case": one.slug}, one.title(_lang(lang)), "case") for one in _cases()]
    return (*found, *sorted(cases, key=lambda one: one.title.casefold()))


def chosen(store: Store, viewer: Viewer, value: str, seed: str, enrol: bool) -> dict[str, Any]:
    """A target as a form says it. Raises RoleForbids, BadTarget, ExamNotFound.

    Who may not add candidates to an assessment may let a link open it, for those who are candidates already.
    """
    require(viewer, "lti.target")
    kind, _, name = value.partition(":")
    if kind == "exam":
        found = exams.one(store, viewer, name)
        enrols = enrol and may(viewer, "exam.adjust", exams.subject(found))
        return {"exam": found.id} | ({ENROL: True} if enrols else {})
    if kind != "case" or name not in every_slug():
        raise BadTarget
    if not seed.strip():
        return {"case": name}
    number = read_seed(seed)
    if number is None:
        raise BadTarget
    return {"case": name, "seed": number}


def title(store: Store, target: Mapping[str, Any] | None, lang: str) -> str:
    """The name of what a target opens; its id where that is gone, "" for none. For staff's pages."""
    if not target:
        return ""
    if "exam" in target:
        try:
            return store.exam(str(target["exam"])).title
        except ExamNotFound:
            return str(target["exam"])
    try:
        return (
            load(str(target["case"])).title(_lang(lang))
            if target["case"] in every_slug()
            else str(target["case"])
        )
    except CaseError:
        return str(target["case"])


# --- opening it --------------------------------------------------------------------------------------------


def open_target(
    store: Store, viewer: Viewer, link: LinkRow, is_learner: bool, lang: str, at: datetime
) -> tuple[str, str | None]:
    """The page to send somebody to, and the sitting that it shows where there is one. Raises Closed."""
    target = link.target or {}
    if "exam" in target:
        return _open_exam(store, viewer, target, is_learner, at)
    if "case" in target:
        return _open_case(store, viewer, target, lang, at)
    raise Closed("lti.closed.no_target")


def _open_exam(
    store: Store, viewer: Viewer, target: Mapping[str, Any], is_learner: bool, at: datetime
) -> tuple[str, str | None]:
    exam_id = str(target["exam"])
    try:
        found = store.exam(exam_id)
    except ExamNotFound:
        raise Closed("lti.closed.gone") from None
    if viewer.learner_id not in found.members:
        if viewer.is_staff and may(viewer, "exam.monitor", exams.subject(found)):
            return f"/exam?{urlencode({'exam': exam_id})}", None
        _enrol(store, found, viewer, bool(target.get(ENROL)) and is_learner, at)
    papers = store.my_papers(exam_id, viewer.learner_id)
    if len(found.papers) == 1 and papers:
        row = next(iter(papers.values()))
        if not row.is_handed_in:
            return _page("sitting", row), row.id
        if results_shown(row):
            return _page("debrief", row), row.id
    return "/my_exams", None


def _enrol(store: Store, found: Exam, viewer: Viewer, enrols: bool, at: datetime) -> None:
    if found.archived_at is not None or found.validated_at is not None:
        raise Closed("lti.closed.over")
    if not enrols:
        raise Closed("lti.closed.no_candidate")
    # The link's target, which a trainer chose, lets them in: written down as done by who set the assessment.
    try:
        store.add_candidates(found.id, [CandidateDraft(viewer.learner_id)], found.created_by, at)
        details = {"by_link": True}
        store.log(at, None, "lti.enrol", exam_id=found.id, learner_id=viewer.learner_id, details=details)
    except StoreError as error:
        raise Closed("lti.closed.over") from error


def _open_case(
    store: Store, viewer: Viewer, target: Mapping[str, Any], lang: str, at: datetime
) -> tuple[str, str | None]:
    slug, seed = str(target["case"]), target.get("seed")
    if slug not in every_slug():
        raise Closed("lti.closed.gone")
    if slug in exams.withheld(store, viewer, at):
        raise Closed("lti.closed.withheld")
    mine = practised(store.sittings(viewer.learner_id), slug, seed)
    begun = next((one for one in mine if not one.is_handed_in), None)
    if begun is not None:
        return _page("sitting", begun), begun.id
    if mine:
        return _page("debrief", mine[0]), mine[0].id
    try:
        case = load(slug)
        number = seed if isinstance(seed, int) else _own_seed(slug, viewer.learner_id)
        draw(case, number)
    except CaseError as error:
        raise Closed("lti.closed.gone") from error
    row = store.start_sitting(
        viewer.learner_id, slug, case.version, number, lang, at, policy=PRACTICE.as_dict()
    )
    return _page("sitting", row), row.id


def practised(sittings: tuple[SittingRow, ...], slug: str, seed: object) -> tuple[SittingRow, ...]:
    """A learner's own sittings of a case outside assessments, the latest first; of one variant where a seed says so."""
    return tuple(
        one
        for one in sittings
        if one.exam_id is None and one.case_slug == slug and (seed is None or one.seed == seed)
    )


def read_seed(text: str) -> int | None:
    """A variant number as typed, None for anything else."""
    said = text.strip()
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= 10 else -1
    return number if 0 <= number <= MAX_SEED else None


def _own_seed(slug: str, learner_id: int) -> int:
    # Six digits can be read aloud; the same learner meets the same variant however often the link is opened.
    return 1 + int(stream(learner_id, "lti", slug).integers(999_998))


def _cases() -> list[Case]:
    found = []
    for slug in every_slug():
        try:
            found.append(load(slug))
        except CaseError:
            continue
    return found


def _page(name: str, row: SittingRow) -> str:
    return f"/{name}?{urlencode({'sitting': row.id})}"


def _lang(lang: str) -> Any:
    return "en" if lang == "en" else "fr"
