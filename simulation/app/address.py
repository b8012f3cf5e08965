"""The address bar holds what a page shows: a link opens the same scenarios, levers, world and week again.

    ?page=side&s=retailer/as-is&s=retailer/as-is~sponsorship:0.9&world=7&week=40&lang=fr

`s` is a scenario of the shelf with the levers moved on it, once for each scenario; what is left out is as at the start. A `~` in a name is doubled.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote

from simulation.checks import HORIZON, LIMITS, did_you_mean, shown, whole_number
from simulation.levers import CATEGORIES, DECLARED

PAGES = ("world", "side", "odds", "results")
LANGUAGES = ("en", "fr")
LETTERS = "ABCD"  # of the scenarios of a page
MOST = len(LETTERS)  # scenarios side by side
MOST_CUSTOMERS, MOST_WORLDS = 20_000, 1_000  # in a page; the command line takes more
START = "retailer/as-is"
LONGEST = 8_000  # characters of an address
LONGEST_NAME = 255  # of a file; that of a scenario has a few characters more around it
MARK = "~"  # between a scenario and each lever


class Choice(NamedTuple):
    """A scenario of the shelf, and the levers moved on it: (name, value) in the order of their declaration."""

    name: str
    moved: tuple[tuple[str, float | str], ...] = ()

    def with_lever(self, lever: str, value: float | str, base: Mapping[str, Any]) -> "Choice":
        """The same with one lever moved; a value that the scenario `base` (its levers) has anyway is no move."""
        levers = {**dict(self.moved), lever: value}
        return Choice(self.name, tuple((name, levers[name]) for name in DECLARED if name in levers and levers[name] != base.get(name)))


@dataclass(frozen=True)
class View:
    """All that a page shows. `edited` is the scenario that the sliders move; weeks gone by: 0 is the board's decision."""

    page: str = "world"
    choices: tuple[Choice, ...] = (Choice(START),)
    edited: int = 0
    world: int = 0
    seed: int = 1
    week: int = 0
    customers: int = 5000
    worlds: int = 200
    linked: bool = False
    result: str = ""
    lang: str = "en"

    def on(self, page: str) -> "View":
        """The same on another page; pages that compare get a second scenario: what was moved beside what it was moved on."""
        view = replace(self, page=page)
        if page not in ("side", "odds") or len(self.choices) > 1:
            return view
        only = self.choices[0]
        return replace(view, choices=(Choice(only.name), only), edited=1)

    def moving(self, lever: str, value: float | str, bases: list[Mapping[str, Any]]) -> "View":
        """A lever moved: of the edited scenario, or of all when they are linked. `bases` are the levers of the scenarios before any move."""
        choices = list(self.choices)
        for place in range(len(choices)):
            if place == self.edited or (self.linked and self.page == "side"):
                choices[place] = choices[place].with_lever(lever, value, bases[place])
        return replace(self, choices=tuple(choices))

    @property
    def choice(self) -> Choice:
        """The scenario that the sliders move."""
        return self.choices[self.edited]


def is_elsewhere(view: View, before: View) -> bool:
    """Whether a view is an entry of its own in the browser's history: another page, scenario or study, but not a moved lever or another week."""
    place, left = ((each.page, [choice.name for choice in each.choices], each.result) for each in (view, before))
    return place != left


def query_of(view: View) -> str:
    """The address of a view, from the question mark on."""
    start = View()
    parts = [("page", view.page)] if view.page != start.page else []
    parts += [("s", _choice_text(choice)) for choice in view.choices]
    for name in ("edited", "world", "seed", "week", "customers", "worlds", "result", "lang"):
        if getattr(view, name) != getattr(start, name):
            parts.append((name, str(getattr(view, name))))
    parts += [("linked", "1")] if view.linked else []
    return "?" + "&".join(f"{name}={quote(text, safe='/~:.,')}" for name, text in parts)


def view_of(query: str) -> tuple[View, list[str]]:
    """The view that an address asks for, and what in it cannot be used; that is left as at the start."""
    problems: list[str] = []
    asked = parse_qs(query.lstrip("?")[:LONGEST], keep_blank_values=False, max_num_fields=None)
    given: dict[str, Any] = {}
    for name, known in (("page", PAGES), ("lang", LANGUAGES)):
        if name in asked:
            if asked[name][-1] in known:
                given[name] = asked[name][-1]
            else:
                problems.append(f"{name} = '{asked[name][-1][:40]}' is unknown{did_you_mean(asked[name][-1][:40], known)}")
    for name in ("world", "seed", "customers", "worlds"):
        if name in asked and (number := count_of(name, asked[name][-1][:40], problems)) is not None:
            given[name] = number
    given |= _within("week", asked, HORIZON, problems)
    for name, most in (("customers", MOST_CUSTOMERS), ("worlds", MOST_WORLDS)):
        if given.get(name, 0) > most:
            problems.append(f"{name} = {given.pop(name)} is more than a page simulates ({most:,}); the command line takes more")
    given["linked"] = asked.get("linked", [""])[-1] == "1"
    given["result"] = asked.get("result", [""])[-1][:LONGEST_NAME]
    choices = tuple(_choice(text, problems) for text in asked.get("s", [])[:MOST])
    if len(asked.get("s", [])) > MOST:
        problems.append(f"{len(asked['s'])} scenarios are given; a page shows at most {MOST}")
    if choices:
        given["choices"] = choices
    given |= _within("edited", asked, len(choices or (0,)) - 1, problems)
    view = View(**given)
    return view.on(view.page), problems


def count_of(name: str, given: Any, problems: list[str]) -> int | None:
    """A whole number as `whole_number` takes it; what it refuses is told by where such numbers start, since nobody reads a limit of 19 digits."""
    refused: list[str] = []
    found = whole_number(name, given, refused)
    problems += [f"{name} = {shown(given)} cannot be used: give a whole number from {LIMITS[name][0]}"] if refused else []
    return found


def _within(name: str, asked: Mapping[str, list[str]], most: int, problems: list[str]) -> dict[str, int]:
    if name not in asked:
        return {}
    text = asked[name][-1]
    if re.fullmatch(r"[0-9]{1,6}", text) and int(text) <= most:
        return {name: int(text)}
    problems.append(f"{name} = '{text[:40]}' is not a whole number from 0 to {most}")
    return {}


def _choice_text(choice: Choice) -> str:
    moved = (f"{name}:{value if isinstance(value, str) else f'{value:.10g}'}" for name, value in choice.moved)
    return MARK.join([choice.name.replace(MARK, 2 * MARK), *moved])


def _choice(text: str, problems: list[str]) -> Choice:
    name, *moves = text.replace(2 * MARK, "\0").split(MARK)
    name = name.replace("\0", MARK)[: LONGEST_NAME + 20]
    levers: dict[str, float | str] = {}
    for move in moves:
        lever, _, value = move.partition(":")
        if lever not in DECLARED:
            problems.append(f"no lever '{lever[:40]}'{did_you_mean(lever[:40], DECLARED)}")
        elif (usable := _value(lever, value)) is None:
            problems.append(f"levers.{lever} = {value[:40]} is outside {_allowed(lever)}")
        else:
            levers[lever] = usable
    return Choice(name, tuple((lever, levers[lever]) for lever in DECLARED if lever in levers))


def _value(lever: str, text: str) -> float | str | None:
    if lever in CATEGORIES:
        return text if text in CATEGORIES[lever] else None
    try:
        value = float(text)
    except ValueError:
        return None
    low, high = DECLARED[lever].low, DECLARED[lever].high
    return value if math.isfinite(value) and low is not None and high is not None and low <= value <= high else None


def _allowed(lever: str) -> str:
    return ", ".join(CATEGORIES[lever]) if lever in CATEGORIES else f"{DECLARED[lever].low:g} to {DECLARED[lever].high:g}"
