"""Text -> the credentials that are written out in it; what they are is never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from storagelint.judging.pages.hints import hinted_lines
from storagelint.patterns import pattern
from storagelint.source import Span

if TYPE_CHECKING:
    from storagelint.markdown import Page


class Credential(NamedTuple):
    """A credential in the text."""

    what: str
    """A clause that names it without its secret: `a connection string holds a password`."""
    span: Span
    """The place of the secret."""
    local: bool = False
    """Whether it opens nothing but a machine of its own, such as localhost."""


_TOKEN = pattern(
    r"(?P<aws>AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"
    r"|(?P<github>gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,255}"
    r"|(?P<gitlab>glpat-)[A-Za-z0-9_-]{20,64}"
    r"|(?P<slack>xox[abeprs]-)[A-Za-z0-9-]{10,250}"
    r"|(?P<stripe>[rs]k_live_)[A-Za-z0-9]{16,250}"
    r"|(?P<api>sk-(?:proj-|ant-|svcacct-)?)[A-Za-z0-9_-]{20,250}"
    r"|(?P<google>AIza)[A-Za-z0-9_-]{35}"
    r"|(?P<mail>SG\.)[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}"
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
    r"(?:pass(?:word|wd|phrase)|pwd|client_?secret|secret_?(?:access_?)?key|api_?key"
    r"|access_?key(?:_id)?|auth_?token)"
    r"[\"'`]?[ \t]{0,8}(?::|=>|=)[ \t]{0,8}"
    r"(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]{6,200})(?P=quote)"
    r"|(?P<bare>[^\s\"'`,;|<>(){}]{8,200}))"
)
"""For text in lower case; what stands before the word belongs to the name: `db_password`."""
_SQL = pattern(r"(?:by|password)[ \t]{1,8}'(?P<secret>[^'\n]{1,200})'")
_SQL_WORDS = ("identified", "user ", "role ")
_KEY_BLOCK = pattern(r"-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = pattern(r"[A-Za-z0-9+/=]{40,}")
_SECRET_NAME = pattern(
    r"(?:(?P<password>pass(?:word|wd|phrase)|pwd)|secret|token|api_?key|access_?key)\Z",
    re.IGNORECASE,
)
_LITERAL = pattern(
    r"(?P<quote>['\"])(?P<quoted>[^'\"]{1,500})(?P=quote)|(?P<bare>[^\s'\"()]{6,200})"
)
_HINTS = (
    *("://", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("xox", "k_live_", "sk-", "aiza", "sg.", "private key", "passw", "pwd", "passphrase"),
    *("secret", "api_key", "apikey", "access_key", "accesskey", "auth_token", "authtoken"),
    "identified",
)
"""In lower case: a line without any of them holds no credential."""
_PLACEHOLDERS = (
    *("change-me", "changeme", "change_me", "changeit", "change-it", "change this", "changethis"),
    *("your", "example", "sample", "dummy", "placeholder", "redacted", "replace", "insert", "todo"),
    *("xxx", "**", "...", "…", "$", "%", "{", "}", "<", ">", "[", "]", "not-real", "not_real"),
    *("process.env", "os.environ", "getenv", "env(", "config.", "settings.", "secret.", "secrets."),
    *("secret/", "secrets/", "secret:", "vault:", "sha1", "sha2", "sha5", "hunter2"),
    *("correct-horse", "correcthorse", "abcdef", "123456", "qwerty", "foobar"),
)
_PLACEHOLDER_WORDS = frozenset(
    """password passwd pass passphrase pwd secret user username null none dev devel development
    local test testing demo fake mock root admin postgres"""
    "".split()
)
_WORD_BREAK = pattern(r"[-_.!]")
_LOCAL_HOSTS = frozenset(["localhost", "0.0.0.0", "[::1]", "[", "host.docker.internal", ""])
_LOCAL_ENDINGS = (".local", ".test", ".localhost", ".internal")
_MAX_LINE = 20_000
_MAX_NAME = 60

Place = tuple[str, int, int, bool]
"""What is found, its first and last offset in the line, and whether it is local."""


def credentials(page: Page) -> Iterator[Credential]:
    """The credentials in the whole text, fences and comments included, in its order.

    Placeholders, references to the environment and passwords that are their user's name are none.
    """
    lines = page.source.lines
    for number in hinted_lines(page.source.text, _HINTS):
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


def is_secret_default(name: str, default: str | None) -> bool:
    """Whether the default of a field is a secret that is written out: its name says so.

    A password may be a word, other secrets look like chance.
    """
    named = _SECRET_NAME.search(name.strip("`*\"' "))
    literal = _LITERAL.fullmatch(default.strip("` ")) if named and default else None
    if named is None or literal is None:
        return False
    secret = literal["quoted"] or literal["bare"]
    word = bool(named["password"] and literal["quoted"]) and " " not in secret
    return (word or _looks_random(secret, quoted=True)) and not _is_placeholder(secret)


def masked(line: str, mask: str) -> str:
    """A line with `mask` for each credential in it; tokens keep how they begin."""
    lowered = line.lower()
    if not any(hint in lowered for hint in _HINTS):
        return line
    places = {(start, end) for _, start, end, _ in (*_urls(line), *_assigned(line))}
    places |= {(found.end(str(found.lastgroup)), found.end()) for found in _tokens_in(line)}
    for start, end in sorted(places, reverse=True):
        line = f"{line[:start]}{mask}{line[end:]}"
    return line


def _urls(line: str) -> Iterator[Place]:
    if "://" not in line or "@" not in line:
        return
    for match in _URL.finditer(line):
        user, secret, host = match["user"], match["secret"], match["host"].lower()
        known = secret.casefold() == user.casefold() or _is_placeholder(secret)
        if not (known or _is_example(host)):
            what = f"a {match['scheme'].lower()} connection string holds a password"
            yield what, *match.span("secret"), _is_local(host)


def _is_example(host: str) -> bool:
    return "example" in host.split(".") or host in ("host", "hostname") or host.startswith("your")


def _is_local(host: str) -> bool:
    """Whether a host is this machine, or a container by its name alone."""
    alone = "." not in host and not host.isdigit()
    return alone or host in _LOCAL_HOSTS or host.startswith("127.") or host.endswith(_LOCAL_ENDINGS)


def _tokens(line: str) -> Iterator[Place]:
    for match in _tokens_in(line):
        issuer = str(match.lastgroup)
        secret = match[0][len(match[issuer]) :]
        random = any(letter.isdigit() for letter in secret) and len(set(secret)) > 7
        if random and not _is_placeholder(secret):
            yield f"{_ISSUERS[issuer]} stands in the text", *match.span(), False


def _tokens_in(line: str) -> Iterator[re.Match[str]]:
    """The tokens at the start of a word: `task-...` holds no `sk-...`."""
    for match in _TOKEN.finditer(line):
        before = line[match.start() - 1 : match.start()]
        if not (before.isalnum() or before == "_"):
            yield match


def _assigned(line: str) -> Iterator[Place]:
    lowered = _lowered(line)
    for match in _ASSIGNED.finditer(lowered):
        group = "quoted" if match["quote"] else "bare"
        secret = line[match.start(group) : match.end(group)]
        if _looks_random(secret, quoted=group == "quoted") and not _is_placeholder(secret):
            key = _name_at(line, match.start())
            yield f"{key} is given its value in the text", *match.span(group), False
    for match in _SQL.finditer(lowered):
        said = any(word in lowered[: match.start()] for word in _SQL_WORDS)
        if said and not _is_placeholder(match["secret"]):
            yield "a SQL statement sets a password", *match.span("secret"), False


def _lowered(line: str) -> str:
    """A line in lower case, letter for letter: `İ`, which would become two, stays."""
    lowered = line.lower()
    if len(lowered) == len(line):
        return lowered
    return "".join(small if len(small := each.lower()) == 1 else each for each in line)


def _name_at(line: str, place: int) -> str:
    """The whole name in which a word stands: `db_password`."""
    start = end = place
    while start > max(place - _MAX_NAME, 0) and (
        line[start - 1].isalnum() or line[start - 1] in "_.-"
    ):
        start -= 1
    while end < len(line) and (line[end].isalnum() or line[end] == "_"):
        end += 1
    return line[start:end].lstrip("_.-")


def _is_placeholder(secret: str) -> bool:
    lowered = secret.lower()
    if len(set(lowered)) < 4 or any(word in lowered for word in _PLACEHOLDERS):
        return True
    parts = (part.rstrip("0123456789") for part in _WORD_BREAK.split(lowered))
    return not _PLACEHOLDER_WORDS.isdisjoint(parts)


def _looks_random(secret: str, *, quoted: bool) -> bool:
    """Whether letters stand with digits: words, types and calls do not look so."""
    if " " in secret or not secret.isascii():
        return False
    letters = any(letter.isalpha() for letter in secret)
    digits = any(letter.isdigit() for letter in secret)
    marks = any(letter in "!@#$%^&*+=?~" for letter in secret)
    return letters and (digits or (quoted and marks))
