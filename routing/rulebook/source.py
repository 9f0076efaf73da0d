"""Reading YAML strictly: every value keeps the file, key and line it was written at.

Scalars are taken as the words in the file, so that "5 working_days", "R1" and 2026-11-24 are read by us and
never guessed at by YAML. Knows nothing about rules; refuses repeated keys, unknown keys and empty values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar
from unicodedata import normalize

import yaml

from routing.calendar import FIRST_YEAR, LAST_YEAR
from routing.rulebook.errors import RulebookInvalid

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

# libyaml gives the same nodes ten times faster; both are the safe loader.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> "Section":
    """The top mapping of a YAML file. Raises RulebookInvalid when there is none."""
    try:
        return read_words(path.name, path.read_bytes())
    except FileNotFoundError:
        raise RulebookInvalid("thiếu tệp này trong sổ quy định", file=path.name) from None
    except OSError:
        raise RulebookInvalid("không đọc được tệp", file=path.name) from None


def read_words(file: str, content: bytes) -> "Section":
    """The same for what stands in a file of this name. Raises RulebookInvalid."""
    try:
        node = yaml.compose(normalize("NFC", content.decode("utf-8-sig")), Loader=_LOADER)
    except UnicodeDecodeError:
        raise RulebookInvalid("không đọc được tệp, hoặc tệp không phải UTF-8", file=file) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise RulebookInvalid("không đúng cú pháp YAML", file=file, line=line) from None
    return _section(file, "", node)


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of a file. ``path`` is the dotted key that leads to it."""

    file: str
    path: str
    line: int
    nodes: dict[str, yaml.Node]
    lines: dict[str, int]

    def fail(self, key: str | None, problem: str) -> NoReturn:
        """Refuse the whole book because of this key, or of the section itself."""
        where, line = (self._path(key), self.lines[key]) if key else (self.path, self.line)
        raise RulebookInvalid(problem, file=self.file, key=where, line=line)

    def only(self, *known: str) -> None:
        for key in self.nodes:
            if key not in known:
                self.fail(key, f"khóa lạ “{key}”; các khóa được dùng: {', '.join(known)}")

    def has(self, key: str) -> bool:
        return key in self.nodes

    def text(self, key: str) -> str:
        node = self._node(key)
        if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null") or not node.value.strip():
            self.fail(key, "phải là chữ, không được để trống")
        return " ".join(node.value.split())

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def parsed(self, key: str, parse: Callable[[str], V]) -> V:
        """``parse`` raises ValueError with a Vietnamese sentence."""
        words = self.text(key)
        try:
            return parse(words)
        except ValueError as error:
            self.fail(key, str(error))

    def day(self, key: str) -> date:
        return self.parsed(key, iso_day)

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def number(self, key: str) -> int:
        return self.parsed(key, _number)

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and not self.has(key):
            return default
        words = self.text(key)
        if words not in ("true", "false"):
            self.fail(key, "phải là true hoặc false")
        return words == "true"

    def member(self, key: str, words: type[E]) -> E:
        value = self.text(key)
        if value not in set(words):
            self.fail(key, f"giá trị lạ “{value}”; các giá trị được dùng: {', '.join(words)}")
        return words(value)

    def section(self, key: str) -> "Section":
        return _section(self.file, self._path(key), self._node(key))

    def rows(self, key: str) -> tuple["Section", ...]:
        """A list of mappings; row numbers start at 1 as people count."""
        items = self._list(key)
        return tuple(_section(self.file, f"{self._path(key)}.{n}", item) for n, item in enumerate(items, 1))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of plain values, none of them empty."""
        values = [item.value.strip() if isinstance(item, yaml.ScalarNode) else "" for item in self._list(key)]
        if not all(values):
            self.fail(key, "phải là danh sách các giá trị đơn, không có ô trống")
        return tuple(values)

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._node(key)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.fail(key, "phải là một danh sách, không được để trống")
        return list(node.value)

    def _node(self, key: str) -> yaml.Node:
        if key not in self.nodes:
            self.fail(None, f"thiếu “{key}”")
        return self.nodes[key]

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def iso_day(words: str) -> date:
    """``2026-11-24``, of the years there can be rules for. Raises ValueError with a Vietnamese sentence."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        day = None
    if day is None or day.isoformat() != words:  # Python also reads 20261124 and 2026-W48-2
        raise ValueError(f"“{words}” không phải ngày có thật dạng NĂM-THÁNG-NGÀY, ví dụ 2026-11-24")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"“{words}” nằm ngoài các năm {FIRST_YEAR} đến {LAST_YEAR}")
    return day


def _number(words: str) -> int:
    if not (words.isascii() and words.isdigit()):
        raise ValueError(f"“{words}” phải là số nguyên")
    return int(words)


def _section(file: str, path: str, node: yaml.Node | None) -> Section:
    line = node.start_mark.line + 1 if node else 1
    if not isinstance(node, yaml.MappingNode):
        raise RulebookInvalid("phải gồm các khóa và giá trị", file=file, key=path, line=line)
    nodes: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    section = Section(file, path, line, nodes, lines)
    for key, value in node.value:
        name = str(key.value)
        repeated = name in nodes
        nodes[name], lines[name] = value, key.start_mark.line + 1
        if repeated:
            section.fail(name, "khóa này được ghi hai lần")
    return section
