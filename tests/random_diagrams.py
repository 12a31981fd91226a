"""A seed -> erDiagrams from a grammar, of which every third has a few characters changed."""

from __future__ import annotations

from random import Random

ENTITIES = [
    *["Hall", "seats", "TICKET_SALE", '"box office"', "p[Person]", 'w["Way out"]', "座席", "a.b"],
    *["stage-door", "end", "one", "u", "to", "style", "classDef", "directions", "12", "1.5", "*x"],
    *['"50%"', '"say #34;hi#34;"', '"a\nb"', "``", "{", "1", "erDiagram", "x y", "many-halls"],
]
LEFT = ["||", "|o", "}o", "}|", "o|", "u", "|{", "one or more", "1", "zero or one", "many(1)"]
RIGHT = ["||", "o|", "o{", "|{", "}|", "}o", "many", "0+", "only one", "{", "<"]
MIDDLE = ["--", "--", "--", "..", ".-", "-.", " to ", " optionally to ", "-", "=="]
TYPES = [
    *["int", "uuid", "varchar(80)", "numeric(10,2)", "text[]", "list~int~", "date?", "`two words`"],
    *["*flag", "enum('a')", "1x", "x#35;y", "тип", "numeric(10, 2)", "PK", "a~b", "<T>", ""],
]
FIELDS = [
    *[
        "id",
        "hall_id",
        "code",
        "*code",
        "row-number",
        "seat.row",
        "items[]",
        "`a b`",
        "поле",
        "UKx",
    ],
    *["2nd", "PK", "a#36;", "name,", "*", "#quot;", ""],
]
KEYS = ["", "", "PK", "FK", "UK", "PK, FK", "fk,UK", "FK UK", "PK,", "NN", "PK;"]
COMMENTS = ["", "", '"as sold"', '"a ~ b ~"', '"PK"', "'x'", '"two\nlines"', '"#quot;', "%% no"]
LABELS = [
    *["has", '"has many"', "hall_id", '""', "sells", '"1:N"', '"direction TB"', '"x#59;"', "of a"],
    *["to", "one", "of:", "'q'", '"open', "a/b", "", "direction\nTB"],
]
OTHER = [
    *["direction LR", "style Hall fill:#f9f,stroke:red", "classDef old fill:#eee", "seats:::old"],
    *["class Hall,seats old", "accTitle: The house", "accDescr { of\nmany lines }", "%% a remark"],
    *[
        "direction tb x",
        "style Hall color:#abc; Hall",
        "classDef old",
        "Hall:::a,b",
        "accDescr: two",
    ],
    *[
        "classDef old stroke-dasharray:5",
        "accDescr {",
        "%% {}",
        "%%",
        '%%{init: {"er": {}}}%%',
        "---",
    ],
    *[
        "subgraph Front\nHall\nend",
        "subgraph F[The front]",
        "end",
        "}",
        "{",
        ";",
        "#",
        "A;B",
        "x, y",
    ],
    *[
        '<b id="x">',
        '"Hall" "seats"',
        "title The house",
        "`Hall`",
        "classDef a fill:#abc;stroke:#b;",
    ],
]
STARTS = ["erDiagram"] * 12 + [
    "---\ntitle: House\n---\nerDiagram",
    "%% a remark\n\n  erDiagram",
    "%%{init: {'theme': 'dark'}}%%\nerDiagram",
    "erDiagram Hall",
    "erDiagram:",
    "---\n---\nerDiagram",
]
LETTERS = "{}|o-.:;\"'`[],#*~?%<>=()/\\ \n\t1u&é\u00a0\u2028"


def diagrams(seed: int, count: int) -> list[str]:
    """So many different texts that open as erDiagrams, some valid and some broken."""
    random = Random(seed)
    texts: dict[str, None] = {}
    while len(texts) < count:
        text = _diagram(random)
        if random.random() < 0.35:
            text = _changed(text, random)
        texts[text] = None
    return list(texts)


def _diagram(random: Random) -> str:
    wild = random.random() < 0.4
    parts = [random.choice(STARTS if wild else STARTS[:1])]
    for _ in range(random.randint(0, 6)):
        kind = random.random()
        if kind < 0.45:
            parts.append(_relationship(random, wild))
        elif kind < 0.8:
            parts.append(_block(random, wild))
        else:
            parts.append(random.choice(OTHER if wild else OTHER[:8]))
    indent = random.choice(["", "  ", "\t"])
    return f"\n{indent}".join(parts) + random.choice(["", "\n", "\n\n  "])


def _pick(random: Random, choices: list[str], wild: bool, tame: int) -> str:
    """One of the first `tame` choices, seldom any."""
    return random.choice(choices if wild and random.random() < 0.25 else choices[:tame])


def _relationship(random: Random, wild: bool) -> str:
    ends = (
        _pick(random, LEFT, wild, 4)
        + _pick(random, MIDDLE, wild, 4)
        + _pick(random, RIGHT, wild, 4)
    )
    one, other = _pick(random, ENTITIES, wild, 4), _pick(random, ENTITIES, wild, 4)
    space = "" if wild and random.random() < 0.1 else " "
    return f"{one}{space}{ends}{space}{other}{space}: {_pick(random, LABELS, wild, 4)}"


def _block(random: Random, wild: bool) -> str:
    rows = []
    for _ in range(random.randint(0, 4)):
        row = (
            _pick(random, TYPES, wild, 5),
            _pick(random, FIELDS, wild, 3),
            _pick(random, KEYS, wild, 7),
            _pick(random, COMMENTS, wild, 3),
        )
        rows.append(" ".join(filter(None, row)))
    gap = " " if random.random() < 0.1 else "\n    "
    end = "" if wild and random.random() < 0.1 else "\n}"
    return f"{_pick(random, ENTITIES, wild, 6)} {{{gap}{gap.join(rows)}{end}"


def _changed(text: str, random: Random) -> str:
    """The text with one to three characters taken out, put in or doubled, behind its first word."""
    first = text.index("erDiagram") + len("erDiagram")
    for _ in range(random.randint(1, 3)):
        at = random.randint(first, len(text))
        rest = text[at + random.randint(0, 1) :]
        text = text[:at] + random.choice(["", random.choice(LETTERS), text[at - 3 : at]]) + rest
    return text
