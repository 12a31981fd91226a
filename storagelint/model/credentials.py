"""Text -> the credentials that are written out in it; what they are is never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storagelint.markdown import Page
from storagelint.patterns import pattern
from storagelint.source import Span


class Credential(NamedTuple):
    """A credential in the text."""

    what: str
    """A clause that names it without its secret: `a connection string holds a password`."""
    span: Span
    """The place of the secret."""
    local: bool = False
    """Whether it opens nothing but a machine of its own, such as localhost."""


TOKEN = pattern(
    r"(?<![A-Za-z0-9_])(?:"
    r"(?P<aws>(?:AKIA|ASIA))[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|(?P<github>gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,255}"
    r"|(?P<gitlab>glpat-)[A-Za-z0-9_-]{20,64}"
    r"|(?P<slack>xox[abeprs]-)[A-Za-z0-9-]{10,250}"
    r"|(?P<stripe>[rs]k_live_)[A-Za-z0-9]{16,250}"
    r"|(?P<api>sk-(?:proj-|ant-|svcacct-)?)[A-Za-z0-9_-]{20,250}"
    r"|(?P<google>AIza)[A-Za-z0-9_-]{35}"
    r"|(?P<mail>SG\.)[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}"
    r")"
)
"""Secrets that their issuers mark by how they begin; the group is the beginning."""
_ISSUERS = {
    "aws": "an AWS access key",
    "github": "a GitHub token",
    "gitlab": "a GitLab token",
    "slack": "a Slack token",
    "stripe": "a Stripe key",
    "api": "an API key",
    "google": "a Google API key",
    "mail": "a SendGrid key",
}
_URL = pattern(
    r"(?<![A-Za-z0-9+.-])(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,30})://"
    r"(?P<user>[^\s:@/'\"`<>|]{0,100}):(?P<secret>[^\s@/'\"`<>|]{1,200})@"
    r"(?P<host>[^\s:/?#'\"`|,;)]{0,200})"
)
_ASSIGNED = pattern(
    r"(?<![a-z0-9])(?P<key>(?:[a-z0-9]{1,30}[_.-]){0,4}(?:pg|db|my)?"
    r"(?:password|passwd|pwd|passphrase|client_?secret|secret_?key|api_?key|access_?key(?:_id)?"
    r"|auth_?token|secret_?access_?key))"
    r"[\"'`]?[ \t]{0,8}(?::|=>|=)[ \t]{0,8}"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{6,200})(?P=quote)|(?P<bare>[^\s\"'`,;|<>(){}]{8,200}))",
    re.IGNORECASE,
)
_SQL = pattern(
    r"\b(?:IDENTIFIED[ \t]{1,8}(?:WITH[ \t]{1,8}\S{1,40}[ \t]{1,8})?BY"
    r"|(?:USER|ROLE)\b[^'\n;]{1,120}\bPASSWORD)[ \t]{1,8}'(?P<secret>[^'\n]{1,200})'",
    re.IGNORECASE,
)
_KEY_BLOCK = pattern(r"-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = pattern(r"[A-Za-z0-9+/=]{40,}")
_HINTS = (
    *("://", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("xox", "k_live_", "sk-", "aiza", "sg.", "private key", "passw", "pwd", "passphrase"),
    *("secret", "api_key", "apikey", "access_key", "accesskey", "auth_token", "authtoken"),
    "identified",
)
"""In lower case: a line without any of them holds no credential."""
_PLACEHOLDER = pattern(
    r"pass(?:word|wd|phrase)?\d{0,4}\Z|pwd\Z|secret\d{0,4}\Z|user(?:name)?\Z"
    r"|change[-_ ]?(?:me|this|it)|your|example|sample|dummy|placeholder|redacted|replace|insert"
    r"|todo|xxx|\*\*|\.\.\.|…|[$%{}<>\[\]]|not[-_]?real"
    r"|process\.env|os\.environ|getenv|env\(|config\.|settings\.|secrets?[./:]|vault:|\bnull\b"
    r"|\$2[aby]\$|\$argon2|sha\d|hunter2|correct.horse|abcdef|123456|qwerty|foobar"
    r"|(?:\A|[-_.])(?:dev|devel|development|local|test|testing|demo|fake|mock|root|admin|postgres)"
    r"(?:\Z|[-_.])",
    re.IGNORECASE,
)
_LOCAL = pattern(
    r"(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal"
    r"|[A-Za-z][A-Za-z0-9_-]{0,60})?\Z|.{0,200}\.(?:local|test|localhost|internal)\Z",
    re.IGNORECASE,
)
"""This machine, or a container by its name alone."""
_EXAMPLE_HOST = pattern(r"(?:.{0,200}\.)?example(?:\.[a-z]{2,6})?\Z|host(?:name)?\Z|your", re.I)
_MAX_LINE = 20_000


def credentials(page: Page) -> Iterator[Credential]:
    """The credentials in the whole text, fences and comments included, in its order.

    Placeholders, references to the environment and passwords that are their user's name are none.
    """
    lines = page.source.lines
    for number in _hinted(page.source.text.lower()):
        line = lines[number - 1]
        if len(line) > _MAX_LINE:
            continue
        taken: list[tuple[int, int]] = []
        for what, start, end, local in (*_urls(line), *_tokens(line), *_assigned(line)):
            if not any(start < other_end and begin < end for begin, other_end in taken):
                taken.append((start, end))
                yield Credential(what, Span(number, start + 1, number, end + 1), local)
        for match in _KEY_BLOCK.finditer(line):
            if any(
                _KEY_BODY.search(below)
                for below in (line[match.end() :], *lines[number : number + 3])
            ):
                span = Span(number, match.start() + 1, number, match.end() + 1)
                yield Credential("a private key stands in the text", span)


def masked(line: str, mask: str) -> str:
    """A line with `mask` for each credential in it; tokens keep how they begin."""
    lowered = line.lower()
    if not any(hint in lowered for hint in _HINTS):
        return line
    line = TOKEN.sub(lambda found: found[str(found.lastgroup)] + mask, line)
    places = {(start, end) for _, start, end, _ in (*_urls(line), *_assigned(line))}
    for start, end in sorted(places, reverse=True):
        line = f"{line[:start]}{mask}{line[end:]}"
    return line


def _hinted(text: str) -> list[int]:
    """The numbers of the lines in which a hint stands, in their order."""
    starts = {text.rfind("\n", 0, at) + 1 for hint in _HINTS for at in _offsets(text, hint)}
    numbers = []
    number, last = 1, 0
    for start in sorted(starts):
        number += text.count("\n", last, start)
        last = start
        numbers.append(number)
    return numbers


def _offsets(text: str, hint: str) -> Iterator[int]:
    """One offset for each line in which the hint stands."""
    at = text.find(hint)
    while at >= 0:
        yield at
        end = text.find("\n", at)
        at = text.find(hint, end) if end >= 0 else -1


def _urls(line: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in _URL.finditer(line) if "://" in line and "@" in line else ():
        user, secret, host = match["user"], match["secret"], match["host"]
        if secret.casefold() == user.casefold() or _is_placeholder(secret):
            continue
        if _EXAMPLE_HOST.match(host):
            continue
        what = f"a {match['scheme'].lower()} connection string holds a password"
        yield what, *match.span("secret"), _LOCAL.match(host) is not None


def _tokens(line: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in TOKEN.finditer(line):
        issuer = str(match.lastgroup)
        secret = match[0][len(match[issuer]) :]
        random = any(letter.isdigit() for letter in secret) and len(set(secret)) > 7
        if random and not _is_placeholder(secret):
            yield f"{_ISSUERS[issuer]} stands in the text", *match.span(), False


def _assigned(line: str) -> Iterator[tuple[str, int, int, bool]]:
    for match in _ASSIGNED.finditer(line):
        group = "quoted" if match["quote"] else "bare"
        secret = match[group]
        if _is_placeholder(secret) or not _looks_random(secret, quoted=group == "quoted"):
            continue
        yield f"{match['key']} is given its value in the text", *match.span(group), False
    for match in _SQL.finditer(line):
        if not _is_placeholder(match["secret"]):
            yield "a SQL statement sets a password", *match.span("secret"), False


def _is_placeholder(secret: str) -> bool:
    return len(set(secret)) < 4 or _PLACEHOLDER.search(secret) is not None


def _looks_random(secret: str, *, quoted: bool) -> bool:
    """Whether letters stand with digits: words, types and calls do not look so."""
    if " " in secret or secret.isascii() is False:
        return False
    letters = any(letter.isalpha() for letter in secret)
    digits = any(letter.isdigit() for letter in secret)
    marks = any(letter in "!@#$%^&*+=?~" for letter in secret)
    return letters and digits if not quoted else letters and (digits or marks)
