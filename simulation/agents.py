"""The agents as Mesa sees them: views on rows of the one state, with their decisions as methods that may be overridden.

    class Stubborn(Directorate):
        def wish(self):
            return 0.1 * super().wish()

    model = OmnichannelModel(agent_classes=[Stubborn])

A method calls the rule that the compiled kernel calls. What is not overridden stays compiled. A decision either returns its answer, or acts (sets
columns of the agent, calls a method) and returns nothing; the table in docs/mesa.md says which.
"""

import difflib
from typing import Any

import mesa
import numpy as np

from simulation.checks import refuse
from simulation.deciding import decision, decisions_of, listed, subclass_problems
from simulation.mechanisms import allocation, buy_in, commitment, communication, customers, decisions, recognition, steering
from simulation.played import Rule
from simulation.readouts import reasons_of_directorate, reasons_of_team
from simulation.traits import SPECIALITIES
from simulation.views import COLUMNS, Package, View, view_of

OF_MESA = ("model", "unique_id", "pos", "row")
CUSTOMER_STATUSES = ("never", "trying", "adopted", "lapsed")


class Agent(View, mesa.Agent):  # type: ignore[misc, unused-ignore]
    """An agent of the model: a row of a table, with a name."""

    def __init__(self, model: Any, row: int, name: str) -> None:
        """Made by the model, one for each row."""
        self.row, self._name = row, name
        mesa.Agent.__init__(self, model)

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if hasattr(cls, "TABLE"):
            of_others = {name: kind.__name__ for kind in KINDS if not issubclass(cls, kind) for name in decisions_of(kind)}
            refuse(subclass_problems(cls, COLUMNS[cls.TABLE], of_others))

    def __setattr__(self, name: str, value: Any) -> None:
        known = hasattr(type(self), name) or name.startswith("_") or name in OF_MESA
        if not known and (near := misspelt(name, self.MOVES)):
            raise AttributeError(f"a {type(self).__name__} has no '{name}'; did you mean '{near}'?")
        if name in decisions_of(type(self)):
            kind = type(self).__name__
            raise AttributeError(f"{name}() of one agent alone would never be called: override it in a subclass of {kind}, given as agent_classes")
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name}>"

    @property
    def name(self) -> str:
        """Its name in the company's file."""
        return self._name

    def follow(self, rule: Rule, **given: Any) -> Any:
        """Do as the kernel's rule does, with this agent's row and the state as it stands; `given` replaces parameters of the rule by name."""
        return self.model._asking.follow(self, rule, given)

    def step(self) -> None:
        """Refused: the model plays a week, and asks its agents for decisions."""
        raise RuntimeError(self._plays_nothing("step"))

    def advance(self) -> None:
        """Refused, as `step`."""
        raise RuntimeError(self._plays_nothing("advance"))

    def _plays_nothing(self, name: str) -> str:
        decisions = decisions_of(type(self))
        instead = f"; override a decision instead: {listed(decisions)}" if decisions else ""
        return f"{type(self).__name__}.{name}() plays nothing: model.step() plays a week{instead}"

    def remove(self) -> None:
        """Refused: agents are rows of the state."""
        raise RuntimeError(
            f"{self._name} cannot be removed: an agent is a row of the state for the whole run. "
            "Leave it out of the company (simulation.load(...), a scenario file), or override what it decides"
        )


@view_of("board")
class Board(Agent):
    """General management: it gives the sponsor's hours, sits in the monthly committee, may stop the programme and strike journeys off its roadmap."""

    @decision("steering", steering.consider_stop, acts="call self.stop() to stop the programme")
    def consider_stop(self) -> None:
        """Each quarter: stop a programme that is seen to slip, unless a sponsor shields it."""
        self.follow(steering.consider_stop)

    @decision("steering", steering.consider_striking, acts="call super().consider_striking() to strike off what the rule would; without it nothing is")
    def consider_striking(self) -> None:
        """Each quarter: strike a journey off the roadmap, where the money granted will not bring all of it home."""
        self.follow(steering.consider_striking)

    @decision("decisions", decisions.hears, told=("package",), gives="yes or no")
    def hear(self, package: Package) -> bool:
        """Does the sponsor take up a package's open question himself this week?"""
        return bool(self.follow(decisions.hears, package=package.row))

    def stop(self) -> None:
        """Stop the programme; it is not started again."""
        programme = self.model.state.programme
        if programme.stopped[0] == 0:
            programme.stopped[0], programme.stop_week[0] = 1, self.model.week


@view_of("factory")
class Factory(Agent):
    """The Digital Factory; there is an agent also where it has no people (`headcount` 0), since a dated change may found it later."""

    @decision("decisions", decisions.may_decide, told=("package",), gives="yes or no")
    def decide(self, package: Package) -> bool:
        """Does the Factory settle a package's open question alone this week?"""
        return bool(self.follow(decisions.may_decide, package=package.row))

    @property
    def teams(self) -> list["Team"]:
        """Its teams."""
        return [team for team in self.model.teams if team.directorate is None]


@view_of("directorates", moves=("declared", "actual", "recognition", "heard", "reactance"))
class Directorate(Agent):
    """A directorate, with its own roadmap, objectives and channels."""

    @decision("communication", communication.listen, row="directorate", acts="set self.heard")
    def listen(self) -> None:
        """Hear what is said of the programme, as far as it is believed."""
        self.follow(communication.listen)

    @decision("recognition", recognition.recognise, row="directorate", acts="set self.recognition")
    def recognise(self) -> None:
        """Move one's view of the Factory toward what one has seen."""
        self.follow(recognition.recognise)

    @decision("commitment", commitment.own_wish, row="directorate", gives="share")
    def wish(self) -> float:
        """Share of what the plan asks that it wishes to give (0..1)."""
        return float(self.follow(commitment.own_wish))

    @decision("commitment", commitment.choose, row="directorate", acts="set self.declared, self.actual and self.reactance")
    def choose_commitment(self) -> None:
        """Declare, and give: moves `declared`, `actual` and `reactance`."""
        self.follow(commitment.choose)

    @decision("decisions", decisions.attends, row="directorate", gives="yes or no")
    def attend_committee(self) -> bool:
        """Does it come to this month's committee?"""
        return bool(self.follow(decisions.attends))

    @property
    def teams(self) -> list["Team"]:
        """Its teams."""
        return [team for team in self.model.teams if team.directorate is self]

    def why(self) -> dict[str, float]:
        """What speaks for shared work this week, and against it (negative): log-odds of its wish by reason, which add up to it (commitment.REASONS).

        `heard` is what hearing of the programme does by itself; that common objectives pull as far as it has heard what they are for is within `goals`.
        """
        return reasons_of_directorate(self.model.state, self.row)


@view_of("teams", moves=("buy_in", "understanding", "method", "fatigue", "threat", "success"))
class Team(Agent):
    """A team of a directorate, or of the Factory."""

    @decision("communication", communication.learn, row="team", acts="set self.understanding and self.method")
    def learn(self) -> None:
        """Be trained when it is due, understand, practise, forget."""
        self.follow(communication.learn)

    @decision("buy_in", buy_in.opinion, row="team", gives="share")
    def opinion(self) -> float:
        """Buy-in that it would come to by itself (0..1)."""
        return float(self.follow(buy_in.opinion))

    @decision("buy_in", buy_in.update, row="team", acts="set self.buy_in, self.fatigue, self.threat and self.success")
    def update_buy_in(self) -> None:
        """Tire, see results, fear for sales, and move toward one's neighbours and one's own opinion; all see last week's buy-in."""
        self.follow(buy_in.update)

    @decision("allocation", allocation.picks, row="team", told=("package", "part"), gives="yes or no")
    def pick_work(self, package: Package, part: str) -> bool:
        """Does it take up its part ("experience", "systems" or "operations") of a package this week?"""
        return bool(self.follow(allocation.picks, package=package.row, part=SPECIALITIES.index(part)))

    @property
    def directorate(self) -> Directorate | None:
        """Its directorate; None for a team of the Factory."""
        row = int(self.model.state.teams.unit[self.row])
        return self.model.directorates[row] if row < len(self.model.directorates) else None

    @property
    def unit(self) -> str:
        """Name of its directorate, or of the Factory."""
        return (self.directorate or self.model.factory).name

    @property
    def speciality(self) -> str:
        """One of traits.SPECIALITIES."""
        return SPECIALITIES[int(self.model.state.teams.speciality[self.row])]

    @property
    def open_ties(self) -> list["Team"]:
        """The teams with which it has a working tie this week."""
        state = self.model.state
        rows = slice(int(state.teams.tie_start[self.row]), int(state.teams.tie_end[self.row]))
        near = state.ties.threshold[rows] < state.programme.openness[0]
        return [self.model.teams[other] for other in state.ties.other[rows][near]]

    def why(self) -> dict[str, float]:
        """What speaks for the programme to this team, and against it (negative): log-odds of its opinion by reason, which add up to it (buy_in.REASONS)."""
        return reasons_of_team(self.model.state, self.row)


@view_of("customers", moves=("trust",))
class Customer(Agent):
    """A customer; there are agents for each up to `model.CUSTOMER_AGENTS`, for each segment above."""

    @decision("customers", customers.visits, acts="call super().visit() for the visit, and set self.trust")
    def visit(self) -> None:
        """A visit, in a week in which he comes: what he meets, what he makes of it, where he buys."""
        self.follow(customers.visits, came=np.array([self.row - self.model._asking.asked("first")]), count=1)

    @decision("customers", customers.adoption_chance, gives="chance", within="visit")
    def adoption_chance(self) -> float:
        """Chance that he takes up the journey that he has met, if he is no user."""
        return float(self.follow(customers.adoption_chance))

    @decision("customers", customers.lapse_chance, gives="chance", within="visit")
    def lapse_chance(self) -> float:
        """Chance that he gives up after this visit, if he is a user."""
        return float(self.follow(customers.lapse_chance))

    @property
    def status(self) -> str:
        """One of CUSTOMER_STATUSES."""
        return CUSTOMER_STATUSES[int(self.model.state.customers.status[self.row])]

    @property
    def segment(self) -> str:
        """Name of his segment."""
        return str(self.model.segment_names[int(self.model.state.customers.segment[self.row])])

    @property
    def home(self) -> str:
        """Name of the channel where his visits start."""
        return str(self.model.channels[int(self.model.state.customers.home[self.row])].name)


@view_of("demand")
class Segment(Agent):
    """All customers of a segment, where there are too many to be agents one by one."""


def misspelt(name: str, known: tuple[str, ...]) -> str:
    """The one of `known` of which a name seems to be a misspelling, empty where it is a name of its own; a plural is."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    return near[0] if near and name != f"{near[0]}s" else ""


KINDS: tuple[type[Agent], ...] = (Board, Factory, Directorate, Team, Customer, Segment)
