"""Source -> Page: sections, tables, fences, lists and comments, each with its place."""

from storagelint.markdown.blocks import (
    Block,
    Cell,
    Comment,
    Fence,
    Heading,
    Html,
    ItemList,
    ListItem,
    Other,
    Paragraph,
    Row,
    Section,
    Table,
)
from storagelint.markdown.inline import code_spans, plain
from storagelint.markdown.page import FrontMatter, Page, parse

__all__ = [
    "Block",
    "Cell",
    "Comment",
    "Fence",
    "FrontMatter",
    "Heading",
    "Html",
    "ItemList",
    "ListItem",
    "Other",
    "Page",
    "Paragraph",
    "Row",
    "Section",
    "Table",
    "code_spans",
    "parse",
    "plain",
]
