"""`logitrain case publish`: proves a case, then freezes the version that it bears."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.clock import SystemClock
from app.commands.errors import FAILED, CommandError
from app.commands.library import find_case
from app.commands.output import put, put_json, warn
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.case import Case
    from cases.versions import Publication


def add(group: typer.Typer, t: Translator) -> None:
    """Adds the command to the group, its help in the translator's language."""

    @group.command("publish", help=t("cli.case.publish.help"), cls=command_class(t))
    def publish(
        slug: Annotated[str, typer.Argument(help=t("cli.arg.case_help"), metavar=t("cli.arg.case"))],
        seeds: Annotated[int, typer.Option("--seeds", help=t("cli.case.check.seeds"))] = 200,
        jobs: Annotated[int, typer.Option("--jobs", help=t("cli.case.check.jobs"))] = 2,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from cases.problem import CaseError  # noqa: PLC0415  (slow floor, see app/commands)

        if seeds < 1:
            raise CommandError("cli.error.seeds", value=seeds)
        if jobs < 1:
            raise CommandError("cli.error.jobs", value=jobs)
        case = find_case(slug, t)
        try:
            made = _published(case, slug, seeds, jobs, t)
        except CaseError as error:
            raise CommandError(None, code=FAILED, text=error.explain(t.lang)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                "cli.error.unwritable", code=FAILED, path=case.folder, reason=reason
            ) from error
        if as_json:
            put_json(
                {
                    "case": case.slug,
                    "version": made.version,
                    "digest": made.digest,
                    "at": made.at.isoformat(),
                    "seeds": seeds,
                }
            )
        else:
            put(t("cli.case.publish.done", name=case.slug, version=made.version, digest=made.digest[:12]))


def _published(case: "Case", name: str, seeds: int, jobs: int, t: Translator) -> "Publication":
    """Proves the case and publishes it with its outcomes; raises CommandError, CaseError or OSError."""
    from app.commands.proving import prove  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.outcomes import observe, write_snapshot  # noqa: PLC0415
    from cases.problem import CaseError  # noqa: PLC0415
    from cases.versions import publish, refusals  # noqa: PLC0415

    # What cannot be published is told at once, not after a minute of proof.
    problems = refusals(case)
    if problems:
        raise CaseError(problems)
    (report,) = prove([name], seeds, jobs, t, say=warn, kept=False)
    if not report["ok"]:
        told = "\n".join([t("cli.case.publish.refused", name=case.slug), *report["problems"]])
        raise CommandError(None, code=FAILED, text=told)
    observed = observe(case)
    if observed.problems:
        raise CaseError(observed.problems)
    write_snapshot(case, observed.outcomes)
    return publish(case, SystemClock().now().date())
