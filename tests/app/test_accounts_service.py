"""Passwords, roles and the services above the store: what each role may do, and that every privileged one asks."""

import ast
import io
import threading
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_samples import NOON

from app import accounts, passwords, sign_in
from app.access import TABLE, Subject, Viewer, in_role, may, owned_by, require
from app.i18n import translator
from app.passwords import WeakPassword, check_strength, first_password, hashed, is_outdated, verify
from app.roster import MAX_LINES, RosterError, preview, read_roster
from app.sign_in import Caller
from app.store import (
    ROLES,
    AccountNotFound,
    BadInvitation,
    LoginTaken,
    NewAccount,
    RoleForbids,
    TooManyAttempts,
    WrongPassword,
)

pytest_plugins = ["store_fixtures"]
APP = Path(__file__).parents[2] / "app"
HERE = Caller("10.0.0.1", "test")
SECRET = "un ballon rouge"


def person(store, login, role="learner", password=SECRET):
    new = NewAccount(login, login.title(), role, password_hash=hashed(password))
    return store.create_account(new, None, NOON)


def viewer(store, login, role="learner"):
    return sign_in.as_viewer(person(store, login, role))


# --- passwords


def test_a_password_is_known_again_and_another_is_not():
    kept = hashed("élan vital 12")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify("élan vital 12", kept)
    assert verify("e\u0301lan vital 12", kept)  # composed otherwise by another keyboard
    assert not verify("Élan vital 12", kept)
    assert not verify("élan vital 12", None)
    assert not verify("élan vital 12", "not a hash")
    assert hashed("élan vital 12") != kept


@given(st.text(max_size=300))
def test_any_text_can_be_tried(text):
    assert not verify(text, "")


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("court", "short"), ("x" * 201, "long"), ("Lea.Martin@example.org", "login"), ("lea.martin", "login"),
        ("Azertyuiop", "common"), ("aaaaaaaaaaaa", "common"), ("          ", "common"),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused_with_the_reason(password, key):
    with pytest.raises(WeakPassword) as refused:
        check_strength(password, "lea.martin@example.org")
    assert refused.value.key == f"accounts.weak.{key}"
    assert refused.value.explain("fr") != refused.value.explain("en")


def test_a_good_password_passes_and_first_ones_are_good_and_unlike():
    check_strength("un ballon rouge", "lea")
    made = {first_password() for _ in range(100)}
    assert len(made) == 100
    for one in made:
        check_strength(one)


def test_an_older_hash_is_outdated():
    assert not is_outdated(hashed("x" * 12))
    assert is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43)
    assert is_outdated("nonsense")


def test_at_most_four_are_hashed_at_once(monkeypatch):
    at_work, most, lock = 0, 0, threading.Lock()

    class Slow:
        def hash(self, _text):
            nonlocal at_work, most
            with lock:
                at_work += 1
                most = max(most, at_work)
            time.sleep(0.02)
            with lock:
                at_work -= 1
            return "h"

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    threads = [threading.Thread(target=hashed, args=("x",)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == passwords.AT_ONCE


# --- signing in


def test_signing_in_gives_a_token_whose_hash_alone_is_kept(store):
    lea = person(store, "lea")
    opened = sign_in.sign_in(store, " LEA ", SECRET, HERE, NOON)
    assert len(opened.token) >= 43  # 256 bits
    assert opened.lasts == timedelta(hours=12)
    seen = sign_in.viewer_of(store, opened.token, NOON, class_mode=True)
    assert (seen.learner_id, seen.role, seen.display, seen.alone) == (lea.learner_id, "learner", "Lea", False)
    assert store.signed_in(opened.token, NOON) is None  # the token itself opens nothing there
    sign_in.sign_out(store, opened.token, NOON)
    assert sign_in.viewer_of(store, opened.token, NOON, class_mode=True) is None


def test_remembered_it_lasts_thirty_days(store):
    person(store, "lea")
    opened = sign_in.sign_in(store, "lea", SECRET, HERE, NOON, remember=True)
    later = NOON + timedelta(days=29)
    assert sign_in.viewer_of(store, opened.token, later, class_mode=True) is not None


def test_wrong_unknown_and_closed_are_told_alike_and_cost_alike(store, monkeypatch):
    lea = person(store, "lea")
    person(store, "bob")
    store.create_account(NewAccount("elsewhere", "E"), None, NOON)
    store.set_active(lea.learner_id, False, None, NOON)
    checked = []
    real = passwords.verify
    monkeypatch.setattr(sign_in.passwords, "verify", lambda *given: checked.append(given) or real(*given))
    for login, password in (
        ("bob", "wrong"),
        ("nobody", SECRET),
        ("lea", SECRET),
        ("elsewhere", ""),
        ("", ""),
    ):
        with pytest.raises(WrongPassword) as refused:
            sign_in.sign_in(store, login, password, HERE, NOON)
        assert refused.value.params == {}
    assert len(checked) == 5


def test_after_five_failures_even_the_right_password_waits(store):
    person(store, "lea")
    for _ in range(5):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(store, "lea", "wrong", HERE, NOON)
    with pytest.raises(TooManyAttempts):
        sign_in.sign_in(store, "lea", SECRET, Caller("10.9.9.9"), NOON)
    assert sign_in.sign_in(store, "lea", SECRET, HERE, NOON + timedelta(minutes=16))


def test_an_old_hash_is_renewed_at_sign_in(store, monkeypatch):
    lea = person(store, "lea")
    before = store.credentials("lea").password_hash
    monkeypatch.setattr(sign_in.passwords, "is_outdated", lambda _: True)
    sign_in.sign_in(store, "lea", SECRET, HERE, NOON)
    after = store.credentials("lea").password_hash
    assert after != before
    assert verify(SECRET, after)
    assert store.account(lea.learner_id).active


def test_ones_own_password_changes_only_with_the_one_before(store):
    person(store, "lea")
    here, there = (sign_in.sign_in(store, "lea", SECRET, HERE, NOON).token for _ in range(2))
    with pytest.raises(WrongPassword):
        sign_in.change_password(store, here, "wrong", "another balloon", HERE, NOON)
    for weak in ("court", SECRET):
        with pytest.raises(WeakPassword):
            sign_in.change_password(store, here, SECRET, weak, HERE, NOON)
    assert sign_in.change_password(store, here, SECRET, "another balloon", HERE, NOON)
    assert sign_in.viewer_of(store, here, NOON, class_mode=True) is not None
    assert sign_in.viewer_of(store, there, NOON, class_mode=True) is None
    assert not sign_in.change_password(store, "no token", SECRET, "another balloon", HERE, NOON)


def test_joining_counts_codes_that_were_guessed(store):
    ada = person(store, "ada", "administrator")
    code = store.invite("learner", None, 1, NOON + timedelta(days=1), ada.learner_id, NOON).code
    for _ in range(30):
        with pytest.raises(BadInvitation):
            sign_in.join(store, "AAAAA-AAAAA", NewAccount("lea", "Léa"), SECRET, HERE, NOON)
    with pytest.raises(TooManyAttempts):
        sign_in.join(store, code, NewAccount("lea", "Léa"), SECRET, HERE, NOON)
    opened = sign_in.join(store, code, NewAccount("lea", "Léa"), SECRET, Caller("10.0.0.2"), NOON)
    assert opened.account.role == "learner"


# --- alone


def test_alone_everybody_is_the_local_learner_until_the_trainers_password(store, me):
    seen = sign_in.viewer_of(store, None, NOON, class_mode=False)
    assert (seen.learner_id, seen.role, seen.alone) == (me, "learner", True)
    with pytest.raises(WeakPassword):
        sign_in.open_trainer_area(store, "court", "Formateur", HERE, NOON)
    opened = sign_in.open_trainer_area(store, SECRET, "Formateur", HERE, NOON)
    seen = sign_in.viewer_of(store, opened.token, NOON, class_mode=False)
    assert (seen.learner_id, seen.role, seen.alone) == (me, "trainer", True)
    with pytest.raises(WrongPassword):
        sign_in.open_trainer_area(store, "another balloon", "Formateur", HERE, NOON)
    assert sign_in.open_trainer_area(store, SECRET, "Formateur", HERE, NOON).token != opened.token


def test_an_account_of_a_class_opens_nothing_more_alone(store, me):
    person(store, "ada", "administrator")
    token = sign_in.sign_in(store, "ada", SECRET, HERE, NOON).token
    seen = sign_in.viewer_of(store, token, NOON, class_mode=False)
    assert (seen.learner_id, seen.role) == (me, "learner")


# --- the table of roles


LEARNER, OTHER = Viewer(1, "learner"), Viewer(2, "learner")
TRAINER, ADMIN = Viewer(3, "trainer"), Viewer(4, "administrator")


def test_every_line_names_known_roles_and_the_administrator_may_what_a_trainer_may():
    for action, line in TABLE.items():
        assert set(line) <= set(ROLES), action
        assert "administrator" in line, action


def test_a_learner_has_their_own_work_and_nothing_else():
    mine, theirs = owned_by(1), owned_by(2)
    for action in ("work.read", "work.write", "passport.read"):
        assert may(LEARNER, action, mine)
        assert not may(LEARNER, action, theirs)
        assert not may(LEARNER, action)
    assert not may(LEARNER, "key.read", mine)
    assert may(LEARNER, "key.read", owned_by(1, released=True))
    assert not may(LEARNER, "key.read", owned_by(2, released=True))
    assert may(LEARNER, "exam.sit", Subject(owner_id=3, members=frozenset({1})))
    assert not may(OTHER, "exam.sit", Subject(owner_id=3, members=frozenset({1})))


def test_what_is_the_staffs_is_never_a_learners_whatever_the_subject():
    staff = {action for action, line in TABLE.items() if "learner" not in line}
    assert {"account.list", "exam.write", "paper.mark", "audit.read", "case.publish", "export"} <= staff
    for action in staff:
        for subject in (
            None,
            owned_by(1, released=True),
            in_role("learner", 1),
            Subject(members=frozenset({1})),
        ):
            assert not may(LEARNER, action, subject)


def test_nobody_writes_anothers_answers():
    assert not any(may(one, "work.write", owned_by(1)) for one in (OTHER, TRAINER, ADMIN))


def test_a_trainer_looks_after_learners_and_their_own_assessments():
    assert may(TRAINER, "account.create", in_role("learner"))
    for role in ("trainer", "administrator"):
        assert not may(TRAINER, "account.create", in_role(role))
        assert not may(TRAINER, "account.write", in_role(role))
        assert not may(TRAINER, "invitation.write", in_role(role))
        assert may(ADMIN, "account.create", in_role(role))
    assert may(TRAINER, "exam.write", owned_by(3))
    assert not may(TRAINER, "exam.write", owned_by(9))
    assert not may(TRAINER, "exam.write")
    assert may(ADMIN, "exam.write", owned_by(9))


def test_who_must_change_their_password_may_do_nothing_else():
    given_one = Viewer(4, "administrator", must_change=True)
    assert not any(may(given_one, action, owned_by(4, released=True)) for action in TABLE)


def test_an_unknown_action_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        may(ADMIN, "no.such.action")
    with pytest.raises(RoleForbids) as refused:
        require(LEARNER, "export")
    assert refused.value.explain("fr") != refused.value.explain("en")


# --- the services


def privileged(store, who, target):
    """Every privileged service of app.accounts, ready to be called on somebody's behalf."""
    new, until = NewAccount("zoe", "Zoé"), NOON + timedelta(days=1)
    return {
        "accounts": lambda: accounts.accounts(store, who),
        "create": lambda: accounts.create(store, who, new, NOON),
        "create_all": lambda: accounts.create_all(store, who, [new], NOON),
        "reset_password": lambda: accounts.reset_password(store, who, target, NOON),
        "set_active": lambda: accounts.set_active(store, who, target, False, NOON),
        "set_role": lambda: accounts.set_role(store, who, target, "trainer", NOON),
        "rename": lambda: accounts.rename(store, who, target, "X", None, NOON),
        "sign_out": lambda: accounts.sign_out(store, who, target, NOON),
        "invite": lambda: accounts.invite(store, who, "learner", None, 1, until, NOON),
        "invitations": lambda: accounts.invitations(store, who),
        "revoke": lambda: accounts.revoke(store, who, "AAAAA-AAAAA", NOON),
        "cohorts": lambda: accounts.cohorts(store, who),
        "memberships": lambda: accounts.memberships(store, who),
        "create_cohort": lambda: accounts.create_cohort(store, who, "BTS", NOON),
        "rename_cohort": lambda: accounts.rename_cohort(store, who, 1, "BTS", NOON),
        "archive_cohort": lambda: accounts.archive_cohort(store, who, 1, NOON),
        "set_members": lambda: accounts.set_members(store, who, 1, [], NOON),
        "audit_log": lambda: accounts.audit_log(store, who),
    }


def public_services(module):
    """The functions of a service module that take a viewer."""
    tree = ast.parse((APP / module).read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        and any(one.arg == "viewer" for one in node.args.args) and any(one.arg == "store" for one in node.args.args)
    }  # fmt: skip


def test_a_learner_is_refused_by_every_privileged_service_and_nothing_changes(store):
    lea, bob = viewer(store, "lea"), person(store, "bob")
    services = privileged(store, lea, bob.learner_id)
    assert services.keys() == public_services("accounts.py")
    before = len(store.audit_log())
    for name, call in services.items():
        with pytest.raises(RoleForbids):
            call()
        assert len(store.audit_log()) == before, name
    with pytest.raises(RoleForbids):
        preview(store, lea, [(2, {"name": "X"})])


def test_no_page_asks_the_store_for_what_is_privileged():
    """The store's queries across people are called by services alone, which ask app.access first."""
    marked = set()
    for file in (APP / "store").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "Privileged." in (ast.get_docstring(node) or ""):
                marked.add(node.name)
    assert {"accounts", "audit_log", "members", "cohorts", "invitations", "memberships"} <= marked
    wrong = []
    for folder in ("screens", "widgets", "web"):
        for file in (APP / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in marked
                ):
                    whose = ast.unparse(node.func.value)
                    if whose in ("store", "session.store()", "self.store"):
                        wrong.append((file.name, node.func.attr))
    assert wrong == []


def test_a_trainer_sees_learners_and_cannot_touch_their_colleagues(store):
    trainer, ada = viewer(store, "tom", "trainer"), person(store, "ada", "administrator")
    lea = person(store, "lea")
    assert [one.login for one in accounts.accounts(store, trainer)] == ["lea", "tom"]
    assert accounts.roles_to_give(trainer) == ("learner",)
    for call in (
        lambda: accounts.reset_password(store, trainer, ada.learner_id, NOON),
        lambda: accounts.set_active(store, trainer, ada.learner_id, False, NOON),
        lambda: accounts.sign_out(store, trainer, ada.learner_id, NOON),
        lambda: accounts.set_role(store, trainer, lea.learner_id, "trainer", NOON),
        lambda: accounts.set_role(store, trainer, trainer.learner_id, "administrator", NOON),
        lambda: accounts.create(store, trainer, NewAccount("eve", "Eve", "administrator"), NOON),
        lambda: accounts.invite(store, trainer, "trainer", None, 1, NOON + timedelta(days=1), NOON),
    ):
        with pytest.raises(RoleForbids):
            call()
    with pytest.raises(AccountNotFound):
        accounts.reset_password(store, trainer, 999, NOON)
    assert accounts.audit_log(store, trainer) == ()  # none of their assessments


def test_a_first_password_signs_in_once_and_must_be_replaced(store):
    ada = viewer(store, "ada", "administrator")
    handed = accounts.create(store, ada, NewAccount("lea", "Léa", cohort="BTS 1"), NOON)
    opened = sign_in.sign_in(store, "lea", handed.password, HERE, NOON)
    assert opened.account.must_change
    again = accounts.reset_password(store, ada, handed.account.learner_id, NOON)
    assert again.password != handed.password
    assert sign_in.viewer_of(store, opened.token, NOON, class_mode=True) is None
    with pytest.raises(WrongPassword):
        sign_in.sign_in(store, "lea", handed.password, HERE, NOON)
    assert [one.action for one in accounts.audit_log(store, ada)][:2] == ["account.reset", "cohort.join"]


def test_a_class_is_made_of_the_people_picked(store):
    ada, lea, bob = viewer(store, "ada", "administrator"), person(store, "lea"), person(store, "bob")
    cohort = accounts.create_cohort(store, ada, "BTS 1", NOON)
    assert accounts.set_members(store, ada, cohort.id, [lea.learner_id, bob.learner_id], NOON) == (2, 0)
    assert accounts.set_members(store, ada, cohort.id, [bob.learner_id], NOON) == (0, 1)
    assert accounts.memberships(store, ada) == {bob.learner_id: (cohort.id,)}


def test_a_trainers_invitation_is_for_learners_and_closed_by_a_trainer(store):
    trainer, ada = viewer(store, "tom", "trainer"), viewer(store, "ada", "administrator")
    until = NOON + timedelta(days=1)
    mine = accounts.invite(store, trainer, "learner", None, 1, until, NOON)
    theirs = accounts.invite(store, ada, "trainer", None, 1, until, NOON)
    assert [one.code for one in accounts.invitations(store, trainer)] == [mine.code]
    with pytest.raises(RoleForbids):
        accounts.revoke(store, trainer, theirs.code, NOON)
    accounts.revoke(store, trainer, mine.code, NOON)
    with pytest.raises(BadInvitation):
        accounts.revoke(store, ada, "nothing", NOON)


# --- lists of learners


def xlsx(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


LIST = [
    ["Nom", "Prénom", "Courriel", "Groupe"],
    ["Martin", "Léa", "lea@example.org", "BTS 1"],
    ["Petit", "Noé", "", ""],
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("l.csv", "\n".join(";".join(row) for row in LIST).encode("cp1252")),
        ("l.csv", "\n".join(",".join(row) for row in LIST).encode("utf-8-sig")),
        ("l.txt", "\r\n".join("\t".join(row) for row in LIST).encode("utf-16")),
        ("l.xlsx", xlsx(LIST)),
        ("misnamed.csv", xlsx(LIST)),
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(store, name, data):
    ada = viewer(store, "ada", "administrator")
    lines = preview(store, ada, read_roster(name, data), "BTS 2")
    assert [(one.number, one.new.login, one.new.display, one.new.email, one.new.cohort) for one in lines] == [
        (2, "lea.martin", "Léa Martin", "lea@example.org", "BTS 1"),
        (3, "noe.petit", "Noé Petit", None, "BTS 2"),
    ]
    made = accounts.create_all(store, ada, [one.new for one in lines], NOON)
    assert len({one.password for one in made}) == 2
    assert all(one.account.must_change for one in made)


def test_each_line_tells_what_is_wrong_with_it(store):
    ada = viewer(store, "ada", "administrator")
    text = "name,login,email\nLéa Martin,ada,\nNoé,été!,\n,x1,\nZoé,zoe,no address\nLéa,lea,\nLéa,lea,\n"
    text += "Jean-Paul Œil,,\n"
    lines = preview(store, ada, read_roster("l.csv", text.encode()))
    problems = [None if one.problem is None else one.problem.key.rpartition(".")[2] for one in lines]
    assert problems == ["login_taken", "bad_login", "bad_name", "bad_email", None, "login_taken", None]
    assert lines[-1].new.login == "jean.paul.oeil"
    assert all(one.problem.explain(lang) for one in lines if one.problem for lang in ("fr", "en"))


def test_a_login_made_from_a_name_that_somebody_has_gets_a_number(store):
    ada = viewer(store, "ada", "administrator")
    person(store, "lea.martin")
    lines = preview(store, ada, [(2, {"name": "Léa Martin"}), (3, {"name": "Lea Martin"})])
    assert [one.new.login for one in lines] == ["lea.martin2", "lea.martin3"]
    assert [one.problem for one in lines] == [None, None]


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("l.csv", b"", "empty"),
        ("l.csv", b"name\n", "empty"),
        ("l.csv", b"colour,size\nred,2\n", "no_name"),
        ("l.csv", b"name\n" + b"x\n" * (MAX_LINES + 1), "too_long"),
        ("l.csv", b"x" * 2_000_001, "too_big"),
        ("l.csv", b"\x00\x01\x02\x81\x8d", "unreadable"),
        ("l.xlsx", b"no workbook", "unreadable"),
        ("l.xlsx", b"PK\x03\x04 broken", "unreadable"),
        ("l.xlsx", bomb(), "too_big"),
    ],
)
def test_a_file_that_is_no_list_is_refused(name, data, key):
    with pytest.raises(RosterError) as refused:
        read_roster(name, data)
    assert refused.value.key == f"accounts.roster.{key}"
    for lang in ("fr", "en"):
        assert translator(lang).has(refused.value.key)
        assert refused.value.explain(lang)


def test_a_list_made_twice_makes_nobody_twice(store):
    ada = viewer(store, "ada", "administrator")
    lines = preview(store, ada, [(2, {"name": "Léa", "login": "lea"})])
    accounts.create_all(store, ada, [one.new for one in lines], NOON)
    with pytest.raises(LoginTaken):
        accounts.create_all(store, ada, [one.new for one in lines], NOON)
