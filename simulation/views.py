"""A row of the state seen as a thing: its columns as attributes, read and written in the tables of the one state."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np

from simulation.checks import finite
from simulation.records import RECORDS
from simulation.state import CONNECTION
from simulation.state import (
    Channels as ChannelTable,
)
from simulation.state import (
    Customers as CustomerTable,
)
from simulation.state import (
    Demand as DemandTable,
)
from simulation.state import (
    Directorates as DirectorateTable,
)
from simulation.state import (
    Journeys as JourneyTable,
)
from simulation.state import (
    Packages as PackageTable,
)
from simulation.state import (
    Teams as TeamTable,
)

if TYPE_CHECKING:
    from simulation.model import OmnichannelModel

COLUMNS: dict[str, tuple[str, ...]] = {
    "directorates": DirectorateTable._fields, "teams": TeamTable._fields, "channels": ChannelTable._fields, "journeys": JourneyTable._fields,
    "packages": PackageTable._fields,
    "customers": tuple(name for name in CustomerTable._fields if name not in ("changed", "steps", "words", "came")),
    "demand": tuple(name for name in DemandTable._fields if name in ("share", "affinity", "visits", "people", "users", "lapsed")),
    **{name: tuple(field for field in kind.names or () if field != "row") for name, kind in RECORDS.items()},  # a view has a row of its own
}  # fmt: skip
STATUSES = ("not started", "in work", "integrating", "live", "struck off")
Kind = TypeVar("Kind", bound=type)


class View:
    """A row of a table of the model's state; `row` is its place there."""

    TABLE: ClassVar[str]
    MOVES: ClassVar[tuple[str, ...]] = ()  # columns that its own decisions move, and that may be set by hand
    model: "OmnichannelModel"
    row: int

    def __setattr__(self, name: str, value: Any) -> None:
        if is_derived(type(self), name):
            raise AttributeError(derived(self, name))
        super().__setattr__(name, value)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # the columns


def view_of(table: str, moves: tuple[str, ...] = ()) -> Callable[[Kind], Kind]:
    """Give a class a property for each column of a table, but for those that it defines itself; `moves` may also be set, to 0..1."""

    def shown(kind: Kind) -> Kind:
        kind.TABLE, kind.MOVES = table, moves  # type: ignore[attr-defined]
        for name in COLUMNS[table]:
            if not hasattr(kind, name):
                setattr(kind, name, _column(table, name, moves))
        return kind

    return shown


def _column(table: str, name: str, moves: tuple[str, ...]) -> property:
    def read(self: View) -> Any:
        value = getattr(getattr(self.model.state, table), name)[self.row]
        if np.ndim(value) == 0:
            return value.item()
        seen = value.view()
        seen.flags.writeable = False
        return seen

    def write(self: View, value: Any) -> None:
        if name not in moves:
            raise AttributeError(derived(self, name))
        if not finite(value) or not 0.0 <= value <= 1.0:
            raise ValueError(f"{type(self).__name__}.{name} = {value!r}: a number from 0 to 1 is needed")
        getattr(getattr(self.model.state, table), name)[self.row] = value

    return property(read, write, doc=f"Column `{name}` of `{table}` (see docs/odd.md).")


def derived(view: View, name: str) -> str:
    """What is said to one who sets what follows from what is done."""
    kind = type(view).__name__
    can = f"of a {kind} these may be set: {', '.join(view.MOVES)}" if view.MOVES else f"nothing of a {kind} is set by hand"
    why = f"{kind}.{name} is not set by hand, it follows from the company and from what is decided and done"
    return f"{why}; {can}; or give another lever or company to a new model"


def is_derived(kind: type, name: str) -> bool:
    """Whether a class of this package works an attribute out, so that it cannot be set."""
    found = getattr(kind, name, None)
    return isinstance(found, property) and found.fset is None and getattr(found.fget, "__module__", "").startswith("simulation.")


class Thing(View):
    """Something that agents work on."""

    def __init__(self, model: "OmnichannelModel", row: int, name: str) -> None:
        """The row of a model's state, under its name."""
        self.model, self.row, self.title = model, row, name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.title}>"


@view_of("channels")
class Channel(Thing):
    """A way in which customers meet the company."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.title


@view_of("journeys")
class Journey(Thing):
    """What a customer wants to do, over several channels."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.title

    @property
    def packages(self) -> list["Package"]:
        """Its builds and connections."""
        state = self.model.state
        return self.model.packages[state.journeys.package_start[self.row] : state.journeys.package_end[self.row]]


@view_of("packages")
class Package(Thing):
    """A work package: a journey on a channel, or a connection between two channels of it. Its parts are done by teams."""

    @property
    def name(self) -> str:
        """Its name: journey | channel, or journey | channel - channel."""
        return self.title

    @property
    def status(self) -> str:
        """One of STATUSES."""
        return STATUSES[int(self._column("status"))]

    @property
    def kind(self) -> str:
        """`build` or `connection`."""
        return "connection" if self._column("kind") == CONNECTION else "build"

    @property
    def journey(self) -> Journey:
        """The journey that it is a part of."""
        return self.model.journeys[int(self._column("journey"))]

    @property
    def teams(self) -> list[Any]:
        """[part] the team of each part, in the order of traits.SPECIALITIES."""
        return [self.model.teams[row] for row in self._column("team")]

    def _column(self, name: str) -> Any:
        return getattr(self.model.state.packages, name)[self.row]
