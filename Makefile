# Each target runs what CI runs; `make` alone lists them.
PYTHON := .venv/bin/python

.PHONY: help install lint format types test docs demo bench build clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed  ## make .venv with everything for development

.venv/installed: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install -q -U pip
	.venv/bin/pip install -q -e . --group dev
	touch $@

lint: install  ## ruff, all rules
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check

format: install  ## let ruff rewrite the code
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

types: install  ## mypy, strict
	$(PYTHON) -m mypy

test: install  ## all tests
	$(PYTHON) -m pytest -q -n auto --dist worksteal

docs: install  ## write the generated pages anew
	$(PYTHON) docs/generate.py

demo: install  ## the sample project on loopback
	.venv/bin/claims demo

bench: install  ## every benchmark; each prints a table against a named peer
	for script in benchmarks/[a-z]*.py; do $(PYTHON) $$script || exit 1; done

build: install  ## wheel and source distribution in dist/
	$(PYTHON) -m pip install -q build
	$(PYTHON) -m build

clean:  ## remove what can be made again
	rm -rf .venv build dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis
