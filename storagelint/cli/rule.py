"""`storagelint rule`: a code or a name -> the page of the rule."""

from __future__ import annotations

from typing import Any

import click

from storagelint.cli import options
from storagelint.cli.session import Problem, complain, open_session, write
from storagelint.linting.registry import Registry, page, summary
from storagelint.linting.rule import Rule
from storagelint.reporting.escape import json_text, visible


@click.command("rule")
@click.argument("rule", required=False)
@click.option("--all", "all_rules", is_flag=True, help="List all rules.")
@options.text_or_json
@options.config
def command(rule: str | None, all_rules: bool, output_format: str, config: str | None) -> int:
    """Print the page of a rule (SL201 or missing-primary-key), or list rules: those of a prefix
    (SL20), or all."""
    registry = open_session((), config).registry()
    for problem in registry.broken:
        complain(problem)
    rules = _find(registry, rule) if rule and not all_rules else registry.rules
    if output_format == "json":
        write(json_text([_described(each) for each in rules]) + "\n")
    elif rule and len(rules) == 1:
        text = page(rules[0]) or f"# {rules[0].code} {rules[0].name}\n"
        write("".join(f"{visible(line)}\n" for line in text.splitlines()))
    else:
        write("".join(f"{_row(each)}\n" for each in rules))
    return 2 if registry.broken else 0


def _find(registry: Registry, word: str) -> tuple[Rule, ...]:
    """The rule of a code or a name, or those of a prefix of codes."""
    found = registry.find(word)
    if found is not None:
        return (found,)
    below = registry.below(word)
    if not below:
        guess = registry.nearest(word)
        raise Problem(f"no rule is called {word}" + (f", did you mean {guess}?" if guess else ""))
    return below


def _row(rule: Rule) -> str:
    notes = (", pedantic" if rule.pedantic else "") + (", fixable" if rule.fixable else "")
    return f"{rule.code} {rule.name} ({rule.severity.value}{notes})"


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "group": type(rule).__module__.split(".")[-2],
        "fixable": rule.fixable is not None,
        "safety": rule.fixable.value if rule.fixable else None,
        "pedantic": rule.pedantic,
        "summary": summary(page(rule) or ""),
        "url": None,
    }
