"""YAML scenarios: what is accepted first, then that each error says file, line, what, and how to mend it."""

from __future__ import annotations

import pickle
from pathlib import Path
from textwrap import dedent

import pytest

from sim.policies.reorder_point import ReorderPoint
from sim.scenario import ScenarioError, scenario_to_dict
from sim.scenario_yaml import ScenarioFileError, dump_scenario, load_scenario, parse_scenario

GOOD = """\
    # A reorder point over a year
    name: année
    horizon: 365
    item: {name: bearing, unit_cost: 12.5}
    demand:
      poisson: {mean: 20}
    lead_time:
      discrete:
        values: [3, 5]
        weights:
          - 1
          - 2
    shortage: backorder
    policy:
      reorder_point:
        s: 100
        Q: 100
    costs: {holding: 1, ordering: 1e2, backorder: 10}
    """


def faults(text: str) -> list[str]:
    with pytest.raises(ScenarioFileError) as caught:
        parse_scenario(dedent(text), "my.yaml")
    return str(caught.value).splitlines()


def test_a_good_file(tmp_path: Path) -> None:
    file = tmp_path / "année.yaml"
    file.write_text(dedent(GOOD), encoding="utf-8")
    scenario = load_scenario(file)
    assert scenario.name == "année"
    assert scenario.policy == ReorderPoint(100, 100)
    assert scenario.costs.ordering == 100
    assert scenario == load_scenario(str(file)) == parse_scenario(dedent(GOOD))
    assert type(scenario.name) is str
    assert type(scenario.item.unit_cost) is float


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + dedent(GOOD).encode())
    assert load_scenario(file).horizon == 365


def test_written_and_read_back(tmp_path: Path) -> None:
    scenario = parse_scenario(dedent(GOOD))
    dump_scenario(scenario_to_dict(scenario), tmp_path / "out.yaml")
    assert load_scenario(tmp_path / "out.yaml") == scenario


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("horizon: 365", "horizon: 0", 3, "horizon: must be a whole number of 1 or more"),
        ("name: bearing", "nam: bearing", 4, "item.nam: is not known, did you mean name?"),
        ("poisson: {mean: 20}", "poisson: {mean: lots}", 6, "demand.poisson.mean: must be a number of 0"),
        ("poisson: {mean: 20}", "poisson: {}", 6, "demand.poisson.mean: is missing: add it"),
        ("poisson: {mean: 20}", "gaussian: {mean: 20}", 6, "demand.gaussian: is not known"),
        ("- 2\n", "- -2\n", 12, "lead_time.discrete.weights[1]: must be a number of 0 or more, not -2"),
        ("shortage: backorder", "shortage: none", 13, "shortage: must be one of backorder, lost, not 'none'"),
        ("Q: 100", "Q: 1,5", 17, "policy.reorder_point.Q: must be a number above 0, not '1,5': write"),
        ("s: 100\n", "", 15, "policy.reorder_point.s: is missing: add it"),
        ("horizon: 365\n    ", "", 1, "horizon: is missing: add it"),
        ("horizon: 365", "horizon 365", 3, "is not valid YAML"),
        ("horizon: 365", "horizon: [365", 4, "is not valid YAML"),
        ("horizon: 365", "horizon: 365\n    horizon: 3", 4, "has a key written twice"),
        ("horizon: 365", "\thorizon: 365", 3, "is not valid YAML"),
        ("horizon: 365", "horizon: !!python/object:os.system 3", 3, "horizon: must be a whole number"),
        ("name: bearing", "name: &a [*a]", 4, ""),
    ],
)
def test_each_error_has_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in GOOD
    [fault] = faults(GOOD.replace(old, new))
    assert fault.startswith(f"my.yaml:{line}: {what}"), fault


def test_all_errors_in_the_order_of_the_file() -> None:
    bad = GOOD.replace("365", "none").replace("mean: 20", "mean: -1").replace("holding", "hold")
    assert [fault.split(": ")[0] for fault in faults(bad)] == ["my.yaml:3", "my.yaml:6", "my.yaml:18"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file(text: str) -> None:
    assert faults(text) == ["my.yaml:1: is empty: write at least horizon, demand and lead_time"]


@pytest.mark.parametrize(
    "text", ["3", "- 1\n- 2", "hello", "{", "a: b: c", "a: &x {b: *x}", "%YAML 9.9\n---\na: 1"]
)
def test_hostile_text_never_crashes(text: str) -> None:
    assert all(fault.startswith("my.yaml:") for fault in faults(text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(
        ScenarioFileError, match=r"nowhere\.yaml:1: cannot be read \(No such file.*check the path"
    ):
        load_scenario(tmp_path / "nowhere.yaml")
    (tmp_path / "latin.yaml").write_bytes("name: x\nitem: {name: pièce}".encode("latin-1"))
    with pytest.raises(ScenarioFileError, match=r"latin\.yaml:2: is not UTF-8"):
        load_scenario(tmp_path / "latin.yaml")
    with pytest.raises(ScenarioError):
        load_scenario(tmp_path)


def test_an_error_crosses_processes_whole() -> None:
    with pytest.raises(ScenarioFileError) as caught:
        parse_scenario("horizon: 0")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
