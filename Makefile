PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test

demo: $(READY)  ## show what the tool finds in the example project
	@$(BIN)/storagelint check fixtures/projects/shop || test $$? -eq 1

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest -n 2

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@
