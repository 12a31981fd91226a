"""The text of a TOML file -> the line on which each of its keys is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from storagelint.patterns import pattern

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value, from the outermost; a table of `[[...]]` has its position."""

_TOKEN = pattern(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*+"?|\'[^\'\n]*+\'?|#[^\n]*|[\[{\]}=\n]')
_ENDS = {
    '"""': pattern(r'(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'),
    "'''": pattern(r"(?:[^']|'(?!''))*'{3,5}"),
}


def key_lines(text: str, below: tuple[str, ...] = ()) -> dict[KeyPath, int]:
    """The 1-based line of each key and table of a text that is TOML.

    `below` is the table that the paths are relative to, as `("tool", "storagelint")`.
    """
    scan = _Scan(text)
    found: dict[KeyPath, int] = {}
    for path, line in scan.statements():
        if path[: len(below)] == below:
            for length in range(len(below) + 1, len(path) + 1):
                found.setdefault(path[len(below) : length], line)
    return found


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int | None:
    """The line of a key, or of the innermost table around it that has one; None without any."""
    known = (lines.get(path[:length]) for length in range(len(path), 0, -1))
    return next((line for line in known if line is not None), None)


@dataclass
class _Scan:
    """A walk over a text, statement by statement."""

    text: str
    tables: Counter[KeyPath] = field(default_factory=Counter)
    """How many tables of each array there have been."""

    def statements(self) -> Iterator[tuple[KeyPath, int]]:
        """The path that each statement sets, and its line."""
        table: KeyPath = ()
        at, line = 0, 1
        while at < len(self.text):
            end, equals = self._end(at)
            raw = self.text[at:end]
            head = raw.lstrip()
            first = line + raw[: len(raw) - len(head)].count("\n")
            if head.startswith("["):
                table = self._header(head)
                yield table, first
            elif equals is not None:
                yield (*table, *self._path(self.text[at:equals])), first
            at, line = end, line + raw.count("\n")

    def _end(self, start: int) -> tuple[int, int | None]:
        """Where a statement ends, behind its newline, and where its equals sign stands."""
        at, depth, equals = start, 0, None
        while found := _TOKEN.search(self.text, at):
            at = found.end()
            match found[0]:
                case '"""' | "'''" as quotes:
                    closing = _ENDS[quotes].match(self.text, at)
                    at = closing.end() if closing else len(self.text)
                case "[" | "{":
                    depth += 1
                case "]" | "}":
                    depth -= 1
                case "=" if equals is None:
                    equals = found.start()
                case "\n" if depth <= 0:
                    return at, equals
        return len(self.text), equals

    def _header(self, head: str) -> KeyPath:
        """The path that a header `[a.b]` or `[[a.b]]` opens."""
        path = self._outer(self._path(head.partition("\n")[0], header=True))
        if head.startswith("[["):
            self.tables[path] += 1
            return (*path, self.tables[path] - 1)
        return path

    def _outer(self, path: KeyPath) -> KeyPath:
        """A path with the position of the last table in each array that it leads through."""
        whole: KeyPath = ()
        for number, key in enumerate(path):
            whole = (*whole, key)
            if number < len(path) - 1 and whole in self.tables:
                whole = (*whole, self.tables[whole] - 1)
        return whole

    def _path(self, text: str, *, header: bool = False) -> KeyPath:
        """The keys of a dotted key, or of a header."""
        import tomllib

        try:
            data = tomllib.loads(text if header else f"{text.strip()} = 0")
        except tomllib.TOMLDecodeError:
            return ()
        keys: list[str | int] = []
        while data:
            ((key, inner),) = data.items()
            keys.append(key)
            data = inner[0] if isinstance(inner, list) else inner
        return tuple(keys)
