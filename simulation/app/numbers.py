"""The numbers behind a page, as CSV: units as declared, a full stop for decimals."""

import pandas as pd

from simulation.app.address import View
from simulation.app.figures import shown
from simulation.app.visit import Visit
from simulation.checks import InputError
from simulation.report.text import comparison_csv
from simulation.scenario import Scenario
from simulation.spreadsheet import csv_text


def csv_of(view: View, visit: Visit, scenarios: list[Scenario]) -> str:
    """Weekly series so far of each scenario shown; on the page of odds, levels and differences of all outcomes. Nothing is run for it.

    Raises InputError where the odds are not there yet.
    """
    if view.page == "odds":
        found = visit.kept.found([scenarios[place] for place in shown(view)], view.worlds, seed=view.seed)
        if found is None:
            raise InputError(["these odds are still being run: download them when they are shown"])
        return comparison_csv(found)
    tables = []
    for place in shown(view):
        scenario = scenarios[place]
        live = visit.live(0 if view.page == "world" else place, scenario, view.seed, view.world, view.customers, view.week)
        tables.append(live.table().assign(scenario=scenario.name, world=view.world).set_index(["scenario", "world"], append=True))
    return csv_text(pd.concat(tables).reorder_levels(["scenario", "world", "week"]))
