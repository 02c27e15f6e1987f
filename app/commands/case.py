"""`logitrain case list|show|check|new|key`, and the group of every `case` command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.clock import SystemClock
from app.commands import case_outcomes, case_preview, case_publish
from app.commands.answers_file import dump_answers
from app.commands.errors import FAILED, CommandError
from app.commands.figures import figure
from app.commands.library import find_case, find_variant
from app.commands.output import put, put_json, put_markdown, put_table, warn, write_text
from app.commands.usage import command_class, new_group
from app.i18n import Translator

if TYPE_CHECKING:
    from cases.case import Case
    from cases.variant import Variant

LANGUAGES = ("fr", "en")


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the group and its commands to `app`, their help in the translator's language."""
    group = new_group(t)
    app.add_typer(group, name="case", help=t("cli.case.help"))
    for one in (_list, _show, _check, _new, _key, case_preview.add, case_publish.add, case_outcomes.add):
        one(group, t)


def _list(group: typer.Typer, t: Translator) -> None:
    @group.command("list", help=t("cli.case.list.help"), cls=command_class(t))
    def list_cases(as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False) -> None:
        from cases.library import slugs  # noqa: PLC0415  (slow floor, see app/commands)

        rows = [_row(find_case(slug, t), t) for slug in slugs()]
        if as_json:
            put_json(rows)
        elif rows:
            put_table(
                [t(f"cli.word.{name}") for name in ("case", "version", "title", "minutes", "criteria")],
                (
                    [
                        row["slug"],
                        str(row["version"]),
                        row["title"],
                        str(row["duration_min"]),
                        str(len(row["criteria"])),
                    ]
                    for row in rows
                ),
                right=(1, 3, 4),
            )
        else:
            put(t("cli.case.list.none"))


def _show(group: typer.Typer, t: Translator) -> None:
    @group.command("show", help=t("cli.case.show.help"), cls=command_class(t))
    def show(
        slug: Annotated[str, typer.Argument(help=t("cli.arg.case_help"), metavar=t("cli.arg.case"))],
        seed: Annotated[
            int | None, typer.Option("--seed", help=t("cli.case.show.seed"), show_default=False)
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        case = find_case(slug, t)
        variant = None if seed is None else find_variant(case, seed, t)
        if as_json:
            put_json(_shown(case, variant, t))
        else:
            _show_words(case, variant, t)


def _check(group: typer.Typer, t: Translator) -> None:
    @group.command("check", help=t("cli.case.check.help"), cls=command_class(t))
    def check(
        names: Annotated[
            list[str] | None,
            typer.Argument(help=t("cli.case.check.names"), metavar=t("cli.arg.cases"), show_default=False),
        ] = None,
        seeds: Annotated[int, typer.Option("--seeds", help=t("cli.case.check.seeds"))] = 200,
        jobs: Annotated[int, typer.Option("--jobs", help=t("cli.case.check.jobs"))] = 2,
        why: Annotated[bool, typer.Option("--why", help=t("cli.case.check.why"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        from app.commands.proving import prove  # noqa: PLC0415  (slow floor, see app/commands)
        from cases.library import slugs  # noqa: PLC0415

        if seeds < 1:
            raise CommandError("cli.error.seeds", value=seeds)
        if jobs < 1:
            raise CommandError("cli.error.jobs", value=jobs)
        reports = prove(names or list(slugs()), seeds, jobs, t, say=warn)
        if as_json:
            put_json({"cases": reports})
        for report in reports if not as_json else ():
            outcome = "ok" if report["ok"] else "failed" if report["seeds"] else "unread"
            key = f"cli.case.check.{outcome}"
            put(t(key, name=report["slug"], seeds=report["seeds"]))
            for problem in report["problems"]:
                put(f"  {problem}")
            if why:
                _put_rejected(report, t)
        if not all(report["ok"] for report in reports):
            raise typer.Exit(FAILED)


def _put_rejected(report: dict[str, Any], t: Translator) -> None:
    """What made draws start again, the most frequent reason first."""
    found = report["rejected"]
    total = sum(one["draws"] for one in found)
    put("  " + t("cli.case.check.rejected", draws=total, seeds=report["seeds"]))
    for one in found:
        put(f"  {one['draws']:6d}  {one['reason']}")


def _new(group: typer.Typer, t: Translator) -> None:
    @group.command("new", help=t("cli.case.new.help"), cls=command_class(t))
    def new(
        slug: Annotated[str, typer.Argument(help=t("cli.case.new.slug"), metavar=t("cli.arg.slug"))],
        folder: Annotated[
            Path, typer.Option("--in", help=t("cli.case.new.folder"), show_default=True)
        ] = Path(),
        types: Annotated[
            str, typer.Option("--with", help=t("cli.case.new.types"), metavar="TYPE,TYPE", show_default=False)
        ] = "",
    ) -> None:
        from cases.problem import CaseError  # noqa: PLC0415  (slow floor, see app/commands)
        from cases.scaffold import new_case  # noqa: PLC0415

        try:
            named = [one.strip() for one in types.split(",") if one.strip()]
            made = new_case(slug, folder, SystemClock().now().date(), named)
        except CaseError as error:
            raise CommandError(None, text=error.explain(t.lang)) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                "cli.error.unwritable", code=FAILED, path=folder / slug, reason=reason
            ) from error
        put(t("cli.case.new.made", folder=made))


def _key(group: typer.Typer, t: Translator) -> None:
    @group.command("key", help=t("cli.case.key.help"), cls=command_class(t))
    def key(
        slug: Annotated[str, typer.Argument(help=t("cli.arg.case_help"), metavar=t("cli.arg.case"))],
        file: Annotated[
            Path | None,
            typer.Argument(help=t("cli.case.key.file"), metavar=t("cli.arg.file"), show_default=False),
        ] = None,
        seed: Annotated[int, typer.Option("--seed", help=t("cli.opt.seed"), show_default=False)] = ...,  # type: ignore[assignment]
        answers: Annotated[bool, typer.Option("--answers", help=t("cli.case.key.answers"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        if answers and as_json:
            raise CommandError("cli.error.answers_or_json")
        if file is not None and not answers:
            raise CommandError("cli.case.key.file_alone", path=file)
        from cases.keyfile import key_answers  # noqa: PLC0415  (slow floor, see app/commands)

        case = find_case(slug, t)
        raw = key_answers(find_variant(case, seed, t), t.lang)
        if answers:
            title = t("cli.case.key.title", name=case.slug, version=case.version, seed=seed)
            text = dump_answers(raw, title, t("cli.case.key.grade", name=slug, seed=seed, lang=t.lang))
            if file is None:
                put(text.rstrip("\n"))
            else:
                write_text(file, text)
                warn(t("cli.case.key.written", path=file))
        elif as_json:
            put_json({"case": case.slug, "version": case.version, "seed": seed, "answers": raw})
        else:
            put(f"{case.title(t.lang)} ({case.slug}, {t('cli.word.seed')} {seed})")
            put_table(
                [t("cli.word.question"), t("cli.word.answer")],
                ([name, _one_line(value)] for name, value in raw.items()),
            )


def _row(case: "Case", t: Translator) -> dict[str, Any]:
    return {
        "slug": case.slug,
        "version": case.version,
        "title": case.title(t.lang),
        "duration_min": case.duration_min,
        "criteria": list(case.criteria),
    }


def _shown(case: "Case", variant: "Variant | None", t: Translator) -> dict[str, Any]:
    data = _row(case, t) | {
        "level": case.level,
        "points": case.points,
        "summary": case.summary(t.lang),
        "questions": [
            {"id": one.id, "type": one.type, "points": one.points, "criteria": list(one.criteria)}
            for one in case.questions
        ],
    }
    if variant is None:
        return data
    from cases import views  # noqa: PLC0415  (slow floor, see app/commands)

    asked = {one.id: one for one in views.questions(variant, t.lang)}
    for question in data["questions"]:
        view = asked[question["id"]]
        question |= {"title": view.title, "prompt": view.prompt}
        question["options"] = [{"id": option.id, "text": option.text} for option in view.options]
        question["fields"] = [{"id": field.id, "label": field.label} for field in view.fields]
    data["seed"] = variant.seed
    data["brief"] = views.brief(variant, t.lang)
    data["annexes"] = [
        {
            "id": annex.id,
            "title": annex.title,
            "intro": annex.intro,
            "tables": [
                {
                    "id": table.id,
                    "caption": table.caption,
                    "columns": [column.label for column in table.columns],
                    "rows": [list(row) for row in table.rows],
                }
                for table in annex.tables
            ],
        }
        for annex in views.annexes(variant, t.lang)
    ]
    return data


def _show_words(case: "Case", variant: "Variant | None", t: Translator) -> None:
    put(f"{case.title(t.lang)} ({case.slug}, version {case.version})")
    put(case.summary(t.lang))
    put(
        t(
            "cli.case.show.facts",
            minutes=case.duration_min,
            level=case.level,
            points=figure(case.points, t, None),
        )
    )
    put_table(
        [t(f"cli.word.{name}") for name in ("question", "type", "points", "criteria")],
        ([one.id, one.type, figure(one.points, t, None), ", ".join(one.criteria)] for one in case.questions),
        right=(2,),
    )
    if variant is None:
        return
    from cases import views  # noqa: PLC0415  (slow floor, see app/commands)

    put_markdown(views.brief(variant, t.lang))
    for annex in views.annexes(variant, t.lang):
        put()
        put(t("cli.case.show.annex", number=annex.number, title=annex.title))
        if annex.intro:
            put_markdown(annex.intro)
        for table in annex.tables:
            put(table.caption)
            right = tuple(index for index, column in enumerate(table.columns) if column.align == "right")
            put_table([column.label for column in table.columns], table.rows, right)
    for question in views.questions(variant, t.lang):
        put()
        put(t("cli.case.show.question", number=question.number, title=question.title, id=question.id))
        put_markdown(question.prompt)
        for option in question.options:
            put(f"  {option.id}: {option.text}")


def _one_line(raw: str | list[str] | dict[str, str]) -> str:
    if isinstance(raw, dict):
        return ", ".join(f"{name} = {text}" for name, text in raw.items())
    return ", ".join(raw) if isinstance(raw, list) else raw
