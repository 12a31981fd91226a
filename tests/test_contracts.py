"""Data transfer objects of the files beside a document."""

from __future__ import annotations

import pytest

from storagelint.judging.surroundings.contracts import DtoField, read_dtos

TEXT = """# Interface Contracts

## Data Transfer Objects (DTOs)

### 1.1 TourDto

| Field | Type | Required | Nullable | Description |
| --- | --- | --- | --- | --- |
| `startsAt` | string | Yes | No | ISO 8601 |
| length | number | No (computed) | Yes | Kilometres |

### CreateTourRequest

| Field | Type | Required | Validation | Description |
| --- | --- | --- | --- | --- |
| name | string | Yes | 1 to 80 characters | Name |

## Errors

### NotFound

| Field | Type |
| --- | --- |
| code | string |
"""


def test_objects_have_their_fields() -> None:
    tour, create = read_dtos(TEXT, "01-interface-contracts.md")
    assert (tour.name, tour.is_request) == ("TourDto", False)
    assert (create.name, create.is_request) == ("CreateTourRequest", True)
    assert tour.fields == (
        DtoField("startsAt", "string", required=True, nullable=False, text="ISO 8601"),
        DtoField("length", "number", False, True, filled=True, text="Kilometres"),
    )
    assert create.fields[0].longest == 80


def test_fields_and_objects_are_found_in_any_style() -> None:
    tour, _ = read_dtos(TEXT, "01-interface-contracts.md")
    assert tour.field("starts_at") is tour.fields[0]
    assert tour.field("TourDto.length") is tour.fields[1]
    assert tour.is_called("Tour DTO")
    assert not tour.is_called("Stop")


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("max 40", 40),
        ("maxLength: 255", 255),
        ("at most 12 characters", 12),
        ("8-16 chars", 16),
        ("1 to 100", None),
        ("", None),
    ],
)
def test_longest_text(text: str, longest: int | None) -> None:
    assert DtoField("code", "string", text=text).longest == longest


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("enum(open, closed)", {"open", "closed"}),
        ("enum: `open` | `closed`", {"open", "closed"}),
        ("enum(any word at all, two)", set()),
        ("string", set()),
    ],
)
def test_listed_values(kind: str, values: set[str]) -> None:
    assert DtoField("status", kind).values == values
