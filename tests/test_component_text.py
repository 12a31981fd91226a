"""Whatever a component is called, its files are read back as they were written."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_component_life import conductor, done, metadata, new
from test_new_component import component_findings, options

from storagelint.cli.answers import answered
from storagelint.cli.session import Problem
from storagelint.generating.components.component_ids import IdForm, new_id
from storagelint.judging.components.component_values import wrong_id
from storagelint.markdown import parse
from storagelint.reading.components import read_conductor
from storagelint.reading.components.spec import read_spec
from storagelint.source import from_text

__all__ = ["conductor"]

WHOLE = bool(os.environ.get("STORAGELINT_PROMISES"))

HOSTILE = [
    "a | b \\| c \\\\| d",
    "first\nsecond\r\n\r\n| x | y |\n## Phase 9: Z\n- [x] all",
    "`code` ``two`` `",
    "<!-- storagelint: ignore-file --> --> <!--",
    "\"quotes\" 'and' \\u0041 \\",
    "bell \x07 escape \x1b[31m nul \x00 next \x85 line \u2028 end",
    "x" * 10_000,
    "表 таблица جدول 테이블 👩\u200d💻",
    "right\u202eto left\u2066",
    "# heading # ##",
    "- [x] **Track: Other** [link](a) ![i](b) &amp; &#124; <br> ~~s~~ *e* _u_",
    "1. first",
    "Specification",
    "-",
    "none",
    "Phase 1: Schema Design",
    "**Type**: cache",
    "Storage Component",
]
TEXT = st.text(
    st.sampled_from("ab1 _*`|\\<>&;[]()~#!-:.\"'\n\r\t\x00\x1b\u2028\u202e\ufeff{}$/é字")
    | st.characters(),
    min_size=1,
    max_size=30,
)


def sound(run: Run, folder: Path, id: str, title: str) -> None:
    """The title is read back from all files, and no other component or file has changed."""
    wanted = answered(title, "--title")
    assert metadata(folder, id)["title"] == wanted
    read = read_conductor(folder.parent)
    component = read.component(id)
    assert component is not None
    assert component.spec is not None
    assert component.plan is not None
    part = component.spec.part("Title")
    assert part is not None
    assert part.text == wanted
    (track,) = read.rows_of(component)
    assert track.text("title") == wanted
    assert track.text("status") == component.status
    assert [phase.number for phase in component.plan.phases] == list(range(1, 9))
    assert len(read.rows) == len(read.components)
    assert component_findings(run) == []


@pytest.mark.parametrize("title", HOSTILE, ids=lambda title: ascii(title)[:30])
def test_12_a_hostile_title_breaks_nothing(conductor: Path, run: Run, title: str) -> None:
    first = new(run)
    id = new(run, title=title, backend=title, description=title)
    sound(run, conductor, id, title)
    done(run, "done", id)
    sound(run, conductor, id, title)
    done(run, "revert", id)
    out = done(run, "status") + done(run, "next", first)
    assert "\x1b" not in out
    assert "\u202e" not in out
    run("fix")
    sound(run, conductor, id, title)


def says_something(text: str) -> bool:
    """Whether anything is left of a text that a document can hold."""
    try:
        return bool(answered(text, "text"))
    except Problem:
        return False


@settings(
    max_examples=100 if WHOLE else 15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example("`" * 40, "\\" * 5)
@given(TEXT, TEXT)
def test_12_any_title_is_written_or_refused(
    conductor: Path, run: Run, title: str, description: str
) -> None:
    tracks = (conductor / "tracks.md").read_bytes()
    given_options = options(title=title, description=description, id_form="sequential")
    outcome = run("new", "component", *given_options)
    if says_something(title) and says_something(description):
        assert outcome.status == 0
        sound(run, conductor, "storage-1", title)
        shutil.rmtree(conductor / "storages")
        (conductor / "tracks.md").write_bytes(tracks)
    else:
        assert outcome.status == 2
        assert not (conductor / "storages").exists()
        assert (conductor / "tracks.md").read_bytes() == tracks


@settings(max_examples=500 if WHOLE else 50, deadline=None)
@given(TEXT)
def test_12_any_description_stays_in_its_part(description: str) -> None:
    from storagelint.generating.components.component_text import Facts, spec_text

    facts = Facts("storage-1", "T", "cache", "Redis", "2025-05-19", "2025-05-19")
    plain_spec = read_spec(parse(from_text(spec_text(facts, "d"))), "spec.md")
    spec = read_spec(parse(from_text(spec_text(facts, description))), "spec.md")
    assert [part.name for part in spec.parts] == [part.name for part in plain_spec.parts]
    texts = {part.name: part.text for part in spec.parts if part.name != "Description"}
    assert texts == {
        part.name: part.text for part in plain_spec.parts if part.name != "Description"
    }


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00\u202e", "\udcff"])
def test_a_title_of_nothing_is_refused(conductor: Path, run: Run, text: str) -> None:
    outcome = run("new", "component", *options(title=text))
    assert outcome.status == 2
    assert outcome.err.startswith("storagelint: error: --title is ")
    assert not (conductor / "storages").exists()


@given(
    st.sampled_from(IdForm),
    st.sampled_from(["database", "object_storage"]),
    st.lists(
        st.from_regex(r"\Astorage-([0-9]{1,13}|database-[0-9]{1,10}|Object-Storage-[0-9]{3})\Z")
    ),
)
def test_a_new_id_is_sound_and_free(form: IdForm, storage_type: str, taken: list[str]) -> None:
    id = new_id(form, storage_type, datetime(2025, 5, 19, tzinfo=UTC), taken)
    assert wrong_id(id) is None
    assert id.replace("_", "-").casefold() not in {each.casefold() for each in taken}


def test_metadata_has_its_keys_in_order_and_times_in_utc(conductor: Path, run: Run) -> None:
    id = new(run, type="Object Storage")
    found = json.loads((conductor / "storages" / id / "metadata.json").read_text("utf-8"))
    assert found["storage_type"] == "object_storage"
    for key in ("created", "updated"):
        moment = datetime.strptime(found[key], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert abs((datetime.now(UTC) - moment).total_seconds()) < 60
