"""A plan in words: its first rows, what is wrong with it, and its figure beside those it is marked by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cases.joined import joined
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.plan_checking import OWN_RULES
from cases.plan_table import Row, Table, row_name
from cases.problem import message
from cases.quantity import UnknownUnit, name_written, write_number
from cases.scope import Wording

FIRST = 4  # rows told in one line


def rows_told(table: Table, rows: Sequence[Row], lang: Lang, words: Wording | None = None) -> str:
    """The first rows, cells joined; how many more there are."""
    shown = [table.line(row, cells(table, row, lang, words), lang) for row in rows[:FIRST]]
    told = joined(shown, lang)
    more = len(rows) - FIRST
    return told if more <= 0 else message("plan.more", lang, {"rows": told, "count": more})


def cells(table: Table, row: Row, lang: Lang, words: Wording | None = None) -> dict[str, str]:
    """The cells of a row as shown, the fixed column left out; options in the words of the paper if given."""
    found: dict[str, str] = {}
    for name, column in table.columns.items():
        value = row.get(name)
        if words is not None and column.options and value is not None:
            found[name] = words.item("options", str(value))
        else:
            found[name] = column.show(value, lang)
    return found


def fault_lines(faults: Sequence[Plain], table: Table, names: Plain, words: Wording) -> Iterator[str]:
    """A line for each rule broken, in the words of the paper, with the rows and figures behind it."""
    grouped: dict[str, list[Mapping[str, Plain]]] = {}
    for one in faults:
        if isinstance(one, dict):
            grouped.setdefault(str(one.get("rule")), []).append(one)
    named = [str(one) for one in names] if isinstance(names, list) else []
    for rule, several in grouped.items():
        said = message(f"debrief.{rule}", words.lang) if rule in OWN_RULES else words.item("violations", rule)
        where = [_where(one, table, named, words) for one in several]
        where = list(dict.fromkeys(text for text in where if text))
        if not where:
            yield said
        else:
            params = {"said": said.removesuffix("."), "where": joined(where, words.lang)}
            yield message("plan.where", words.lang, params)


def _where(one: Mapping[str, Plain], table: Table, names: Sequence[str], words: Wording) -> str:
    lang, where = words.lang, str(one.get("where") or "")
    if one.get("rule") in OWN_RULES and where in table.columns:
        where = words.item("columns", where)
    rows = one.get("rows")
    places = (
        [
            name_written(names[at], lang) if table.key else names[at]
            for at in rows
            if isinstance(at, int) and at < len(names)
        ]
        if isinstance(rows, list)
        else []
    )
    if not table.key and len(places) == 1:
        where = f"{row_name(table, places[0], lang)}, {where}" if where else row_name(table, places[0], lang)
    elif table.key and len(places) == 1 and where != places[0]:
        where = f"{places[0]}, {where}" if where else places[0]
    found, limit = one.get("found"), one.get("limit")
    if not is_number(found) or not is_number(limit):
        return where
    unit = str(one.get("unit") or "")
    figures = {"found": figure_written(found, unit, lang), "limit": figure_written(limit, unit, lang)}
    return message("plan.against", lang, {"where": where, **figures})


def row_words(faults: Sequence[Plain], names: Plain, words: Wording) -> dict[str, tuple[str, ...]]:
    """What is wrong with each row, by its name: every rule that it breaks once, with the figures behind it."""
    named = [str(one) for one in names] if isinstance(names, list) else []
    found: dict[str, list[str]] = {}
    for one in faults:
        places = one.get("rows") if isinstance(one, dict) else None
        if not isinstance(one, dict) or not isinstance(places, list):
            continue
        rule, lang = str(one.get("rule")), words.lang
        said = message(f"debrief.{rule}", lang) if rule in OWN_RULES else words.item("violations", rule)
        figure, limit, unit = one.get("found"), one.get("limit"), str(one.get("unit") or "")
        if is_number(figure) and is_number(limit):
            params = {"said": said.removesuffix("."), "found": figure_written(figure, unit, lang)}
            said = message("plan.row_against", lang, {**params, "limit": figure_written(limit, unit, lang)})
        for at in [one["row"]] if "row" in one else places:
            if isinstance(at, int) and at < len(named) and said not in found.setdefault(named[at], []):
                found[named[at]].append(said)
    return {name: tuple(said) for name, said in found.items()}


def objective_line(detail: Mapping[str, Plain], label: str, unit: str, lang: Lang) -> str:
    """The plan's figure, the reference's and the naive one's."""
    figures = {
        who: figure_written(value, unit, lang) if is_number(value) else "–"
        for who in ("own", "reference", "naive")
        for value in [detail.get(who)]
    }
    return message("plan.objective", lang, {"label": label, **figures})


def figure_written(value: float, unit: str, lang: Lang) -> str:
    """A figure with its unit, decimals as few as it bears; an unknown unit as the checker wrote it."""
    decimals = next((places for places in range(3) if abs(round(value, places) - value) < 1e-9), 2)
    if unit == "EUR" and decimals:
        decimals = 2
    if unit == "percent":
        return write_number(value, lang, decimals=1, style="percent")
    try:
        return write_number(value, lang, decimals=decimals, unit=unit or None)
    except UnknownUnit:
        return f"{write_number(value, lang, decimals=decimals)} {unit}"
