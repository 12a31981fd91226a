"""What a document states: look-ups in facts that are still being put together."""

from __future__ import annotations

from storagelint.model import Entity, Field, Form


def _entity(*names: str) -> Entity:
    return Entity(name="boats", form=Form.TABLE, fields=[Field(name=name) for name in names])


def test_a_field_is_found_in_any_case_style_and_the_first_counts() -> None:
    entity = _entity("hull_no", "hullNo")
    assert entity.field("HULL NO") is entity.fields[0]
    assert entity.field("hull") is None


def test_a_field_is_found_that_was_added_later() -> None:
    entity = _entity("hull")
    assert entity.field("mast") is None
    entity.fields.append(Field(name="mast"))
    assert entity.field("mast") is entity.fields[1]


def test_a_field_is_found_in_a_list_that_took_the_place_of_another() -> None:
    entity = _entity("hull")
    assert entity.field("hull") is entity.fields[0]
    entity.fields = [Field(name="mast")]
    assert entity.field("hull") is None


def test_a_copy_finds_its_own_fields_and_is_equal_whatever_was_asked() -> None:
    entity = _entity("hull")
    copy = entity.altered()
    assert entity.field("hull") is not None
    assert copy == entity
    other = entity.altered(fields=[Field(name="mast")])
    assert other.field("hull") is None
    assert other.field("mast") is other.fields[0]
