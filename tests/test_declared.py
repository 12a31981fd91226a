"""What distributions declare is found as `importlib.metadata` finds it."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from conftest import write

from storagelint.linting.declared import declared
from storagelint.linting.registry import CORE, GROUP


def test_the_core_pack_is_declared_once() -> None:
    (core,) = {point.value for point in entry_points(group=GROUP) if point.name == CORE}
    assert set(declared(GROUP, CORE)) == {core}


def test_the_first_of_several_distributions_of_one_name_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        "a/Sea_Rules-1.dist-info": "[other]\nreef = no\n[deep.rules]\n reef = sea\nsand = x\n",
        "b/sea.rules-2.dist-info": "[deep.rules]\nreef = older\n",
        "b/land-1.dist-info": "# note\n[deep.rules]\nreef=land\n",
        "b/bare-1.dist-info": "",
    }
    for folder, text in texts.items():
        name = folder.partition("/")[2].partition("-")[0]
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
        write(tmp_path, {f"{folder}/entry_points.txt": text, f"{folder}/METADATA": metadata})
    (tmp_path / "b" / "torn-1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / each) for each in ("a", "b", "gone")])
    known = [point.value for point in entry_points(group="deep.rules") if point.name == "reef"]
    assert sorted(declared("deep.rules", "reef")) == sorted(known) == ["land", "sea"]
    assert declared("deep.rules", "coral") == []
