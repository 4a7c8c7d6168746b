# Lintel: every target sets up what it needs, and does nothing twice.
PYTHON ?= python3
SETUP = $(PYTHON) -m lintel.setup

export PORT PLACE OUT ARGS WITHOUT_BROWSER

.PHONY: help run stop fresh test lint place

help:
	@echo "make run                 serve Lintel on 127.0.0.1:8000 (another port: PORT=8080)"
	@echo "make test                every check and every test (some of them: ARGS='-k words')"
	@echo "make lint                every check but the tests"
	@echo "make stop                stop the server and the private database"
	@echo "make fresh               delete the private records and start over at the next run"
	@echo "make place PLACE= OUT=   take a place's files in, and write what Lintel made of them"

run stop fresh test lint place:
	@$(SETUP) $@
