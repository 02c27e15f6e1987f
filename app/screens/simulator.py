"""The simulator outside any case: a world to play with, what it gives, and its file."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any, Final

import streamlit as st

from app import session
from app.playground import runs
from app.playground.bench import REPLICATIONS, Bench, begin, file_name
from app.playground.examples import EXAMPLES
from app.playground.file import LARGEST_FILE, FileRefusedError, command, from_yaml, to_yaml
from app.playground.knobs import GROUPS, Group, Knob, knobs
from app.screens.loading import careful
from app.widgets import costs, histogram, markup, tracks, two_policies, world_file, year_chart
from app.widgets.dial import Scale, dial
from app.widgets.knob_panel import Changes, panel, place_word
from app.widgets.surface import findings, surface
from cases.decision_goal import Goal
from cases.indicators import Units, indicator_label, indicator_text
from sim.checks import InvalidError
from sim.models import Story

log = logging.getLogger(__name__)

BENCH: Final = "lt_bench"
TROUBLE: Final = "lt_bench_trouble"
TARGET: Final = "lt_bench_target"
OWN_UNITS: Final = Units()  # a world on its own is paid in euros and counted in pieces
FREE: Final = Goal("total_cost", {}, {}, 0.0, 1.0)  # nothing is required of a world to play with
ASKED: Final = 98.0  # the fill rate asked for to begin with, in percent
LAST_SEED: Final = 9_999


@careful
def page() -> None:
    """Show the simulator."""
    t = session.t()
    st.set_page_config(page_title=f"{t('simulator.title')} · Logitrain")
    st.title(t("simulator.title"), anchor=False)
    markup.put(markup.tag("p", t("simulator.lead"), "lt-soft lt-measure"))
    # A fragment: what one slides draws the bench again, and nothing of the page around it.
    st.fragment(careful(_bench), key="simulator")()


def bench() -> Bench:
    """The world being played with; the first example to begin with."""
    found = session.widget(BENCH)
    if not isinstance(found, Bench):
        found = begin(next(iter(EXAMPLES)))
        session.set_widget(BENCH, found)
    return found


def _change(change: Callable[[Bench], Bench]) -> None:
    session.set_widget(BENCH, change(bench()))
    session.set_widget(TROUBLE, "")


def _bench() -> None:
    left, right = st.columns([4, 9], gap="large")
    with left, st.container(key="lt-bench", gap="small"):
        _controls(bench())
    with right, st.container(key="lt-results", gap="small"):
        began = perf_counter()
        _results(bench())
        log.info("simulator drawn in %.1f ms", 1000 * (perf_counter() - began))


# -- the controls ---------------------------------------------------------------------------------------------


def _controls(now: Bench) -> None:
    t = session.t()
    _example(now)
    found = knobs(now.data, now.base)
    groups = [group for group in GROUPS if group == "run" or any(knob.group == group for knob in found)]
    group: Group = _choice("group", groups, t("simulator.groups"), lambda one: t(f"simulator.group.{one}"))
    changes = Changes(
        lambda path, value: _change(lambda one: one.setting(path, value)),
        lambda path, kind: _change(lambda one: one.choosing(path, kind)),
    )
    panel([knob for knob in found if knob.group == group], _key(now, "knob", group), changes)
    if group == "run":
        _draws(now)


def _example(now: Bench) -> None:
    t = session.t()
    name = session.key("lt_example", t.lang)
    options = list(EXAMPLES) if now.example else ["", *EXAMPLES]
    if session.widget(name) != now.example:
        session.set_widget(name, now.example)
    st.selectbox(
        t("simulator.model"),
        options,
        key=name,
        format_func=lambda one: t(f"simulator.example.{one}") if one else t("simulator.example_file"),
        on_change=_begin,
        args=(name,),
    )
    if now.example:
        markup.put(markup.tag("p", t(f"simulator.about.{now.example}"), "lt-note"))


def _begin(name: str) -> None:
    chosen = str(session.widget(name) or "")
    if chosen in EXAMPLES:
        _change(lambda _: begin(chosen))


def _draws(now: Bench) -> None:
    """Chance: which draws, and how many."""
    t = session.t()
    name = session.key("lt_replications", t.lang)
    if session.widget(name) != now.replications:
        session.set_widget(name, now.replications)
    st.selectbox(
        t("simulator.replications"),
        REPLICATIONS,
        key=name,
        help=t("simulator.help_replications"),
        on_change=lambda: _change(
            lambda one: dataclasses.replace(one, replications=int(session.widget(name)), number=1)
        ),
    )
    scale = Scale(0, LAST_SEED, 1, 0)
    dial(t("simulator.seed"), now.seed, scale, "lt_play_seed", _seed, t("simulator.help_seed"))


def _seed(value: float) -> None:
    if value == int(value) and 0 <= value < 2**31:
        _change(lambda one: dataclasses.replace(one, seed=int(value)))


# -- the results ----------------------------------------------------------------------------------------------


def _results(now: Bench) -> None:
    t = session.t()
    trouble = str(session.widget(TROUBLE) or "")
    if trouble:
        _alert(t("simulator.file_refused"), trouble)
    faults = now.faults()
    if faults is not None:
        _alert(t("simulator.faults"), faults.explain(t.lang))
    views: dict[str, Callable[[Bench], None]] = {
        "year": _year, "map": _map, "chance": _chance, "compare": _compare, "file": _file,
    }  # fmt: skip
    if now.model:
        del views["map"]
    view = _choice("view", list(views), t("simulator.views"), lambda one: t(f"simulator.view.{one}"))
    with st.spinner(t("simulator.running")):  # shown after half a second only
        views[view](now)


def _alert(title: str, lines: str) -> None:
    """What is wrong, a line each; the words may come from a file, so nothing in them is taken as mark-up."""
    inner = markup.escape(title) + markup.items("ul", map(markup.escape, lines.splitlines()))
    markup.put(markup.raw_tag("div", inner, "lt-alert", role="status"))


def _year(now: Bench) -> None:
    t = session.t()
    count = runs.replications_of(now)
    story = runs.story(now.sound, now.seed, min(now.number, count))
    labels = [_label(story, place) for place in range(len(story.tracks))]
    _which_run(now, count)
    track = story.tracks[tracks.choose(labels, _key(now, "track"), story.subject)]
    year_chart.chart(track, story.period, "lt_play_chart")
    costs.year(story.indicators, OWN_UNITS)
    costs.service(story.indicators, FREE, OWN_UNITS)
    tracks.table(story, labels)
    _indicators(runs.figures(now.sound, now.seed, count), count)
    year_chart.data_table(track, story.period, session.key("lt_play_days", t.lang))


def _which_run(now: Bench, count: int) -> None:
    t = session.t()
    with st.container(horizontal=True, vertical_alignment="center"):
        markup.put(
            markup.tag("p", t("simulator.run_number", number=min(now.number, count), total=count), "lt-note")
        )
        st.button(
            t("simulator.another_run"),
            key=session.key("lt_another_run", t.lang),
            icon=":material/casino:",
            disabled=count < 2,
            on_click=lambda: _change(lambda one: dataclasses.replace(one, number=one.number % count + 1)),
        )


def _indicators(found: runs.Figures, count: int) -> None:
    """Every indicator over the replications, and what each means in one line."""
    t = session.t()
    names = runs.telling(found)
    intervals = runs.in_intervals(found)
    heads = [
        (t("simulator.indicator"), "left"),
        (t("simulator.mean"), "right"),
        (t("simulator.interval"), "right"),
    ]
    rows = [
        [
            indicator_label(name, t.lang),
            indicator_text(name, intervals[name].mean, t.lang),
            t(
                "simulator.from_to",
                low=indicator_text(name, intervals[name].low, t.lang),
                high=indicator_text(name, intervals[name].high, t.lang),
            ),
        ]
        for name in names
    ]
    markup.put(markup.table(t("simulator.over_runs", runs=count), heads, rows))
    with st.expander(t("simulator.why"), key=session.key("lt_play_why", t.lang)):
        meanings = [
            (indicator_label(name, t.lang), markup.escape(t(f"simulator.meaning.{name}")))
            for name in names
            if t.has(f"simulator.meaning.{name}")
        ]
        markup.put(markup.pairs(meanings, "lt-meaning"))


def _map(now: Bench) -> None:
    t = session.t()
    target = float(session.widget(TARGET, ASKED))
    began = perf_counter()
    found = runs.surface(now.sound, now.seed, target / 100)
    log.info("surface in %.1f ms", 1000 * (perf_counter() - began))
    if found is None:
        st.info(t("simulator.no_map"), icon=":material/info:")
        return
    first, *others = findings(found, target / 100, t)
    markup.put(markup.tag("p", first, "lt-finding") + markup.tag("p", " ".join(others), "lt-soft lt-measure"))
    surface(found, target / 100, "lt_surface", _pick)
    markup.put(markup.tag("p", t("simulator.map_runs", runs=found.replications), "lt-note"))
    dial(
        t("simulator.target"),
        target,
        Scale(80, 99.9, 0.1, 1),
        "lt_play_target",
        _target,
        t("simulator.help_target"),
    )


def _target(value: float) -> None:
    if 0 < value <= 100:
        session.set_widget(TARGET, float(value))


def _pick(s: int, Q: int) -> None:
    """The learner points at (s, Q) on the map: the world's policy becomes that one."""
    _change(
        lambda one: one.setting(("policy", "reorder_point", "s"), s).setting(
            ("policy", "reorder_point", "Q"), Q
        )
    )


def _chance(now: Bench) -> None:
    t = session.t()
    count = runs.replications_of(now)
    found = runs.figures(now.sound, now.seed, count)
    names = runs.telling(found)
    chosen = _choice(
        "spread", names, t("simulator.spread"), lambda name: indicator_label(name, t.lang), listed=True
    )
    histogram.histogram(chosen, runs.spread(chosen, found[chosen]), "lt_play_spread")


def _compare(now: Bench) -> None:
    t = session.t()
    markup.put(markup.tag("p", t("simulator.compare_lead"), "lt-soft lt-measure"))
    other = [knob for knob in knobs(now.second, now.second) if knob.group == "policy"]
    ranged = _ranged(other, knobs(now.sound, now.base))
    changes = Changes(
        lambda path, value: _change(lambda one: one.setting_other(path, value)),
        lambda path, kind: _change(lambda one: one.choosing_other(path, kind)),
    )
    with st.container(border=True, key="lt-second"):
        markup.put(markup.tag("h2", t("simulator.second")))
        panel(ranged, _key(now, "other"), changes)
    faults = now.other_faults()
    if faults is not None:
        _alert(t("simulator.other_faults"), faults.explain(t.lang))
        return
    count = runs.replications_of(now)
    first, second = (runs.figures(data, now.seed, count) for data in (now.sound, now.second))
    two_policies.verdict(first, second)
    number = min(now.number, count)
    own, twin = (runs.story(data, now.seed, number) for data in (now.sound, now.second))
    labels = [_label(own, place) for place in range(len(own.tracks))]
    place = tracks.choose(labels, _key(now, "track_compared"), own.subject)
    two_policies.years(own, twin, place, "lt_play_two")
    two_policies.table(first, second)


def _ranged(other: list[Knob], own: list[Knob]) -> list[Knob]:
    """The second policy's knobs with the ranges of the first one's, so that a slider's end does not follow it."""
    known = {knob.path: knob for knob in own}
    return [
        dataclasses.replace(knob, low=twin.low, high=twin.high, step=twin.step, decimals=twin.decimals)
        if (twin := known.get(knob.path)) is not None and twin.kind == knob.kind == "number"
        else knob
        for knob in other
    ]


def _file(now: Bench) -> None:
    t = session.t()
    count = runs.replications_of(now)
    line = command(now, count)
    markup.put(markup.tag("p", t("simulator.file_lead"), "lt-soft lt-measure"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("simulator.save"),
            to_yaml(now.sound, line),
            file_name=file_name(now.sound),
            mime="text/yaml",
            key=session.key("lt_save", t.lang),
            icon=":material/download:",
            on_click="ignore",
        )
        world_file.pick(t("simulator.load"), LARGEST_FILE, "lt_load", _load)
    markup.put(markup.tag("p", t("simulator.command"), "lt-note"))
    world_file.copy(line, "lt_command")


def _load(name: str, text: str, trouble: str) -> None:
    """A file was picked: its world comes on the bench, or what is wrong is told and the world before stays."""
    t = session.t()
    try:
        if trouble:
            raise FileRefusedError(f"simulator.file_{trouble}", most=LARGEST_FILE, size=LARGEST_FILE)
        found = from_yaml(text, name)
    except InvalidError as error:
        session.set_widget(TROUBLE, error.explain(t.lang))
        return
    _change(lambda _: found)


# -- small pieces ---------------------------------------------------------------------------------------------


def _choice(
    name: str, options: list[Any], label: str, word: Callable[[Any], str], *, listed: bool = False
) -> Any:
    """One of a few, kept over both languages and over worlds that do not offer it."""
    kept = session.key("lt_play", name)
    key = session.key(kept, session.lang())
    chosen = session.widget(kept)
    if chosen not in options:
        chosen = options[0]
    if session.widget(key) != chosen:
        session.set_widget(key, chosen)
    shared: Mapping[str, Any] = {
        "key": key,
        "format_func": word,
        "on_change": lambda: session.set_widget(kept, session.widget(key)),
    }
    if listed:
        st.selectbox(label, options, **shared)
    else:
        st.segmented_control(label, options, required=True, label_visibility="collapsed", **shared)
    return chosen


def _key(now: Bench, *parts: str) -> str:
    """The key of a widget that belongs to one world; another world's begins afresh."""
    return session.key("lt_play", now.example or file_name(now.base), *parts)


def _label(story: Story, place: int) -> str:
    track = story.tracks[place]
    names = [track.place] if track.place == track.item else [track.place, track.item]
    return " · ".join(map(place_word, names))
