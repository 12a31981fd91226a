"""The folder of a feature -> the keys of its epic and of itself: E07-billing, E07-F08-invoices."""

from __future__ import annotations

from storagelint.patterns import pattern

EPIC = pattern(r"\A(?P<epic>E\d{2,3})-[a-z0-9]+(?:-[a-z0-9]+)*\Z")
FEATURE = pattern(r"\A(?P<epic>E\d{2,3})-F\d{2,3}-[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def wrong_key(epic: str, feature: str) -> str | None:
    """What is wrong with the keys of a feature, as a clause; None where they are good."""
    of_epic, of_feature = EPIC.match(epic), FEATURE.match(feature)
    if of_epic is None:
        return f"epic {epic} is not of the form E07-slug"
    if of_feature is None:
        return f"feature {feature} is not of the form E07-F08-slug"
    if of_epic["epic"] != of_feature["epic"]:
        return f"feature {feature} is not of epic {of_epic['epic']}"
    return None
