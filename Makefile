# Needs Python 3.11 or newer and a package index. Every target does its own set-up, once.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/ready
PYTEST := $(BIN)/python -m pytest -q -n logical --dist worksteal
PIP := $(BIN)/python -m pip --no-input --disable-pip-version-check
UV_INSTALL := $(BIN)/uv --quiet pip install --python $(BIN)/python --no-deps --require-hashes -r constraints-dev.txt
# What the project itself is built with is pinned like the rest.
PINS := echo setuptools | $(BIN)/uv --no-config --quiet pip compile --universal --python-version 3.11 \
    --fork-strategy fewest --generate-hashes --no-annotate --no-emit-index-url \
    --custom-compile-command "make pins" $(or $(ARGS),--upgrade)

# Without bytecode every process of the tests compiles them anew: eight seconds, each of them.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check tests-pass rest-holds pins mutants long soak bench clean
.DELETE_ON_ERROR:

help: ## Say what there is to make
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile

setup: $(READY) ## Make .venv with everything in it
	@echo ".venv is ready"

demo: $(READY) ## Play an invented tweetup, no account needed (ARGS=--headless: no page, just a summary)
	@$(BIN)/tweetup demo $(ARGS)

test: $(READY) ## Run the tests (ARGS="tests/domain -k rsvp" to choose)
	@$(PYTEST) $(ARGS)

check: $(READY) ## Everything that must hold: style, types, import contracts, no known holes, tests
	@echo "Style"; $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(MAKE) --no-print-directory --jobs=2 tests-pass rest-holds

# Side by side: for types there is one process only, which takes a minute the first time.
tests-pass:
	@echo "Tests"; $(PYTEST)

rest-holds:
	@echo "Types"; $(BIN)/mypy
	@echo "Import contracts"; $(BIN)/lint-imports --no-logo --no-cache
	@echo "Known vulnerabilities"; $(BIN)/python -m tests.supply.audit

pins: $(READY) ## Pin the newest dependencies that fit, with hashes (ARGS="-P aiohttp": that one alone)
	@$(PINS) -o constraints.txt pyproject.toml - >/dev/null
	@$(PINS) -o constraints-dev.txt -c constraints.txt --extra dev pyproject.toml - >/dev/null

long: $(READY) ## The tests that take their time, and all cases of those of which make check tries some
	@$(PYTEST) -m "long or hypothesis" --hypothesis-profile=thorough --timeout=600 $(ARGS)

soak: $(READY) ## A month of faults, a burst, 500 kills, a year of 50 guilds: up to half an hour (ARGS="--seed 2 --kills 50")
	@$(BIN)/python -m tests.soak $(ARGS)

bench: $(READY) ## What it costs, beside the least it could: five minutes, a table and a line of JSON
	@$(BIN)/python -m tests.bench

mutants: $(READY) ## Break bot/domain in small ways: do its tests tell? (ARGS="--sample 400", ARGS="rsvp roster")
	@$(BIN)/python -m tests.mutants $(ARGS)

clean: ## Remove what was made; keeps config.toml, .env and databases
	@rm -rf .venv build dist mutants *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find bot cogs db tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv that was left half-made, or whose Python is gone, is made anew. uv installs the pins in a
# fifth of pip's time, and is one of them itself. It knows nothing of pip's settings: where it finds
# no index, pip may. pip's own progress is a few hundred lines: a dot for each package says enough.
# The file is the proof that all succeeded, as the exit status of a pipe is that of its last part.
$(READY): pyproject.toml constraints.txt constraints-dev.txt
	@$(PYTHON) -c 'import sys; v = "Python %d.%d" % sys.version_info[:2]; sys.exit(sys.version_info < (3, 11) \
	    and "Tweetup needs Python 3.11 or newer; $(PYTHON) is " + v + ". Try: make PYTHON=python3.12")'
	@rm -f $@
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Making .venv"; $(PYTHON) -m venv --clear .venv; }
	@printf "Installing what Tweetup needs into .venv, half a minute or more, once "
	@awk '/^[a-z]/ { wanted = /^uv==/ } wanted' constraints-dev.txt >.venv/uv.txt
	@{ $(PIP) install --progress-bar off --require-hashes -r .venv/uv.txt \
	    && { $(UV_INSTALL) || $(PIP) install --progress-bar off --require-hashes -r constraints-dev.txt; } \
	    && PYTHONWARNINGS=ignore $(PIP) install --no-deps --no-index --no-build-isolation -e . && touch $@; } \
	    | awk '/^(Collecting|Processing|Installing collected)/ { printf "."; fflush() } END { print "" }'
	@test -f $@ || { echo "Installing failed, for the reason given above."; exit 1; }
