# Every target sets up what it needs under .chain by itself; only Python >= 3.11 and make are asked for.
.DEFAULT_GOAL := help
.PHONY: help demo up down simulate mutants transcript test test-slow crash-test lint types check asl schemas figures format lock pr clean terraform-check terraform-apply-local checkov rollback least-privilege security dependency-audit dast

LOADS ?=
COUNT ?=
WORKERS ?= auto
KILLS ?= 200
MACHINE ?= booking
HOME_FOLDER := $(or $(CHAIN_HOME),.chain)
PYTHON := $(HOME_FOLDER)/venv/bin/python
STATE_MACHINES_PYTHON := $(HOME_FOLDER)/statemachines/bin/python
PEERS := dbos absurd moto ministack
GROUPS := runtime platform migrations dev emulator postgres statemachines tools checkov security dast

help: ## Show this list
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

demo: ## Play bookings through the HTTP API and show what happened: [LOADS=FILE] [COUNT=N]
	@./chain demo $(if $(LOADS),--loads '$(LOADS)') $(if $(COUNT),--count $(COUNT))

up: ## Start the platform in the background
	@./chain up

down: ## Stop the platform; its data stays
	@./chain down

simulate: ## Play lifecycles under faults on a virtual clock: [MACHINE=message] [RUNS=N] [SEED=S]
	@./chain simulate --machine $(MACHINE) --runs $(or $(RUNS),10000) --seed $(or $(SEED),1)

transcript: tested ## Write the transcript of a load's week anew
	@PYTHONPATH=. $(PYTHON) -m local.simulator.message.week > .chain/week.txt && mv .chain/week.txt tests/local/simulator/message/week.txt

mutants: tested ## Plant bugs in the simulated process, and see each found
	@$(PYTHON) -m pytest -q -s tests/local/simulator/test_mutants.py tests/local/simulator/message/test_message_mutants.py

test: tested rendered ## Run the tests, in parallel, without the slow ones: [WORKERS=N]
	@$(PYTHON) -m pytest -n $(WORKERS) -m 'not slow'

test-slow: tested ## Run the slow tests: the real platform, end to end
	@$(PYTHON) -m pytest -m slow

crash-test: tested ## Kill the engine, then PostgreSQL, over and over under load: [KILLS=200] [RUNS=5000] [SEED=7]
	@$(PYTHON) -m tests.local.engine.crashes.crashing kills --count $(KILLS) --seed $(or $(SEED),7)
	@$(PYTHON) -m tests.local.engine.crashes.crashing kills --ahead --count $(KILLS) --seed $(or $(SEED),7)
	@$(PYTHON) -m tests.local.engine.crashes.crashing restarts --count $(or $(RUNS),5000) --seed $(or $(SEED),7)
	@$(PYTHON) -m tests.local.engine.crashes.crashing restarts --ahead --count $(or $(RUNS),5000) --seed $(or $(SEED),7)

lint: tested ## Check style and format
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: tested ## Check types
	@$(PYTHON) -m mypy

check: tested rendered ## Check that generated files and the declaration are up to date
	@$(PYTHON) -m local.declaration --check
	@$(PYTHON) -m local.least_privilege --check
	@$(PYTHON) -m schemas.generate --check
	@$(PYTHON) -m schemas.openapi.generate --check
	@$(PYTHON) -m local.engine.conformance --check
	@$(STATE_MACHINES_PYTHON) -m statemachines.render --check

terraform-check: tested ## Check terraform/: format, validity and tests with a mocked AWS
	@$(PYTHON) -m local.terraform --check

terraform-apply-local: tested rendered ## Apply terraform/environments/local to the emulator, and run the platform's tests on it
	@$(PYTHON) -m pytest -q -p no:cacheprovider tests/end_to_end/test_terraform.py

checkov: tested ## Judge terraform/ by checkov: the code, and a plan of each environment
	@./chain set-up --checkov
	@$(PYTHON) -m local.terraform --policies

security: tested ## Lint the pipelines and look for secrets in the repository
	@./chain set-up --security
	@$(HOME_FOLDER)/security/bin/zizmor --offline --quiet .github
	@if command -v actionlint >/dev/null; then actionlint; \
	  else echo 'actionlint is not on this machine, so zizmor alone judged the pipelines (CI installs it)' >&2; fi
	@python3 .ci/secrets.py $(HOME_FOLDER)/security/bin/detect-secrets

dependency-audit: ## Ask for known vulnerabilities of the packages that run; wants a network
	@./chain set-up --security
	@set -e; for group in runtime migrations platform; do \
	  $(HOME_FOLDER)/security/bin/pip-audit --disable-pip --require-hashes --requirement "requirements/$$group.txt"; done

dast: ## Try a running API with what its OpenAPI document allows and what not: SERVICE=booking URL=… [TOKEN=…]
	@./chain set-up --dast
	@$(HOME_FOLDER)/dast/bin/schemathesis run 'schemas/openapi/$(SERVICE).json' --url '$(URL)' \
	  $(if $(TOKEN),--header 'Authorization: $(TOKEN)') --checks not_a_server_error,ignored_auth

rollback: tested ## Give a former release all traffic at once: ENV=dev TO=MANIFEST
	@./chain deploy rollback --environment '$(ENV)' --to '$(TO)'

least-privilege: tested rendered ## Find a failing test for each declared action, and write terraform/LEAST_PRIVILEGE.md
	@$(PYTHON) -m local.least_privilege

asl: rendered ## Render the state machines anew
	@$(STATE_MACHINES_PYTHON) -m statemachines.render

schemas: tested ## Generate the JSON Schemas and the OpenAPI document anew
	@$(PYTHON) -m schemas.generate
	@$(PYTHON) -m schemas.openapi.generate

figures: tested ## Write the engine's figures into its README, from the recordings
	@$(PYTHON) -m local.engine.conformance

format: tested ## Format the code and fix what can be fixed
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

lock: ## Lock every dependency group in requirements/ anew, with hashes
	@./chain set-up
	@set -e; PATH="$(abspath $(HOME_FOLDER))/tools/bin:$$PATH"; for group in $(GROUPS); do \
	  case $$group in platform) bound='-c requirements/runtime.txt';; \
	    migrations) bound='-c requirements/runtime.txt -c requirements/platform.txt';; \
	    dev) bound='-c requirements/runtime.txt -c requirements/platform.txt -c requirements/migrations.txt';; \
	    *) bound='';; esac; \
	  uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 $$bound \
	    --custom-compile-command 'make lock' --group "$$group" --output-file "requirements/$$group.txt"; done; \
	for peer in $(PEERS); do \
	  uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	    --custom-compile-command 'make lock' "local/bench/peers/$$peer.in" \
	    --output-file "local/bench/peers/$$peer.txt"; done

pr: lint security types check terraform-check checkov test test-slow ## All that CI runs

clean: ## Stop the platform and remove everything it made, its data too
	@if [ -x '$(PYTHON)' ]; then ./chain clean; else rm -rf '$(HOME_FOLDER)'; fi

.PHONY: tested rendered
tested:
	@./chain set-up --tests

rendered:
	@./chain set-up --statemachines
