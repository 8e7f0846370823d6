# `make map` builds the map from seeds/, `make test` checks the whole project, and `make check`
# what the rooms that changed since BASE need.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BASE ?= HEAD
# Processes that test, one for each processor; one that is done takes over from another.
JOBS ?= auto
SHARED_OUT = -n $(JOBS) --dist worksteal

.PHONY: map test test-long check lint test-lowest clean

map: $(VENV)/.for-use
	$(BIN)/mapper build
	@echo "Open it in a browser: file://$(CURDIR)/outputs/map.html"

test: lint
	$(BIN)/pytest $(SHARED_OUT)

# All tests, those marked as long too, and more examples of those that invent theirs.
test-long: lint
	MAPPER_EXAMPLES=30 $(BIN)/pytest $(SHARED_OUT) -m "long or not long"

check: lint
	rooms=$$($(BIN)/python tests/changed.py $(BASE)) && $(BIN)/pytest $(SHARED_OUT) $$rooms

lint: $(VENV)/.for-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The oldest versions that pyproject.toml allows; they exist for Python 3.11 and 3.12. Left out
# are the rooms that use Python alone: no version of a library changes what they do.
OF_PYTHON_ALONE = words text mentions reports incidents
# Cut off, full or damaged on purpose: what holds then is no version's either.
OF_PYTHON_ALONE += faults
# Pages of the manual, each command a process: whether they are right is no version's.
OF_PYTHON_ALONE += cli/test_guides.py cli/test_manual.py
# Every output searched, every build done again: the same outputs, looked at otherwise.
OF_PYTHON_ALONE += release/test_leaks.py pipeline/test_verify.py
# And what cannot be loaded without the extra `inputs`.
OF_THE_EXTRA = mapper/sources/formats/pdf tests/sources/formats/pdf tests/sources/formats/mutated.py
test-lowest: $(VENV)-lowest/.for-test
	$(VENV)-lowest/bin/pytest $(SHARED_OUT) -m "not browser and not qgis and not long" \
		$(OF_PYTHON_ALONE:%=--ignore=tests/%) $(OF_THE_EXTRA:%=--ignore=%)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.for-use: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[inputs]'
	@touch $@

$(VENV)/.for-test: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[test]'
	@touch $@

$(VENV)-lowest/.for-test: pyproject.toml tests/lowest.txt
	$(PYTHON) -m venv $(VENV)-lowest
	$(VENV)-lowest/bin/python -m pip install --quiet -c tests/lowest.txt -e '.[world]' hypothesis odfpy openpyxl pytest pytest-xdist selenium websocket-client
	@touch $@

# What was installed and generated; seeds and the pack stay.
clean:
	rm -rf $(VENV) $(VENV)-lowest .mypy_cache .pytest_cache .ruff_cache .hypothesis
