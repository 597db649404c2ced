# Needs python3 (3.11 or newer) and make, nothing else. `make` alone tells what there is.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000

export PIP_DISABLE_PIP_VERSION_CHECK := 1

CHECKED := $(wildcard tracker tests migrations bench conftest.py)
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --annotation-style line --fork-strategy fewest --upgrade

.DEFAULT_GOAL := help
.PHONY: help run install develop test test-fast check format migration lock audit bench wheel clean words

help: ## Tell what there is
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 20

# What stands in the environment already goes before.
run: export TRACKER_SAMPLE_MODE ?= 1
run: install ## Start the sample city on http://127.0.0.1:8000 (PORT=8001 for another)
	$(BIN)/tracker upgrade
	$(BIN)/tracker seed
	$(BIN)/tracker serve --port $(PORT)

install: $(VENV)/.installed ## Install what the tracker needs to run

develop: $(VENV)/.developed ## Install what tests and checks need as well

test: develop ## Run all tests: SQLite, PostgreSQL and, where Chromium is found, a browser
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

check: develop ## Check format, lint, types, imports, templates, spelling, migrations, vendored files
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/codespell
	$(BIN)/python -m pytest --quiet tests/architecture tests/test_vendored_assets.py

format: develop ## Put code into its agreed format
	$(BIN)/ruff format $(CHECKED)
	$(BIN)/ruff check --fix $(CHECKED)

migration: develop ## Write the migration to the models of today: make migration MESSAGE="What changes"
	$(BIN)/python -c 'import sys; from tracker import schema; print(*schema.write_revision(sys.argv[1]))' "$(MESSAGE)"
	$(BIN)/ruff format --quiet migrations

words: develop ## Gather the sentences of letters into the translators' files in tracker/mail/languages
	$(BIN)/python -m tests.mail.words

lock: develop ## Resolve the lock files anew from pyproject.toml
	$(UV_COMPILE) pyproject.toml --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(UV_COMPILE) --group build --constraint requirements-dev.lock --output-file requirements-build.lock

audit: develop ## Ask whether a locked library has a known weakness
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.lock

bench: develop ## Measure against the targets of bench/
	$(BIN)/python -m bench $(ARGS)

wheel: $(VENV)/.installed ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean: ## Remove what was built; data in var/ stay
	rm -rf build dist htmlcov .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The tracker needs Python 3.11 or newer; name one with: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments; install the package python3-venv and try again." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps make a second run start at once. Deleting one installs again.
$(VENV)/.installed: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock -r requirements-build.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developed: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
