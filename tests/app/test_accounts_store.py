"""Accounts in the store: sign-ins that end, attempts that must wait, invitations, classes, and the log of it all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from store_samples import LATER, NOON

from app.store import (
    AccountNotFound,
    BadEmail,
    BadInvitation,
    BadInvitationTerms,
    BadLogin,
    BadName,
    CohortNotFound,
    CohortTaken,
    LastAdministrator,
    LoginTaken,
    NewAccount,
    TooManyAttempts,
)
from app.store.account_tables import account, sign_in
from app.store.engine import reading
from app.store.invitations import MAX_USES, clean_code
from app.store.sign_ins import PER_ADDRESS, PER_LOGIN, WINDOW

pytest_plugins = ["store_fixtures"]
HOURS_12 = timedelta(hours=12)


def made(store, login, role="learner", **more):
    return store.create_account(NewAccount(login, login.title(), role, password_hash="h", **more), None, NOON)


def actions(store, **of):
    return [row.action for row in store.audit_log(**of)]


# --- accounts


def test_an_account_comes_back_as_made_with_its_class_and_without_its_password(store):
    new = NewAccount(
        " Lea.Martin ", "  Léa   Martin ", email="lea@example.org", password_hash="h", cohort="BTS 1"
    )
    row = store.create_account(new, None, NOON)
    assert (row.login, row.display, row.email, row.role) == (
        "lea.martin",
        "Léa Martin",
        "lea@example.org",
        "learner",
    )
    assert (row.has_password, row.active, row.must_change, row.created_at) == (True, True, False, NOON)
    assert not hasattr(row, "password_hash")
    assert store.account(row.learner_id) == store.account_named(" LEA.martin ") == row
    assert store.credentials("lea.martin").password_hash == "h"
    assert [one.name for one in store.cohorts_of(row.learner_id)] == ["BTS 1"]
    assert store.accounts(cohort=store.cohorts()[0].id) == (row,)
    assert actions(store, learner_id=row.learner_id) == ["cohort.join", "account.create"]


@pytest.mark.parametrize(
    "login", ["", "a", "é.martin", "a b", "local", "LOCAL", "-x", "a" * 101, "a\x00b", "<b>"]
)
def test_a_login_that_cannot_be_is_refused(store, login):
    with pytest.raises(BadLogin) as refused:
        made(store, login)
    assert all(refused.value.explain(lang) for lang in ("fr", "en"))


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewAccount("ok", "  "), BadName),
        (NewAccount("ok", "x" * 201), BadName),
        (NewAccount("ok", "nul \x00"), BadName),
        (NewAccount("ok", "Ok", email="no address"), BadEmail),
    ],
)
def test_a_name_or_address_that_cannot_be_is_refused(store, new, error):
    with pytest.raises(error):
        store.create_account(new, None, NOON)


def test_all_accounts_of_a_list_are_made_or_none(store):
    made(store, "lea")
    with pytest.raises(LoginTaken):
        store.create_accounts([NewAccount("new", "New"), NewAccount("lea", "Léa")], None, NOON)
    assert store.account_named("new") is None
    assert store.logins_taken(["lea", "new"]) == {"lea"}


def test_two_people_at_once_cannot_have_one_login(store):
    def attempt(_):
        try:
            return made(store, "lea").learner_id
        except LoginTaken:
            return None

    with ThreadPoolExecutor(4) as workers:
        results = list(workers.map(attempt, range(8)))
    assert sum(one is not None for one in results) == 1


def test_an_unknown_account_is_told(store):
    for change in (
        lambda: store.set_password(99, "h", None, NOON),
        lambda: store.set_role(99, "trainer", None, NOON),
        lambda: store.set_active(99, False, None, NOON),
        lambda: store.rename_account(99, "X", None, None, NOON),
    ):
        with pytest.raises(AccountNotFound):
            change()
    assert store.account(99) is None
    assert store.credentials("nobody") is None
    assert store.credentials("nul \x00 ") is None


def test_the_last_administrator_stays(store):
    ada, bob = made(store, "ada", "administrator"), made(store, "bob", "administrator")
    store.set_role(bob.learner_id, "trainer", ada.learner_id, NOON)
    for change in (
        lambda: store.set_role(ada.learner_id, "learner", ada.learner_id, NOON),
        lambda: store.set_active(ada.learner_id, False, ada.learner_id, NOON),
    ):
        with pytest.raises(LastAdministrator):
            change()
    assert store.account(ada.learner_id).role == "administrator"


def test_the_first_administrator_is_made_once(store):
    assert not store.has_administrator()
    row = store.create_administrator(NewAccount("ada", "Ada", "learner", password_hash="h"), NOON)
    assert row.role == "administrator"
    assert store.has_administrator()
    with pytest.raises(LoginTaken):
        store.create_administrator(NewAccount("eve", "Eve"), NOON)


def test_the_local_learner_gets_one_account(store, me):
    row = store.account_of_local("Formateur", "h", NOON)
    assert (row.learner_id, row.login, row.role) == (me, "local", "trainer")
    with pytest.raises(LoginTaken):
        store.account_of_local("Formateur", "other", NOON)


def test_another_hash_replaces_only_the_one_it_was_made_from(store):
    lea = made(store, "lea")
    store.refresh_hash(lea.learner_id, "h", "h2")
    store.refresh_hash(lea.learner_id, "h", "h3")
    assert store.credentials("lea").password_hash == "h2"


def test_a_subject_of_a_provider_stands_for_one_account(store):
    lea = made(store, "lea")
    assert store.account_of_identity("https://id", "s1") is None
    store.link_identity(lea.learner_id, "https://id", "s1", None, NOON)
    assert store.account_of_identity("https://id", "s1") == lea
    assert store.account_of_identity("https://other", "s1") is None
    with pytest.raises(LoginTaken):
        store.link_identity(made(store, "bob").learner_id, "https://id", "s1", None, NOON)
    new = store.create_from_identity(NewAccount("zoe", "Zoé"), "https://id", "s2", NOON)
    assert store.account_of_identity("https://id", "s2") == new
    assert not new.has_password


# --- sign-ins


def test_a_sign_in_holds_while_it_is_used_and_only_its_hash_is_kept(store):
    lea = made(store, "lea")
    store.open_sign_in(lea.learner_id, "hash", NOON, HOURS_12, "10.0.0.1", "Browser\x00é")
    assert store.signed_in("hash", NOON) == lea
    assert store.signed_in("other", NOON) is None
    # Used after 11 hours it holds for another 12; not used it ends.
    assert store.signed_in("hash", NOON + timedelta(hours=11)) == lea
    assert store.signed_in("hash", NOON + timedelta(hours=22)) == lea
    assert store.signed_in("hash", NOON + timedelta(hours=34, minutes=1)) is None
    (row,) = store.sign_ins(lea.learner_id, NOON)
    assert (row.address, row.agent, row.expires_at) == ("10.0.0.1", "Browser", NOON + timedelta(hours=34))


def test_reading_a_page_does_not_write_each_time(store):
    lea = made(store, "lea")
    store.open_sign_in(lea.learner_id, "hash", NOON, HOURS_12, "", "")
    store.signed_in("hash", NOON + timedelta(minutes=4))
    assert store.sign_ins(lea.learner_id, NOON)[0].seen_at == NOON


def test_sign_ins_end_one_by_one_or_all(store):
    lea, bob = made(store, "lea"), made(store, "bob")
    for token in ("a", "b", "c"):
        store.open_sign_in(lea.learner_id, token, NOON, HOURS_12, "", "")
    store.open_sign_in(bob.learner_id, "d", NOON, HOURS_12, "", "")
    store.end_sign_in("a", NOON)
    assert store.signed_in("a", NOON) is None
    assert store.end_sign_ins(lea.learner_id, None, NOON, but="c") == 1
    assert store.signed_in("b", NOON) is None
    assert store.signed_in("c", NOON) == lea
    assert store.signed_in("d", NOON) == bob


@pytest.mark.parametrize("change", ["password", "close"])
def test_a_new_password_or_a_closed_account_ends_the_sign_ins(store, change):
    lea = made(store, "lea")
    for token in ("a", "b"):
        store.open_sign_in(lea.learner_id, token, NOON, HOURS_12, "", "")
    if change == "password":
        store.set_password(lea.learner_id, "h2", lea.learner_id, NOON, but="a")
        assert store.signed_in("a", NOON) is not None
    else:
        store.set_active(lea.learner_id, False, None, NOON)
        assert store.signed_in("a", NOON) is None
    assert store.signed_in("b", NOON) is None


def test_a_role_counts_at_once(store):
    lea = made(store, "lea")
    store.open_sign_in(lea.learner_id, "a", NOON, HOURS_12, "", "")
    store.set_role(lea.learner_id, "trainer", None, NOON)
    assert store.signed_in("a", NOON).role == "trainer"


def test_sign_ins_long_over_are_forgotten(store):
    lea = made(store, "lea")
    store.open_sign_in(lea.learner_id, "a", NOON, HOURS_12, "", "")
    store.open_sign_in(lea.learner_id, "b", NOON + timedelta(days=9), HOURS_12, "", "")
    with reading(store._engine) as c:
        assert c.execute(select(sign_in.c.token_hash)).scalars().all() == ["b"]


# --- attempts


def test_the_sixth_attempt_for_a_login_waits_whatever_the_address(store):
    for number in range(PER_LOGIN):
        store.begin_attempt("lea", f"10.0.0.{number}", NOON)
    with pytest.raises(TooManyAttempts) as refused:
        store.begin_attempt("lea", "10.0.0.99", LATER)
    assert refused.value.params == {"minutes": 10}
    assert "10" in refused.value.explain("fr")
    store.begin_attempt("bob", "10.0.0.1", LATER)
    store.begin_attempt("lea", "10.0.0.1", NOON + WINDOW + timedelta(seconds=1))


def test_an_address_that_tries_many_logins_waits(store):
    for number in range(PER_ADDRESS):
        store.begin_attempt(f"login{number}", "10.0.0.1", NOON)
    with pytest.raises(TooManyAttempts):
        store.begin_attempt("another", "10.0.0.1", NOON)
    store.begin_attempt("another", "10.0.0.2", NOON)


def test_a_success_takes_back_its_own_attempts_only(store):
    for _ in range(PER_LOGIN - 1):
        store.begin_attempt("lea", "10.0.0.1", NOON)
    store.begin_attempt("lea", "10.0.0.2", NOON)
    store.attempt_succeeded("lea", "10.0.0.2")
    store.begin_attempt("lea", "10.0.0.3", NOON)  # the fifth again
    with pytest.raises(TooManyAttempts):
        store.begin_attempt("lea", "10.0.0.2", NOON)


def test_many_attempts_at_once_cannot_slip_through(store):
    def attempt(number):
        try:
            store.begin_attempt("lea", f"10.0.0.{number}", NOON)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as workers:
        passed = sum(workers.map(attempt, range(24)))
    assert passed == PER_LOGIN


# --- invitations


def invited(store, by, **terms):
    terms = {"role": "learner", "cohort_id": None, "uses": 2, "expires_at": NOON + timedelta(days=7)} | terms
    return store.invite(**terms, by=by, at=NOON)


def test_a_code_makes_accounts_in_its_role_and_class_until_it_is_used_up(store):
    ada = made(store, "ada", "administrator").learner_id
    cohort = store.create_cohort("BTS 1", ada, NOON)
    code = invited(store, ada, cohort_id=cohort.id).code
    # What the person asks for themselves does not count.
    lea = store.join_with(
        code.lower().replace("-", " "), NewAccount("lea", "Léa", "administrator", cohort="X"), NOON
    )
    assert lea.role == "learner"
    assert [one.login for one in store.members(cohort.id)] == ["lea"]
    with pytest.raises(LoginTaken):
        store.join_with(code, NewAccount("lea", "Autre"), NOON)
    assert store.invitation(code).uses_left == 1  # an attempt refused uses nothing
    store.join_with(code, NewAccount("bob", "Bob"), NOON)
    with pytest.raises(BadInvitation):
        store.join_with(code, NewAccount("eve", "Eve"), NOON)
    assert store.account_named("eve") is None


def test_a_code_expires_and_can_be_revoked(store):
    ada = made(store, "ada", "administrator").learner_id
    first, second = invited(store, ada), invited(store, ada)
    with pytest.raises(BadInvitation):
        store.join_with(first.code, NewAccount("lea", "Léa"), first.expires_at)
    store.revoke_invitation(second.code, ada, NOON)
    store.revoke_invitation(second.code, ada, LATER)
    assert store.invitation(second.code).revoked_at == NOON
    for code in (second.code, "AAAAA-AAAAA", "", "x" * 300, "\x00"):
        with pytest.raises(BadInvitation):
            store.join_with(code, NewAccount("lea", "Léa"), NOON)
    assert {one.code for one in store.invitations()} == {first.code, second.code}
    assert store.invitations(roles=["trainer"]) == ()


@pytest.mark.parametrize(
    "terms",
    [{"uses": 0}, {"uses": MAX_USES + 1}, {"expires_at": NOON}, {"expires_at": NOON + timedelta(days=400)}],
)
def test_an_invitation_without_measure_is_refused(store, terms):
    ada = made(store, "ada", "administrator").learner_id
    with pytest.raises(BadInvitationTerms):
        invited(store, ada, **terms)


def test_one_use_serves_one_person_even_at_once(store):
    ada = made(store, "ada", "administrator").learner_id
    code = invited(store, ada, uses=1).code

    def attempt(number):
        try:
            return store.join_with(code, NewAccount(f"p{number}", "P"), NOON)
        except BadInvitation:
            return None

    with ThreadPoolExecutor(4) as workers:
        assert sum(one is not None for one in workers.map(attempt, range(8))) == 1


def test_codes_are_read_as_they_are_copied():
    assert clean_code(" abcde fghjk ") == "ABCDE-FGHJK"
    assert clean_code("ABCDE") == ""


# --- classes


def test_a_class_has_its_people(store):
    lea, bob = (made(store, name).learner_id for name in ("lea", "bob"))
    cohort = store.create_cohort("  BTS   1 ", None, NOON)
    assert cohort.name == "BTS 1"
    assert store.add_members(cohort.id, [lea, bob, lea], None, NOON) == 2
    assert store.add_members(cohort.id, [lea], None, NOON) == 0
    assert [one.size for one in store.cohorts()] == [2]
    assert store.memberships() == {lea: (cohort.id,), bob: (cohort.id,)}
    store.remove_member(cohort.id, bob, None, NOON)
    assert [one.login for one in store.members(cohort.id)] == ["lea"]
    store.rename_cohort(cohort.id, "BTS 2", None, NOON)
    store.archive_cohort(cohort.id, None, NOON)
    assert store.cohorts() == ()
    assert [one.name for one in store.cohorts(archived=True)] == ["BTS 2"]
    assert actions(store, action="cohort.")[:3] == ["cohort.archive", "cohort.rename", "cohort.leave"]


def test_a_class_that_cannot_be_is_refused(store):
    cohort = store.create_cohort("BTS 1", None, NOON)
    with pytest.raises(CohortTaken):
        store.create_cohort("bts 1", None, NOON)
    with pytest.raises(BadName):
        store.create_cohort(" ", None, NOON)
    with pytest.raises(CohortNotFound):
        store.add_members(99, [], None, NOON)
    with pytest.raises(AccountNotFound):
        store.add_members(cohort.id, [99], None, NOON)


# --- the log


def test_the_log_tells_who_did_what_to_whom_the_latest_first(store):
    ada, lea = made(store, "ada", "administrator"), made(store, "lea")
    store.set_role(lea.learner_id, "trainer", ada.learner_id, LATER)
    row = store.audit_log(limit=1)[0]
    assert (row.at, row.actor, row.learner, row.action) == (LATER, "Ada", "Lea", "account.role")
    assert row.details == {"before": "learner", "role": "trainer"}
    assert store.audit_log(before=row.id, limit=1)[0].action == "account.create"
    store.log(LATER, None, "case.publish", details={"slug": "x"})
    assert store.audit_log(action="case.publish")[0].actor is None


def test_no_secret_is_logged(store):
    store.create_account(NewAccount("lea", "Léa", password_hash="SECRET-HASH"), None, NOON)
    store.set_password(store.account_named("lea").learner_id, "SECRET-TWO", None, NOON)
    assert "SECRET" not in str([row.details for row in store.audit_log()])
    with reading(store._engine) as c:
        assert c.execute(select(account.c.password_hash)).scalar_one() == "SECRET-TWO"
