"""What a network refuses: every fault at its place in the file, in both languages."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest
from network_worlds import line

from sim.checks import InvalidError
from sim.models.network import LARGEST_WORK, NetworkModel
from sim.network import read_policy, read_world, start

Data = dict[str, Any]


def test_a_sound_network_is_read() -> None:
    world = read_world(line())
    assert [stock.site for stock in world.stocks] == ["depot", "shop"]
    assert world.lanes[0].name == "north>depot"
    assert read_world({**line(), "lanes": [{**one, "item": "A"} for one in line()["lanes"]]}).lanes[
        0
    ].items == ("A",)
    short = line()
    short["items"].append({"name": "B", "klass": "C", "shelf_life": None})  # an expression may give nothing
    assert read_world(short).items[1].shelf_life is None


def put(*path: str | int, value: Any) -> Callable[[Data], None]:
    def edit(data: Data) -> None:
        node: Any = data
        for part in path[:-1]:
            node = node[part]
        node[path[-1]] = value

    return edit


def add(key: str, record: Any) -> Callable[[Data], None]:
    return lambda data: data.setdefault(key, []).append(record)


SOUTH = {"from": "south", "to": "depot"}
BILL = {"site": "depot", "item": "A", "lead_time": {"constant": 1}, "parts": [{"item": "B"}]}

FAULTS: list[tuple[Callable[[Data], None], str, str, str]] = [
    # what a file says of one record
    (put("horizon", value=0), "horizon", "supérieur ou égal à 1", "of 1 or more"),
    (put("warm_up", value=12), "warm_up", "moins longtemps que l’horizon", "shorter than the horizon"),
    (put("period", value="fortnight"), "period", "l’un des mots day", "one of day"),
    (put("items", value=[]), "items", "liste vide", "is empty"),
    (put("items", value={"A": 1}), "items", "liste de lignes", "list of mappings"),
    (put("items", 0, "name", value=" "), "items[0].name", "nom vide", "is empty: give a name"),
    (put("items", 0, "shelf_life", value=1.5), "items[0].shelf_life", "nombre entier", "a whole number"),
    (put("items", 0, "cost", value=1), "items[0].cost", "clé inconnue", "is not known"),
    (put("sites", 0, "allocation", value="luck"), "sites[0].allocation", "fair_share", "one of fair_share"),
    (put("sites", 0, "issue", value="luck"), "sites[0].issue", "fefo", "one of fefo"),
    (put("lanes", 0, value="north>depot"), "lanes[0]", "(from, to)", "gives from, to"),
    (put("lanes", 0, "form", value="x"), "lanes[0].form", "vouliez-vous dire «\u00a0from\u00a0»", "did you mean from"),
    (put("lanes", 0, "origin", value="x"), "lanes[0].origin", "clé inconnue", "is not known"),
    (lambda data: data["lanes"][0].pop("from"), "lanes[0].from", "clé manquante", "is missing"),
    (put("lanes", 0, "yield", value=1.2), "lanes[0].yield", "d’au plus 1", "at most 1"),
    (put("lanes", 0, "multiple", value=0), "lanes[0].multiple", "entier", "whole"),
    (put("lanes", 0, "item", value=[3]), "lanes[0].item", "liste de noms", "list of names"),
    (put("lanes", 0, "closed", value=[1.5]), "lanes[0].closed", "numéros de période", "period numbers"),
    (put("lanes", 0, "lead_time", value={"fixed": 3}), "lanes[0].lead_time.fixed", "mot inconnu", "is not known"),
    (put("lanes", 0, "truck", value={"cost": 3}), "lanes[0].truck.capacity", "clé manquante", "is missing"),
    (put("lanes", 0, "inspect", value={"share": 2, "periods": 1}), "lanes[0].inspect.share", "plus 1", "most 1"),
    (
        put("lanes", 0, "prices", value=[{"item": "A", "price": 1}]),
        "lanes[0].prices[0].from", "clé manquante", "is missing",
    ),
    (
        put("lanes", 0, "prices", value=[{"item": "A", "from": -1, "price": 1}]),
        "lanes[0].prices[0].from", "égal à 0", "of 0 or more",
    ),
    (put("stocks", 0, "initial", value=1.5), "stocks[0].initial", "entier", "whole"),
    (put("demands", 0, "shortage", value="wait"), "demands[0].shortage", "backorder, lost", "backorder, lost"),
    # what a file says between records
    (add("items", {"name": "A"}), "items[1].name", "déjà pris", "is taken"),
    (add("sites", {"name": "north"}), "sites[2].name", "déjà pris", "is taken"),
    (put("lanes", 0, "from", value="nroth"), "lanes[0].from", "vouliez-vous dire «\u00a0north\u00a0»", "did you mean"),
    (put("lanes", 0, "to", value="north"), "lanes[0].to", "north n’existe pas", "there is no north"),
    (put("lanes", 1, "from", value="shop"), "lanes[1].to", "d’un lieu à un autre", "from one place to another"),
    (put("lanes", 0, "item", value="B"), "lanes[0].item", "B n’existe pas", "there is no B"),
    (put("lanes", 0, "order_days", value=[7]), "lanes[0].order_days", "de 0 à 6", "from 0 to 6"),
    (put("lanes", 0, "order_days", value=[]), "lanes[0].order_days", "aucun jour", "no order day"),
    (add("lanes", {"from": "north", "to": "depot"}), "lanes[2]", "deux liaisons", "two lanes"),
    (
        put("lanes", 0, "prices", value=[{"item": "B", "from": 1, "price": 1}]),
        "lanes[0].prices[0].item", "B n’existe pas", "there is no B",
    ),
    (add("stocks", {"site": "moon", "item": "A"}), "stocks[2].site", "moon n’existe pas", "there is no moon"),
    (add("stocks", {"site": "shop", "item": "A"}), "stocks[2]", "déjà dans la liste", "already in the list"),
    (put("demands", 0, "item", value="B"), "demands[0]", "pas tenu en stock", "is not kept"),
    (add("demands", {**line()["demands"][0]}), "demands[1]", "donnée deux fois", "given twice"),
    (put("demands", 0, "demand", value={"series": [1, 2]}), "demands[0].demand.series", "trop peu", "2 days for"),
    (
        put("demands", 0, "demand", value={"normal": {"mean": 9, "sd": 2, "whole": False}}),
        "demands[0].demand.normal", "non entières", "not whole",
    ),
    (
        put("demands", 0, "demand", value={"empirical": [1, 2.5]}),
        "demands[0].demand.empirical", "non entières", "not whole",
    ),
    (add("bills", BILL), "bills[0].parts[0].item", "B n’est pas tenu en stock", "B is not kept"),
    (add("bills", {**BILL, "parts": [{"item": "A"}]}), "bills[0].parts[0].item", "sa propre", "part of itself"),
    (add("bills", {**BILL, "parts": []}), "bills[0].parts", "liste vide", "is empty"),
    (
        add("bills", {**BILL, "parts": [{"item": "A"}, {"item": "A"}]}),
        "bills[0].parts", "deux fois", "twice",
    ),
    (add("disruptions", {"source": "x", "start": 1, "length": 1}), "disruptions[0].source", "x n’existe", "no x"),
    (add("disruptions", {"source": "north", "start": 1}), "disruptions[0].source", "soit up et down", "either up"),
    (
        add("disruptions", {"source": "north", "start": 1, "length": 2, "up": {"constant": 3}}),
        "disruptions[0].source", "soit up et down", "either up",
    ),
    # the policy
    (put("policy", value=[]), "policy", "replenish", "mapping"),
    (put("policy", value={"replenish": 3}), "policy.replenish", "liste", "list"),
    (put("policy", "replenish", 0, "site", value="x"), "policy.replenish[0].site", "x n’existe", "no x"),
    (put("policy", "replenish", 0, "item", value="x"), "policy.replenish[0].item", "x n’existe", "no x"),
    (put("policy", "replenish", 0, value={"site": "depot"}), "policy.replenish[0]", "une et une seule", "exactly one"),
    (
        put("policy", "replenish", 0, "min_max", value={"s": 1, "S": 2}),
        "policy.replenish[0]", "une et une seule", "exactly one",
    ),
    (
        put("policy", "replenish", 0, value={"site": "depot", "bse_stock": 3}),
        "policy.replenish[0].bse_stock", "«\u00a0base_stock\u00a0»", "did you mean base_stock",
    ),
    (
        put("policy", "replenish", 0, value={"site": "depot", "min_max": {"s": 9, "S": 3}}),
        "policy.replenish[0].min_max.S", "supérieur à s = 9", "above s = 9",
    ),
    (
        put("policy", "replenish", 0, value={"site": "depot", "base_stock": 3.5}),
        "policy.replenish[0].base_stock.S", "unités entières", "whole units",
    ),
    (
        put("policy", "replenish", 0, value={"site": "depot", "can_order": {"s": 9, "c": 8, "S": 20}}),
        "policy.replenish[0].can_order.c", "entre s = 9 et S = 20", "between s = 9 and S = 20",
    ),
    (add("policy_replenish", None), "policy_replenish", "clé inconnue", "is not known"),
    (
        lambda data: data["policy"]["replenish"].append({"site": "shop", "base_stock": 3}),
        "policy.replenish[2]", "deux règles", "two rules",
    ),
    (
        put("policy", "split", value=[{"site": "depot", "from": "south", "share": 1}]),
        "policy.split[0].from", "south n’existe", "no south",
    ),
    (
        lambda data: (
            data["lanes"][0].update(order_days=[1]),
            data.update(week=4),
            data["policy"]["replenish"].__setitem__(0, {"site": "depot", "periodic": {"R": 4, "S": 40}}),
        )[0],
        "policy.replenish[0]", "ne passe jamais commande", "never orders",
    ),
    (put("policy", "split", value=[{"site": "depot", "share": 1}]), "policy.split[0].from", "manquante", "missing"),
    # who supplies whom
    (add("stocks", {"site": "shop", "item": "B"}), "stocks[2].item", "B n’existe pas", "there is no B"),
    (
        lambda data: data["lanes"].append({"from": "shop", "to": "depot", "share": 1}),
        "lanes", "en rond", "in a circle",
    ),
    (
        lambda data: (data["sources"].append({"name": "south"}), data["lanes"].append(SOUTH))[0],
        "stocks[0]", "north, south", "north, south",
    ),
    (lambda data: data["lanes"].pop(0), "stocks[0]", "rien n’approvisionne", "nothing supplies"),
    (
        lambda data: (
            data["items"].append({"name": "B"}),
            data["stocks"].append({"site": "depot", "item": "B"}),
            data.update(bills=[BILL]),
        )[0],
        "stocks[0]", "à la fois fabriqué et acheté", "both made and bought",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "path", "fr", "en"), FAULTS, ids=[str(at) for at in range(len(FAULTS))])
def test_a_fault_is_told_at_its_place(edit: Callable[[Data], None], path: str, fr: str, en: str) -> None:
    data = copy.deepcopy(line())
    edit(data)
    with pytest.raises(InvalidError) as caught:
        read_world(data)
    english = caught.value.explain("en").splitlines()
    french = caught.value.explain("fr").splitlines()
    assert len(english) == 1, english
    assert english[0].startswith(f"{path}: ")
    assert en in english[0]
    assert french[0].startswith(f"{path}\u00a0: ")
    assert fr in french[0]
    assert not re.search(r"\b(origin|target|good_share)\b(?!: is not known)", english[0]), (
        "a name of the code"
    )


def test_every_fault_is_told_at_once() -> None:
    data = line(horizon=-1, period="x")
    data["lanes"][0]["yield"] = 3
    data["lanes"][1]["speed"] = 3
    data["policy"]["replenish"][0]["base_stock"] = -1
    with pytest.raises(InvalidError) as caught:
        read_world(data)
    told = {line.split(": ")[0] for line in str(caught.value).splitlines()}
    assert {"lanes[0].yield", "lanes[1].speed", "policy.replenish[0].base_stock.S", "horizon"} <= told


def test_what_is_no_network_is_refused() -> None:
    for data in (None, 3, [], "network"):
        with pytest.raises(InvalidError, match="must be a mapping"):
            read_world(data)
    with pytest.raises(InvalidError, match=r"policy: must be a mapping"):
        read_policy(3)
    with pytest.raises(InvalidError, match=r"policy.replenish\[0\].site: is missing"):
        read_policy({"replenish": [{"base_stock": 3}]})
    with pytest.raises(InvalidError, match=r"policy.split\[0\].share: is missing"):
        read_policy({"replenish": [], "split": [{"site": "depot", "from": "north"}]})


def test_a_stock_without_a_rule_is_refused_when_it_runs() -> None:
    data = line()
    del data["policy"]["replenish"][1]
    world = read_world(data)
    for bare in (world, read_world({key: value for key, value in data.items() if key != "policy"})):
        with pytest.raises(InvalidError, match=r"policy.replenish: A at shop has no replenishment rule"):
            start(bare, 1)


def test_an_item_goes_by_its_own_rule_before_its_sites() -> None:
    data = line()
    data["policy"]["replenish"].append({"site": "shop", "item": "A", "base_stock": 99})
    assert start(read_world(data), 1).run().rows("order")[0].quantity == 84


def test_a_world_that_is_too_large_is_refused() -> None:
    names = [f"i{at}" for at in range(6)]
    items = [{"name": name} for name in names]
    stocks = [{"site": "depot", "item": name} for name in names]
    assert 1_000_000 * len(stocks) > LARGEST_WORK
    with pytest.raises(InvalidError, match="is too large"):
        NetworkModel.read(
            {
                **line(),
                "horizon": 1_000_000,
                "items": items,
                "stocks": stocks,
                "demands": [],
                "lanes": line()["lanes"][:1],
            }
        )


def test_two_lanes_with_shares_or_a_backup_are_read() -> None:
    for more in ({"share": 1}, {"priority": 1}):
        data = line()
        data["sources"].append({"name": "south"})
        data["lanes"][0]["share"] = 1
        data["lanes"].append({**SOUTH, **more})
        assert len(read_world(data).lanes) == 3
    data = line(sources=[{"name": "north"}, {"name": "south"}])
    data["lanes"].append(SOUTH)
    data["policy"]["split"] = [{"site": "depot", "from": name, "share": 1} for name in ("north", "south")]
    assert read_world(data).policy is not None
