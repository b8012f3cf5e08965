"""The pictures of one world: the organisation as a network, and what is live where."""

import math

import numpy as np

from simulation.app import svg
from simulation.app.live import Live
from simulation.app.texts import say
from simulation.app.why import share, waits
from simulation.report import style
from simulation.report.draw_organisation import team_places, unit_places
from simulation.report.messages import one_line

WIDE, HIGH, MIDDLE = 600.0, 545.0, 246.0  # of the network; its middle is above that of the picture, whose legend is below
SCALE = 160.0  # pixels of the ring's radius
TEXT = 15.5  # side by side, on a screen of 1,280 pixels, it is shown at 0.71 of its size
TABLE = 700.0  # width of the table of journeys
WAITING = "#b3261e"


def network(live: Live, selected: str, lang: str = "en") -> str:
    """Teams within their units, darker where buy-in is higher; thin lines are open ties, red arrows who waits for whom this week."""
    teams = live.team_table()
    centres, radius = unit_places(live.units, teams)
    places = {name: _at(place) for name, place in team_places(teams, centres, radius).items()}
    parts = [_units(live, centres, radius, selected), _ties(live, places), _arrows(live, centres, radius)]
    most = max(float(teams["fte"].max()), 1.0)
    for row, team in enumerate(teams.itertuples()):
        if team.fte <= 0:
            continue
        x, y = places[team.name]
        key = f"team:{row}"
        words = f"{team.name} ({team.unit}) – {say('buy-in', lang)} {share(team.buy_in, lang)}, {team.fte:.0f} {say('people', lang)}"
        edge, width = (style.SECOND, 3.0) if key == selected else (style.INK, 0.7)
        parts.append(svg.dot(x, y, 3.2 + 6.0 * math.sqrt(team.fte / most), svg.shade(team.buy_in), edge=edge, width=width, title=words, key=key))
    parts += [_names(live, centres, radius), _legend(live, lang)]
    return svg.picture(WIDE, HIGH, parts, say("The organisation as a network", lang))


def _at(place: np.ndarray) -> tuple[float, float]:
    return WIDE / 2 + SCALE * float(place[0]), MIDDLE - SCALE * float(place[1])


def _units(live: Live, centres: dict[str, np.ndarray], radius: dict[str, float], selected: str) -> str:
    parts = []
    for row in live.peopled:
        unit = live.units[row]
        x, y = _at(centres[unit])
        chosen = f"unit:{row}" == selected
        edge, width = (style.SECOND, 2.5) if chosen else (style.FAINT, 1.0)
        parts.append(svg.dot(x, y, SCALE * radius[unit], "#f1f4f7", edge=edge, width=width, title=one_line(unit), key=f"unit:{row}"))
    return "".join(parts)


def _ties(live: Live, places: dict[str, tuple[float, float]]) -> str:
    """Open ties as two paths: within a unit grey, across units orange, the fainter the more there are."""
    units = live.state.teams.unit
    paths: dict[bool, list[str]] = {True: [], False: []}
    for one, other in live.open_ties():
        (x, y), (to_x, to_y) = places[live.teams[one]], places[live.teams[other]]
        paths[bool(units[one] != units[other])].append(f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}")
    faint = min(0.55, 0.1 + 12.0 / max(len(paths[True]), 1))
    return "".join(
        f'<path d="{"".join(paths[across])}" fill="none" stroke="{colour}" stroke-width="{width}" opacity="{opacity:.2f}" pointer-events="none"/>'
        for across, colour, width, opacity in ((True, style.SECOND, 0.7, faint), (False, "#7d8b99", 0.9, 0.55))
    )


def _arrows(live: Live, centres: dict[str, np.ndarray], radius: dict[str, float]) -> str:
    """An arrow from the unit that waits to the unit of the teams it waits for; thicker for more pieces of work."""
    counts: dict[tuple[int, int], int] = {}
    for _, conductor, team in waits(live):
        unit = int(live.state.teams.unit[team])
        if unit != conductor:
            counts[conductor, unit] = counts.get((conductor, unit), 0) + 1
    strongest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:12]
    parts = []
    for (waiter, awaited), count in strongest:
        (x, y), (to_x, to_y) = _at(centres[live.units[waiter]]), _at(centres[live.units[awaited]])
        length = math.hypot(to_x - x, to_y - y) or 1.0
        along, side = ((to_x - x) / length, (to_y - y) / length), (-(to_y - y) / length, (to_x - x) / length)
        start, end = SCALE * radius[live.units[waiter]], length - SCALE * radius[live.units[awaited]] - 3
        bend = 0.16 * length
        points = [
            (x + along[0] * start, y + along[1] * start),
            (x + along[0] * length / 2 + side[0] * bend, y + along[1] * length / 2 + side[1] * bend),
            (x + along[0] * end, y + along[1] * end),
        ]
        words = f"{live.units[waiter]} → {live.units[awaited]}: {count}"
        parts.append(_arrow(points, 1.0 + 0.5 * min(count, 8), words))
    return "".join(parts)


def _arrow(points: list[tuple[float, float]], width: float, words: str) -> str:
    (x, y), (mid_x, mid_y), (to_x, to_y) = points
    turn = math.atan2(to_y - mid_y, to_x - mid_x)
    size = 4.5 + width
    head = " ".join(f"{to_x - size * math.cos(turn + side):.1f},{to_y - size * math.sin(turn + side):.1f}" for side in (0.45, -0.45))
    return (
        f'<path d="M{x:.1f} {y:.1f}Q{mid_x:.1f} {mid_y:.1f} {to_x:.1f} {to_y:.1f}" fill="none" stroke="{WAITING}" stroke-width="{width:.1f}" '
        f'opacity="0.6" class="waits">{svg.said(words)}</path><polygon points="{to_x:.1f},{to_y:.1f} {head}" fill="{WAITING}" opacity="0.75"/>'
    )


def _names(live: Live, centres: dict[str, np.ndarray], radius: dict[str, float]) -> str:
    parts = []
    for row in live.peopled:
        unit = live.units[row]
        x, y = _at(centres[unit])
        distance = math.hypot(*centres[unit])
        lines = style.wrapped(unit, 11, lines=2).split("\n")
        if distance == 0:
            at, anchor, first = (x, y + SCALE * radius[unit] + TEXT), "middle", 0.0
        else:
            along = (centres[unit][0] / distance, -centres[unit][1] / distance)
            reach = SCALE * radius[unit] + 7
            at = (x + along[0] * reach, y + along[1] * reach)
            anchor = "start" if along[0] > 0.3 else "end" if along[0] < -0.3 else "middle"
            first = -TEXT * (len(lines) - 1) if along[1] < -0.6 else 9.0 if along[1] > 0.6 else 5.0 - TEXT / 2 * (len(lines) - 1)
        parts += [
            svg.text(at[0], at[1] + first + TEXT * place, each, anchor=anchor, colour=style.INK, size=TEXT, key=f"unit:{row}")
            for place, each in enumerate(lines)
        ]
    return "".join(parts)


def _legend(live: Live, lang: str) -> str:
    upper, y = HIGH - 34, HIGH - 10
    parts = [svg.box(14 + 14 * step, upper - 10, 14, 10, svg.shade(step / 5)) for step in range(6)]
    parts.append(svg.text(106, upper, say("buy-in of a team, 0 to 100 %", lang), size=TEXT))
    keys = (
        ("tie across directorates", lambda x: svg.line([(x, y - 5), (x + 26, y - 5)], style.SECOND, width=1.2)),
        ("tie inside one", lambda x: svg.line([(x, y - 5), (x + 26, y - 5)], "#7d8b99", width=1.2)),
        ("waits for", lambda x: _arrow([(x, y - 5), (x + 13, y - 5), (x + 26, y - 5)], 2.0, "")),
    )
    x = 14.0
    for name, drawn in keys:
        words = say(name, lang)
        parts += [drawn(x), svg.text(x + 33, y, words, size=TEXT)]
        x += 50 + 8.0 * len(words)
    return "".join(parts)


def going_live(live: Live, lang: str = "en") -> str:
    """Journeys by channels, filled from the left as work is done and dark with the week once live; at the right, how many of its connections are."""
    cells, joined = live.builds(), live.connections()
    journeys = sorted({journey for journey, _ in cells}, key=lambda name: [each.planned_week for each in live.plan.journeys if each.name == name])
    channels = [each.name for each in live.plan.channels]
    row_height, left, top, right = 19.0, 190.0, 64.0, 96.0
    width = (TABLE - left - right) / max(len(channels), 1)
    heads = [(left + width * (place + 0.5), name) for place, name in enumerate(channels)] + [(TABLE - right / 2, say("connections", lang))]
    parts = [svg.text(x, top - 8, one_line(name, 16), anchor="middle", size=12) for x, name in heads]
    whole = {each.name: int(live.state.journeys.live_week[row]) >= 0 for row, each in enumerate(live.plan.journeys)}
    for row, journey in enumerate(journeys):
        y = top + row_height * row
        parts.append(svg.text(left - 8, y + 13, one_line(journey, 30), anchor="end", size=12, colour=style.INK, bold=whole[journey]))
        for place, channel in enumerate(channels):
            if (journey, channel) in cells:
                parts.append(_cell(left + width * place + 2, y + 1.5, width - 4, row_height - 3, *cells[journey, channel], f"{journey}, {channel}", lang))
        done, pairs = joined[journey]
        told = f"{done} {say('of {n}', lang, n=pairs)}"
        parts.append(svg.text(TABLE - right / 2, y + 13, told, anchor="middle", size=12, colour=style.INK, bold=done == pairs))
    parts += [svg.text(0, 14 + 16 * line, words, size=12) for line, words in enumerate(style.wrapped(_reading(lang), 118, lines=2).split("\n"))]
    return svg.picture(TABLE, top + row_height * len(journeys) + 8, parts, say("Which journey is live on which channel", lang))


def _reading(lang: str) -> str:
    """How to read the table of journeys."""
    return say(
        "Filled: share of the work done; dark: live, with its week; empty: the journey does not use that channel. "
        "A journey is live, and bold, when all its channels and all connections between them are.",
        lang,
    )


def _cell(x: float, y: float, width: float, height: float, done: float, week: int, words: str, lang: str) -> str:
    if week >= 0:
        live = f"{words}: {say('live since week {week}', lang, week=week)}"
        return svg.box(x, y, width, height, svg.shade(0.8), title=live, radius=2) + svg.text(
            x + width / 2, y + height - 4, str(week), anchor="middle", colour=style.PAPER, size=12
        )
    title = f"{words}: {say('{share} of the work done', lang, share=share(done, lang))}"
    return svg.box(x, y, width, height, "#eef2f5", title=title, radius=2) + (
        svg.box(x, y, width * done, height, svg.shade(0.35), title=title, radius=2) if done else ""
    )
