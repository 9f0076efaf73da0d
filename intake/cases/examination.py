"""Examining the record: what can be told of an installation's health from its own data.

Every finding has a stable code for programs and one sentence for the administrator. Nothing here repairs, and no
sentence names a citizen. What needs the world outside (broker, disk, mail) is examined by ``intake.entry``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from intake.cases import chains, fault_words, moves, organisation
from intake.cases.beating import beats
from intake.cases.chains import Chains
from intake.cases.work import Work
from models.channel_account import ChannelAccount
from models.outbox import OutboxJob
from models.thread import Upload
from models.vocabulary import JobState, Labelled, ScanState
from routing.rulebook import ReceivingLevel
from routing.text import fold

SLOW, STUCK = timedelta(minutes=5), timedelta(hours=1)
"""How long a ready job may wait before it is worth a look, and before something is wrong."""

RECENTLY = timedelta(days=7)
ASTRAY = timedelta(minutes=2)
"""How far the record may be ahead of the clock before the clock must have gone back."""

_SAMPLE = 200


class Health(Labelled):
    """How one part is."""

    OK = "ok", "Tốt"
    WARNING = "warning", "Lưu ý"
    FAULT = "fault", "Hỏng"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part; ``facts`` are the figures behind the sentence."""

    code: str
    name: str
    health: Health
    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)


def examine(work: Work) -> Iterator[Finding]:
    """Everything the record tells about itself."""
    yield outbox(work)
    yield set_aside(work)
    yield beat(work)
    yield channels(work)
    yield files(work)
    yield deadlines(work)
    yield receiving(work)
    found = chains.walk(work)
    yield history(found)
    yield anchored(found)
    yield clock(found.latest, work.now)


def outbox(work: Work) -> Finding:
    """How long the oldest job that could run has waited."""
    open_jobs = select(func.count(OutboxJob.id), func.min(OutboxJob.ready_at)).where(OutboxJob.finished_at.is_(None))
    waiting, oldest = work.session.execute(open_jobs).one()
    age = max(work.now - oldest, timedelta()) if waiting else timedelta()
    health = Health.FAULT if age > STUCK else Health.WARNING if age > SLOW else Health.OK
    sentence = f"{waiting} việc đang chờ, việc lâu nhất đã chờ {spoken(age)}." if waiting else "Không có việc nào chờ."
    if health is not Health.OK:
        sentence += " Xin xem bộ xử lý việc nền có đang chạy không."
    facts = {"waiting": waiting, "oldest_seconds": round(age.total_seconds())}
    return Finding("outbox", "Việc đang chờ", health, sentence, facts)


def set_aside(work: Work) -> Finding:
    """Jobs that failed for good, or of which nobody can know; only those of the last week ask for a look."""
    ended = OutboxJob.state.in_([JobState.PERMANENT, JobState.UNCERTAIN])
    counted = select(OutboxJob.kind, OutboxJob.state, func.count()).where(ended)
    rows = work.session.execute(counted.group_by(OutboxJob.kind, OutboxJob.state)).all()
    recent = work.session.scalar(
        select(func.count(OutboxJob.id)).where(ended, OutboxJob.finished_at > work.now - RECENTLY)
    )
    facts = {f"{kind}_{state}": count for kind, state, count in rows}
    words = [f"{kind.label.lower()} {state.label.lower()}: {count}" for kind, state, count in rows]
    named = f"Đã để riêng {'; '.join(sorted(words))}. Xem: langnghe outbox."
    sentence = named if words else "Không có việc nào hỏng."
    return Finding("set_aside", "Việc bị để riêng", Health.WARNING if recent else Health.OK, sentence, facts)


def beat(work: Work) -> Finding:
    """Whether anybody still asks for the work that is due by the clock."""
    found = beats(work)
    facts = {"watch_seconds": _seconds(found.watch), "anchor_seconds": _seconds(found.anchor)}
    sentence = f"Canh thời hạn {spoken(found.watch)} trước, neo lịch sử {spoken(found.anchor)} trước."
    if found.stopped:
        sentence += " Xin xem beat, relay và bộ xử lý việc theo giờ có đang chạy không."
    return Finding("beat", "Việc theo giờ", Health.FAULT if found.stopped else Health.OK, sentence, facts)


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())


def channels(work: Work) -> Finding:
    """Whether every account on a chat channel can hear and send."""
    rows = work.session.scalars(select(ChannelAccount).where(ChannelAccount.enabled).order_by(ChannelAccount.id)).all()
    broken = [row for row in rows if row.fault is not None]
    facts = {"accounts": len(rows), "faults": {f"{row.kind}:{row.account}": row.fault for row in broken}}
    if broken:
        named = ", ".join(f"{row.name} ({fault_words.said(row.fault or '')})" for row in broken)
        sentence = f"Có lỗi ở {named}. Xin mở trang Kênh trò chuyện và bấm Kiểm tra ngay."
        return Finding("channels", "Kênh trò chuyện", Health.WARNING, sentence, facts)
    sentence = f"{len(rows)} tài khoản đang bật, không có lỗi nào." if rows else "Chưa đặt tài khoản nào."
    return Finding("channels", "Kênh trò chuyện", Health.OK, sentence, facts)


def files(work: Work) -> Finding:
    """Whether the newest files of cases are in the file store, whole."""
    kept = Upload.case_id.is_not(None), Upload.scan != ScanState.INFECTED, Upload.name_sealed.is_not(None)
    # what was infected or erased (and so has no name) was removed on purpose
    query = select(Upload.id, Upload.size).where(*kept).order_by(Upload.created_at.desc())
    wanted = work.session.execute(query.limit(_SAMPLE)).all()
    missing = 0
    for upload_id, size in wanted:
        path = work.desk.storage.path(upload_id)
        missing += not path.is_file() or path.stat().st_size != size
    facts = {"looked_at": len(wanted), "missing": missing}
    if missing:
        sentence = f"{missing} trong {len(wanted)} tệp mới nhất bị mất hoặc bị cắt cụt. Xin khôi phục từ bản sao lưu."
        return Finding("files", "Tệp kèm theo", Health.FAULT, sentence, facts)
    return Finding("files", "Tệp kèm theo", Health.OK, f"{len(wanted)} tệp mới nhất đều còn đủ.", facts)


def deadlines(work: Work) -> Finding:
    """Whether every running deadline can be counted again, by a limit that the rule book still has."""
    lost = moves.left_behind(work, work.desk.rulebook)
    facts = {"left_behind": dict(lost)}
    if not lost:
        return Finding("deadlines", "Thời hạn", Health.OK, "Mọi thời hạn đang chạy đều có trong sổ quy định.", facts)
    said = ", ".join(f"{rule} ({cases} hồ sơ)" for rule, cases in lost)
    sentence = f"Sổ quy định không còn thời hạn {said}: các hồ sơ ấy không được tính lại khi lịch thay đổi."
    return Finding("deadlines", "Thời hạn", Health.WARNING, sentence, facts)


def receiving(work: Work) -> Finding:
    """Whether the receiving desk is the body that the law names for a province today."""
    lawful = work.desk.rulebook.on(work.today).receiver(ReceivingLevel.PROVINCE)
    desk = next((unit for unit in organisation.units_today(work) if unit.receiving_desk), None)
    facts = {"lawful": lawful.body, "desk": desk.key if desk else None}
    if desk is None or fold(desk.department.label) in fold(lawful.body):
        sentence = f"Theo quy định: {lawful.body}." if desk else "Chưa có bàn tiếp nhận trong danh mục cơ quan."
        return Finding("receiving", "Nơi tiếp nhận", Health.OK if desk else Health.WARNING, sentence, facts)
    sentence = f"Bàn tiếp nhận là {desk.name}, nhưng theo quy định là {lawful.body} ({lawful.grounds.reference})."
    return Finding("receiving", "Nơi tiếp nhận", Health.WARNING, sentence, facts)


def history(found: Chains) -> Finding:
    """Whether every case's chain of events is whole."""
    facts: dict[str, Any] = {"cases": found.cases, "events": found.events, "broken": found.broken}
    if found.first_broken is None:
        sentence = f"{found.events} sự kiện của {found.cases} hồ sơ đều khớp."
        return Finding("chains", "Chuỗi lịch sử", Health.OK, sentence, facts)
    code, number = found.first_broken
    sentence = f"{found.broken} hồ sơ có lịch sử bị sửa hoặc mất; đầu tiên: {code}, sự kiện {number}."
    return Finding("chains", "Chuỗi lịch sử", Health.FAULT, sentence, facts | {"first": code, "event": number})


def anchored(found: Chains) -> Finding:
    """Whether the daily anchors still fit."""
    facts = {"anchors": found.anchors, "wrong": [day.isoformat() for day in found.wrong_anchors]}
    if found.wrong_anchors:
        day = min(found.wrong_anchors)
        sentence = f"{len(found.wrong_anchors)} neo không còn khớp, sớm nhất là neo ngày {day:%d/%m/%Y}."
        return Finding("anchors", "Neo lịch sử", Health.FAULT, sentence, facts)
    sentence = f"{found.anchors} neo đều khớp." if found.anchors else "Chưa có neo nào; neo đầu tiên có trong ngày."
    return Finding("anchors", "Neo lịch sử", Health.OK, sentence, facts)


def clock(latest: datetime | None, now: datetime) -> Finding:
    """Whether the record lies in the future, which means that the clock went back."""
    ahead = latest - now if latest else timedelta()
    facts = {"record_ahead_seconds": max(0, round(ahead.total_seconds()))}
    if ahead > ASTRAY:
        sentence = f"Đồng hồ máy chậm hơn sự kiện mới nhất {spoken(ahead)}. Xin chỉnh lại giờ máy (NTP)."
        return Finding("clock", "Đồng hồ", Health.FAULT, sentence, facts)
    return Finding("clock", "Đồng hồ", Health.OK, "Giờ máy không lùi so với lịch sử hồ sơ.", facts)


def spoken(span: timedelta) -> str:
    """A span in the largest unit that fits."""
    seconds = round(span.total_seconds())
    for unit, name in ((86_400, "ngày"), (3_600, "giờ"), (60, "phút")):
        if seconds >= unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} giây"
