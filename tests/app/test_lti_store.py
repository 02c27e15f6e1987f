"""Platforms, links, states and marks in the store, on both engines; and who may do what to them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import NOON, learner

from app import lti
from app.access import Viewer
from app.lti_targets import choices, chosen, read_seed
from app.store import (
    BadPlatform,
    BadTarget,
    LinkDraft,
    LinkNotFound,
    PlatformDraft,
    PlatformNotFound,
    PlatformTaken,
    RoleForbids,
)
from app.store.lti_platforms import is_safe
from app.store.lti_rows import SCORE_SCOPE

pytest_plugins = ["store_fixtures"]
B = "https://moodle.example.org"
DRAFT = PlatformDraft("Moodle", B, "client-1", f"{B}/auth", f"{B}/token", f"{B}/keys", ("1",))
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def platform(store, me):
    return store.add_platform(DRAFT, me, NOON)


@pytest.fixture
def link(store, platform):
    said = {"case": "seuil-reappro"}
    draft = LinkDraft(platform.id, "1", "rl", "Stocks", "BTS", f"{B}/li", (SCORE_SCOPE,), said)
    return store.link_seen(draft, NOON)


def test_a_platform_is_kept_changed_and_closed(store, me, platform):
    assert store.platforms() == (platform,)
    assert (platform.told, platform.active) == (DRAFT, True)
    wider = replace(DRAFT, name="  Moodle   2 ", deployment_ids=(" 2 ", "", "2"), creates_accounts=True)
    changed = store.change_platform(platform.id, wider, me, NOON)
    assert (changed.name, changed.told.deployment_ids) == ("Moodle 2", ("2",))
    assert store.platforms_of(B) == (changed,)
    store.set_platform_active(platform.id, False, me, NOON)
    assert store.platforms_of(B) == ()
    assert not store.has_platforms()
    assert {"lti.platform", "lti.change", "lti.close"} <= {
        one.action for one in store.audit_log(action="lti.")
    }


def test_what_a_platform_cannot_be_is_told(store, me, platform):
    with pytest.raises(PlatformTaken):
        store.add_platform(DRAFT, me, NOON)
    assert store.change_platform(platform.id, DRAFT, me, NOON) == platform
    with pytest.raises(PlatformNotFound):
        store.change_platform(99, DRAFT, me, NOON)
    for wrong in (
        {"name": " "}, {"name": "x" * 201}, {"issuer": ""}, {"issuer": "a b"}, {"client_id": ""},
        {"client_id": "a\x00"},
        {"key_set_url": "http://moodle.example.org/keys"}, {"auth_token_url": "file:///etc/passwd"},
        {"auth_login_url": ""}, {"deployment_ids": tuple(map(str, range(51)))},
    ):  # fmt: skip
        with pytest.raises(BadPlatform) as told:
            store.add_platform(replace(DRAFT, **{"client_id": "c2", **wrong}), me, NOON)
        assert all(told.value.explain(lang) != told.value.key for lang in ("fr", "en"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://x.org/a?b=1", True), ("http://127.0.0.1:8000/k", True), ("http://localhost/k", True),
        ("http://x.org/", False), ("https://u:p@x.org/", False), ("https://", False), ("javascript:1", False),
        ("https://x.org/#a", False), ("https://x.org:99999/", False), ("https://x.org/\n", False), ("//x.org", False),
    ],
)  # fmt: skip
def test_an_address_is_asked_over_https_or_on_this_machine(address, safe):
    assert is_safe(address) is safe


def test_a_state_is_taken_once_and_ends(store):
    store.keep_lti_state("a" * 64, {"x": 1}, LATER, NOON)
    assert store.lti_state("a" * 64, NOON) == {"x": 1}
    assert store.take_lti_state("a" * 64, NOON) == {"x": 1}
    assert store.take_lti_state("a" * 64, NOON) is None
    store.keep_lti_state("b" * 64, {}, LATER, NOON)
    assert store.take_lti_state("b" * 64, LATER) is None


def test_what_was_chosen_here_stands_above_what_a_launch_says(store, me, platform, link):
    again = LinkDraft(platform.id, "1", "rl", "Stocks 2", "", None, (), {"case": "autre"})
    seen = store.link_seen(again, LATER)
    assert (seen.id, seen.title, seen.target["case"], seen.takes_marks) == (
        link.id,
        "Stocks 2",
        "autre",
        False,
    )
    store.set_link_target(link.id, {"exam": "e"}, me, LATER)
    assert store.link_seen(again, LATER).target == {"exam": "e"}
    assert store.links(platform.id)[0].target == {"exam": "e"}
    with pytest.raises(LinkNotFound):
        store.set_link_target(99, None, me, LATER)


def test_a_mark_waits_is_claimed_once_and_sent(store, me, platform, link):
    store.await_mark(link.id, me, "42", NOON)
    store.await_mark(link.id, me, "42", LATER)
    (seat,) = store.seats()
    assert (seat.link.id, seat.last.score, store.lti_counts()["awaited"]) == (link.id, None, 1)
    assert store.claim_marks(LATER, LATER) == ()
    store.put_mark(seat.last, 12.5, NOON, sitting_id=None, exam_id=None)
    (one,) = store.claim_marks(NOON, LATER)
    assert (one.score, one.tries) == (12.5, 1)
    assert store.claim_marks(NOON, LATER) == ()  # another process leaves it alone
    store.put_mark(one, 14.0, NOON, sitting_id=None, exam_id=None)
    store.mark_sent(one, "", NOON)  # 12.5 went; 14 still waits
    (two,) = store.claim_marks(NOON, LATER)
    assert two.score == 14.0
    store.mark_sent(two, "", NOON)
    store.put_mark(two, 15.0, NOON, sitting_id=None, exam_id=None)
    assert [one.state for one in store.lti_marks()] == ["waiting", "sent"]
    store.mark_again(two.id, me, NOON)  # the last one goes, not the one before it
    assert [one.score for one in store.claim_marks(NOON, LATER)] == [15.0]
    store.set_platform_active(platform.id, False, me, NOON)
    assert store.seats() == ()
    assert store.claim_marks(LATER, LATER) == ()


def test_work_stamps_change_with_the_work(store, me, link, sitting):
    store.await_mark(link.id, me, "42", NOON)
    before = store.work_stamps()
    store.hand_in(sitting, me, NOON, {"score": 1.0, "max_score": 2.0})
    assert store.work_stamps()[me] != before[me]
    assert learner(store, "bob") not in store.work_stamps()


@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_only_administrators_look_after_platforms(store, me, platform, link, role):
    viewer = Viewer(me, role)
    for work in (
        lambda: lti.platforms(store, viewer), lambda: lti.add(store, viewer, DRAFT, NOON),
        lambda: lti.change(store, viewer, platform.id, DRAFT, NOON), lambda: lti.links(store, viewer),
        lambda: lti.set_active(store, viewer, platform.id, False, NOON), lambda: lti.marks(store, viewer),
        lambda: lti.send_again(store, viewer, 1, NOON),
    ):  # fmt: skip
        with pytest.raises(RoleForbids):
            work()
    if role == "learner":
        for work in (
            lambda: choices(store, viewer, "fr"), lambda: chosen(store, viewer, "case:x", "", False),
            lambda: lti.set_target(store, viewer, link.id, None, NOON),
        ):  # fmt: skip
            with pytest.raises(RoleForbids):
                work()


def test_a_target_is_a_case_or_an_assessment_that_is_there(store, me):
    viewer = Viewer(me, "trainer")
    assert chosen(store, viewer, "case:seuil-reappro", " 7 ", True) == {"case": "seuil-reappro", "seed": 7}
    for what, seed in (
        ("case:../../etc", ""),
        ("", ""),
        ("case:seuil-reappro", "x"),
        ("file:/etc/passwd", ""),
    ):
        with pytest.raises(BadTarget):
            chosen(store, viewer, what, seed, False)
    assert [read_seed(one) for one in ("0", "-1", "²", "9" * 11, "")] == [0, None, None, None, None]
