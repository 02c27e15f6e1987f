"""`logitrain regrade`: marks past papers again; shows first, applies with a reason, can be undone."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.clock import SystemClock
from app.commands.database import opened_store
from app.commands.errors import FAILED, CommandError
from app.commands.figures import figure
from app.commands.library import find_case, find_version
from app.commands.output import put, put_json, put_table, warn
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from app.regrading import Regraded, Verified
    from cases.case import Case


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("regrade", help=t("cli.regrade.help"), cls=command_class(t))
    def regrade(
        case: Annotated[
            str | None, typer.Option("--case", help=t("cli.regrade.case"), show_default=False)
        ] = None,
        to_version: Annotated[
            int | None, typer.Option("--to-version", help=t("cli.regrade.to_version"), show_default=False)
        ] = None,
        apply: Annotated[bool, typer.Option("--apply", help=t("cli.regrade.apply"))] = False,
        reason: Annotated[
            str | None, typer.Option("--reason", help=t("cli.regrade.reason"), show_default=False)
        ] = None,
        undo: Annotated[
            str | None, typer.Option("--undo", help=t("cli.regrade.undo"), show_default=False)
        ] = None,
        verify: Annotated[bool, typer.Option("--verify", help=t("cli.regrade.verify"))] = False,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        if sum((apply, undo is not None, verify)) > 1:
            raise CommandError("cli.regrade.error.one_of")
        if (apply or undo is not None) and not (reason or "").strip():
            raise CommandError("cli.regrade.error.no_reason")
        if verify:
            _verify(case, t, as_json=as_json)
        elif undo is not None:
            _undo(undo, str(reason), t, as_json=as_json)
        elif case is None:
            raise CommandError("cli.regrade.error.no_case")
        else:
            # By its number: what was published under it marks, even when the folder was edited since.
            number = find_case(case, t).version if to_version is None else to_version
            target = find_version(case, number, t)
            _regrade(case, target, str(reason) if apply else None, t, as_json=as_json)


# -- another version -------------------------------------------------------------------------------------


def _regrade(name: str, target: "Case", reason: str | None, t: Translator, *, as_json: bool) -> None:
    """Shows what marking every paper with `target` changes; applies it when there is a reason."""
    from app.regrading import regraded  # noqa: PLC0415  (slow floor, see app/commands)
    from app.settings import version  # noqa: PLC0415

    if reason is not None and not _is_published(target, name):
        raise CommandError("cli.regrade.error.unpublished", name=target.slug, version=target.version)
    with opened_store(t) as store:
        papers = store.papers(target.slug)
        found = list(regraded(papers, target, _loader(name, target.slug)))
        due = [(one.paper.sitting.id, one.paper.learner.id, _marking(one)) for one in found if one.due]
        applied = None
        if reason is not None and due:
            applied = store.apply_regrade(
                target.slug, due, reason, SystemClock().now(), version(), target.version
            )
    if as_json:
        put_json(
            {
                "case": target.slug,
                "to_version": target.version,
                "regrade": applied,
                "totals": _totals(found),
                "papers": [one.as_dict(t.lang) for one in found],
            }
        )
        return
    _show(found, target, t)
    if applied is not None:
        put(t("cli.regrade.applied", count=len(due), id=applied))
    elif due:
        put(t("cli.regrade.not_applied"))


def _marking(one: "Regraded") -> dict[str, Any]:
    assert one.difference is not None
    return one.difference.new.as_dict()


def _is_published(case: "Case", name: str) -> bool:
    """Whether the version is frozen: a grade marked with a draft could not be recomputed later."""
    from cases.library import folder_of  # noqa: PLC0415  (slow floor, see app/commands)
    from cases.versions import publications  # noqa: PLC0415

    return any(one.version == case.version for one in publications(folder_of(name)))


def _loader(name: str | None, slug: str | None) -> "Callable[[str, int | None], Case]":
    """Finds a case of the store; the one that was named may stand in a folder of the trainer's own."""
    from cases.library import load  # noqa: PLC0415  (slow floor, see app/commands)

    def find(wanted: str, version: int | None) -> "Case":
        return load(name if name is not None and wanted == slug else wanted, version)

    return find


def _totals(found: "Sequence[Regraded]") -> dict[str, Any]:
    gains = [one.difference.gain for one in found if one.difference is not None and one.due]
    return {
        "papers": len(found),
        "due": sum(1 for one in found if one.due),
        "gained": sum(1 for gain in gains if gain > 0),
        "lost": sum(1 for gain in gains if gain < 0),
        "kept": sum(1 for one in found if one.difference is None or not one.difference.applicable),
        "mean_gain": round(sum(gains) / len(gains), 4) if gains else 0.0,
    }


def _show(found: "Sequence[Regraded]", target: "Case", t: Translator) -> None:
    put(f"{target.title(t.lang)} ({target.slug}, version {target.version})")
    if not found:
        put(t("cli.regrade.no_paper"))
        return
    put_table(
        [
            t(f"cli.word.{word}")
            for word in ("sitting", "learner", "seed", "before", "after", "gap", "questions")
        ],
        ([*_first_cells(one), *_last_cells(one, t)] for one in found),
        right=(2, 3, 4, 5),
    )
    for one in found:
        told = [problem.explain(t.lang) for problem in one.problems]
        told += one.difference.words(t.lang) if one.difference is not None else []
        for words in told:
            warn(f"{one.paper.sitting.id}: {words}")
    totals = _totals(found)
    put(t("cli.regrade.totals", **{**totals, "mean_gain": figure(totals["mean_gain"], t)}))


def _first_cells(one: "Regraded | Verified") -> list[str]:
    return [one.paper.sitting.id, one.paper.learner.name, str(one.paper.sitting.seed)]


def _last_cells(one: "Regraded | Verified", t: Translator) -> list[str]:
    difference = one.difference
    if difference is None:
        return ["–", "–", "–", t("cli.regrade.unmarked")]
    gap = figure(difference.gain, t)
    changed = [each.id for each in difference.questions if each.state != "same"]
    return [
        f"{figure(difference.old_score, t)} / {figure(difference.old_max, t, None)}",
        f"{figure(difference.new.score, t)} / {figure(difference.new.max_score, t, None)}",
        f"+{gap}" if difference.gain > 0 else gap,
        ", ".join(changed) or "–",
    ]


# -- undoing -------------------------------------------------------------------------------------------


def _undo(regrade_id: str, reason: str, t: Translator, *, as_json: bool) -> None:
    with opened_store(t) as store:
        undone = store.undo_regrade(regrade_id, reason, SystemClock().now())
    if as_json:
        put_json({"regrade": undone.id, "restored": undone.restored, "left": undone.left})
        return
    put(t("cli.regrade.undone", count=len(undone.restored), id=undone.id))
    if undone.left:
        put(t("cli.regrade.left", names=", ".join(undone.left)))


# -- the same version ----------------------------------------------------------------------------------


def _verify(name: str | None, t: Translator, *, as_json: bool) -> None:
    """Recomputes every grade with its own version; exit code 1 when one differs or cannot be recomputed."""
    from app.regrading import verified  # noqa: PLC0415  (slow floor, see app/commands)

    slug = None if name is None else find_case(name, t).slug
    with opened_store(t) as store:
        found = list(verified(store, store.papers(slug), _loader(name, slug)))
    wrong = [one for one in found if not one.ok]
    if as_json:
        put_json({"grades": len(found), "ok": not wrong, "differ": [one.as_dict(t.lang) for one in wrong]})
    else:
        if wrong:
            put_table(
                [
                    t(f"cli.word.{word}")
                    for word in (
                        "sitting",
                        "learner",
                        "seed",
                        "grade",
                        "version",
                        "before",
                        "after",
                        "gap",
                        "questions",
                    )
                ],
                (
                    [*_first_cells(one), str(one.grade.number), str(one.version), *_last_cells(one, t)]
                    for one in wrong
                ),
                right=(2, 3, 4, 5, 6, 7),
            )
        for one in wrong:
            for problem in one.problems:
                warn(f"{one.paper.sitting.id}: {problem.explain(t.lang)}")
        put(t("cli.regrade.verified", same=len(found) - len(wrong), grades=len(found)))
    if wrong:
        raise typer.Exit(FAILED)
