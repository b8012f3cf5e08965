"""A small library of scenarios, written by the tests that need one: two companies and three ways to govern them."""

from pathlib import Path

SHOP = """
title = "A shop"
title_fr = "Un magasin"
sector = "retail"

[traits]
legacy_debt = 0.4

[[directorates]]
name = "IT"
line = "IT"

[[directorates]]
name = "stores"
line = "distribution"

[[teams]]
name = "web team"
directorate = "IT"
speciality = "systems"
fte = 8

[[teams]]
name = "design"
directorate = "IT"
speciality = "experience"

[[teams]]
name = "shop floor"
directorate = "stores"
speciality = "operations"
channels = ["store"]

[[channels]]
name = "web"
owner = "IT"
digital_rank = 0.0
sales_share = 0.3

[[channels]]
name = "store"
owner = "stores"
digital_rank = 1.0
sales_share = 0.7

[[segments]]
name = "everybody"
share = 1.0

[[journeys]]
name = "click and collect"
universe = "purchase"
channels = ["web", "store"]
component = "order"
days = 300

[[journeys]]
name = "return in store"
universe = "after sales"
channels = ["web", "store"]
component = "order"
days = 200
planned_week = 10
"""

AS_IS = 'title = "As is"\ntitle_fr = "Tel quel"\n[levers]\nsponsorship = 0.05\n'
SPONSOR = 'title = "Sponsor only"\nextends = ["as-is"]\n[levers]\nsponsorship = 0.9\n'
LEAVES = 'title = "Sponsor leaves"\nextends = ["sponsor"]\n[[changes]]\nweek = 20\nlevers = { sponsorship = 0.0 }\n'


def write_library(folder: Path) -> Path:
    """Write the library into a folder and return it."""
    for kind in ("companies", "governance"):
        (folder / kind).mkdir(parents=True)
    (folder / "companies" / "shop.toml").write_text(SHOP, encoding="utf-8")
    (folder / "companies" / "indebted.toml").write_text('title = "Indebted"\nextends = ["shop"]\n[traits]\nlegacy_debt = 1.2\n', encoding="utf-8")
    for name, text in (("as-is", AS_IS), ("sponsor", SPONSOR), ("sponsor-leaves", LEAVES)):
        (folder / "governance" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder
