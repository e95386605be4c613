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

run: $(VENV)/installed editor-if-npm  ## set up, build the graph from data/ and serve it on http://127.0.0.1:8000
	$(BIN)/coldwire build --store $(STORE)
	$(BIN)/coldwire serve --store $(STORE) --host $(HOST) --port $(PORT)

editor: api/static/editor/editor.js  ## build the editor of the SPARQL page (needs npm)

test: $(VENV)/installed-dev  ## set up and run the whole test suite
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(VENV)/installed-dev  ## what CI checks besides the tests: style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-dev  ## run the benchmarks and print their tables
	$(BIN)/python -m benchmarks

clean:  ## remove the environment, the built store and the editor
	rm -rf $(VENV) $(STORE) api/static/editor api/web/node_modules

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

# The editor is an extra: where npm is missing or reaches no registry, the page has its plain form.
editor-if-npm:
	@if command -v npm >/dev/null; then $(MAKE) editor || echo "The editor could not be built; the SPARQL page has its plain form."; \
		else echo "No npm here: the SPARQL page has its plain form (docs/editor.md)."; fi

api/static/editor/editor.js: api/web/package-lock.json api/web/build.js $(wildcard api/web/src/* api/web/src/views/*)
	cd api/web && npm ci && npm run build

.PHONY: help run editor editor-if-npm test check bench clean
