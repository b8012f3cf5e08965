# Each command makes .venv with Python's own venv and pip when it is missing, or when what it must hold has changed.
PYTHON ?= python3
unexport PYTHONDONTWRITEBYTECODE  # tests start some hundred processes, each of which would compile the sources anew
WORKERS ?= 2
BIN := .venv/bin
READY := .venv/.ready
STUDY := results/reference-study

.PHONY: help setup compare app test docs cases bench validate evidence bounds lint format clean

help:
	@echo "make compare    governance scenarios on the reference retailer -> $(STUDY)/report.html"
	@echo "make app        the pages, in your browser: one world, side by side, odds, results"
	@echo "make test       the tests, some three and a half minutes"
	@echo "make docs       runs \"make compare\", then writes the pages that the code writes, and the study that the README quotes"
	@echo "make cases      a worked study for each company that ships -> docs/cases/ (a quarter of an hour)"
	@echo "make bench      speed, with peers in the same run"
	@echo "make validate   the long studies against theory and evidence"
	@echo "make evidence   fits coefficients anew and measures all that docs/validation.md says; an hour and more"
	@echo "make bounds     the tests once more, every array access checked"
	@echo "make lint       ruff, format check, mypy: what CI runs after the tests"
	@echo "make format     let ruff mend and format"
	@echo "make setup      only make .venv"
	@echo "make clean      remove .venv and caches; results stay"

setup: $(READY)
	@:

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "omnigov needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@echo "Setting up .venv (once, one to three minutes, most of it downloads)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@

compare: $(READY)
	@$(BIN)/omnigov compare --library retailer --results $(STUDY) --fresh

app: $(READY)
	@$(BIN)/omnigov app

docs: compare
	@$(BIN)/python -m simulation.handbook $(STUDY)

cases: $(READY)
	@$(BIN)/python -m simulation.handbook.cases

test: $(READY)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

bench: $(READY)
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/sweeps.py

validate: $(READY)
	@$(BIN)/python -m pytest -q -m study

evidence: $(READY)
	@$(BIN)/omnigov calibrate --store
	@$(BIN)/python -m simulation.evidence labels ledger measured page population

bounds: $(READY)
	@NUMBA_BOUNDSCHECK=1 OMNIGOV_CACHE=.venv/bounds $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy simulation

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
