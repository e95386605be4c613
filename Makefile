# What a newcomer needs: `make run`, `make test`. Everything else is for those who change the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
STORE ?= store
HOST ?= 127.0.0.1
PORT ?= 8000

.DEFAULT_GOAL := help

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/installed  ## set up, build the graph from data/ and serve it on http://127.0.0.1:8000
	$(BIN)/coldwire build --store $(STORE)
	$(BIN)/coldwire serve --store $(STORE) --host $(HOST) --port $(PORT)

test: $(VENV)/installed-dev  ## set up and run the whole test suite
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/installed-dev  ## what CI checks besides the tests: style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev  ## run the benchmarks and print their tables
	$(BIN)/python -m benchmarks

clean:  ## remove the environment and the built store
	rm -rf $(VENV) $(STORE)

$(VENV)/python-ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Coldwire needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python-ok pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/python-ok pyproject.toml constraints.txt
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/installed

.PHONY: help run test check bench clean
