"""`python -m simulation.evidence labels | ledger | measured | page | population`: what is stored about the model's evidence, made anew; each takes minutes."""

import sys

from simulation.sampling import load_population


def main(wanted: list[str]) -> int:
    """Make what was asked for; the exit status."""
    known = {"labels": _labels, "ledger": _ledger, "measured": _measured, "page": _page, "population": _population}
    if not wanted or any(each not in known for each in wanted):
        print(f"say what to make: {', '.join(known)}", file=sys.stderr)
        return 2
    for each in wanted:
        known[each]()
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _labels() -> None:
    from simulation.evidence.labels import tested, write_labels

    write_labels(tested(load_population("typical"), 1, _tell))


def _ledger() -> None:
    from simulation.evidence.ledger import screen, write_ledger

    write_ledger(screen(_tell))


def _measured() -> None:
    from simulation.evidence.page import measure_all

    measure_all(_tell)


def _page() -> None:
    from simulation.evidence.page import write_page

    write_page()


def _population() -> None:
    from simulation.evidence.population_page import write

    write()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
