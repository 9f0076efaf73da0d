"""The rule book as lines to check: one for each value in each span of days, with the grounds it stands on.

Knows where a value stands in the book and how to say it. Knows no page.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.languages import N_
from models.vocabulary import Certainty, Labelled
from routing.dates import WEEKDAYS, say_day
from routing.days_off import FixedHoliday, MarkedDay
from routing.grounds import Grounds
from routing.rulebook.book import Rulebook
from routing.rulebook.choices import Choices
from routing.rulebook.dated import History
from routing.rulebook.elsewhere import Elsewhere
from routing.rulebook.entries import Extension, KindRule, Limit, LimitUse, OfficeHours
from routing.rulebook.profiles import NATIONAL, LocalLimits, Profile

T = TypeVar("T")
W = TypeVar("W", bound=Labelled)


@dataclass(frozen=True, slots=True)
class Line:
    """One value as it stands in one span of days; without ``since`` it is about the one day that it names."""

    section: str
    id: str
    text: str
    value: str
    grounds: Grounds
    since: date | None = None
    until: date | None = None

    @property
    def is_uncertain(self) -> bool:
        return self.grounds.certainty is not Certainty.VERIFIED or self.grounds.note is not None


def lines_of(book: Rulebook) -> Iterator[Line]:
    """The national values, the calendar, and what the book's province sets over them."""
    yield from _limits(N_("Các thời hạn"), book.limits)
    for kind, history in book.kinds.items():
        yield from _kind(kind, history)
    yield from _choices(N_("Lựa chọn của cơ quan"), book.choices)
    yield from _listed(N_("Việc có trình tự riêng"), book.elsewhere, lambda at: f"{at.test}. Gửi đến: {at.send_to}")
    for destination, elsewhere in book.elsewhere.items():
        yield from _sections(N_("Việc có trình tự riêng"), destination, elsewhere, _governing)
    yield from _listed(N_("Cơ quan tiếp nhận"), book.receivers, lambda receiver: f"{receiver.body}: {receiver.duty}")
    yield from _listed(N_("Lý do không tiếp nhận"), book.refusals, lambda refusal: refusal.guidance)
    examined = N_("Xem xét kiến nghị về quy định")
    yield from _listed(examined, book.evaluating.criteria, lambda criterion: criterion.explanation)
    yield from _listed(examined, book.evaluating.findings, lambda finding: finding.explanation)
    yield from _listed(examined, book.evaluating.outcomes, lambda outcome: outcome.explanation)
    yield from _listed(
        N_("Kỳ báo cáo"),
        book.reports,
        lambda rule: f"{rule.months} tháng, chốt số liệu ngày {rule.closing_day} tháng cuối kỳ",
    )
    yield from _listed(
        N_("Thời hạn lưu hồ sơ"),
        book.retention,
        lambda keeping: f"{keeping.years} năm, tính từ năm sau năm kết thúc" if keeping.years else "không đề nghị xóa",
    )
    yield from _history(N_("Giờ làm việc"), "office_hours", "Giờ làm việc", book.office_hours, _hours)
    yield from _calendar(book)
    if book.profile is not NATIONAL:
        yield from lines_of_profile(f"Hồ sơ tỉnh {book.profile.name}", book.profile)


def _history(section: str, id: str, text: str, history: History[T], value: Callable[[T], str]) -> Iterator[Line]:
    for dated in history.values:
        grounds: Grounds = dated.value.grounds  # type: ignore[attr-defined] # every entry of the book has grounds
        yield Line(section, id, text, value(dated.value), grounds, dated.since, dated.until)


def _listed(section: str, entries: Mapping[W, History[T]], value: Callable[[T], str]) -> Iterator[Line]:
    for word, history in entries.items():
        yield from _history(section, word.value, word.label, history, value)


def _sections(
    section: str, id: str, history: History[T], uses: Callable[[T], Iterator[tuple[str, str, Grounds]]]
) -> Iterator[Line]:
    """What a dated row says in sections that have grounds of their own."""
    for dated in history.values:
        for text, value, grounds in uses(dated.value):
            yield Line(section, id, text, value, grounds, dated.since, dated.until)


def _limits(section: str, limits: Mapping[str, History[Limit]]) -> Iterator[Line]:
    for id, history in limits.items():
        for dated in history.values:
            limit = dated.value
            text = limit.text + (f" ({limit.scope})" if limit.scope else "")
            value = f"{limit.term.words}, {limit.start.label}" + (", lặp lại" if limit.repeats else "")
            yield Line(section, id, text, value, limit.grounds, dated.since, dated.until)


def _kind(kind: Labelled, history: History[KindRule]) -> Iterator[Line]:
    section = N_("Loại thông điệp")
    yield from _history(section, kind.value, kind.label, history, lambda rule: f"{rule.path.label}. {rule.explanation}")
    yield from _sections(section, kind.value, history, _steps)


def _steps(rule: KindRule | LocalLimits) -> Iterator[tuple[str, str, Grounds]]:
    if rule.reply:
        yield "trả lời", f"theo {rule.reply.limit}", rule.reply.grounds
    if rule.transfer:
        yield "chuyển cơ quan", f"theo {rule.transfer.limit}", rule.transfer.grounds
    if isinstance(rule, KindRule) and (electronic := rule.transfer_electronic):
        yield "chuyển cơ quan, gửi bằng thông điệp dữ liệu", f"theo {electronic.limit}", electronic.grounds
    if rule.extension:
        yield "gia hạn", _extension(rule.extension), rule.extension.grounds


def _governing(elsewhere: Elsewhere) -> Iterator[tuple[str, str, Grounds]]:
    yield "câu nói với người gửi", elsewhere.sentence, elsewhere.grounds
    if elsewhere.limit:
        yield "thời hạn", f"theo {elsewhere.limit.limit}", elsewhere.limit.grounds


def _choices(section: str, choices: Choices) -> Iterator[Line]:
    paused = "Dừng thời hạn khi chờ người gửi bổ sung"
    yield from _history(
        section,
        "pauses_while_waiting",
        paused,
        choices.pauses_while_waiting,
        lambda choice: "có" if choice.value else "không",
    )
    yield from _history(
        section, "extension", "Gia hạn, khi loại đó không có quy định riêng", choices.extension, _extension
    )
    yield from _history(section, "status_duty", "Cập nhật tình hình khi đã quá hạn", choices.status_duty, _use)
    yield from _history(section, "upload", "Cập nhật kết quả", choices.upload, _use)
    for id, text, terms in (
        ("due_soon", "Nhắc trước khi đến hạn", choices.due_soon),
        ("unowned", "Nhắc khi chưa có người nhận, sau khi tiếp nhận", choices.unowned),
        ("escalation", "Báo cấp trên khi quá hạn", choices.escalation),
        ("question_reminder", "Nhắc người gửi câu hỏi của cán bộ, sau khi hỏi", choices.question_reminder),
        ("unfinished_reminder", "Nhắc người nhắn dở mà chưa gửi, sau tin cuối", choices.unfinished_reminder),
    ):
        yield from _history(section, id, text, terms, lambda choice: choice.value.words)


def _use(use: LimitUse) -> str:
    return f"theo {use.limit}"


def _extension(extension: Extension) -> str:
    return f"tối đa {extension.times} lần, theo {extension.limit}" if extension.limit else "không có"


def _hours(hours: OfficeHours) -> str:
    sessions = " và ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.sessions)
    return sessions + (f"; nhận sau {hours.accepted_until:%H:%M} thì tính từ buổi sau" if hours.accepted_until else "")


def _calendar(book: Rulebook) -> Iterator[Line]:
    calendar = book.calendar
    for each in calendar.fixed:
        yield Line(
            N_("Lịch: ngày lễ cố định"),
            f"{each.day:02}/{each.month:02}",
            each.mark.name,
            _every_year(each),
            each.mark.grounds,
        )
    yield from _days(N_("Lịch: ngày nghỉ lễ"), calendar.holidays, "nghỉ")
    yield from _days(N_("Lịch: ngày nghỉ hoán đổi"), calendar.swapped_off, "nghỉ")
    yield from _days(N_("Lịch: ngày làm bù"), calendar.make_up, "làm việc")


def _every_year(each: FixedHoliday) -> str:
    return f"hằng năm từ {each.since}, {'có' if each.compensated else 'không'} nghỉ bù khi trùng cuối tuần"


def _days(section: str, days: Mapping[date, MarkedDay], value: str) -> Iterator[Line]:
    for day, mark in sorted(days.items(), key=lambda pair: pair[0]):
        yield Line(
            section, day.isoformat(), f"{mark.name}, {WEEKDAYS[day.weekday()]} {say_day(day)}", value, mark.grounds
        )


def lines_of_profile(section: str, profile: Profile) -> Iterator[Line]:
    """What one province sets, under a heading of its own."""
    yield from _limits(section, profile.limits)
    for kind, history in profile.kinds.items():
        yield from _sections(section, f"{kind.value}", history, _steps)
    yield from _choices(section, profile.choices)
    yield from _history(section, "office_hours", "Giờ làm việc", profile.office_hours, _hours)
