"""Writes docs/glossary.md: the words of the product in English and Vietnamese, from `models.vocabulary`.

Knows Markdown, and the handful of words that are no enum. The vocabulary itself is decided in the record.
"""

import inspect
import sys

from models import vocabulary
from models.vocabulary import Labelled
from tools.saying import ROOT, say, speak_plainly

FILE = ROOT / "docs" / "glossary.md"

_HEAD = """\
# Glossary

The words of the code and of the pages. Identifiers are English; people read the Vietnamese. Written by
`python -m tools.glossary` from `models/vocabulary.py`; a test fails when the two differ.
"""

WORDS = (
    ("case", "hồ sơ vụ việc", "One message on its way to an answer"),
    ("case code", "mã hồ sơ", "`PA-YYMMDD-NNNNNN-C`; no secret, can be read over the phone"),
    ("key", "mã bí mật", "Fifteen letters; whoever has code and key may follow the case"),
    ("draft", "bản nháp", "What was typed and not yet sent"),
    ("unit", "cơ quan, đơn vị", "A department or commune with an address; holds a function for a time"),
    ("officer", "cán bộ, công chức", "Whoever signs in at the console"),
    ("reception", "tiếp nhận", "Taking a message in and giving it a code"),
    ("triage", "phân loại", "Saying what a message is and whose it is"),
    ("accept", "thụ lý", "A unit takes the case on; an officer holds it"),
    ("refuse", "từ chối tiếp nhận", "Only a person, on a listed ground, with what to do instead"),
    ("guide", "hướng dẫn", "Showing the right way when the matter belongs elsewhere"),
    ("transfer", "chuyển", "To another unit; the deadline does not begin again"),
    ("return", "trả lại", "Back to triage: not ours"),
    ("competence", "thẩm quyền", "Which function at which level decides a matter"),
    ("deadline", "thời hạn", "A day with its rule, legal basis and explanation"),
    ("ask the citizen", "yêu cầu bổ sung", "A question on the tracking page"),
    ("reply", "văn bản trả lời", "Drafted, approved by a leader, then issued; issued text never changes"),
    ("submit for approval", "trình duyệt", "From whoever drafted to the leader"),
    ("issue", "ban hành", "The approved reply becomes readable for the citizen"),
    ("publication", "công khai", "Question and answer without personal data, confirmed by a person"),
    ("satisfaction", "mức độ hài lòng", "One to five, by the citizen"),
    ("duplicate", "trùng", "The same matter reported again"),
    ("restricted case", "hồ sơ hạn chế", "Kept by one desk, sealed and out of every search"),
    ("legal basis", "căn cứ pháp lý", "Article and decree behind a step or a limit"),
    ("working day", "ngày làm việc", "Neither weekend nor holiday"),
    ("make-up day", "ngày làm bù", "A Saturday worked in place of another day"),
    ("field", "lĩnh vực", "What a message is about"),
    ("administrative procedure", "thủ tục hành chính (TTHC)", "What an office does on application"),
    ("feedback and petition", "phản ánh, kiến nghị (PAKN)", "What Decree 20/2008/NĐ-CP calls these messages"),
)


def page() -> str:
    """The whole page."""
    words = "\n".join(f"| {english} | {vietnamese} | {means} |" for english, vietnamese, means in sorted(WORDS))
    return "\n".join(
        [
            _HEAD,
            "## Words\n",
            f"| English | Vietnamese | Means |\n|---|---|---|\n{words}\n",
            "## Lists of values\n",
            "What is stored in the record and used in rules and the API, and its label for people.\n",
            *(_list(enum) for enum in _enums()),
        ]
    )


def _enums() -> list[type[Labelled]]:
    """Every list of the vocabulary, in the order of its file."""
    found = [member for member in vars(vocabulary).values() if inspect.isclass(member)]
    return [member for member in found if issubclass(member, Labelled) and member is not Labelled]


def _list(enum: type[Labelled]) -> str:
    about = " ".join((enum.__doc__ or "").split()).replace("``", "`")
    rows = "\n".join(f"| `{member.value}` | {member.label} |" for member in enum)
    return f"### {enum.__name__}\n\n{about}\n\n| Value | Label |\n|---|---|\n{rows}\n"


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")
    say("Đã ghi docs/glossary.md.", "docs/glossary.md is written.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
