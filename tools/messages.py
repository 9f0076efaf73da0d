"""Writes docs/messages.md: every message a citizen can get, with its wording and where it comes from.

It reads what the product says (notices, the tracking page, the timeline) from the product itself, and what it answers
to a step or says in a chat from the sentences in the code that a citizen's request reaches. It decides no wording.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from intake.cases import data_requests, lifting, notice_words, notices
from models.case import Case
from models.vocabulary import CaseStatus, DataRequestState, DataRight, NoticeKind
from routing.told import TOLD
from tools.saying import ROOT, say, speak_plainly

FILE = ROOT / "docs" / "messages.md"
PUBLIC = ROOT / "intake" / "web" / "public"
CASES = ROOT / "intake" / "cases"
EVERYWHERE = ("errors", "unfit", "event_words")
"""What any step may answer, what is wrong with a file, and every line of a timeline."""

_SAYING = {"_", "N_", "ngettext"}
_REFUSING = {"FieldError", "Impossible", "NotFound", "NotAllowed", "Conflict", "Unfit", "Refusal"}

_HEAD = """\
# Every message a citizen can get

Written by `python -m tools.messages` from the code; a test fails when the two differ. Wording is Vietnamese; what
stands in `{braces}` is filled in. English is in `locale/en.po`; notices are always Vietnamese, because they are what an
authority sends.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            _HEAD,
            "## Notices: by e-mail or in the chat where the case was filed\n",
            "Sent once for each step, in order, with an honest state of delivery. Of a restricted case only the last"
            " row is sent.\n",
            _table(("When", "Subject", "Text"), _notices()),
            "## The tracking page: what happened, what is next, until when\n",
            _table(("Status", "Path", "What happened", "What is next", "Until when"), _told()),
            "## Requests about personal data\n",
            _table(("Request", "Answer", "Text"), _data()),
            "## Answers to a step, and what is wrong with a field\n",
            _table(("Where", "Code", "Text"), _refusals()),
            "## Everywhere: steps that cannot be taken, files that cannot be kept, lines of the timeline\n",
            _table(("Where", "Text"), _said(CASES / f"{name}.py" for name in EVERYWHERE)),
            "## Sentences of the citizens' site that confirm or explain\n",
            _table(("Where", "Text"), _said(sorted(PUBLIC.glob("*.py")))),
            "## In a chat\n",
            _table(("Where", "Text"), _said(sorted((ROOT / "bot").rglob("*.py")))),
        ]
    )


def reached() -> set[str]:
    """The modules of ``intake.cases`` that the citizens' site calls."""
    found: set[str] = set()
    for path in PUBLIC.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "intake.cases":
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("intake.cases."):
                found.add(node.module.split(".")[2])
    return found


def _notices() -> Iterator[tuple[str, ...]]:
    case = Case(code="PA-261122-482913-7", restricted=False)
    for kind in NoticeKind:
        if kind is not NoticeKind.ALERT:  # goes to an office
            words = notice_words.sentences(kind, "{words}" if kind not in _PLAIN else "", _FACTS)
            yield kind.label, notices.subject(case, kind), notices.body(case, kind, words, "{link}")
    case.restricted = True
    news = NoticeKind.STATUS
    yield "Hồ sơ hạn chế: mọi bước", notices.subject(case, news), notices.body(case, news, "", "{link}")


_FACTS = notice_words.Facts("{unit}", "{day}", "{who answers by when, and why}", "{desk, telephone}")
_PLAIN = {NoticeKind.RECEIVED, NoticeKind.ROUTED, NoticeKind.SPLIT, NoticeKind.MERGED}
"""The kinds that quote nobody."""


def _told() -> Iterator[tuple[str, ...]]:
    for path, told in TOLD.items():
        for status in CaseStatus:
            if (one := told.get(status)) is not None:
                until = one.until or "{deadline, explained}"
                yield status.label, path.value, one.happened, one.next, until


def _data() -> Iterator[tuple[str, ...]]:
    for right in DataRight:
        if received := data_requests.RECEIVED.get(right):
            yield right.label, "Đã nhận", f"{received}. Cơ quan trả lời trước hết ngày {{day}} ({{basis}})."
            yield right.label, "Đã gia hạn", f"{{words}} {data_requests.EXTENDED}"
        for state in (DataRequestState.GRANTED, DataRequestState.REFUSED):
            if decided := data_requests.DECIDED.get((right, state)):
                yield right.label, state.label, decided
        if right in lifting.LIFTABLE:
            yield right.label, DataRequestState.LIFTED.label, lifting.LIFTED


def _refusals() -> Iterator[tuple[str, ...]]:
    paths = [CASES / f"{name}.py" for name in sorted(reached())] + sorted(PUBLIC.glob("*.py"))
    for path in (path for path in paths if path.exists()):
        tree = ast.parse(path.read_text("utf-8"))
        constants = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _REFUSING:
                code, text = _code(node), _text(node, constants)
                if text:
                    yield _where(path), code, text


def _said(paths: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    for path in paths:
        refused: set[int] = set()
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _REFUSING:
                refused |= {id(one) for one in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SAYING and id(node) not in refused:
                text = _literal(node.args[0]) if node.args else ""
                if " " in text:
                    yield _where(path), text


def _code(call: ast.Call) -> str:
    """The stable code of a refusal: the second of the field's three words, or the first."""
    words = [_literal(one) for one in call.args]
    place = 1 if getattr(call.func, "id", "") == "FieldError" else 0
    return words[place] if len(words) > place else ""


def _text(call: ast.Call, constants: dict[str, str]) -> str:
    """The sentence among the arguments, written there or named."""
    for node in ast.walk(call):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _SAYING and node.args:
            first = node.args[0]
            found = constants.get(first.id, "") if isinstance(first, ast.Name) else _literal(first)
            if found:
                return found
    return ""


def _constants(tree: ast.Module) -> dict[str, str]:
    """Sentences of the module that have a name: ``_NO_DAY = N_("…")``."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and node.value.args:
            for target in node.targets:
                if isinstance(target, ast.Name) and (text := _literal(node.value.args[0])):
                    found[target.id] = text
    return found


def _literal(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _where(path: Path) -> str:
    return f"`{path.relative_to(ROOT)}`"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in dict.fromkeys(rows)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")
    say("Đã ghi docs/messages.md.", "docs/messages.md is written.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
