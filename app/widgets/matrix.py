"""A referential at a glance, then criterion by criterion with the evidence behind each; states in sign and word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app import session
from app.i18n import Lang
from app.widgets import figures, markup
from cases.acquisition import CriterionState, state_words
from cases.award_state import AwardState, BlockState, PartState
from cases.evidence import Evidence

SIGNS: Final = {"not_met": "○", "in_progress": "◐", "acquired": "●", "prepared": "◉"}

Title = Callable[[str], str]


def state(name: str, words: str) -> str:
    """A state as a chip: its sign, and its word."""
    sign = markup.tag("span", SIGNS[name], aria_hidden="true")
    return markup.raw_tag("span", f"{sign} {markup.escape(words)}", f"lt-state {name}")


def legend(lang: Lang) -> None:
    """What each sign means."""
    chips = (state(name, state_words(name, lang)) for name in SIGNS)  # type: ignore[arg-type]
    markup.put(markup.items("ul", chips, "lt-legend", aria_label=session.t()("competences.legend")))


def glance(award: AwardState) -> None:
    """Every criterion as one cell, block by block; a cell leads to its row below."""
    lang = session.lang()
    rows = "".join(_glance_block(block, lang) for block in award.blocks)
    name = session.t()("competences.glance", name=award.referential.title[lang])
    markup.put(markup.raw_tag("div", rows, "lt-matrix", role="group", aria_label=name))


def _glance_block(block: BlockState, lang: Lang) -> str:
    head = markup.tag("span", block.id, "code") + " " + markup.escape(block.title[lang])
    cells = "".join(_cell(one, lang) for one in block.criteria)
    return markup.raw_tag("div", markup.raw_tag("div", head, "name") + markup.raw_tag("ul", cells), "row")


def _cell(one: CriterionState, lang: Lang) -> str:
    words = f"{one.criterion.label[lang]} ({state_words(one.state, lang)})"
    sign = markup.tag("span", SIGNS[one.state], aria_hidden="true")
    inner = f"{sign} {markup.escape(one.criterion.id)}" + markup.tag("span", f" {words}", "lt-sr")
    link = markup.raw_tag("a", inner, one.state, href=f"#{anchor(one)}", title=words)
    return markup.raw_tag("li", link)


def anchor(one: CriterionState) -> str:
    """The name of a criterion's row in the page."""
    return f"lt-c-{one.criterion.id.replace('.', '-')}"


def block(
    block: BlockState, title: Title, numbers: Callable[[Evidence], str], links: Mapping[str, str]
) -> None:
    """One block: its mark and what it lacks, then each criterion with what stands behind it."""
    t, lang = session.t(), session.lang()
    parts = [_part(one) for one in block.parts]
    lines = [markup.escape(one.explain(lang)) for one in block.missing]
    if block.elsewhere is not None:
        lines.append(markup.escape(t("competences.elsewhere", what=block.elsewhere[lang])))
    if block.mark is not None:
        parts.insert(0, markup.escape(t("competences.mark", mark=figures.out_of_20(block.mark))))
    html = markup.items("ul", parts, "lt-facts") if parts else ""
    html += markup.items("ul", lines, "lt-missing") if lines else ""
    under = {one.criterion.id: competence for competence in block.competences for one in competence.criteria}
    last = None
    for one in block.criteria:
        competence = under.get(one.criterion.id)
        if competence is not None and competence is not last:
            last = competence
            words = f"{markup.tag('span', competence.id, 'code')} {markup.escape(competence.title[lang])}"
            chip = state(competence.state, state_words(competence.state, lang))
            html += markup.raw_tag("p", f"{words} {chip}", "lt-competence")
        html += _criterion(one, title, numbers, links, lang)
    markup.put(html)


def _part(one: PartState) -> str:
    t = session.t()
    name = t(f"competences.part_{one.part}", share=figures.share(one.share))
    if one.mark is None:
        return markup.escape(t("competences.part_none", part=name))
    return markup.escape(t("competences.part_mark", part=name, mark=figures.out_of_20(one.mark)))


def _criterion(
    one: CriterionState,
    title: Title,
    numbers: Callable[[Evidence], str],
    links: Mapping[str, str],
    lang: Lang,
) -> str:
    t = session.t()
    code = markup.tag("span", one.criterion.id, "code")
    chip = state(one.state, state_words(one.state, lang))
    share = "" if one.ratio is None else markup.tag("span", figures.share(one.ratio), "share")
    head = markup.raw_tag("summary", f"{code} {markup.escape(one.criterion.label[lang])} {chip} {share}")
    inner = ""
    if one.missing:
        inner += markup.items("ul", (markup.escape(each.explain(lang)) for each in one.missing), "lt-missing")
    if one.criterion.conditions is not None:
        inner += markup.tag("p", t("competences.conditions", what=one.criterion.conditions[lang]), "lt-soft")
    if one.evidence:
        heads = [(t(f"competences.{name}"), "num" if name == "points" else "") for name in HEADS]
        rows = "".join(_row(each, title, numbers, links) for each in one.evidence)
        top = "".join(markup.tag("th", words, css, scope="col") for words, css in heads)
        caption = markup.tag("caption", t("competences.behind", code=one.criterion.id), "lt-sr")
        table = markup.raw_tag(
            "table", f"{caption}<thead><tr>{top}</tr></thead><tbody>{rows}</tbody>", "lt-table"
        )
        inner += markup.scrolling(table, t("competences.behind", code=one.criterion.id))
    return markup.raw_tag("details", head + markup.raw_tag("div", inner), "lt-criterion", id=anchor(one))


HEADS: Final = ("attempt", "case", "question", "kind", "part", "points")


def _row(one: Evidence, title: Title, numbers: Callable[[Evidence], str], links: Mapping[str, str]) -> str:
    t = session.t()
    facts = t("competences.variant", seed=one.seed, version=one.version)
    case = markup.escape(title(one.slug)) + " " + markup.tag("small", facts)
    when = markup.raw_tag("a", markup.escape(figures.date(one.at)), href=links[one.sitting], target="_self")
    cells = [
        markup.raw_tag("td", when),
        markup.raw_tag("td", case),
        markup.tag("td", numbers(one)),
        markup.tag("td", t(f"competences.kind_{one.kind}")),
        markup.tag("td", t(f"competences.counts_{one.part}")),
        markup.tag("td", figures.out_of(one.score, one.max_score), "num"),
    ]
    return markup.raw_tag("tr", "".join(cells))
