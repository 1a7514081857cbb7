# Two commands for a stranger: make demo, make test. make help lists the others.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
.DEFAULT_GOAL := help
export SOURCE LICENCE DATED
.PHONY: help install demo test check bench messages pictures clean

help: ## say what each command does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

install: $(VENV)/.installed $(CATALOGUES) ## put everything that is needed into .venv

demo: install ## build the demonstration and start it on PORT (8000), on the lists SPACES if you name some
	@PORT=$(PORT) $(BIN)/passerelle demo $(foreach file,$(SPACES),--spaces $(file)) \
	  $${SOURCE:+--source "$$SOURCE"} $${LICENCE:+--licence "$$LICENCE"} $${DATED:+--told-on "$$DATED"}

test: install ## run every test, on SQLite and on PostgreSQL where there is one
	@$(BIN)/python -m tests.run

check: install ## ruff, mypy, import contracts, house rules, catalogues complete, a minute of damaged lists
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/house -q -n0
	$(BIN)/python -m tests.listings.fuzz 60

bench: install ## measure pages, check-ins, charges, the books and a month on this machine
	@$(BIN)/python -m bench

messages: install ## bring the catalogues up to date with the code
	$(BIN)/pybabel -q extract -F locale/babel.cfg --no-location --sort-output -k gettext_lazy -k lazy -k _now -k ngettext_lazy:1,2 -k pgettext_lazy:1c,2 -k npgettext_lazy:1c,2,3 -o locale/django.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -D django -i locale/django.pot -d locale -l fr
	@sed -i -E '/^"(Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' locale/fr/LC_MESSAGES/django.po

pictures: install ## take the pictures of docs/screens anew, with the Chromium of this machine
	$(BIN)/pytest tests/stories/pictures.py -q -n0

clean: ## take away what was installed and built, the demonstration included
	rm -rf $(VENV) var locale/*/LC_MESSAGES/*.mo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Passerelle needs Python 3.11 or newer; $(PYTHON) is older. Say which to use: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "Python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/bin/uv: | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	  || { echo "Nothing could be installed: pip does not reach its package index. What stands above says why."; exit 1; }

$(VENV)/.installed: pyproject.toml uv.lock | $(VENV)/bin/uv
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	@touch $@

%.mo: %.po | $(VENV)/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@
