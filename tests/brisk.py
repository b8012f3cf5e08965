"""A brisk company: three directorates, three channels and a roadmap of weeks, so that within forty weeks all of its life has happened to it."""

from typing import Any

from simulation.scenario import Scenario, scenario_of

LEVERS = {
    "sponsorship": 0.7, "delegation": 0.5, "role_clarity": 0.1, "budget_authority": 0.3, "coercion": 0.2, "goal_strength": 0.4, "shared_okrs": 0.3,
    "shared_kpis": 0.3, "sale_credit": 0.3, "indicator_quality": 0.4, "review_interval": 4.0, "silo_level": 0.4, "reporting_line": "IT",
    "structure": "business universe", "factory_size": 0.3, "build_share": 0.5, "scope": 1.0, "ambition": 0.6, "wave_size": 4.0, "communication": 0.4,
    "change_management": 0.5, "change_lead_weeks": 3.0, "customer_insight": 0.5, "api_strategy": 0.6, "modernisation": 0.3, "design_system": 0.9,
    "process_pooling": 0.5, "common_method": 0.6,
}  # fmt: skip
TRAITS = {
    "journey_weeks": 4.0, "integrators": 0.4, "sponsor_turnover": 0.9, "staff_turnover": 0.5, "scope_growth": 2.0, "innovation": 0.05, "imitation": 0.65,
    "visits_per_week": 1.2, "behaviour_shocks": 3.0, "own_load": 0.9, "api_coverage": 0.5, "customers_represented": 20_000.0, "consultation_weeks": 3.0,
}  # fmt: skip
TEAMS = (
    ("app makers", "marketing", "experience", 9.0, ["app"]), ("campaigns", "marketing", "operations", 7.0, []), ("core systems", "IT", "systems", 12.0, []),
    ("data", "IT", "systems", 8.0, []), ("web makers", "IT", "experience", 10.0, ["web"]), ("back office", "stores", "operations", 9.0, []),
    ("store tools", "stores", "experience", 6.0, ["store"]), ("tills", "stores", "systems", 5.0, ["store"]),
)  # fmt: skip
CHANNELS = (("web", "IT", 0.0, 0.3, 0.22, 0.9), ("app", "marketing", 0.2, 0.2, 0.24, 0.7), ("store", "stores", 0.9, 0.5, 0.28, 0.95))
JOURNEYS = (
    ("click and collect", "purchase", ["web", "store"], "order", 60.0, 0.0), ("return in store", "after sales", ["web", "app", "store"], "order", 90.0, 2.0),
    ("stock seen", "purchase", ["app", "store"], "order", 50.0, 1.0), ("loyalty", "after sales", ["web", "app", "store"], "identity", 80.0, 4.0),
    ("gift card", "after sales", ["app", "web"], "order", 40.0, 12.0),
)  # fmt: skip


def document(**levers: Any) -> dict[str, Any]:
    """The company and its governance as a scenario file would say it, some levers otherwise."""
    return {
        "title": "Brisk", "sector": "retail", "traits": dict(TRAITS), "levers": LEVERS | levers,
        "directorates": [
            {"name": "marketing", "line": "marketing"}, {"name": "IT", "line": "IT"}, {"name": "stores", "line": "distribution", "franchised": 0.4},
        ],
        "teams": [{"name": name, "directorate": unit, "speciality": kind, "fte": fte, "channels": on} for name, unit, kind, fte, on in TEAMS],
        "channels": [
            {"name": name, "owner": owner, "digital_rank": rank, "sales_share": share, "margin": margin, "reach": reach}
            for name, owner, rank, share, margin, reach in CHANNELS
        ],
        "segments": [{"name": "keen", "share": 0.4, "affinity": 1.5, "visits": 1.2}, {"name": "wary", "share": 0.6, "affinity": 0.6, "visits": 0.8}],
        "journeys": [
            {"name": name, "universe": universe, "channels": channels, "component": family, "days": days, "planned_week": week, "value": 400_000.0,
             "involves": ["marketing"]}
            for name, universe, channels, family, days, week in JOURNEYS
        ],
    }  # fmt: skip


def brisk(**levers: Any) -> Scenario:
    """The brisk company as a scenario, some levers otherwise."""
    return scenario_of(document(**levers), "brisk")
