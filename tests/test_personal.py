"""Fields -> what they tell of a person."""

from __future__ import annotations

import pytest

from storagelint.judging.entities.personal import Sort, open_passwords, protection, sort_of
from storagelint.kinds import builtin_kinds
from storagelint.model import Document, Field, TypeFamily
from storagelint.model.facts import CanonicalType
from storagelint.reading import read
from storagelint.source import from_text


def _document(text: str) -> Document:
    return read(from_text(text), path="design.md", kind=builtin_kinds()["generic"])


def _users(row: str, text: str = "") -> Document:
    head = "### users\n\n| Field | Type | Description |\n| --- | --- | --- |\n| id | UUID | Key |\n"
    return _document(f"{head}{row}\n\n{text}\n")


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("email", Sort.CONTACT),
        ("homePhoneNumber", Sort.CONTACT),
        ("passport_number", Sort.IDENTITY),
        ("guest_ssn", Sort.IDENTITY),
        ("身份证号", Sort.IDENTITY),
        ("card_number", Sort.PAYMENT),
        ("blood_type", Sort.HEALTH),
        ("email_hash", None),
        ("email_verified_at", None),
        ("phone_count", None),
        ("passport_id", None),
        ("resolving", None),
        ("message", None),
        ("ip_address", None),
        ("diagnosis", None),
    ],
)
def test_names_are_judged_by_whole_words(name: str, sort: Sort | None) -> None:
    assert sort_of(Field(name=name)) is sort


def test_types_veto_and_patients_add() -> None:
    flag = CanonicalType("boolean", TypeFamily.BOOLEAN)
    assert sort_of(Field(name="email", canonical=flag)) is None
    assert sort_of(Field(name="diagnosis"), health=True) is Sort.HEALTH


@pytest.mark.parametrize(
    "row",
    [
        "| password | VARCHAR(255) | Chosen at sign-up |",
        "| userPassword | TEXT | |",
        "| senha | VARCHAR(60) | Do usuário |",
        "| 登录密码 | VARCHAR(64) | |",
        "| password_text | TEXT | Not encrypted |",
    ],
)
def test_open_passwords(row: str) -> None:
    assert [field.name for _, field, _ in open_passwords(_users(row))] == [row.split()[1]]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("| password | VARCHAR(255) | bcrypt |", ""),
        ("| password | CHAR(60) | |", ""),
        ("| password | BYTEA | |", ""),
        ("| password_expires_at | TIMESTAMPTZ | |", ""),
        ("| password_reset_token | TEXT | |", ""),
        ("| encrypted_password | TEXT | |", ""),
        ("| password | TEXT | |", "Passwords are hashed before they are kept."),
        ("| password | TEXT | |", "- 密码 以 哈希 保存"),
    ],
)
def test_passwords_in_order(row: str, text: str) -> None:
    assert list(open_passwords(_users(row, text))) == []


def test_a_sentence_that_never_keeps_plain_text_is_no_confession() -> None:
    said = "| password | TEXT | {} |"
    assert list(open_passwords(_users(said.format("hash, never plain text")))) == []
    found = open_passwords(_users(said.format("kept in plain text")))
    assert [readable for _, _, readable in found] == [True]


def test_one_hash_does_not_speak_for_another_password() -> None:
    document = _users(
        "| password_hash | TEXT | bcrypt |\n| mail_password | TEXT | Of the mailbox |"
    )
    assert [field.name for _, field, _ in open_passwords(document)] == ["mail_password"]


def test_access_control_does_not_guard_card_numbers() -> None:
    document = _users(
        "| card_number | TEXT | |", "## Security\n\nOnly the role-based access of staff."
    )
    assert protection(document, Sort.CONTACT) is not None
    assert protection(document, Sort.PAYMENT) is None
