"""`storagelint erd`: PATHs -> a diagram of their entities and relationships."""

from __future__ import annotations

from dataclasses import replace

import click

from storagelint.cli import options
from storagelint.cli.session import open_session, tune_garbage_collection, warn, write


@click.command("erd")
@options.paths
@click.option(
    "--format",
    "notation",
    type=click.Choice(["mermaid", "dot", "dbml"]),
    default="mermaid",
    show_default=True,
    help="Mermaid erDiagram, Graphviz, or DBML.",
)
@options.output_file
@options.config
@options.stdin_filename
def command(
    paths: tuple[str, ...],
    notation: str,
    output_file: str | None,
    config: str | None,
    stdin_filename: str | None,
) -> int:
    """Print the diagram of one document, or of several together.

    Entities with their fields and keys, and what joins them. Entities that no document here
    defines are dashed.
    """
    from storagelint.generating.drawings.dbml import dbml_text
    from storagelint.generating.drawings.diagram import mermaid_text
    from storagelint.generating.drawings.dot import dot_text
    from storagelint.generating.drawings.drawing import draw
    from storagelint.judging.pages.masking import mask

    session = open_session(paths, config, stdin_filename)
    session.refuse_to_overwrite(output_file)
    tune_garbage_collection()
    read = session.read()
    documents = [
        replace(document, path=session.shown(document.path)) for document in read.documents
    ]
    drawing = draw(documents)
    text = {"mermaid": mermaid_text, "dot": dot_text, "dbml": dbml_text}[notation](drawing)
    shown_text = "\n".join(map(mask, text.split("\n")))
    write(f"{shown_text}\n" if text else "", output_file)
    if not drawing.boxes:
        where = " or ".join(document.path for document in documents[:3])
        warn(f"no entities found in {where}" if 0 < len(documents) < 4 else "no entities found")
    session.name_unread(read.findings)
    return 2 if read.incomplete else 0
