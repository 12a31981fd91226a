"""The storage components of a project: each with its metadata, specification, plan and track."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from storagelint.source import Span

FOLDER = "storage-conductor"
"""The folder that holds all components of a project, and what they refer to."""


class Place(NamedTuple):
    """A place in a file."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """A text, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that makes a file no valid JSON."""

    message: str
    """A clause: `a comma before the closing brace`."""
    span: Span
    replacement: str | None = None
    """What the text at the place would have to be, where that is plain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of metadata.json and its value."""

    key: str
    sort: str
    """What the value is: text, a number, true or false, null, an object or a list."""
    text: str
    """The value of a text; the source of anything else."""
    key_span: Span
    """With the quotes."""
    span: Span
    """Where the value stands, with the quotes."""
    raw: str
    """Key, colon and value as they are written."""

    @property
    def whole(self) -> Span:
        """Where key, colon and value stand."""
        return Span(*self.key_span[:2], *self.span[2:])


@dataclass(frozen=True, slots=True)
class Metadata:
    """What metadata.json says."""

    path: str
    start: Span
    """Where the object begins."""
    entries: tuple[Entry, ...] = ()
    """In the order of the text, repeated keys included."""
    problems: tuple[Problem, ...] = ()
    complete: bool = True
    """Whether it was read to its end."""

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, or None; of several the last counts, as for every JSON reader."""
        return next((each for each in reversed(self.entries) if each.key == key), None)

    def text(self, key: str) -> str | None:
        """The text of a key; None where it is missing, empty or no text."""
        entry = self.entry(key)
        if entry is None or entry.sort != "text":
            return None
        return entry.text.strip() or None

    def place(self, key: str) -> Span:
        """Where the value of a key stands, or the beginning of the object."""
        entry = self.entry(key)
        return entry.span if entry else self.start


class TaskState(StrEnum):
    """What stands in a task's check box."""

    OPEN = " "
    DONE = "x"
    ACTIVE = "~"
    BLOCKED = "!"
    DROPPED = "-"


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a plan, or a sub-task."""

    text: str
    """Without check box and commit."""
    state: TaskState | None
    """None where there is no check box."""
    span: Span
    """Where the text of the item begins, behind the check box."""
    depth: int = 0
    """0 for a task, more for a sub-task."""
    commit: str | None = None
    label: bool = False
    """Whether it only says something of the phase, as `**Goal**: ...` does."""
    mark: Span | None = None
    """Where the letter in its check box stands."""

    @property
    def open(self) -> bool:
        """Whether there is work left: not ticked and not dropped."""
        return self.state not in (None, TaskState.DONE, TaskState.DROPPED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is, counted over all tasks and sub-tasks that are not dropped."""

    done: int
    begun: int
    """Ticked or in progress."""
    total: int

    @staticmethod
    def of(tasks: Iterable[Task]) -> Progress:
        """How far some tasks are."""
        states = [task.state for task in tasks]
        done = states.count(TaskState.DONE)
        dropped = states.count(TaskState.DROPPED) + states.count(None)
        return Progress(done, done + states.count(TaskState.ACTIVE), len(states) - dropped)


class PhaseForm(NamedTuple):
    """How the line of a phase is written, so that another one can be written like it."""

    opening: str
    """Before its number: `## Phase `."""
    gap: str
    """Between its number and its name: `: `."""
    closing: str
    """Behind its name."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a plan."""

    path: str
    name: str
    number: int | None
    """None where it has none, or one such as 2a."""
    span: Span
    """Where its name or, failing that, its heading stands."""
    number_span: Span
    tasks: tuple[Task, ...] = ()
    """Tasks and sub-tasks in the order of the text."""
    checkpoint: str | None = None
    end: Span | None = None
    """The end of its last task, where another one can follow."""
    lead: str = "- [ ] "
    """What an open task of the phase begins with."""
    form: PhaseForm | None = None
    """None where it is an item of a list."""
    close: Span | None = None
    """The end of all that stands in it, where another phase can follow."""

    @property
    def progress(self) -> Progress:
        """How far the phase is."""
        return Progress.of(self.tasks)

    def with_subtasks(self) -> Iterator[tuple[Task, tuple[Task, ...]]]:
        """Each task and sub-task with all that stands below it."""
        for at, task in enumerate(self.tasks):
            end = at + 1
            while end < len(self.tasks) and self.tasks[end].depth > task.depth:
                end += 1
            yield task, self.tasks[at + 1 : end]


@dataclass(frozen=True, slots=True)
class Plan:
    """What plan.md says."""

    path: str
    title_span: Span
    """Where the title stands, or the beginning of the file."""
    phases: tuple[Phase, ...] = ()
    end: Span | None = None
    """The end of the text."""

    @property
    def tasks(self) -> Iterator[Task]:
        """All tasks and sub-tasks in the order of the text."""
        return (task for phase in self.phases for task in phase.tasks)

    @property
    def progress(self) -> Progress:
        """How far the plan is."""
        return Progress.of(self.tasks)


class PartForm(NamedTuple):
    """How the line of a part is written, so that another one can be written like it."""

    opening: str
    """Before its name: `**`, or `| `."""
    gap: str
    """Between its name and its value: `**: `."""
    closing: str
    """Behind its value."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a specification: a heading, a `**Part**: value` line or a bullet."""

    path: str
    name: str
    """The standard's name of it."""
    span: Span
    """Where its heading or label stands."""
    text: str
    """What it says; empty where nothing stands there."""
    items: int = 0
    """How many items its lists have, or rows its tables."""
    value_span: Span | None = None
    """Where the value stands on the line of the label."""
    level: int | None = None
    """Of its heading; None for a label or a row."""
    number: int | None = None
    """Of its heading."""
    form: PartForm | None = None
    """None for a heading, and for a label whose value does not stand beside it."""
    end: Span | None = None
    """The end of its line, or of all that stands below its heading: another one can follow."""

    @property
    def place(self) -> Span:
        """Where the value stands, or the part's name."""
        return self.value_span or self.span


@dataclass(frozen=True, slots=True)
class Spec:
    """What spec.md says."""

    path: str
    title_span: Span
    parts: tuple[Part, ...] = ()
    text: str = ""
    """The whole text."""
    end: Span | None = None
    """The end of the text."""

    def part(self, name: str) -> Part | None:
        """The part of that name in the standard, or None."""
        return next((part for part in self.parts if part.name == name), None)


@dataclass(frozen=True, slots=True)
class TrackRow:
    """What tracks.md says of one component."""

    path: str
    id: str
    """Empty where only its title is told."""
    span: Span
    """Where the id stands, or else the title."""
    cells: dict[str, Value]
    """Column (id, title, storage_type, backend, type, status, created, updated) -> cell.

    A cell that is missing from a short row has no entry.
    """
    tabular: bool = True
    """Whether it is a row of a table, not a line or heading `[ ] Track: ...`."""

    def text(self, column: str) -> str | None:
        """What a cell says; None where there is no such cell, or it is empty."""
        cell = self.cells.get(column)
        return cell.text or None if cell else None


@dataclass(frozen=True, slots=True)
class Tracks:
    """What tracks.md says."""

    path: str
    title_span: Span
    rows: tuple[TrackRow, ...] = ()
    columns: tuple[str | None, ...] = ()
    """The columns of its table; empty where there is no table."""
    header_span: Span | None = None
    """Where the heading of the column with the ids stands."""
    blank_row: Span | None = None
    """The row of the empty state."""
    end: Span | None = None
    """The end of the table's last row, where another one can follow."""

    @property
    def place(self) -> Span:
        """Where to speak of a row that is missing."""
        return self.header_span or self.title_span


@dataclass(frozen=True, slots=True)
class Component:
    """A folder below `storages/`."""

    id: str
    """The name of its folder."""
    folder: str
    """Its path below the project's root."""
    files: frozenset[str]
    """The names of the standard files that it has, readable or not."""
    metadata: Metadata | None = None
    spec: Spec | None = None
    plan: Plan | None = None
    products: tuple[str, ...] = ()
    """The products that the backend of its metadata names."""
    spec_products: tuple[str, ...] = ()
    """The products that the backend of its specification names."""

    @property
    def status(self) -> str | None:
        """Its status as metadata.json has it."""
        return self.metadata.text("status") if self.metadata else None

    @property
    def ended(self) -> bool:
        """Whether it was given up: nothing more is expected of it."""
        return self.status in ("Cancelled", "Reverted")

    @property
    def place(self) -> Place | None:
        """Where to speak of the component as a whole; None where it has no text."""
        if self.metadata:
            return Place(self.metadata.path, self.metadata.place("id"))
        text = self.spec or self.plan
        return Place(text.path, text.title_span) if text else None


@dataclass(frozen=True, slots=True)
class Conductor:
    """A folder storage-conductor/ with all that stands in it."""

    folder: str
    """Its path below the project's root."""
    components: tuple[Component, ...] = ()
    """In the order of their ids."""
    tracks: Tracks | None = None
    files: frozenset[str] = frozenset()
    """The names of the files right in the folder."""
    paths: frozenset[str] = frozenset()
    """The paths of all files that were read, or that a finding can be about."""
    stack: frozenset[str] | None = None
    """The products that tech-stack.md names; None where it names none."""

    @property
    def rows(self) -> tuple[TrackRow, ...]:
        """The rows of the table in tracks.md."""
        return tuple(row for row in self.tracks.rows if row.tabular) if self.tracks else ()

    def component(self, id: str) -> Component | None:
        """The component of an id, or None."""
        return next((each for each in self.components if each.id == id), None)

    def rows_of(self, component: Component) -> list[TrackRow]:
        """What tracks.md says of a component: the rows of its id, or lines of its title."""
        title = component.metadata.text("title") if component.metadata else None
        return [
            row
            for row in (self.tracks.rows if self.tracks else ())
            if row.id == component.id or (not row.id and title and row.text("title") == title)
        ]

    def place_of(self, component: Component) -> Place | None:
        """Where to speak of a component: in its files, else in its row of tracks.md."""
        place = component.place
        if place is None:
            rows = (Place(row.path, row.span) for row in self.rows_of(component))
            place = next(rows, None)
        return place

    @property
    def place(self) -> Place | None:
        """Where to speak of the folder as a whole."""
        if self.tracks:
            return Place(self.tracks.path, self.tracks.title_span)
        places = (component.place for component in self.components)
        return next((place for place in places if place), None)
