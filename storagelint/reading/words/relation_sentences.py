"""A sentence -> the relationship that it says: "each order belongs to one user"."""

from __future__ import annotations

from dataclasses import dataclass

from storagelint.model.facts import Cardinality
from storagelint.patterns import hinted, pattern
from storagelint.reading.words.cardinalities import Found, find_pair, find_words, lower

_QUANTITY = (
    r"(?P<many>many|multiple|several|zero or more|zero or many|one or more|one or many|0 or more"
    r"|1 or more|any number of)"
    r"|(?P<one>exactly one|at most one|zero or one|a single|only one|one|0 or 1)"
)
_ENGLISH = hinted(
    pattern(
        r"\b(?P<may>may |can |could |might )?(?P<optionally>optionally )?"
        r"(?:(?P<has>have|has|own|owns|contain|contains|include|includes|hold|holds)"
        r"|(?P<refers>references|reference|belong to|belongs to|refers to|refer to|points to)) "
        rf"(?:{_QUANTITY})\b"
    ),
    *("has ", "have ", "own", "contain", "include", "hold", "refer", "belong", "point"),
)
_BELONGS = hinted(
    pattern(r"\b(?P<may>may |can )?(?P<optionally>optionally )?belongs? to\b"), "belong"
)
_ARTICLE = pattern(
    r"(?:(?:a|an|the|each|every|one|any|all|un|una|uno|cada|um|uma|ein|eine|jeder|jede|jedes|une"
    r"|chaque|каждый|каждая|одно|один|одна|mỗi|một)\s)"
    r"|(?:一个|一個|每个|每個|一名|一位|每位|每条|一条|하나의|한|각)\s?"
)
_LETTERS = r"[^\W\d_][\w.-]{0,80}"
_WORD = pattern(_LETTERS)
_PAIR = pattern(
    rf"\b(?<!\w[.-])(?<![.-][.-])({_LETTERS})\s?"
    rf"(?:\s(?:and|und|y|e|et|и|và|en|i|ve|dan|with|to|&)\s|/|与|與|和|跟|及|と|와|과)\s?({_LETTERS})"
)
_JOINT = pattern(r"\s?(?:,\s?(?:and\s)?|\sand\s|/|、)\s?(?:many\s|multiple\s)?")
_COPULA = pattern(r"(?:\s|之间|之間|間|是|为|為|的|关系|are|is|in|a|has|have|:|：|は|の|—|-|\()*")
_CJK_PARTICLE = pattern(r"(?:之间|之間|是|为|為|の|は|에게|는|은|이|가){1,4}$")
_CJK_FILLER = pattern(r"\s?(?:的|关联|關聯|关系|個の|の|:|：|->|→)?\s?")
_NOT_NAMES = frozenset(
    "it they this that there he she we you which who and or but not is are relationship relation"
    " relations relationships cardinality type note one many".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A relationship in words; all places are 0-based offsets into the text."""

    left: tuple[int, int]
    right: tuple[int, int]
    cardinality: Cardinality
    words: tuple[int, int]
    """Where the words stand that say the cardinality."""
    end: int
    left_optional: bool | None = None
    right_optional: bool | None = None


def read_sentence(text: str) -> list[Sentence]:
    """The relationships that a sentence says, one for each object that it lists."""
    lowered = lower(text)
    found = _english(lowered) or find_pair(lowered) or find_words(lowered)
    if found is None or found.start > 200:
        return []
    sentences = _subject_object(text, lowered, found)
    return sentences or _pair(text, lowered, found)


def _english(lowered: str) -> Found | None:
    verb = _ENGLISH.search(lowered)
    if verb is None:
        verb = _BELONGS.search(lowered)
        if verb is None:
            return None
        optional = True if verb["may"] or verb["optionally"] else None
        return Found(Cardinality.MANY_TO_ONE, *verb.span(), None, optional)
    many = verb["many"] is not None
    words = verb["many"] or verb["one"]
    optional = None
    if verb["may"] or verb["optionally"] or words.startswith(("zero", "0", "at most", "any")):
        optional = True
    elif words.startswith(("exactly", "one or", "1 or")):
        optional = False
    if verb["has"]:
        cardinality = Cardinality.ONE_TO_MANY if many else Cardinality.ONE_TO_ONE
    else:
        cardinality = Cardinality.MANY_TO_MANY if many else Cardinality.MANY_TO_ONE
    return Found(cardinality, verb.start(), verb.end(), None, optional)


def _subject_object(text: str, lowered: str, found: Found) -> list[Sentence]:
    subject = _subject(text, lowered, found.start)
    if subject is None:
        return []
    at = found.end
    while at < len(text) and text[at] in " )]）":
        at += 1
    filler = _CJK_FILLER.match(text, at)
    at = filler.end() if filler else at
    sentences: list[Sentence] = []
    while len(sentences) < 20:
        while article := _ARTICLE.match(lowered, at):
            at = article.end()
        name = _WORD.match(text, at)
        if name is None or lowered[name.start() : name.end()] in _NOT_NAMES:
            break
        end = name.end() - (1 if name[0].endswith(".") else 0)
        sentences.append(
            Sentence(
                subject,
                (name.start(), end),
                found.cardinality,
                (found.start, found.end),
                end,
                found.left_optional,
                found.right_optional,
            )
        )
        joint = _JOINT.match(lowered, end)
        if joint is None or not _ends_list(lowered, joint.end()):
            break
        at = joint.end()
    return sentences


def _ends_list(lowered: str, at: int) -> bool:
    """Whether a further object of a list stands here, and no new clause."""
    name = _WORD.match(lowered, at)
    if name is None or lowered[name.start() : name.end()] in _NOT_NAMES:
        return False
    rest = lowered[name.end() :].lstrip()
    return not rest or rest[0] in ",.;/、(" or rest.startswith("and ")


def _subject(text: str, lowered: str, end: int) -> tuple[int, int] | None:
    shift = max(end - 80, 0)
    head = text[shift:end].rstrip(" :：([-–—")
    cut = max(head.rfind(mark) for mark in (". ", ";", ",", "，", "。", "；", "(")) + 1
    start = shift + cut
    while start < end and text[start].isspace():
        start += 1
    while article := _ARTICLE.match(lowered, start):
        if article.end() >= end:
            break
        start = article.end()
    stop = end
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ":：([-–—"):
        stop -= 1
    particle = _CJK_PARTICLE.search(text[start:stop])
    if particle and particle.start():
        stop = start + particle.start()
    words = text[start:stop].split()
    if not 1 <= len(words) <= 2 or not all(_WORD.fullmatch(word) for word in words):
        return None
    if any(word.lower() in _NOT_NAMES for word in words):
        return None
    if len(words) == 1 and _PAIR.fullmatch(words[0]) and not words[0].isascii():
        return None
    return start, stop


def _pair(text: str, lowered: str, found: Found) -> list[Sentence]:
    """Two names that a conjunction joins, before the cardinality or behind it."""
    pairs = [*_PAIR.finditer(text, 0, found.start), *_PAIR.finditer(text, found.end)]
    for pair in pairs[:20]:
        if pair.end() <= found.start and not _COPULA.fullmatch(lowered, pair.end(), found.start):
            continue
        left, right = pair.span(1), pair.span(2)
        particle = _CJK_PARTICLE.search(pair[2])
        if particle and particle.start():
            right = (right[0], right[0] + particle.start())
        if {lowered[slice(*left)], lowered[slice(*right)]} & _NOT_NAMES:
            continue
        end = max(found.end, right[1])
        return [Sentence(left, right, found.cardinality, (found.start, found.end), end)]
    return []
