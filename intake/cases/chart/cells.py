"""One cell of a row: whether it is there, and its words as long as the column that will hold them."""

from datetime import date

import yaml
from sqlalchemy.orm import InstrumentedAttribute

from routing.rulebook.source import Section

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def items(row: Section, key: str) -> list[yaml.Node]:
    """What a list holds; nothing for one that is not there."""
    node = row.nodes[key] if given(row, key) else None
    if node is not None and not isinstance(node, yaml.SequenceNode):
        row.fail(key, "phải là một danh sách")
    return list(node.value) if node else []


def all_mappings(row: Section, key: str) -> bool:
    """Whether a list is written as mappings, and not as plain values."""
    return all(isinstance(node, yaml.MappingNode) for node in items(row, key))


def given(row: Section, key: str) -> bool:
    """Whether a key is there and not left empty or null."""
    if not row.has(key) or row.nodes[key].tag.endswith(":null"):
        return False
    return not isinstance(row.nodes[key], yaml.ScalarNode) or bool(row.nodes[key].value.strip())


def day(row: Section, key: str) -> date | None:
    """A day that may be left out."""
    return row.day(key) if given(row, key) else None


def words(row: Section, key: str, column: Column, default: str | None = None) -> str:
    """A text that fits its column; ``default`` for one that may be left out."""
    if default is not None and not given(row, key):
        return default
    return within(row, key, row.text(key), column)


def within(row: Section, key: str, text: str, column: Column) -> str:
    """The text, refused when it is empty or longer than its column."""
    longest: int = column.type.length
    if not text:
        row.fail(key, "có một tên để trống")
    if len(text) > longest:
        row.fail(key, f"dài quá {longest} ký tự")
    return text
