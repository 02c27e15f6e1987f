"""`logitrain lti`: marks to learning platforms and our keys, from the console of the server."""

from typing import Annotated

import typer

from app.clock import SystemClock
from app.commands.database import opened_store
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class, new_group
from app.i18n import Translator


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the group to `app`, its help in the translator's language."""
    group = new_group(t, help=t("cli.lti.help"))
    app.add_typer(group, name="lti")

    @group.command("platforms", help=t("cli.lti.platforms.help"), cls=command_class(t))
    def platforms(
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        with opened_store(t) as store:
            found = store.platforms()
        if as_json:
            told = [
                {"id": one.id, "name": one.name, "issuer": one.told.issuer, "client_id": one.told.client_id}
                | {"active": one.active}
                for one in found
            ]
            put_json({"platforms": told})
            return
        put_table(
            [t("lti.col.name"), t("lti.col.issuer"), t("lti.col.client"), t("lti.col.state")],
            (
                [one.name, one.told.issuer, one.told.client_id, t("lti.open" if one.active else "lti.closed")]
                for one in found
            ),
        )

    @group.command("send", help=t("cli.lti.send.help"), cls=command_class(t))
    def send(as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False) -> None:
        from app.lti_sender import Rounds  # noqa: PLC0415  (slow floor, see app/commands)

        with opened_store(t) as store:
            done = Rounds().round(store)
        if as_json:
            put_json({"sent": done.sent, "again": done.again, "refused": done.refused})
            return
        put(t("cli.lti.send.done", sent=done.sent, again=done.again, refused=done.refused))

    @group.command("new-key", help=t("cli.lti.new-key.help"), cls=command_class(t))
    def new_key() -> None:
        from app.access import Viewer  # noqa: PLC0415  (slow floor, see app/commands)
        from app.lti_keys import renew  # noqa: PLC0415

        with opened_store(t) as store:
            viewer = Viewer(store.local_learner().id, "administrator")
            put(t("cli.lti.new-key.done", kid=renew(store, viewer, SystemClock().now())))
