"""a default -> where its expression ends."""

from __future__ import annotations

from storagelint.patterns import pattern
from storagelint.reading.words.brackets import closing
from storagelint.reading.words.constraint_words import keyword_at

_NUMBER = r"[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?%?"
QUOTED = r"(?:[eEbBnNxX]?'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|“[^”]*”|‘[^’]*’)"
ATOM = pattern(rf"{QUOTED}|{_NUMBER}(?![\w])|[^\W\d][\w.$]*|\d[\w.:-]*")
_CAST = pattern(r"\s{0,9}::\s{0,9}[A-Za-z_][\w ]*?(?:\[\])?(?=[\s,;)]|\Z)")
_OPERATOR = pattern(r"\s{0,9}(?:\|\||[-+*/%])\s{0,9}(?=[\w'\"(])")
_INTERVAL = pattern(r"\s{1,9}'[^']*'")
_NEXT_WORD = pattern(r"\s{1,4}([^\W\d][\w.]*)")


def expression_end(text: str, start: int, stop: int) -> int:
    """Where a default ends: a literal, a call, a cast, a sum of them, or a few words."""
    position = start
    for _ in range(16):
        if text[position : position + 1] in ("(", "[", "{"):
            position = closing(text, position)
        else:
            atom = ATOM.match(text, position)
            if not atom:
                break
            word = atom[0][:1].isalpha() or atom[0][:1] == "_"
            position = atom.end()
            if word and text[position : position + 1] in ("(", "["):
                position = closing(text, position)
            elif word and (interval := _INTERVAL.match(text, position)):
                position = interval.end()
            elif word and atom[0][0] not in "'\"" and text[position : position + 1] != ":":
                position = _more_words(text, position, stop)
        cast = _CAST.match(text, position)
        if cast:
            position = cast.end()
        operator = _OPERATOR.match(text, position)
        if not operator or keyword_at(text, operator.end()):
            break
        position = operator.end()
    return position if position > start else stop


def _more_words(text: str, position: int, stop: int) -> int:
    """Past the words of `default current user`, up to a keyword, a bracket or the separator."""
    for word in _NEXT_WORD.finditer(text, position, stop):
        if word.start() != position or keyword_at(text, word.start(1)):
            break
        position = word.end()
    return position
