"""Lines of a drawn tree -> the same lines, each with the name that it branches off from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storagelint.patterns import pattern

_FORK = "┬"
_FOOT = pattern(r"[─—-](?:[<>]|┬)|[<>][─—-]")
_BRANCH = pattern(r"(?P<bars>[\s│|]*)(?P<turn>[├└╰])?(?=[─—-])")
_CONNECTOR = pattern(r"[<>◀]?[─—┬┼-]{2,60}[<>▶]?")
_NAME = pattern(r"[^\W\d_][\w.]*\w|_\w+")
_FLAT = str.maketrans("┬├└╰", "────")
_LONGEST = 2000


def with_parents(lines: Sequence[str]) -> Iterator[str]:
    """Each line of a drawing; a branch begins with its parent, and all else stays where it is.

    A drawing without a fork (`┬`) or a crow's foot, such as a tree of folders, stays as it is.
    """
    drawn = any(_BRANCH.match(line) and line.strip()[:1] in "│|├└╰─—" for line in lines)
    if not drawn or not any(_FOOT.search(line[:_LONGEST]) for line in lines):
        yield from lines
        return
    above: dict[int, str] = {}
    for raw in lines:
        line = raw[:_LONGEST]
        branch = _BRANCH.match(line)
        parent = None
        if branch is not None:
            at = branch.start("turn") if branch["turn"] else branch.end()
            parent = above.get(at)
            if parent is None and not branch["turn"]:
                parent = next((above[near] for near in (at - 1, at + 1) if near in above), None)
            if parent is not None and len(parent) < at:
                line = parent.ljust(at) + line[at:]
        above = {at: name for at, name in above.items() if raw[at : at + 1] in ("│", "|", "├")}
        above |= _hooks(line)
        if parent is not None:
            above.setdefault(at, parent)
        yield line.translate(_FLAT)


def _hooks(line: str) -> dict[int, str]:
    """The columns of a line below which something may branch off, each with its parent."""
    found = {at: name[0] for name in _NAME.finditer(line) for at in range(*name.span())}
    for connector in _CONNECTOR.finditer(line):
        names = list(_NAME.finditer(line, 0, connector.start()))
        if names:
            found |= dict.fromkeys(range(*connector.span()), names[-1][0])
    return found
