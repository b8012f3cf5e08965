"""`python -m simulation` is the command `omnigov`."""

from simulation.cli import main

main()
