# Takewise. `make help` lists what can be made.
#
# Everything happens in .venv, with the versions pinned in .ci/constraints.txt.
# Name another interpreter than the one it takes: make test PYTHON=/path/to/python3.14

SHELL := /bin/sh
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
LOCK := .ci/constraints.txt
STAMP := $(VENV)/.installed
PROSE := README.md CONTRIBUTING.md SECURITY.md CHANGELOG.md docs examples
PIP := $(BIN)/python -m pip --disable-pip-version-check --retries 10 --timeout 60 --quiet

# The order in which Pythons are taken; golden results are recorded on the first. A candidate is judged by running it: a name on the
# PATH may be a shim that has no Python behind it. 3.14 has to be named: OpenTimelineIO has
# no wheel for it yet, so pip builds it, which needs a C++ compiler.
ORDER := 3.11 3.12 3.13
PYENV := $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions
CANDIDATES := $(if $(PYTHON),"$(PYTHON)",$(foreach v,$(ORDER),python$(v) $(wildcard $(PYENV)/$(v).*/bin/python)) python3)
SUITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $(if $(PYTHON),14,13)))
VERSION := import sys; print(sys.version_info[:3])

# An environment is made anew where it does not run, or is of another Python
# than the one named.
RUNS := "$(BIN)/python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >/dev/null 2>&1 && "$(BIN)/python" -m pip --version >/dev/null 2>&1
SAME := $(if $(PYTHON),test "`"$(BIN)/python" -c "$(VERSION)" 2>&1`" = "`"$(PYTHON)" -c "$(VERSION)" 2>&1`",true)
STALE := $(shell $(RUNS) && $(SAME) || echo stale)

.DEFAULT_GOAL := help
MINUTES := 60
SEED := 0
.PHONY: help demo test test-all check docs bench bench-quick mutants lock release clean stale

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
	  printf '%-12s %s\n' "$$name" "$$words"; done

demo: $(STAMP) ## Find moments in the sample takes and write their markers
	@$(BIN)/takewise demo

# A file's tests share what is costly to make, so they stay in one process.
test: check ## Run every check, then every test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile -m "not alone"
	$(BIN)/python -m pytest -m alone

test-all: $(STAMP) ## Run every test on every Python that is here, with the oldest and newest packages
	$(BIN)/python .ci/pythons.py $(PYTHONS)

check: $(STAMP) ## Run the linters, the type checker and the import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python .ci/words.py
	$(BIN)/codespell $(PROSE)

docs: $(STAMP) ## Build the manual into dist/manual; a broken link fails
	$(BIN)/mkdocs build --strict --quiet

bench: $(STAMP) ## Measure accuracy and speed
	$(BIN)/python -m tests.benchmarks

bench-quick: $(STAMP) ## Measure a little of both, in about two minutes
	$(BIN)/python -m tests.benchmarks --quick

mutants: $(STAMP) ## Change the source a little at a time; list what no test notices
	nice -n 10 $(BIN)/python -m tests.mutation --minutes $(MINUTES) --seed $(SEED) $(MODULES)

lock: ## Choose the pinned versions again
	`.ci/uv` pip compile --quiet --upgrade --universal --python-version 3.11 --group dev --no-annotate \
	  --custom-compile-command "make lock" --output-file $(LOCK) pyproject.toml

# The wheel is made from the sdist, so that both are whole, and tried where nothing else is.
release: $(STAMP) ## Build sdist and wheel, and try the wheel in a fresh environment
	rm -rf dist/*.tar.gz dist/*.whl dist/trial
	$(BIN)/python -m hatchling build --target sdist
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist dist/*.tar.gz
	$(BIN)/python -m venv dist/trial
	dist/trial/bin/python -m pip --disable-pip-version-check --retries 10 --timeout 60 --quiet \
	  install --constraint $(LOCK) dist/*.whl
	cd dist/trial && bin/takewise --version && bin/takewise demo --quiet
	rm -rf dist/trial

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) .uv demo-output dist .hypothesis .import_linter_cache .mypy_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml $(LOCK) $(STALE)
	@found=; \
	if test -z "$(STALE)"; then found=$(BIN)/python; fi; \
	if test -z "$$found"; then \
	  for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c "$(SUITS)" >/dev/null 2>&1; then found=$$candidate; break; fi; \
	  done; \
	  if test -z "$$found" && test -z "$(PYTHON)"; then \
	    echo "No Python 3.11, 3.12 or 3.13 with its venv module is here; getting $(firstword $(ORDER)) by uv" >&2; \
	    uv=`.ci/uv` && "$$uv" python install --quiet $(firstword $(ORDER)) \
	      && found=`"$$uv" python find --managed-python $(firstword $(ORDER))`; \
	  fi; \
	  if test -z "$$found"; then \
	    echo "Takewise needs Python 3.11 to 3.14 with its venv module;" \
	      "name one: make $(or $(firstword $(MAKECMDGOALS)),test) PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making $(VENV) with `"$$found" -V`; the first time takes a few minutes"; \
	  "$$found" -m venv --clear $(VENV); \
	fi
	@$(PIP) install --requirement $(LOCK)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/takewise models list >/dev/null || $(BIN)/takewise models install
	@touch $@

stale:
