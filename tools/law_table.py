"""Writes docs/law-table.md: every legal value of the rule book in a table that a lawyer can check line by line.

What is still uncertain stands on top. Knows Markdown; decides and rounds nothing.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from models.vocabulary import Certainty
from routing.dates import say_day
from routing.reorganisation.lines import lines_of as reorganised
from routing.reorganisation.reading import shipped
from routing.rulebook import NATIONAL_NAME, SHIPPED_RULES, Rulebook, known_profiles
from routing.rulebook.lines import Line, lines_of, lines_of_profile
from tools.saying import ROOT, say, speak_plainly

FILE = ROOT / "docs" / "law-table.md"

_HEAD = """\
# Bảng quy định để soát từng dòng

Mọi giá trị pháp lý mà hệ thống dùng, lấy từ các tệp trong `routing/rules/` bằng `python -m tools.law_table`; một phép
thử báo lỗi khi trang này khác sổ quy định. Muốn sửa thì sửa sổ quy định, thêm một trường hợp trong `tests/rules/`, rồi
chạy lại lệnh trên; không sửa ở đây. Danh mục lĩnh vực (từ ngữ, không phải quy định) không có trong bảng.
"""

_COLUMNS = "| Phần | Mã | Nội dung | Giá trị | Hiệu lực | Căn cứ | Mức chắc chắn | Soát ngày | Ghi chú |"


def page() -> str:
    """The whole page."""
    every = list(lines())
    doubtful = [line for line in every if line.is_uncertain]
    parts = [_HEAD, f"## Còn chưa chắc chắn, cần soát trước: {len(doubtful)} trên {len(every)} dòng\n"]
    for certainty in reversed(list(Certainty)):
        found = [line for line in doubtful if line.grounds.certainty is certainty]
        parts.append(f"### {_heading(certainty)}: {len(found)} dòng\n\n{_table(found)}\n")
    parts.append("## Toàn bộ sổ quy định\n")
    parts += [f"### {name}\n\n{_table(group)}\n" for name, group in groupby(every, key=lambda line: line.section)]
    return "\n".join(parts)


def lines() -> Iterator[Line]:
    """The national book, each shipped profile, then what the reorganisation changed."""
    yield from lines_of(Rulebook.shipped())
    for name in known_profiles(SHIPPED_RULES):
        if name != NATIONAL_NAME:
            profile = Rulebook.shipped(name).profile
            yield from lines_of_profile(f"Hồ sơ tỉnh {profile.name} (`{name}`)", profile)
    yield from reorganised(shipped())


def _heading(certainty: Certainty) -> str:
    label = certainty.label[:1].upper() + certainty.label[1:]
    return f"{label} nhưng có điều cần lưu ý" if certainty is Certainty.VERIFIED else label


def _table(found: Iterable[Line]) -> str:
    return "\n".join([_COLUMNS, "|---|---|---|---|---|---|---|---|---|", *(_row(line) for line in found)])


def _row(line: Line) -> str:
    grounds = line.grounds
    cells = [
        line.section,
        f"`{line.id}`",
        line.text,
        line.value,
        _span(line),
        grounds.reference,
        grounds.certainty.label,
    ]
    return f"| {' | '.join([*cells, say_day(grounds.checked_on), grounds.note or ''])} |"


def _span(line: Line) -> str:
    if line.since is None:
        return f"đến {say_day(line.until)}" if line.until else ""
    return f"từ {say_day(line.since)}" + (f" đến {say_day(line.until)}" if line.until else "")


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")
    say("Đã ghi docs/law-table.md.", "docs/law-table.md is written.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
