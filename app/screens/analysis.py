"""How the questions of an assessment, or of a case, went: each figure opens the papers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from app import exams, item_analysis, session
from app.item_analysis import FEWEST, Group, Item, OutcomeCount, Rate
from app.screens.loading import careful
from app.screens.trainer_door import staff_only
from app.store import Exam
from app.widgets import figures, markup
from cases.case import Case
from cases.problem import CaseError
from cases.quantity import write_number
from cases.referentials import referentials


@careful
@staff_only("exam.analyse")
def page() -> None:
    """Show the analysis of the assessment, or of the case, that the address names."""
    t, store, viewer = session.t(), session.store(), session.viewer()
    exam: Exam | None = None
    slug = session.address("case")
    if slug is not None:
        found = item_analysis.of_case(store, viewer, slug)
        title = _case_title(found[0]) if found else slug
    else:
        exam, found = item_analysis.of_exam(store, viewer, session.address("exam") or "")
        title = exam.title
    st.set_page_config(page_title=f"{t('analysis.title')} · {title} · Logitrain")
    back = session.address("exam")
    if back is not None and st.button(
        exam.title if exam else t("jury.back"),
        key="lt_to_exam",
        icon=":material/arrow_back:",
        type="tertiary",
    ):
        session.go("exam", exam=back)
    st.title(t("analysis.title"), anchor=False)
    markup.put(markup.tag("p", t("analysis.of_case" if slug else "analysis.of_exam", title=title), "lt-soft"))
    if not found:
        st.info(t("analysis.none"), icon=":material/query_stats:")
    for group in found:
        _group(group, exam)


def _group(group: Group, exam: Exam | None) -> None:
    t = session.t()
    st.header(_case_title(group), anchor=False)
    facts = [t.plural("analysis.papers", len(group.papers)), t("analysis.version", version=group.version)]
    markup.put(markup.items("ul", map(markup.escape, facts), "lt-facts"))
    if exam is not None and st.button(
        t("analysis.whole_case"),
        key=session.key("lt_analysis_case", group.slug, group.version),
        type="tertiary",
    ):
        session.go("analysis", case=group.slug, exam=exam.id)
    if group.hidden:
        st.info(t("analysis.too_few", fewest=FEWEST), icon=":material/visibility_off:")
        return
    try:
        case = session.case(group.slug, group.version)
    except CaseError as error:
        st.warning(error.explain(session.lang()))
        return
    _behind(group)
    markup.put(markup.tag("p", t("analysis.help"), "lt-note lt-measure"))
    markup.put(_questions(group, case, _case_title(group)))
    for item in group.items:
        if item.outcomes:
            with st.expander(
                t("analysis.outcomes", title=_named(case, item.id)),
                key=session.key("lt_analysis_item", group.slug, group.version, item.id),
            ):
                markup.put(_outcomes(group, item))
    if group.criteria:
        st.subheader(t("analysis.criteria"), anchor=False)
        markup.put(markup.tag("p", t("analysis.criteria_help"), "lt-note lt-measure"))
        markup.put(_criteria(group))


# --- tables ----------------------------------------------------------------------------------------------


def _questions(group: Group, case: Case, title: str) -> str:
    t = session.t()
    names = ("right", "interval", "mean", "discrimination", "time")
    heads = [(t("analysis.question"), ""), *((t(f"analysis.col_{name}"), "num") for name in names)]
    rows = []
    for item in group.items:
        low, high = item.right.interval
        gap = "–"
        if item.discrimination is not None:
            gap = _link(group, f"d:{item.id}", _signed(item.discrimination))
        time = "–" if item.worked is None else _link(group, f"t:{item.id}", _time(item.worked))
        rows.append(
            [
                markup.tag("th", _named(case, item.id), scope="row"),
                markup.raw_tag("td", _rate(group, item.right, f"q:{item.id}"), "num"),
                markup.tag(
                    "td", t("analysis.from_to", low=figures.share(low), high=figures.share(high)), "num"
                ),
                markup.raw_tag("td", _link(group, f"m:{item.id}", figures.share(item.mean)), "num"),
                markup.raw_tag("td", gap, "num"),
                markup.raw_tag("td", time, "num"),
            ]
        )
    return _table(f"{t('analysis.questions')} ({title})", heads, rows)


def _outcomes(group: Group, item: Item) -> str:
    t = session.t()
    heads = [(t("analysis.outcome"), ""), (t("analysis.col_papers"), "num")]
    rows = [
        [
            markup.tag("td", _words(group, item.id, one)),
            markup.raw_tag("td", _link(group, f"o:{item.id}:{one.code}", str(len(one.ids))), "num"),
        ]
        for one in item.outcomes
    ]
    return _table(f"{t('analysis.outcomes_of')} ({item.id}, {group.slug}, {group.version})", heads, rows)


def _criteria(group: Group) -> str:
    t, lang = session.t(), session.lang()
    labels = {
        one.key: one.label[lang]
        for referential in referentials()
        for block in referential.blocks
        for one in block.criteria
    }
    heads = [(t("analysis.criterion"), "")]
    heads += [(t(f"analysis.col_{name}"), "num") for name in ("threshold", "met", "interval")]
    rows = []
    for one in group.criteria:
        low, high = one.met.interval
        rows.append(
            [
                markup.tag("th", f"{one.key.split('/')[1]} {labels.get(one.key, '')}", scope="row"),
                markup.tag("td", figures.share(one.threshold), "num"),
                markup.raw_tag("td", _rate(group, one.met, f"c:{one.key}"), "num"),
                markup.tag(
                    "td", t("analysis.from_to", low=figures.share(low), high=figures.share(high)), "num"
                ),
            ]
        )
    return _table(f"{t('analysis.criteria')} ({_case_title(group)})", heads, rows)


def _table(name: str, heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(markup.tag("th", words, side, scope="col") for words, side in heads)
    body = "".join(markup.raw_tag("tr", "".join(cells)) for cells in rows)
    caption = markup.tag("caption", name, "lt-sr")
    inner = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return markup.scrolling(markup.raw_tag("table", inner, "lt-table"), name)


def _rate(group: Group, rate: Rate, what: str) -> str:
    """The share and its count, which open who succeeded, then the others."""
    t = session.t()
    count = t("analysis.out_of", count=len(rate.ids), total=rate.count)
    found = _link(group, f"{what}:1", f"{figures.share(rate.share)} {count}")
    if rate.others:
        others = _link(group, f"{what}:0", t.plural("analysis.others", len(rate.others)))
        found += markup.raw_tag("small", others, "lt-others")
    return found


def _link(group: Group, what: str, words: str) -> str:
    address = {"show": f"{group.version}:{what}"}
    address |= {name: value for name in ("exam", "case") if (value := session.address(name)) is not None}
    if "case" not in address:
        address["of"] = group.slug
    query = urlencode(session.link(**address))
    return markup.raw_tag("a", markup.escape(words), href=f"analysis?{query}", target="_self")


# --- the papers behind a figure --------------------------------------------------------------------------


def _behind(group: Group) -> None:
    """The papers behind the figure that was chosen, each a way to read it."""
    asked = session.address("show")
    of = session.address("of") or session.address("case")
    if asked is None or of != group.slug or not asked.startswith(f"{group.version}:"):
        return
    what = asked.partition(":")[2]
    with st.container(border=True, key="lt-analysis-behind"):
        for words, papers in _papers(group, what):
            markup.put(markup.tag("p", words, "lt-finding"))
            links = [_paper_link(group, sitting, note) for sitting, note in papers]
            markup.put(markup.items("ul", links, "lt-facts"))


def _papers(group: Group, what: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The papers behind a figure's name, under what they have in common, each with what it adds to the figure."""
    t = session.t()
    kind, _, name = what.partition(":")
    if kind not in ("m", "d", "t"):
        ids = _ids(group, what)
        return [(t.plural("analysis.behind", len(ids)), [(one, "") for one in ids])]
    if all(one.id != name for one in group.items):
        return [(t.plural("analysis.behind", 0), [])]
    if kind == "t":
        worked = item_analysis.times(group, name)
        return [(t("analysis.by_time"), [(one, _time(time)) for one, time in worked])]
    shares = item_analysis.shares(group, name)
    if kind == "m":
        ranked = sorted(shares.items(), key=lambda one: (one[1], one[0]))
        return [(t("analysis.by_share"), [(one, figures.share(share)) for one, share in ranked])]
    low, high = item_analysis.thirds(group, name)
    return [
        (t(f"analysis.{side}_third"), [(one, figures.share(shares[one])) for one in ids])
        for side, ids in (("best", high), ("last", low))
    ]


def _paper_link(group: Group, sitting_id: str, note: str = "") -> str:
    paper = group.paper(sitting_id)
    assert paper is not None
    assert paper.sitting.exam_id is not None
    exam = exams.one(session.store(), session.viewer(), paper.sitting.exam_id)
    candidate = exam.candidate(paper.sitting.learner_id)
    hidden = exam.blind and exam.released_at is None
    who = session.t()("exam.number", number=candidate.number) if hidden else candidate.name
    query = urlencode(session.link(exam=exam.id, sitting=sitting_id))
    link = markup.raw_tag("a", markup.escape(who), href=f"paper_read?{query}", target="_self")
    return f"{link} {markup.tag('span', note)}" if note else link


def _ids(group: Group, what: str) -> tuple[str, ...]:
    """The papers behind a figure's name; none for a name that the analysis does not have."""
    kind, _, rest = what.partition(":")
    if kind == "o":
        name, _, code = rest.partition(":")
        outcomes = next((one.outcomes for one in group.items if one.id == name), ())
        return next((one.ids for one in outcomes if one.code == code), ())
    name, _, side = rest.rpartition(":")
    rates = {f"q:{one.id}": one.right for one in group.items} | {
        f"c:{one.key}": one.met for one in group.criteria
    }
    rate = rates.get(f"{kind}:{name}")
    if rate is None:
        return ()
    return rate.ids if side == "1" else rate.others


# --- words -----------------------------------------------------------------------------------------------


def _case_title(group: Group) -> str:
    try:
        return session.case(group.slug, group.version).title(session.lang())
    except CaseError:
        return group.slug


def _named(case: Case, question_id: str) -> str:
    number = case.question_ids.index(question_id) + 1
    return f"{number}. {case.papers[session.lang()].sections[question_id].title.text}"


def _words(group: Group, question_id: str, outcome: OutcomeCount) -> str:
    return item_analysis.code_words(
        session.store(), group, question_id, outcome, session.variant, session.lang()
    )


def _signed(value: float) -> str:
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return sign + write_number(abs(value), session.lang(), decimals=2)


def _time(worked: timedelta) -> str:
    minutes, seconds = divmod(round(worked.total_seconds()), 60)
    return session.t()("analysis.minutes", minutes=minutes, seconds=f"{seconds:02d}")
