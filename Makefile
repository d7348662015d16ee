# make run   set up, then open the app on the built-in sample (make run DATA=path for another dataset)
# make test  set up, then lint, types, import contracts and tests

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: run test lint types contracts unit pictures benchmarks clean

run: $(VENV)/.installed
	$(BIN)/segscope $(DATA)

test: lint types contracts unit

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports --no-cache

unit: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not terminal"
	$(BIN)/python -m pytest -m terminal

pictures: $(VENV)/.installed-dev
	$(BIN)/python docs/make_pictures.py

benchmarks: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.run $(ARGS)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) build dist
