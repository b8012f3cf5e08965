"""Step 4, recognition: each directorate's view of the Factory follows what it has seen.

"The sponsor came, I knew who decides, things went live on my channels, they sit next door." Each of four sights convinces
with its own weight, independently: seen = 1 - product of (1 - weight x sight). Recognition moves toward what is seen; nothing
says that it erodes. A reporting line makes the Factory near one directorate and far from the others; under general
management it is near the board and far from every directorate's people.
Left out: personal reputation. Sources: harveynash2016 (lines that occur), model-notes (form and pace).
"""

from simulation.compiled import compiled, piece
from simulation.mechanisms.shared import toward
from simulation.parameters import Numbers, number

GENERAL_MANAGEMENT = 1  # code of the reporting line


class Coefficients(Numbers):
    """Coefficients of recognition."""

    near: float = number(0.9, 0.54, 1, unit="0 to 1", meaning="closeness to the directorate to which the Factory reports")
    far: float = number(0.15, 0.09, 0.24, unit="0 to 1", meaning="closeness to the others when it reports to one")
    from_the_top: float = number(0.3, 0.18, 0.48, unit="0 to 1", meaning="closeness to each when it reports to general management")
    sponsor: float = number(0.5, 0.3, 0.8, unit="weight", meaning="a present sponsor convinces")
    deciders: float = number(0.3, 0.18, 0.48, unit="weight", meaning="knowing who decides convinces")
    results: float = number(0.55, 0.33, 0.88, unit="weight", meaning="results on its own channels convince")
    neighbour: float = number(0.35, 0.21, 0.56, unit="weight", meaning="a Factory next door convinces")
    level: float = number(
        0.3, 0.18, 0.48, unit="times a level", meaning="how much further off the sponsor seems with each level between the Factory and the board"
    )
    pace: float = number(0.035, 0.021, 0.056, unit="share a week", meaning="pace at which views move")


@piece
def frame(factory, directorates, levers, on, c):
    """Levels to the board, and who is near whom; a Factory that no longer reports to anybody is as it was before."""
    if on.reporting_line and levers.reporting_line == 0.0:
        factory.levels = factory.own_levels
        for directorate in range(directorates.name.shape[0]):
            directorates.closeness[directorate] = directorates.own_closeness[directorate]
    elif on.reporting_line:
        line = int(levers.reporting_line)
        factory.levels = 1.0 if line == GENERAL_MANAGEMENT else 2.0
        alike = 0.0
        for directorate in range(directorates.name.shape[0]):
            alike += 1.0 if directorates.line[directorate] == line else 0.0
        for directorate in range(directorates.name.shape[0]):
            closeness = c.from_the_top if line == GENERAL_MANAGEMENT else c.far
            if line != GENERAL_MANAGEMENT and directorates.line[directorate] == line:
                closeness = max(c.near / alike, c.far)
            directorates.closeness[directorate] = closeness


@compiled
def seen(sponsor, deciders, results, closeness, c):
    """What speaks for the Factory: four sights, each convincing with its own weight."""
    doubt = (1.0 - c.sponsor * sponsor) * (1.0 - c.deciders * deciders) * (1.0 - c.results * results) * (1.0 - c.neighbour * closeness)
    return 1.0 - doubt


@piece
def act(board, programme, factory, directorates, teams, c):
    """Views move toward what each directorate has seen."""
    for directorate in range(directorates.name.shape[0]):
        recognise(board, programme, factory, directorates, teams, directorate, c)


@compiled
def recognise(board, programme, factory, directorates, teams, directorate, c):
    """A directorate's view moves toward what it has seen."""
    shown = min(board.sponsor_hours / board.weekly_hours, 1.0) / (1.0 + c.level * (factory.levels - 1.0))
    known = programme.clarity * understanding(teams, directorate)
    sight = seen(shown, known, directorates.results[directorate], directorates.closeness[directorate], c)
    target = sight if factory.headcount > 0.0 else 0.0
    directorates.recognition[directorate] = toward(directorates.recognition[directorate], target, c.pace)


@compiled
def understanding(teams, unit):
    """Mean understanding of shared rules in a unit, each team counting alike."""
    total, count = 0.0, 0.0
    for team in range(teams.unit.shape[0]):
        if teams.unit[team] == unit:
            total += teams.understanding[team]
            count += 1.0
    return total / max(count, 1.0)
