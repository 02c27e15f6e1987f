"""`logitrain simulate`: runs a scenario written by hand."""

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
    low, high}}}; low and high are None for a single replication. Raises CommandError when the file cannot
    be used.
    """
    from sim.scenario import ScenarioError, policy_to_dict  # noqa: PLC0415  (slow floor, see app/commands)
    from sim.scenario_yaml import ScenarioFileError, parse_scenario  # noqa: PLC0415

    text = read_text(file)
    try:
        scenario = parse_scenario(text, str(file)).with_policy(None)
        result = _experiment(scenario, seed, replications)
    except ScenarioError as error:
        faults = error.explain(t.lang)
        if not isinstance(error, ScenarioFileError):  # no policy: the whole file lacks it
            faults = f"{file}:1: {faults}"
        text = f"{t('cli.simulate.refused', file=file)}\n{faults}"
        raise CommandError(None, code=FAILED, text=text) from error
    assert scenario.policy is not None
    return {
        "scenario": scenario.name,
        "seed": seed,
        "replications": replications,
        "horizon": scenario.horizon,
        "warm_up": scenario.warm_up,
        "policy": policy_to_dict(scenario.policy),
        "confidence": CONFIDENCE,
        "indicators": _indicators(result, replications),
    }


def show(report: dict[str, Any], t: Translator) -> None:
    """Shows a report as a table."""
    put(t.plural("cli.simulate.title", report["replications"], name=report["scenario"], seed=report["seed"]))
    several = report["replications"] > 1
    headings = [t("cli.simulate.indicator"), t("cli.simulate.mean")]
    headings += [t("cli.simulate.low"), t("cli.simulate.high")] if several else []
    rows = []
    for name, row in report["indicators"].items():
        decimals = 4 if name in ("fill_rate", "cycle_service_level", "stock_out_rate") else 2
        bounds = [figure(row[side], t, decimals) for side in ("low", "high")] if several else []
        rows.append([t(f"cli.indicator.{name}"), figure(row["mean"], t, decimals), *bounds])
    put_table(headings, rows, right=(1, 2, 3))


def _experiment(scenario: "Scenario", seed: int, replications: int) -> "Experiment":
    from sim.experiment import experiment  # noqa: PLC0415  (slow floor, see app/commands)

    if scenario.horizon * replications < SPREAD_DAYS:
        return experiment(scenario, seed, replications)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        return experiment(scenario, seed, replications, executor=executor)


def _indicators(result: "Experiment", replications: int) -> dict[str, dict[str, float | None]]:
    from sim.indicators import NAMES  # noqa: PLC0415  (slow floor, see app/commands)

    table: dict[str, dict[str, float | None]] = {}
    for name in NAMES:
        if replications == 1:
            table[name] = {"mean": result.mean(name), "low": None, "high": None}
        else:
            interval = result.interval(name, CONFIDENCE)
            table[name] = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return table
