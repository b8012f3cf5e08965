"""What all tests stand on."""

from simulation import load, run
from simulation.compiled import is_known
from simulation.run import whole_run


def pytest_configure(config):
    """Compile the model before the workers start: each would compile it for itself."""
    if not hasattr(config, "workerinput") and not is_known(whole_run):
        run(load("retailer/as-is"), worlds=1, weeks=1, customers=10)
