"""`logitrain simulate`: runs a scenario written by hand."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.errors import FAILED, CommandError
from app.commands.figures import figure
from app.commands.output import put, put_json, put_table, read_text
from app.commands.usage import command_class
from app.i18n import Translator

if TYPE_CHECKING:
    from sim.experiment import Experiment
    from sim.scenario import Scenario

# Below this many simulated days a second process costs more than it brings.
SPREAD_DAYS = 2_000_000
# Below this many periods of stocking points each replication is lived apart, which gives intervals.
ONE_BY_ONE = 100_000
CONFIDENCE = 0.95
MAX_SEED = 2**31 - 1


def add(app: typer.Typer, t: Translator) -> None:
    """Adds the command to `app`, its help in the translator's language."""

    @app.command("simulate", help=t("cli.simulate.help"), cls=command_class(t))
    def simulate(
        file: Annotated[Path, typer.Argument(help=t("cli.simulate.file"), metavar=t("cli.arg.file"))],
        seed: Annotated[int, typer.Option("--seed", help=t("cli.simulate.seed"))] = 1,
        replications: Annotated[
            int, typer.Option("--replications", "-r", help=t("cli.simulate.replications"))
        ] = 30,
        as_json: Annotated[bool, typer.Option("--json", help=t("cli.opt.json"))] = False,
    ) -> None:
        if replications < 1:
            raise CommandError("cli.error.replications", value=replications)
        if not 0 <= seed <= MAX_SEED:
            raise CommandError("cli.error.seed", value=seed, limit=MAX_SEED)
        report = run(file, seed, replications, t)
        if as_json:
            put_json(report)
        else:
            show(report, t)


def run(file: Path, seed: int, replications: int, t: Translator) -> dict[str, Any]:
    """Runs the scenario of a file and gives its report, as plain data.

    Shape: {scenario, seed, replications, horizon, warm_up, policy, confidence, indicators: {name: {mean,
    low, high}}}; low and high are None for a single replication. A world of another model than the single item
    has its name as `model` besides, and no bounds where it is too large to be run one replication after the
    other. Raises CommandError when the file cannot be used.
    """
    from sim.checks import InvalidError  # noqa: PLC0415  (slow floor, see app/commands)
    from sim.scenario import scenario_from_dict  # noqa: PLC0415
    from sim.scenario_yaml import ScenarioFileError, parse_world  # noqa: PLC0415

    def reader(data: Any) -> "Scenario | Mapping[str, Any]":
        if not isinstance(data, Mapping) or not _named(data):
            return scenario_from_dict(data)
        from sim.models import read_model  # noqa: PLC0415  (compiles kernels: not for a single item)

        read_model(data)
        return data

    text = read_text(file)
    try:
        read = parse_world(text, str(file), reader)
        if isinstance(read, Mapping):
            return _of_model(read, seed, replications)
        return _of_item(read.with_policy(None), seed, replications)
    except InvalidError as error:
        faults = error.explain(t.lang)
        if not isinstance(error, ScenarioFileError):  # no policy: the whole file lacks it
            faults = f"{file}:1: {faults}"
        text = f"{t('cli.simulate.refused', file=file)}\n{faults}"
        raise CommandError(None, code=FAILED, text=text) from error


def _named(data: Mapping[Any, Any]) -> bool:
    """Whether one top key names the model: a single item has several, or one of its own."""
    from sim.scenario import Scenario  # noqa: PLC0415

    return len(data) == 1 and not set(data) <= set(Scenario.__dataclass_fields__)


def _of_item(scenario: "Scenario", seed: int, replications: int) -> dict[str, Any]:
    from sim.indicators import NAMES  # noqa: PLC0415  (slow floor, see app/commands)
    from sim.scenario import policy_to_dict  # noqa: PLC0415

    result = _experiment(scenario, seed, replications)
    assert scenario.policy is not None
    return {
        "scenario": scenario.name,
        "seed": seed,
        "replications": replications,
        "horizon": scenario.horizon,
        "warm_up": scenario.warm_up,
        "policy": policy_to_dict(scenario.policy),
        "confidence": CONFIDENCE,
        "indicators": {name: _row(result.values(name)) for name in NAMES},
    }


def _of_model(data: Mapping[str, Any], seed: int, replications: int) -> dict[str, Any]:
    from sim.models import read_model  # noqa: PLC0415  (slow floor, see app/commands)

    [(key, inside)] = data.items()
    world = read_model(data)
    if world.work() * replications <= ONE_BY_ONE:
        runs = [world.live(seed, "", number).indicators for number in range(replications)]
        known = [name for name in world.INDICATORS if all(name in one for one in runs)]
        table = {name: _row([one[name] for one in runs]) for name in known}
    else:
        means = world.measure(seed, "", replications)
        table = {name: {"mean": mean, "low": None, "high": None} for name, mean in means.items()}
    return {
        "scenario": str(inside.get("name", key)),
        "model": key,
        "seed": seed,
        "replications": replications,
        "horizon": inside.get("horizon"),
        "warm_up": inside.get("warm_up", 0),
        "policy": inside.get("policy"),
        "confidence": CONFIDENCE,
        "indicators": table,
    }


def show(report: dict[str, Any], t: Translator) -> None:
    """Shows a report as a table."""
    put(t.plural("cli.simulate.title", report["replications"], name=report["scenario"], seed=report["seed"]))
    several = any(row["low"] is not None for row in report["indicators"].values())
    headings = [t("cli.simulate.indicator"), t("cli.simulate.mean")]
    headings += [t("cli.simulate.low"), t("cli.simulate.high")] if several else []
    rows = []
    for name, row in report["indicators"].items():
        decimals = 4 if name.endswith(("_rate", "_accuracy", "_level", "_deviation")) else 2
        bounds = [figure(row[side], t, decimals) for side in ("low", "high")] if several else []
        rows.append([_label(name, t, report), figure(row["mean"], t, decimals), *bounds])
    put_table(headings, rows, right=(1, 2, 3))


def _label(name: str, t: Translator, report: dict[str, Any]) -> str:
    if "model" not in report:
        return t(f"cli.indicator.{name}")
    from cases.indicators import indicator_label  # noqa: PLC0415  (slow floor, see app/commands)

    return indicator_label(name, t.lang)


def _experiment(scenario: "Scenario", seed: int, replications: int) -> "Experiment":
    from sim.experiment import experiment  # noqa: PLC0415  (slow floor, see app/commands)

    if scenario.horizon * replications < SPREAD_DAYS:
        return experiment(scenario, seed, replications)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        return experiment(scenario, seed, replications, executor=executor)


def _row(values: Sequence[float]) -> dict[str, float | None]:
    from sim.experiment import interval, mean  # noqa: PLC0415  (slow floor, see app/commands)

    if len(values) == 1:
        return {"mean": mean(values), "low": None, "high": None}
    found = interval(values, CONFIDENCE)
    return {"mean": found.mean, "low": found.low, "high": found.high}
