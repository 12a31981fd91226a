"""`storagelint new component`: what a component is to be -> its files and its row in tracks.md."""

from __future__ import annotations

import click

from storagelint.cli.answers import answered
from storagelint.cli.conductor import now, place
from storagelint.cli.session import Problem, is_terminal
from storagelint.fixing.component_changes import timestamp, tracked
from storagelint.fixing.together import FileChange
from storagelint.generating.components.component_ids import IdForm, new_id
from storagelint.generating.components.component_text import (
    Facts,
    metadata_text,
    plan_text,
    spec_text,
)
from storagelint.judging.components.component_values import fold_type
from storagelint.model.components import Component, Conductor
from storagelint.model.standard import standard
from storagelint.reading.components.json_places import read_object
from storagelint.reporting.escape import shown
from storagelint.source import from_text


@click.command("component")
@click.option("--title", metavar="TEXT", help="What it is called.")
@click.option(
    "--type",
    "storage_type",
    metavar="TYPE",
    help="Its storage type: database, object_storage, cache, file_system or hybrid.",
)
@click.option("--backend", metavar="TEXT", help="The product that it is built on.")
@click.option("--description", metavar="TEXT", help="What is built, and why.")
@click.option(
    "--id-form",
    type=click.Choice([form.value for form in IdForm]),
    default=IdForm.TIMESTAMP.value,
    show_default=True,
    help="Ids as storage-20250311-093000, storage-cache-001 or storage-1.",
)
def command(
    title: str | None,
    storage_type: str | None,
    backend: str | None,
    description: str | None,
    id_form: str,
) -> None:
    """Write a new component below storage-conductor/.

    Its specification, its plan with the standard phases, its metadata and its row in tracks.md.
    What is missing is asked for on a terminal; what only its author knows stays open (SL109).
    """
    where = place()
    where.require()
    given = {
        "--title": title,
        "--type": storage_type,
        "--backend": backend,
        "--description": description,
    }
    missing = [option for option, text in given.items() if text is None]
    if missing and not is_terminal():
        raise Problem(f"missing options: {', '.join(missing)}")
    answers = {
        option: _ask(option) if text is None else _value(option, text)
        for option, text in given.items()
    }
    moment = now()
    with where.held() as conductor:
        taken = {each.id for each in conductor.components} | {row.id for row in conductor.rows}
        id = new_id(IdForm(id_form), answers["--type"], moment, taken)
        facts = Facts(
            id,
            answers["--title"],
            answers["--type"],
            answers["--backend"],
            timestamp(moment),
            timestamp(moment),
        )
        texts = {
            "spec.md": spec_text(facts, answers["--description"]),
            "plan.md": plan_text(facts.title),
            "metadata.json": metadata_text(facts),
        }
        folder = f"storages/{id}"
        changes = [
            FileChange(f"{folder}/{name}", None, text.encode("utf-8"))
            for name, text in texts.items()
        ]
        changes += tracked(where.folder, _component(conductor, id, texts["metadata.json"]))
        where.write(changes)
    click.echo(f"Created component {id}:")
    for change in changes:
        click.echo(shown(f"  {where.shown(change.path)}"))


def _component(conductor: Conductor, id: str, metadata: str) -> Component:
    path = f"{conductor.folder}/storages/{id}"
    stated = read_object(from_text(metadata, f"{path}/metadata.json"))
    return Component(id, path, frozenset(standard().files), stated)


def _ask(option: str) -> str:
    """The answer of the person at the terminal, who is asked again until it can be used."""
    types = f" ({', '.join(standard().storage_types)})" if option == "--type" else ""
    question = {"--type": "Storage type", "--description": "What is built, and why"}.get(
        option, option.removeprefix("--").capitalize()
    )
    while True:
        answer: str = click.prompt(f"{question}{types}", type=str)
        try:
            return _value(option, answer)
        except Problem as problem:
            problem.show()


def _value(option: str, text: str) -> str:
    line = answered(text, option)
    if option != "--type":
        return line
    types = standard().storage_types
    if fold_type(line) in types:
        return fold_type(line)
    from storagelint.vocabulary.nearest import nearest

    guess = nearest(fold_type(line), types, at_least=50)
    hint = f"did you mean {guess}?" if guess else f"none of {', '.join(types)}"
    raise Problem(f"unknown storage type {line}, {hint}")
