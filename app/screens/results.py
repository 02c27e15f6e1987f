"""My results: every paper handed in, marks over time, and what improved or slipped; one's own past, never others'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from app import history, session
from app.exams import look_after
from app.history import Change, Handed, Point
from app.screens.loading import careful
from app.screens.next_cards import case_or_none
from app.screens.standing import found_evidence
from app.settings import version
from app.widgets import figures, handed_mark, marks_chart, markup
from app.widgets.downloads import marked_copy_button
from app.widgets.radar import Row, meter, radar
from cases.evidence import Evidence
from cases.referentials import Criterion, Referential, referentials

SHOWN: Final = 10
NAMED: Final = 5
ANY: Final = ""
TRENDS: Final = {"up": "▲", "down": "▼", "same": "=", "once": "·"}


@careful
def page() -> None:
    """Show the learner's results."""
    t, store = session.t(), session.store()
    st.set_page_config(page_title=f"{t('results.title')} · Logitrain")
    st.title(t("results.title"), anchor=False)
    markup.put(markup.tag("p", t("results.lead"), "lt-soft lt-measure"))
    look_after(store, session.clock().now(), session.variant, version())
    papers = history.handed(store, session.viewer())
    if not papers:
        st.info(t("results.none"), icon=":material/info:")
        st.page_link(
            session.page("catalogue"),
            label=t("competences.to_catalogue"),
            query_params=session.link(),
            icon=":material/arrow_forward:",
        )
        return
    titles = _titles(papers)
    found = found_evidence()
    _facts(papers)
    _over_time(papers, found, titles)
    _referential(found)
    _papers(papers, titles)


def _titles(papers: Sequence[Handed]) -> dict[str, str]:
    """The titles of the cases by slug, each told apart from the others."""
    titles: dict[str, str] = {}
    for one in papers:
        if one.slug not in titles:
            case = case_or_none(one.slug, one.sitting.case_version)
            title = one.slug if case is None else case.title(session.lang())
            titles[one.slug] = f"{title} ({one.slug})" if title in titles.values() else title
    return titles


def _facts(papers: Sequence[Handed]) -> None:
    t = session.t()
    time = sum((one.worked for one in papers), timedelta())
    rows = [
        (t("results.papers"), markup.escape(str(len(papers)))),
        (t("results.cases"), markup.escape(str(len({one.slug for one in papers})))),
        (t("results.worked"), markup.escape(duration(time))),
    ]
    marks = [one.mark for one in papers if one.mark is not None]
    if marks:
        rows.append((t("results.mean"), markup.escape(figures.out_of_20(sum(marks) / len(marks)))))
        rows.append((t("results.best"), markup.escape(figures.out_of_20(max(marks)))))
    markup.put(markup.pairs(rows, "lt-figures"))
    markup.put(
        markup.tag(
            "p",
            t("results.worked_help", minutes=history.LONGEST_GAP // timedelta(minutes=1)),
            "lt-small lt-soft",
        )
    )


def duration(time: timedelta) -> str:
    """A time at work in hours and minutes."""
    t = session.t()
    minutes = round(time / timedelta(minutes=1))
    if minutes < 60:
        return t("results.minutes", minutes=minutes)
    return t("results.hours", hours=minutes // 60, minutes=f"{minutes % 60:02d}")


# --- marks over time -------------------------------------------------------------------------------------


def _over_time(papers: Sequence[Handed], found: Sequence[Evidence], titles: Mapping[str, str]) -> None:
    t, lang = session.t(), session.lang()
    st.header(t("results.over_time"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="lt-results-filters"):
        case = _choice("case", t("competences.case"), titles, t("results.every_case"), 340)
        shown = {one.referential for one in found}
        names = {one.id: one.title[lang] for one in referentials() if one.id in shown}
        chosen = _choice("over", t("competences.choose"), names, t("results.whole_paper"), 340)
        block, about = ANY, None
        if chosen:
            about = next(one for one in referentials() if one.id == chosen)
            seen = {one.criterion for one in found if one.referential == chosen}
            blocks = {
                one.id: f"{one.id} · {one.title[lang]}"
                for one in about.blocks
                if any(each.id in seen for each in one.criteria)
            }
            block = _choice("block", t("home.block"), blocks, t("home.any"), 300, chosen)
    kept = [one for one in papers if not case or one.slug == case]
    marks = None
    if about is not None:
        criteria: tuple[Criterion, ...] = about.criteria
        if block:
            criteria = next(one.criteria for one in about.blocks if one.id == block)
        marks = history.marks_in(found, criteria)
    points = history.points(kept, marks)
    if not points:
        st.info(t("results.no_mark"), icon=":material/hourglass_top:")
        return
    told = _told(points)
    if len(points) > 1:
        marks_chart.chart(points, titles, told, "lt_marks_chart")
    else:
        markup.put(markup.tag("p", f"{told} {t('results.one_mark')}", "lt-measure"))
    _by_case(points, titles)


def _told(points: Sequence[Point]) -> str:
    """What the picture says: how many marks, from where to where, and the best."""
    t = session.t()
    first, last, best = points[0], points[-1], max(one.mark for one in points)
    if len(points) == 1:
        return t("results.told_one", mark=figures.out_of_20(first.mark), moment=figures.date(first.paper.at))
    return t(
        "results.told",
        number=len(points),
        first=figures.out_of_20(first.mark),
        last=figures.out_of_20(last.mark),
        best=figures.out_of_20(best),
        mean=figures.out_of_20(last.over),
    )


def _by_case(points: Sequence[Point], titles: Mapping[str, str]) -> None:
    """Each case in one line: how often, its first mark, its latest, and the change."""
    t = session.t()
    cases: dict[str, list[Point]] = {}
    for one in points:
        cases.setdefault(one.paper.slug, []).append(one)
    columns = [(t("competences.case"), "left")] + [
        (t(f"results.head_{name}"), "right") for name in ("papers", "first", "latest", "change")
    ]
    rows = []
    for slug, mine in cases.items():
        change = figures.change(mine[-1].mark - mine[0].mark) if len(mine) > 1 else "–"
        rows.append(
            (
                titles[slug],
                str(len(mine)),
                figures.out_of_20(mine[0].mark),
                figures.out_of_20(mine[-1].mark),
                change,
            )
        )
    markup.put(markup.table(t("results.by_case"), columns, rows, "lt-by-case"))


# --- criteria --------------------------------------------------------------------------------------------


def _referential(found: Sequence[Evidence]) -> None:
    """The wheel of a referential, what improved and what slipped, then every criterion: first and latest."""
    t, lang = session.t(), session.lang()
    shown = [one.referential for one in found]
    known = {one.id: one for one in referentials() if one.id in shown}
    if not known:
        return
    st.header(t("results.criteria"), anchor=False)
    asked = session.address("referential")
    first = max(known, key=shown.count)
    key = session.key("lt_results", "referential", lang)
    session.seed_widget(key, asked if asked in known else first)
    if session.widget(key) not in known:
        session.set_widget(key, first)
    st.selectbox(
        t("competences.choose"),
        list(known),
        key=key,
        format_func=lambda name: f"{known[name].title[lang]} ({name})",
        on_change=lambda: session.set_address("referential", str(session.widget(key))),
        width=560,
    )
    referential = known[str(session.widget(key))]
    mine = [one for one in found if one.referential == referential.id]
    wheel(referential, mine)
    changed = history.changes(mine, referential)
    _words(changed)
    _progress(changed)
    st.page_link(
        session.page("competences"),
        label=t("results.to_competences"),
        query_params=session.link(referential=referential.id),
        icon=":material/arrow_forward:",
    )


def wheel(referential: Referential, mine: Sequence[Evidence]) -> None:
    """The blocks of a referential as a wheel: the share of the points now, over one's own past."""
    t, lang = session.t(), session.lang()
    past = history.compared_since(mine, session.clock().now())
    spokes = history.spokes(mine, referential, lang, None if past is None else past[0])
    rows = [
        Row(
            one.id, one.title, one.now, one.before,
            t("results.exercised", number=one.exercised, total=one.total),
        )
        for one in spokes
    ]  # fmt: skip
    names = (t("results.now"), None if past is None else t(f"results.before_{past[1]}"))
    radar(rows, names, t("results.wheel", name=referential.title[lang]), f"lt_wheel_{referential.id}")
    markup.put(markup.tag("p", t("results.wheel_help"), "lt-small lt-soft"))


def _words(changed: Sequence[Change]) -> None:
    """What improved most and what slipped most, in words."""
    t = session.t()
    better = sorted((one for one in changed if one.trend == "up"), key=lambda one: -one.gain)
    worse = sorted((one for one in changed if one.trend == "down"), key=lambda one: one.gain)
    if not better and not worse:
        several = any(one.papers > 1 for one in changed)
        markup.put(markup.tag("p", t("results.steady" if several else "results.no_past"), "lt-measure"))
        return
    with st.container(horizontal=True, key="lt-results-words"):
        for name, listed in (("better", better), ("worse", worse)):
            if listed:
                inner = markup.tag("p", t(f"results.{name}"), "lt-finding")
                inner += markup.items("ul", map(_change_words, listed[:NAMED]), "lt-missing")
                if len(listed) > NAMED:
                    inner += markup.tag(
                        "p", t.plural("results.more", len(listed) - NAMED), "lt-small lt-soft"
                    )
                markup.put(inner)


def _change_words(one: Change) -> str:
    t, lang = session.t(), session.lang()
    share = t("results.from_to", first=figures.share(one.first), latest=figures.share(one.latest))
    code = markup.tag("span", one.criterion.id, "code")
    return f"{code} {markup.escape(one.criterion.label[lang])} <b>{markup.escape(share)}</b>"


def _progress(changed: Sequence[Change]) -> None:
    t, lang = session.t(), session.lang()
    heads = [
        (t("criteria.criterion"), ""),
        (t("results.head_papers"), "num"),
        (t("results.head_first"), "num"),
    ]
    heads += [(t("results.head_latest"), "num"), (t("results.head_trend"), "")]
    head = "".join(markup.tag("th", words, css, scope="col") for words, css in heads)
    body = ""
    for one in changed:
        name = f"{markup.tag('span', one.criterion.id, 'code')} {markup.escape(one.criterion.label[lang])}"
        link = "debrief?" + urlencode(session.link(sitting=one.latest_sitting))
        when = markup.tag("a", figures.date(one.latest_at), href=link, target="_self")
        sign = markup.tag("span", TRENDS[one.trend], aria_hidden="true")
        body += markup.raw_tag(
            "tr",
            markup.raw_tag("th", name, scope="row")
            + markup.tag("td", str(one.papers), "num")
            + markup.tag("td", figures.share(one.first), "num")
            + markup.raw_tag("td", f"{meter(one.latest)} <small>{when}</small>", "num")
            + markup.raw_tag(
                "td", f"{sign} {markup.escape(t(f'results.trend_{one.trend}'))}", f"is-{one.trend}"
            ),
        )
    caption = t("results.progress")
    inner = f"{markup.tag('caption', caption)}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    markup.put(markup.scrolling(markup.raw_tag("table", inner, "lt-table lt-trends"), caption))


# --- the papers ------------------------------------------------------------------------------------------


def _papers(papers: Sequence[Handed], titles: Mapping[str, str]) -> None:
    t = session.t()
    st.header(t("results.every_paper"), anchor=False)
    case = _choice("papers", t("competences.case"), titles, t("results.every_case"), 340)
    kept = [one for one in papers if not case or one.slug == case]
    for one in kept[:SHOWN]:
        _paper(one, titles)
    if len(kept) > SHOWN:
        with st.expander(t.plural("results.older", len(kept) - SHOWN), key="lt_results_older"):
            for one in kept[SHOWN:]:
                _paper(one, titles)


def _paper(one: Handed, titles: Mapping[str, str]) -> None:
    t = session.t()
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"lt-result-{one.id}"):
        kind = t(f"home.kind_{one.kind}")
        facts = [
            kind if one.exam is None else f"{kind}, {one.exam}",
            t("catalogue.variant", seed=one.sitting.seed),
            t("catalogue.handed_in", moment=figures.date(one.at)),
            t("results.took", time=duration(one.worked)),
        ]
        name = markup.tag("strong", titles[one.slug])
        markup.put(name + markup.items("ul", map(markup.escape, facts), "lt-facts"))
        with st.container(
            horizontal=True, vertical_alignment="center", width="content", key=f"lt-result-end-{one.id}"
        ):
            _mark(one)


def _mark(one: Handed) -> None:
    t = session.t()
    handed_mark.show(one)
    if one.result is None:
        return
    if st.button(t("catalogue.debrief"), key=session.key("lt_result_debrief", one.id)):
        session.go("debrief", sitting=one.id)
    marked_copy_button(one.sitting, session.key("lt_result_copy", one.id))


def _choice(name: str, words: str, options: Mapping[str, str], every: str, width: int, *about: str) -> str:
    """One choice kept in the address: everything (""), or one of the options."""
    key = session.key("lt_results", name, *about, session.lang())  # the browser knows an option by its words
    asked = session.address(name) or ANY
    choices = [ANY, *options]
    session.seed_widget(key, asked if asked in choices else ANY)
    if session.widget(key) not in choices:
        session.set_widget(key, ANY)
    st.selectbox(words, choices, key=key, format_func=lambda one: options[one] if one else every, width=width)
    chosen = str(session.widget(key))
    if (session.address(name) or ANY) != chosen:
        session.set_address(name, chosen)
    return chosen
