PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test readme

demo: $(READY)  ## show what the tool finds in the example project
	@$(BIN)/storagelint check fixtures/projects/shop || test $$? -eq 1

test: $(READY)  ## run all tests
	$(BIN)/python -m pytest -n 2

readme: $(READY)  ## write the output of the example anew into README.md
	STORAGELINT_WRITE_README=1 $(BIN)/python -m pytest tests/test_cli.py -k readme

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@
