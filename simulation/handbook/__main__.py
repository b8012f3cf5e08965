"""`python -m simulation.handbook [RESULTS]`: make the tables of the pages anew; with a results folder, also what takes runs.

RESULTS is a folder written by `make compare`: of it the small study in `docs/reference-study/` is kept. Then the first effects
of the levers are computed, and the examples of the README are run.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from simulation.handbook.pages import FIRST_EFFECTS, ROOT, STUDY, makers, pages, write


def main(arguments: list[str]) -> None:
    """Write all pages; say which changed."""
    if arguments:
        _studies(Path(arguments[0]))
    by = makers()
    for page in pages():
        if write(page, by):
            print(page.relative_to(ROOT))


def _studies(results: Path) -> None:
    from simulation.analysis.first_effects import page as first_effects
    from simulation.handbook.examples import printed
    from simulation.handbook.study import keep

    keep(results, STUDY)
    print("first effects of the levers", file=sys.stderr, flush=True)
    with np.errstate(all="ignore"):  # outcomes that no world reaches
        FIRST_EFFECTS.write_text(first_effects(), encoding="utf-8")
    print("examples of the README", file=sys.stderr, flush=True)
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        texts = printed(readme.read_text(encoding="utf-8"), Path(folder))
    write(readme, {place: partial(str, text) for place, text in texts.items()})


if __name__ == "__main__":
    main(sys.argv[1:])
