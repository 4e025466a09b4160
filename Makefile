# Everything one types to work with Takwin. `make` alone lists the targets.
SHELL := /bin/bash
PORT ?= 8000
export PUBLIC_URL ?= http://127.0.0.1:$(PORT)
# A machine that forbids compiled files would read every library anew at each command: eight seconds instead of three.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
# The environment's own Python once it is there; before, the first of the machine that will do.
PYTHON := $(if $(wildcard $(BIN)/python),$(BIN)/python,$(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
  && echo $$python && break; done))
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
PYTEST := $(BIN)/python -m pytest -q -p no:cacheprovider

.DEFAULT_GOAL := help
.PHONY: help ready tools run demo check test format lint types contracts migrations translations \
  test-sqlite test-postgres test-browser assets messages lock postgres trial bench clean

help: ## Say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

run: ready ## Make what is missing, then serve on 127.0.0.1 (PORT=8000), with the demo when the database is new
	@exec $(BIN)/takwin up --prepare --demo --port $(PORT)

demo: ready ## Make the demo in the present database
	@$(BIN)/takwin migrate -v 0
	@$(BIN)/takwin places load
	@$(BIN)/takwin demo

ready:
	@test -n "$(PYTHON)" || { echo "Takwin needs Python 3.11, 3.12 or 3.13 with venv: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) dev/prepare.py base

tools:
	@test -n "$(PYTHON)" || { echo "Takwin needs Python 3.11, 3.12 or 3.13 with venv: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) dev/prepare.py dev

check: lint types contracts ## The inner loop, under a minute: format, lint, types, contracts, tests of what changed
	$(PYTEST) -n 2 $$($(BIN)/python dev/changed.py)

test: lint types contracts migrations translations test-sqlite test-postgres test-browser ## All that must hold before a change is kept
	@echo "All of it holds."

format: tools ## Write the code the one way
	$(BIN)/ruff check --select I --fix --quiet .
	$(BIN)/ruff format .

lint: tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet takwin

types: tools
	$(BIN)/mypy
	$(BIN)/mypy tests dev bench

contracts: tools
	$(BIN)/lint-imports

migrations: tools
	$(BIN)/takwin makemigrations --check --dry-run || { echo "Some migration is missing: takwin makemigrations" >&2; exit 1; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && DATABASE_URL="sqlite:///$$folder/new.sqlite3" $(BIN)/takwin migrate -v 0
	$(BIN)/python dev/postgres.py $(BIN)/takwin migrate -v 0

translations: tools
	$(BIN)/python dev/messages.py check

test-sqlite: tools ## All tests but the browser's, on SQLite
	$(PYTEST) -n 2 -m "not browser"

test-postgres: tools ## The same tests on a private PostgreSQL, made and removed
	$(BIN)/python dev/postgres.py $(PYTEST) -n 2 -m "not browser"

test-browser: tools ## The journeys in headless Chromium, with the rules of accessibility
	$(BIN)/python dev/machine.py chromium
	$(PYTEST) -m browser

assets: tools ## Bring the fonts and the reader of codes again from the npm registry
	$(BIN)/python dev/assets.py

messages: tools ## Extract the sentences to translate and compile the translations
	$(BIN)/python dev/messages.py extract
	$(BIN)/python dev/messages.py compile

lock: tools ## Lock the versions named in requirements/*.in
	$(LOCK) requirements/base.in -o requirements/base.txt
	$(LOCK) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt

postgres: tools ## Serve a private PostgreSQL until Ctrl-C and print its DATABASE_URL
	@$(BIN)/python dev/postgres.py

trial: tools ## Ten thousand mean lists; two thousand chains of amendments; money and telephones killed at work; each constraint dropped in turn
	$(BIN)/python -m tests.fuzz.trial 10000
	TRIAL_CASES=2000 $(PYTEST) tests/agreements/test_folding.py
	TRIAL_ROUNDS=200 $(PYTEST) -o faulthandler_timeout=0 -m slow tests/treasury/test_killed.py
	$(BIN)/python dev/machine.py chromium
	$(BIN)/python dev/postgres.py $(BIN)/python -m bench.phones 20
	$(BIN)/python dev/postgres.py $(PYTEST) -p tests.without -m "not browser" tests

bench: tools ## Measure the figures of docs/benchmarks.md
	$(BIN)/python -m bench

clean: ## Remove what can be made again; the data in var/ stays
	rm -rf node_modules .venv takwin/ui/static/ui/vendor takwin/attendance/static/attendance/vendor takwin/documents/fonts .mypy_cache .ruff_cache .import_linter_cache
	find takwin -name '*.mo' -delete
