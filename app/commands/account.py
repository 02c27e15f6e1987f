"""`logitrain account`: accounts from the console of the server, for whoever looks after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.clock import SystemClock
from app.commands.database import opened_store
from app.commands.errors import CommandError
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class, new_group
from app.i18n import Translator

if TYPE_CHECKING:
    from app.access import Viewer
    from app.accounts import Handed
    from app.store import AccountRow, Store


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the group to `app`, its help in the translator's language."""
    group = new_group(t, help=t("cli.account.help"))
    app.add_typer(group, name="account")
    login_help = typer.Argument(help=t("cli.account.login"))

    @group.command("list", help=t("cli.account.list.help"), cls=command_class(t))
    def list_(as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False) -> None:
        from app import accounts  # noqa: PLC0415  (slow floor, see app/commands)

        with _desk(t) as (store, viewer):
            found = accounts.accounts(store, viewer)
        if as_json:
            put_json({"accounts": [_plain(one) for one in found]})
            return
        put_table(
            [t(f"people.col_{name}") for name in ("login", "name", "role", "state")],
            (
                [
                    one.login,
                    one.display,
                    t(f"accounts.role.{one.role}"),
                    t("people.state_open" if one.active else "people.state_closed"),
                ]
                for one in found
            ),
        )

    @group.command("create", help=t("cli.account.create.help"), cls=command_class(t))
    def create(
        login: Annotated[str, login_help],
        name: Annotated[str, typer.Option("--name", help=t("cli.account.name"))],
        role: Annotated[str, typer.Option("--role", help=t("cli.account.role"))] = "learner",
        cohort: Annotated[
            str | None, typer.Option("--group", help=t("cli.account.cohort"), show_default=False)
        ] = None,
    ) -> None:
        from app import accounts  # noqa: PLC0415  (slow floor, see app/commands)
        from app.store import ROLES, NewAccount  # noqa: PLC0415

        if role not in ROLES:
            raise CommandError("cli.account.error.role", name=role, names=", ".join(ROLES))
        with _desk(t) as (store, viewer):
            new = NewAccount(login, name, role, cohort=cohort)
            _hand(accounts.create(store, viewer, new, SystemClock().now()), t)

    @group.command("reset", help=t("cli.account.reset.help"), cls=command_class(t))
    def reset(login: Annotated[str, login_help]) -> None:
        from app import accounts  # noqa: PLC0415  (slow floor, see app/commands)

        with _desk(t) as (store, viewer):
            found = _named(store, login)
            _hand(accounts.reset_password(store, viewer, found.learner_id, SystemClock().now()), t)

    @group.command("close", help=t("cli.account.close.help"), cls=command_class(t))
    def close(
        login: Annotated[str, login_help],
        again: Annotated[bool, typer.Option("--open", help=t("cli.account.open"))] = False,
    ) -> None:
        from app import accounts  # noqa: PLC0415  (slow floor, see app/commands)

        with _desk(t) as (store, viewer):
            found = _named(store, login)
            accounts.set_active(store, viewer, found.learner_id, again, SystemClock().now())
            put(t("people.opened" if again else "people.closed", name=found.display))


@contextmanager
def _desk(t: Translator) -> "Iterator[tuple[Store, Viewer]]":
    """The store, and the rights of who holds the database: an administrator's."""
    from app.access import Viewer  # noqa: PLC0415  (slow floor, see app/commands)

    with opened_store(t) as store:
        yield store, Viewer(store.local_learner().id, "administrator")


def _named(store: "Store", login: str) -> "AccountRow":
    found = store.account_named(login)
    if found is None:
        raise CommandError("cli.account.error.none", name=login)
    return found


def _hand(made: "Handed", t: Translator) -> None:
    put(t("cli.account.handed", login=made.account.login, password=made.password))


def _plain(one: "AccountRow") -> dict[str, object]:
    return {
        "id": one.learner_id,
        "login": one.login,
        "name": one.display,
        "email": one.email,
        "role": one.role,
        "active": one.active,
        "must_change": one.must_change,
    }
