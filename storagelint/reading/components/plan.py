"""Page -> Plan: the phases of plan.md with their tasks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from storagelint.markdown import Heading, ItemList, ListItem, Page, Paragraph, Section, plain
from storagelint.model.components import Phase, PhaseForm, Plan, Task, TaskState
from storagelint.patterns import pattern
from storagelint.source import Span

_PHASE = pattern(
    r"(?:[*_~]|\[[ xX~!-]\][ \t]|[\d.]{1,9}+[ \t])*+"
    r"(?i:phase)[ \t]{1,9}(?P<number>[0-9]{1,6}(?P<part>[.\-]?[0-9]{1,6}|[a-z])?)(?!\w)"
    r"[ \t]*(?P<gap>[:.–—-]?[*_]{0,3}[:]?[ \t]*)(?P<name>[^\n]*)"
)
_CHECKPOINT = pattern(r"\[checkpoint:?[ \t]*([0-9a-fA-F]{4,40})?\]", re.IGNORECASE)
_BOLD_LINE = pattern(r"(\*\*|__)(?=\S)[^\n]{1,300}\1[:：]?(?:[ \t]*\[[^\[\]\n]{1,60}\])?\Z")
_LABEL = pattern(r"(?:\*\*|__)[^*_\n]{1,60}(?:[:：](?:\*\*|__)|(?:\*\*|__)[ \t]?[:：])")
_COMMIT = pattern(
    r"(?:(?<![ \t])[ \t]+)?(?:[\[(`]|(?:commit|sha)[: \t]{1,9}+){0,9}+"
    r"(?<![0-9a-f])(?P<hash>[0-9a-f]{7,40})[\])`]{0,3}\Z"
)
_TICKED_BOX = pattern(r"\[[xX~!-]\]")
_CLOSING = pattern(r"[*_:：]")
_BARE_BOX = pattern(r"\[([ xX~!-]?)\]")
_TASK_HEADINGS = frozenset(["tasks", "task list", "steps", "to do", "todo", "checklist"])
_STATES = {"x": TaskState.DONE, "X": TaskState.DONE}


def read_plan(page: Page, path: str) -> Plan:
    """The plan of a page; what stands outside of its phases is not read."""
    reader = _Reader(page)
    title = next((section for section in page.sections if section.level == 1), page.root)
    reader.read()
    ends = reader.ends()
    phases = tuple(phase.frozen(path, end) for phase, end in zip(reader.phases, ends, strict=True))
    return Plan(path, title.span, phases, page.source.last_place())


@dataclass(slots=True)
class _Growing:
    """A phase while its tasks are gathered."""

    name: str
    number: int | None
    span: Span
    number_span: Span
    checkpoint: str | None
    level: int
    """Of its heading; 7 for a bold line, whose phase any heading ends."""
    tasks: list[Task] = field(default_factory=list)
    end: Span | None = None
    lead: str = "- [ ] "
    form: PhaseForm | None = None

    def frozen(self, path: str, close: Span) -> Phase:
        return Phase(
            path,
            self.name,
            self.number,
            self.span,
            self.number_span,
            tuple(self.tasks),
            self.checkpoint,
            self.end,
            self.lead,
            self.form,
            close,
        )


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.phases: list[_Growing] = []
        self.current: _Growing | None = None

    def read(self) -> None:
        for section in self.page.sections:
            if section.heading:
                self._heading(section.heading)
            for block in section.blocks:
                match block:
                    case Paragraph(nested=False, raw=raw) if _BOLD_LINE.match(raw):
                        self._open(raw, Span(block.line, block.column, block.line, 0), 7)
                    case ItemList(nested=False):
                        self._list(block, section)

    def ends(self) -> Iterator[Span]:
        """Where each phase ends: before the next one, and before a heading that ends it."""
        lines = [phase.span.line for phase in self.phases]
        sections = self.page.sections
        for phase, following in zip(self.phases, [*lines[1:], None], strict=False):
            last = len(self.page.source.lines) if following is None else following - 1
            at = bisect_right(sections, phase.span.line, key=lambda section: section.line)
            if phase.level < 7:
                last = min(last, sections[at - 1].end_line)
            elif at < len(sections):
                last = min(last, sections[at].line - 1)
            yield self.page.source.last_place(phase.span.line, last)

    def _heading(self, heading: Heading) -> None:
        if self._open(heading.raw, heading.span, heading.level):
            return
        if self.current and heading.level <= self.current.level:
            self.current = None

    def _open(self, raw: str, at: Span, level: int) -> bool:
        """Open the phase that a text names; whether it names one."""
        match = _PHASE.match(raw)
        if not match:
            return False
        name, checkpoint = match["name"], None
        if "[" in name and (found := _CHECKPOINT.search(name)):
            checkpoint = found[1]
            name = name[: found.start()]
        name = name.rstrip("*_ \t:：")
        start = at.column + match.start("name")
        number_start = at.column + match.start("number")
        number_span = Span(at.line, number_start, at.line, at.column + match.end("number"))
        span = Span(at.line, start, at.line, start + len(name)) if name else number_span
        number = None if match["part"] else int(match["number"])
        self.current = _Growing(plain(name), number, span, number_span, checkpoint, level)
        self.current.form = self._form(
            number_span,
            raw[match.end("number") : match.start("name")],
            match["name"][len(name) :],
            level,
        )
        self.phases.append(self.current)
        return True

    def _form(self, number: Span, gap: str, rest: str, level: int) -> PhaseForm | None:
        """How the line of a phase is written; None for an item of a list."""
        opening = self.page.source.lines[number.line - 1][: number.column - 1]
        if level < 7 and not opening.lstrip().startswith("#"):
            opening = f"{'#' * level} {opening.lstrip()}"
        if not opening.lstrip().startswith(("#", "*", "_")) or opening.startswith("* "):
            return None
        opening = _TICKED_BOX.sub("[ ]", opening)
        closing = "".join(_CLOSING.findall(_CHECKPOINT.sub("", rest)))
        return PhaseForm(opening, gap if gap.strip("*_ ") else ": ", closing)

    def _list(self, block: ItemList, section: Section) -> None:
        for item in block.items:
            if self._open(item.raw.split("\n", 1)[0], item.span, 7):
                for child in item.children:
                    self._tasks(child, True)
            elif self.current is not None:
                self._tasks(item, self._is_for_tasks(section))

    def _is_for_tasks(self, section: Section) -> bool:
        """Whether items without check boxes are meant as tasks here."""
        assert self.current is not None
        own = section.heading is not None and section.line == self.current.span.line
        return (
            own or self.current.level == 7 or section.title.strip(" :").casefold() in _TASK_HEADINGS
        )

    def _tasks(self, top: ListItem, bare: bool) -> None:
        """Take an item and what stands below it; without check boxes only where `bare`."""
        assert self.current is not None
        if top.checked is not None and not top.ordered:
            lines = self.page.source.lines
            end = len(lines[top.end_line - 1]) + 1
            self.current.end = Span(top.end_line, end, top.end_line, end)
            self.current.lead = lines[top.line - 1].partition("[")[0] + "[ ] "
        for item in top.walk():
            task = self._task(item, item.depth - top.depth)
            if task.state is not None or bare:
                self.current.tasks.append(task)

    def _task(self, item: ListItem, depth: int) -> Task:
        raw, span = item.raw.split("\n", 1)[0], item.span
        state = self._state(item)
        mark = self._before(item)[1]
        if state is None and (box := _BARE_BOX.match(raw)) and box[1]:
            state = _STATES.get(box[1]) or TaskState(box[1])
            raw = raw[box.end() :]
            mark = span.column + 1
        commit = None
        if (found := _COMMIT.search(raw[-120:])) and any(map(str.isdigit, found["hash"])):
            commit = found["hash"]
            raw = raw[: len(raw) - len(found[0])]
        label = state is None and bool(_LABEL.match(raw))
        place = None if state is None else Span(span.line, mark, span.line, mark + 1)
        return Task(plain(raw), state, span, depth, commit, label, place)

    def _state(self, item: ListItem) -> TaskState | None:
        if item.checked is None:
            return None
        mark, _ = self._before(item)
        if item.checked:
            return TaskState.DONE
        return TaskState(mark) if mark in "~!-" else TaskState.OPEN

    def _before(self, item: ListItem) -> tuple[str, int]:
        """The letter in the check box before an item's text, and its column."""
        before = self.page.source.lines[item.span.line - 1][: item.span.column - 1].rstrip()
        return before[-2:-1] or " ", len(before) - 1
