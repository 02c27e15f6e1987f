"""`logitrain evidence`: where the learner of this machine stands, criterion by criterion."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.coverage import referentials_asked
from app.commands.database import opened_store
from app.commands.output import put, put_json, put_table
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.award_state import AwardState


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("evidence", help=t("cli.evidence.help"), cls=command_class(t))
    def show_evidence(
        referential: Annotated[
            str | None,
            typer.Option(
                "--referential",
                help=t("cli.evidence.referential"),
                metavar=t("cli.arg.referential"),
                show_default=False,
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        wanted = referentials_asked(referential)
        with opened_store(t) as store:
            from app.evidence import evidence  # noqa: PLC0415  (slow floor, see app/commands)
            from cases.award_state import award_state  # noqa: PLC0415
            from cases.coverage import coverage, offered  # noqa: PLC0415
            from cases.library import load  # noqa: PLC0415
            from cases.referentials import referentials  # noqa: PLC0415

            learner = store.local_learner().id
            found = evidence(store, learner, load)
            outside = store.certificates(learner)
            cases = offered(coverage())
            awards = [
                award_state(
                    one,
                    found,
                    externals={row.name: row.score for row in outside if row.referential == one.id},
                    offered=cases,
                )
                for one in referentials()
                if one.id in wanted
            ]
        if as_json:
            put_json({"awards": [award.as_dict(t.lang) for award in awards]})
            return
        for award in awards:
            _told(award, t)


def _told(award: "AwardState", t: Translator) -> None:
    from cases.acquisition import state_words  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.quantity_writing import write_number  # noqa: PLC0415

    put(f"{award.referential.title[t.lang]} ({award.referential.id}): {state_words(award.state, t.lang)}")
    put_table(
        [t(f"cli.word.{word}") for word in ("criterion", "title", "state", "share", "case")],
        (
            [
                one.criterion.id,
                one.criterion.label[t.lang],
                state_words(one.state, t.lang),
                "" if one.ratio is None else write_number(one.ratio, t.lang, decimals=0, style="percent"),
                ", ".join(one.cases),
            ]
            for block in award.blocks
            for one in block.criteria
        ),
        right=(3,),
    )
    for missing in award.missing:
        put(f"  {missing.explain(t.lang)}")
    if (elsewhere := award.elsewhere(t.lang)) is not None:
        put(f"  {elsewhere}")
    put()
