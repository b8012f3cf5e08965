"""A scenario of an experiment as it stands in one world: its company sampled or its uncertain traits drawn, and a point's values set.

World k draws each uncertain trait by (seed, company stream, k, its name), so all points meet the same company in the same world.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from simulation.draws import COMPANY
from simulation.layers import Layer
from simulation.sampling import Population, population_of, sample_scenario
from simulation.scenario import Scenario, scenario_of
from simulation.uncertain import Range, drawn, ranges_of


class Setting(NamedTuple):
    """What the scenarios of an experiment are, and what a world draws for them."""

    scenarios: Sequence[Scenario]
    population: Population | None
    uncertain: Mapping[str, Range]  # traits
    seed: int

    def settled(self, place: int, traits: Mapping[str, float], world: int) -> Scenario:
        """Scenario `place` in a world, whole, every uncertain trait with its value but those that `traits` states. Raises InputError."""
        scenario = self.scenarios[place] if self.population is None else self._sampled(self.population, place, world)
        values = {**drawn({**scenario.uncertain, **self.uncertain}, self.seed, COMPANY, world), **traits}
        return scenario.with_(traits=values, title=scenario.name, source=f"world {world}") if values else scenario

    def _sampled(self, population: Population, place: int, world: int) -> Scenario:
        """Company `world` of a population, governed as it governs itself, or as the scenario says."""
        scenario = sample_scenario(population, world, self.seed)
        if not self.scenarios:
            return scenario
        governance = self.scenarios[place]
        said = governance.to_dict()
        return scenario_of(
            {**scenario.company.model_dump(), **{name: said[name] for name in ("levers", "changes", "off")}}, f"{scenario.name}/{governance.name}"
        )


def governed(scenario: Scenario, levers: Mapping[str, Any]) -> Scenario:
    """The scenario with other levers, whose values were checked when the experiment was read."""
    return replace(scenario, levers=scenario.levers.model_copy(update=dict(levers))) if levers else scenario


def stored_run(folder: Path, manifest: Mapping[str, Any], number: int) -> tuple[Scenario, dict[str, Any]]:
    """The whole scenario of a run of a sweep's folder, and its settings as `simulation.run` takes them. Raises InputError, that of the run among them."""
    from simulation.checks import InputError
    from simulation.sweep.merging import sweep_manifest
    from simulation.sweep.results import Results

    sweep_manifest(folder)
    study = manifest["study"]
    if not 0 <= number < manifest["runs"]:
        raise InputError([f"run = {number} is outside 0 to {manifest['runs'] - 1}, the runs of {folder}"])
    point, place = divmod(number, study["worlds"])
    world = study["first_world"] + place
    row = Results(folder).points.loc[point].to_dict()
    names = [each["name"] for each in manifest["scenarios"]]
    said = study["population"]
    setting = Setting(
        [scenario_of(each["document"], each["name"]) for each in manifest["scenarios"]],
        population_of(Layer(said["name"], said["document"]), said["name"]) if said else None,
        ranges_of({name.partition(".")[2]: words for name, words in study["uncertain"].items()}),
        study["seed"],
    )
    varied: dict[str, dict[str, Any]] = {"levers": {}, "traits": {}}
    for name, value in row.items():
        family, _, field = str(name).partition(".")
        if family in varied:
            varied[family][field] = value
    scenario = setting.settled(names.index(row["scenario"]) if names else 0, varied["traits"], world)
    return governed(scenario, varied["levers"]), {"first_world": world, **{name: study[name] for name in ("seed", "weeks", "customers")}}
