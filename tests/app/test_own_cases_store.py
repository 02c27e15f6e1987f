"""Cases that trainers bring, in the store: drafts and proofs, versions that never change, what stays readable."""

from datetime import timedelta

import pytest
from own_case_samples import PROVEN, SLUG, small_files
from store_samples import NOON, learner

from app.own_case_finder import OwnCaseFinder
from app.own_case_folder import digest_of
from app.store import (
    BadOwnCase,
    CaseArchived,
    CaseDraft,
    CaseNotProven,
    CaseSlugTaken,
    DraftOvertaken,
    OwnCaseNotFound,
)
from cases import library
from cases.problem import CaseError
from cases.variant import draw
from cases.versions import UnknownVersion

pytest_plugins = ["store_fixtures"]

HOUR = timedelta(hours=1)


def made(answer="k * 7", note=""):
    files = small_files(answer)
    return CaseDraft(files, digest_of(files), note)


@pytest.fixture
def by(store):
    return learner(store, "Claire")


@pytest.fixture
def found(store):
    """The library looks into this store."""
    finder = OwnCaseFinder(store)
    library.also(finder)
    yield finder
    library.also(None)


def published(store, by, draft=None):
    given = draft or made()
    try:
        case = store.add_own_case(SLUG, given, by, NOON)
    except CaseSlugTaken:
        last = store.own_case(SLUG).versions[-1]
        case = store.save_own_draft(SLUG, given, by, NOON, version=last.version + 1)
    assert store.keep_own_proof(SLUG, case.draft.version, given.digest, PROVEN, NOON)
    return store.publish_own_case(SLUG, case.draft.version, given.digest, by, NOON + HOUR)


def test_a_draft_is_proven_and_published(store, by):
    draft = made(note="  first \n one ")
    case = store.add_own_case(SLUG, draft, by, NOON, audience="exams", based_on=("seuil-reappro", 2))
    assert (case.owner_id, case.audience, case.based_on, case.based_version) == (
        by,
        "exams",
        "seuil-reappro",
        2,
    )
    assert (case.draft.version, case.draft.note, case.current, case.is_offered) == (
        1,
        "first one",
        None,
        False,
    )
    assert store.own_case_files(SLUG, 1) == draft.files
    with pytest.raises(CaseNotProven):
        store.publish_own_case(SLUG, 1, draft.digest, by, NOON)
    assert store.keep_own_proof(SLUG, 1, draft.digest, PROVEN | {"seeds": 49}, NOON)
    with pytest.raises(CaseNotProven):
        store.publish_own_case(SLUG, 1, draft.digest, by, NOON)
    assert store.keep_own_proof(SLUG, 1, draft.digest, PROVEN, NOON)
    case = store.publish_own_case(SLUG, 1, draft.digest, by, NOON)
    assert (case.draft, case.current.version, case.is_offered) == (None, 1, True)
    assert store.own_cases() == (case,)
    assert store.offered_cases(reserved=False) == ()
    assert store.offered_cases(reserved=True) == (SLUG,)
    assert [one.action for one in store.audit_log()][:2] == ["case.publish", "case.create"]


def test_what_was_published_never_changes(store, by):
    first = made()
    published(store, by, first)
    assert not store.keep_own_proof(SLUG, 1, first.digest, {"ok": False}, NOON)
    with pytest.raises(DraftOvertaken):
        store.save_own_draft(SLUG, made("k * 8"), by, NOON, version=1)
    with pytest.raises(DraftOvertaken):
        store.drop_own_draft(SLUG, by, NOON)
    with pytest.raises(DraftOvertaken):
        store.publish_own_case(SLUG, 1, first.digest, by, NOON)
    case = store.save_own_draft(SLUG, made("k * 8"), by, NOON, version=2)
    assert (case.draft.version, case.current.version) == (2, 1)
    assert store.own_case_files(SLUG, 1) == first.files
    assert store.drop_own_draft(SLUG, by, NOON).draft is None


def test_a_proof_is_of_the_files_that_it_proved(store, by):
    first, second = made(), made("k * 8")
    store.add_own_case(SLUG, first, by, NOON)
    store.save_own_draft(SLUG, second, by, NOON, version=1)
    assert not store.keep_own_proof(SLUG, 1, first.digest, PROVEN, NOON)
    assert store.keep_own_proof(SLUG, 1, second.digest, PROVEN, NOON)
    assert store.save_own_draft(SLUG, second, by, NOON, version=1).draft.is_proven
    assert store.save_own_draft(SLUG, first, by, NOON, version=1).draft.proof is None
    with pytest.raises(DraftOvertaken):
        store.publish_own_case(SLUG, 1, second.digest, by, NOON)


def test_refusals(store, by):
    store.add_own_case(SLUG, made(), by, NOON)
    with pytest.raises(CaseSlugTaken):
        store.add_own_case(SLUG, made(), by, NOON)
    with pytest.raises(OwnCaseNotFound):
        store.own_case("other")
    with pytest.raises(OwnCaseNotFound):
        store.own_case_files(SLUG, 2)
    with pytest.raises(OwnCaseNotFound):
        store.withdraw_own_case(SLUG, 1, by, NOON)
    with pytest.raises(BadOwnCase):
        store.set_own_audience(SLUG, "nobody", by, NOON)
    with pytest.raises(BadOwnCase):
        store.add_own_case("other", made(note="n" * 501), by, NOON)
    store.archive_own_case(SLUG, by, NOON)
    with pytest.raises(CaseArchived):
        store.save_own_draft(SLUG, made("k * 8"), by, NOON, version=1)
    assert store.own_cases() == ()
    assert [one.slug for one in store.own_cases(archived=True)] == [SLUG]


def test_a_published_case_is_opened_as_a_library_case_is(store, by, found):
    published(store, by)
    published(store, by, made("k * 8"))
    assert library.load(SLUG).version == 2
    assert SLUG in library.every_slug()
    assert SLUG not in library.slugs()
    first, second = (draw(library.load(SLUG, version), 7).scope() for version in (1, 2))
    assert first.value("total") / 7 == second.value("total") / 8
    assert library.folder_of(SLUG).name == SLUG
    with pytest.raises(UnknownVersion, match="1, 2"):
        library.load(SLUG, 3)
    with pytest.raises(CaseError):
        library.load("no-such-case")


def test_a_draft_is_found_by_nobody(store, by, found):
    store.add_own_case(SLUG, made(), by, NOON)
    assert SLUG not in library.every_slug(reserved=True)
    for version in (None, 1):
        with pytest.raises(CaseError):
            library.load(SLUG, version)


def test_what_was_withdrawn_or_put_away_stays_readable(store, by, found):
    published(store, by)
    published(store, by, made("k * 8"))
    store.withdraw_own_case(SLUG, 2, by, NOON)
    assert library.load(SLUG).version == 1
    store.withdraw_own_case(SLUG, 1, by, NOON)
    assert SLUG not in library.every_slug(reserved=True)
    store.archive_own_case(SLUG, by, NOON)
    assert [library.load(SLUG, version).version for version in (1, 2)] == [1, 2]
    store.archive_own_case(SLUG, by, NOON, archived=False)
    store.withdraw_own_case(SLUG, 2, by, NOON, withdrawn=False)
    assert SLUG in library.every_slug()


def test_a_library_case_goes_first(store, by, found):
    # A later release of the library may bring a case under a name that a trainer took before.
    slug = "seuil-reappro"
    given = made()
    store.add_own_case(slug, given, by, NOON)
    store.keep_own_proof(slug, 1, given.digest, PROVEN, NOON)
    store.publish_own_case(slug, 1, given.digest, by, NOON)
    assert library.load(slug).folder == library.library_folder() / slug
    assert library.every_slug().count(slug) == 1


def test_a_database_that_was_tampered_with_is_told(store, by, found, monkeypatch):
    published(store, by, made("k * 11"))
    monkeypatch.setattr(store, "own_case_files", lambda *_of: small_files("k * 9"))
    with pytest.raises(CaseError, match="published"):
        library.load(SLUG, 1)
