"""Settings, options of rules and the vocabulary -> the JSON Schema of a settings file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storagelint.config import Settings
from storagelint.config.words import LONGEST_PHRASE, MOST_PHRASES
from storagelint.kinds import Kind, builtin_kinds
from storagelint.vocabulary import TOPICS, all_words, data

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(options: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a storagelint.toml, or of the table in a pyproject.toml.

    `options` are the options of the rules with their defaults, which are the thresholds.
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(Settings).json_schema()
    kind = TypeAdapter(Kind).json_schema()
    properties = schema["properties"]
    own, changed = _kinds(kind)
    parts = {**schema.pop("$defs"), **kind.pop("$defs"), "Kind": own, "KindChange": changed}
    parts["SectionChange"] = {**parts["SectionSpec"], "required": ["role"]}
    properties["kinds"] |= {
        "properties": {
            name: {"$ref": "#/$defs/KindChange"} for name in builtin_kinds() if name != "generic"
        },
        "additionalProperties": {"$ref": "#/$defs/Kind"},
    }
    properties["thresholds"] |= {
        "properties": {name: _option(value) for name, value in sorted(options.items())},
        "additionalProperties": False,
    }
    properties["synonyms"] |= {
        "properties": {topic: _concepts(topic) for topic in TOPICS},
        "additionalProperties": False,
    }
    properties["technology"]["examples"] = list(data("technologies")["products"])
    properties["baseline"]["pattern"] = r"^(?!/|\\)(?!(.*[/\\])?\.\.([/\\]|$))[^:]+$"
    schema = {"$schema": DIALECT, **schema, "title": "storagelint settings", "$defs": parts}
    written: dict[str, Any] = _without_null(schema)
    return written


def _kinds(kind: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of a kind of the project's own, and that of what it changes in another."""
    named = {name: each for name, each in kind["properties"].items() if name != "name"}
    own = {key: value for key, value in kind.items() if key != "required"}
    own["properties"] = named
    sections = {**named["sections"], "items": {"$ref": "#/$defs/SectionChange"}}
    return own, {**own, "properties": {**named, "sections": sections}}


def _option(value: Any) -> dict[str, Any]:
    return {"type": "string" if isinstance(value, str) else "number", "default": value}


def _concepts(topic: str) -> dict[str, Any]:
    phrase = {"type": "string", "minLength": 1, "maxLength": LONGEST_PHRASE}
    phrases = {"type": "array", "items": phrase, "maxItems": MOST_PHRASES}
    known = all_words().tables[topic]
    return {
        "type": "object",
        "properties": {
            concept: {**phrases, "examples": [list(words[:3])]} for concept, words in known.items()
        },
        "additionalProperties": False,
    }


def _without_null(schema: Any) -> Any:
    """The schema without null, which TOML does not have, and with titles as people write."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: _without_null(value)
        for key, value in schema.items()
        if not (key == "default" and value is None)
    }
    match found.get("anyOf"):
        case [kept, {"type": "null"}]:
            del found["anyOf"]
            found |= kept
    title = found.get("title")
    if isinstance(title, str) and title != "storagelint settings":
        found["title"] = title.replace("-", " ").replace("_", " ").capitalize()
    return found
