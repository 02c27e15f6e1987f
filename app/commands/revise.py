"""`logitrain revise`: what is due for revision on this machine, and the skills that have exercises."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.clock import SystemClock
from app.commands.database import opened_store
from app.commands.errors import CommandError
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from datetime import datetime

    from cases.revision.pool import Pool

LIST = "list"


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("revise", help=t("cli.revise.help"), cls=command_class(t))
    def revise(
        what: Annotated[
            str | None,
            typer.Argument(help=t("cli.revise.what"), metavar=f"[{LIST}]", show_default=False),
        ] = None,
        due: Annotated[bool, typer.Option("--due", help=t("cli.revise.due"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.revision.pool import pool  # noqa: PLC0415  (slow floor, see app/commands)

        if what is not None and (what != LIST or due):
            raise CommandError("cli.revise.error.what", name=f"{what} --due" if due else what)
        if what == LIST:
            _list(pool(), t, as_json=as_json)
        else:
            _due(pool(), t, as_json=as_json)


def _list(exercises: "Pool", t: Translator, *, as_json: bool) -> None:
    from cases.skills import families  # noqa: PLC0415  (slow floor, see app/commands)

    rows = [(one, exercises.of_skill(one.id)) for one in exercises.skills]
    if as_json:
        put_json(
            {
                "skills": [
                    {
                        "id": one.id,
                        "label": one.label[t.lang],
                        "family": one.family,
                        "drills": len(found),
                        "from_bank": sum(each.from_bank for each in found),
                    }
                    for one, found in rows
                ],
                "drills": len(exercises.exercises),
            }
        )
        return
    names = {one.id: one.label[t.lang] for one in families()}
    put_table(
        [t(f"cli.word.{word}") for word in ("skill", "title", "family", "drills", "from_bank")],
        (
            [
                one.id,
                one.label[t.lang],
                names[one.family],
                str(len(found)),
                str(sum(each.from_bank for each in found)),
            ]
            for one, found in rows
        ),
        right=(3, 4),
    )
    put(t("cli.revise.skills", skills=len(rows), drills=len(exercises.exercises)))


def _due(exercises: "Pool", t: Translator, *, as_json: bool) -> None:
    from app.revising import catch_up, deck  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.library import load  # noqa: PLC0415
    from cases.revision.words import label  # noqa: PLC0415

    with opened_store(t) as store:
        learner = store.local_learner().id
        catch_up(store, learner, load)
        found = deck(store, learner, SystemClock().now(), exercises)
    later = min((card.due_at for card in found.cards if card.due_at > found.at), default=None)
    if as_json:
        put_json(
            {
                "at": found.at.isoformat(),
                "due": [
                    {"key": card.key, "label": label(card.key, t.lang), "due_at": card.due_at.isoformat()}
                    for card in found.due
                ],
                "cards": len(found.cards),
                "next": None if later is None else later.isoformat(),
            }
        )
        return
    if found.due:
        put_table(
            [t(f"cli.word.{word}") for word in ("card", "due_since")],
            ([label(card.key, t.lang), _moment(card.due_at)] for card in found.due),
        )
        put(t("cli.revise.total", due=len(found.due), cards=len(found.cards)))
    else:
        put(t("cli.revise.none"))
    if later is not None:
        put(t("cli.revise.next", moment=_moment(later)))


def _moment(at: "datetime") -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
