"""The benchmarks run, and their documents are good ones."""

from __future__ import annotations

from pathlib import Path

from benchmarks import projects, start_up
from benchmarks.documents import make_document
from benchmarks.reading import measure
from storagelint.kinds import builtin_kinds
from storagelint.reading import read
from storagelint.source import from_text


def test_reading_is_measured_on_three_documents() -> None:
    speed = measure(3, rounds=1)
    assert 14 < speed.size < 18
    assert min(speed.parse, speed.read, speed.check) > 0


def test_start_up_is_measured() -> None:
    times = start_up.measure(rounds=1)
    assert times["check"] > times["python"] > 0


def test_a_document_is_the_same_for_the_same_seed_and_read_whole() -> None:
    text = make_document(4)
    assert text == make_document(4) != make_document(5)
    found = read(from_text(text), path="x.md", kind=builtin_kinds()["data-design"])
    assert len(found.entities) == 10
    assert all(len(entity.fields) >= 9 and entity.primary_key for entity in found.entities)
    assert len(found.relationships) >= 17
    assert len(found.queries) == len(found.indexes) == 17
    assert found.unread == []


def test_18_runs_over_a_project_are_measured(tmp_path: Path) -> None:
    folder = projects.write_project(tmp_path / "project", 3)
    figures = {each.name: each for each in projects.measure(folder, tmp_path / "cache")}
    assert list(figures) == [
        "cold",
        "nothing changed",
        "one changed",
        "one document, cold",
        "one document, known",
    ]
    assert all(each.seconds > 0 and each.megabytes > 1 for each in figures.values())
