"""What all tests stand on."""

from simulation import load, run
from simulation.compiled import is_known
from simulation.run import whole_run

LONGEST = (
    "test_pages", "test_report", "test_analyse", "test_mesa", "test_cli", "test_nothing_is_dead", "test_prices", "test_cause_rule", "test_engine",
    "test_swept", "test_evidence", "test_first_use", "test_sweep", "test_docs",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """The files that take longest come first, so that no worker is left with one of them at the end."""
    turn = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get(item.path.stem, len(turn)))


def pytest_configure(config):
    """Compile the model before the workers start: each would compile it for itself."""
    if not hasattr(config, "workerinput") and not is_known(whole_run):
        run(load("retailer/as-is"), worlds=1, weeks=1, customers=10)
