"""What a page calls a scenario: its title, and the levers that were moved on it."""

from simulation.app.address import LETTERS, Choice, View
from simulation.app.texts import lever_label, say
from simulation.report.differing import plain_value
from simulation.report.messages import one_line
from simulation.scenario import Scenario


def title_of(scenario: Scenario, lang: str, limit: int = 90) -> str:
    """The title of a scenario on one line, of at most so many characters."""
    return one_line(scenario.title_fr if lang == "fr" else scenario.title, limit)


def called(base: Scenario, choice: Choice, lang: str) -> str:
    """The whole title of a choice: that of the scenario, then all that was moved: `As is, Board sponsorship 0.9, Silo level 0.1`."""
    return ", ".join([title_of(base, lang), *_moves(choice, lang)])


def heading_of(base: Scenario, choice: Choice, lang: str) -> str:
    """The title of a choice where room is scarce: `As is, Board sponsorship 0.9 and 1 more moved`."""
    moves = _moves(choice, lang)
    more = " " + say("and {n} more moved", lang, n=len(moves) - 1) if len(moves) > 1 else ""
    return ", ".join([title_of(base, lang), *moves[:1]]) + more


def lettered(view: View, place: int, title: str) -> str:
    """A title with the letter of its place before it: `B: Full package`; where a view has one scenario only, the title alone."""
    colon = "\u00a0:" if view.lang == "fr" else ":"
    return f"{LETTERS[place]}{colon} {title}" if len(view.choices) > 1 else title


def _moves(choice: Choice, lang: str) -> list[str]:
    """What was moved, in the order of the levers."""
    return [f"{lever_label(name, lang)} {plain_value(value, lang)}" for name, value in choice.moved]
