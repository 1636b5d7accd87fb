# Every target installs what it needs into .venv; python3, pip, make and git are all that must be there.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
STRANGERS := $(VENV)/.strangers
PEERS  := $(VENV)/.peers

# Bytecode is kept: the tests start hundreds of processes, and each would compile its libraries again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test toy-kind test-dates test-dates-quick faketime test-long fleet canary twins lint conformance conformance-docs conformance-exports conformance-long golden reference bench bench-peer format graph-metadata requirements clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with .venv/bin/apparaten in it

$(READY): pyproject.toml requirements/dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## a whole municipality's app policy into an embedded tenant, step by step
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/demo.sh

test: setup ## all tests
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-dates: faketime ## all tests at three future dates, in three zones, under libfaketime (Debian: apt-get install faketime)
	@$(BIN)/python -m tests.dates

test-dates-quick: faketime ## the same for the tests in which certificates, tokens and processes meet the machine's clock
	@$(BIN)/python -m tests.dates --part

# The system's libfaketime is used where there is one. Else a Python package brings it to Linux on x86-64; test-dates says what is missing.
faketime: setup
	@$(BIN)/python -m tests.dates --library || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes --requirement requirements/dates.txt || true

toy-kind: setup ## add a kind of Intune object in a copy of the repository, and run all tests there (a quarter of an hour)
	@TOY_KIND=all $(BIN)/python -m pytest tests/test_toy_kind.py

test-long: setup ## a walk of 200 steps on the ladder, where `make test` takes 40, and ten thousand random policies, where it takes 500
	@APPARATEN_WALK=200 $(BIN)/python -m pytest --durations=1 tests/oracle/test_walk.py
	@APPARATEN_POLICIES=10000 $(BIN)/python -m pytest --numprocesses auto --dist worksteal --durations=1 tests/oracle/test_looseness.py

fleet: setup ## plan, apply and plan again for 342 tenants of which 17 are broken (a quarter of an hour)
	@$(BIN)/python -m tests.campaigns.fleet

canary: setup ## forty planted secrets against every command under every fault, searched in all that is left behind (some six minutes)
	@$(BIN)/python -m tests.campaigns.canary

twins: setup ## five hundred trials with kills, no journal and lists that lag: no object twice, none lost, and a control that fails (some four minutes)
	@$(BIN)/python -m tests.campaigns.twins

conformance: $(STRANGERS) ## strangers' clients and Microsoft's models and documents judge the bodies and the embedded tenant
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m conformance tests/conformance

conformance-docs: $(STRANGERS) ## examples of a documentation checkout (GRAPH_DOCS=folder) that are not in the file of examples; out/conformance-docs.md
	@test -n "$(GRAPH_DOCS)" || { echo "make conformance-docs GRAPH_DOCS=<checkout of microsoft-graph-docs>"; exit 1; }
	@GRAPH_DOCS="$(GRAPH_DOCS)" $(BIN)/python -m pytest -m conformance tests/conformance/test_documentation.py

conformance-long: $(STRANGERS) ## the same with ten times as many mutants and steps
	@CONFORMANCE=long $(BIN)/python -m pytest --numprocesses auto --dist worksteal -m conformance tests/conformance

conformance-exports: $(STRANGERS) ## public exports of real tenants into the embedded tenant (scripts/fetch_exports.sh clones them into .exports)
	@APPARATEN_EXPORTS="$${APPARATEN_EXPORTS:-$$(ls -d .exports/*/ 2>/dev/null | tr '\n' ':')}" \
	  $(BIN)/python -m pytest -m conformance tests/conformance/test_exports.py

$(STRANGERS): $(READY) requirements/conformance.txt
	@echo "Installing strangers' clients into $(VENV) (once; about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes --requirement requirements/conformance.txt
	@touch $@

lint: setup ## ruff and mypy strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup ## let ruff format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

golden: setup ## rewrite the golden files; review the diff like code
	@$(BIN)/python -m tests.golden.rewrite
	@git --no-pager diff --stat -- tests/golden

reference: setup ## write the generated pages in docs/reference anew
	@$(BIN)/python -m tests.oracle.page
	@$(BIN)/python scripts/generate_assumptions.py
	@$(BIN)/python scripts/generate_tenant_page.py
	@$(BIN)/python scripts/generate_conformance_page.py

bench: setup ## measure: ratios, medians, conditions
	@$(BIN)/python -m bench.run

bench-peer: $(PEERS) ## measure beside others: IntuneCD reading a tenant, moto answering a call
	@$(BIN)/python -m bench.mocked
	@$(BIN)/python -m bench.peer

$(PEERS): $(STRANGERS) requirements/peers.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes --requirement requirements/peers.txt
	@touch $@

graph-metadata: $(STRANGERS) ## make the embedded tenant's Graph metadata, operations and names anew from Microsoft's SDK packages
	@$(BIN)/python -m scripts.generate_graph_operations
	@$(BIN)/python -m scripts.generate_graph_metadata
	@$(BIN)/python -m scripts.generate_graph_roots

requirements: setup ## resolve the hashed requirements anew from pyproject.toml (needs uv)
	@for set in "dev --group test --group lint" "conformance --group conformance --constraints requirements/dev.txt" \
	  "peers --group peers --constraints requirements/dev.txt --constraints requirements/conformance.txt" "dates --group dates --no-deps"; do set -- $$set; name=$$1; shift; \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    pyproject.toml "$$@" --output-file requirements/$$name.txt || exit 1; done
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  pyproject.toml --group pipeline --constraints requirements/dev.txt --output-file templates/pipelines/requirements.txt

clean: ## remove what was built, and the embedded tenant
	@rm -rf $(VENV) .apparaten out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis src/*.egg-info
