"""`logitrain case outcomes`: which simulated learners a change of a case would affect."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.errors import FAILED, CommandError
from app.commands.library import find_case
from app.commands.output import put, put_json, put_table, warn
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.outcomes import Change, Observed, Outcomes

MOST_SHOWN = 40


def add(group: typer.Typer, t: Translator) -> None:
    """Adds the command to the group, its help in the translator's language."""

    @group.command("outcomes", help=t("cli.case.outcomes.help"), cls=command_class(t))
    def outcomes(
        slug: Annotated[str, typer.Argument(help=t("cli.arg.case_help"), metavar=t("cli.arg.case"))],
        write: Annotated[bool, typer.Option("--write", help=t("cli.case.outcomes.write"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.outcomes import OUTCOMES_FILE, differences, observe, snapshot, write_snapshot  # noqa: PLC0415
        from cases.problem import CaseError  # noqa: PLC0415  (slow floor, see app/commands)

        case = find_case(slug, t)
        try:
            kept = snapshot(case)
        except CaseError as error:
            if not write:  # what cannot be read is no reason not to write it again
                raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
            kept = None
        try:
            observed = observe(case)
        except CaseError as error:
            raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
        changes = [] if kept is None else list(differences(kept, observed.outcomes))
        problems = [problem.explain(t.lang) for problem in observed.problems]
        if as_json:
            put_json(
                {
                    "case": case.slug,
                    "version": case.version,
                    "snapshot_version": None if kept is None else kept.version,
                    "learners": observed.shares,
                    "changes": [one.as_dict() for one in changes],
                    "problems": problems,
                }
            )
        else:
            _show(kept, observed, changes, t)
            for problem in problems:
                put(problem)
        if write:
            try:
                path = write_snapshot(case, observed.outcomes)
            except OSError as error:
                reason, path = error.strerror or str(error), case.folder / OUTCOMES_FILE
                raise CommandError("cli.error.unwritable", code=FAILED, path=path, reason=reason) from error
            warn(t("cli.case.outcomes.written", path=path))
        if problems:
            raise typer.Exit(FAILED)


def _show(kept: "Outcomes | None", observed: "Observed", changes: "list[Change]", t: Translator) -> None:
    if kept is None:
        _show_learners(observed, t)
        return
    put(t("cli.case.outcomes.against", version=kept.version, now=observed.outcomes.version))
    for change in changes[:MOST_SHOWN]:
        put(f"  {change.explain(t.lang)}")
    if len(changes) > MOST_SHOWN:
        put(t("cli.case.outcomes.more", count=len(changes) - MOST_SHOWN))
    learners = {change.learner for change in changes if change.learner}
    questions = {change.question for change in changes if change.question}
    key = "cli.case.outcomes.total" if changes else "cli.case.outcomes.same"
    put(t(key, learners=len(learners), of=len(observed.shares), questions=len(questions)))


def _show_learners(observed: "Observed", t: Translator) -> None:
    from cases.learners import words_of  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.quantity_writing import write_number  # noqa: PLC0415

    put_table(
        [t("cli.word.learner"), t("cli.word.mean"), t("cli.word.variants")],
        (
            [
                words_of(name, t.lang),
                write_number(share, t.lang, decimals=1, style="percent"),
                str(len(observed.outcomes.learners[name].seeds)),
            ]
            for name, share in observed.shares.items()
        ),
        right=(1, 2),
    )
