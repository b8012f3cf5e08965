"""The numbers behind a page, as CSV: units as declared, a full stop for decimals."""

import pandas as pd

from simulation.app.address import View
from simulation.app.figures import shown
from simulation.app.odds import FINE
from simulation.app.visit import Visit
from simulation.report.text import comparison_csv
from simulation.scenario import Scenario


def csv_of(view: View, visit: Visit, scenarios: list[Scenario]) -> str:
    """Weekly series so far of each scenario shown; on the page of odds, levels and differences of all outcomes."""
    if view.page == "odds":
        return comparison_csv(visit.kept.comparison([scenarios[place] for place in shown(view)], view.worlds, FINE, seed=view.seed))
    tables = []
    for place in shown(view):
        scenario = scenarios[place]
        live = visit.live(0 if view.page == "world" else place, scenario, view.seed, view.world, view.customers, view.week)
        tables.append(live.table().assign(scenario=scenario.name, world=view.world).set_index(["scenario", "world"], append=True))
    return str(pd.concat(tables).reorder_levels(["scenario", "world", "week"]).to_csv(lineterminator="\n"))
