"""What people say between two answers: a worry, "wait", "don't publish it", what comes next. Afterwards it goes on."""

import re

from bot.dialogue import form, sentences
from bot.dialogue.state import IDLE
from bot.dialogue.steps import adding, cancel, consent, email, name, status, tell, ways
from bot.dialogue.talk import Heard, Talk
from routing.text import folded

_WORRY, _REMARK = 15, 8
"""Words of a question about secrecy, and of anything else said in between; more are a part of the story."""

_ASKING = ("khong", "ko", "k", "hong", "sao", "ai")
_SECRECY = (
    *("giu kin", "bi mat", "bao mat", "lo ten", "lo thong tin", "so lo", "tra thu", "an danh"),
    *("cong khai ten", "dang cong khai", "co cong khai", "co dang"),
    *("ai biet", "ai doc", "ai coi", "ai thay", "ai xem", "co biet", "biet khong", "biet hong"),
)
_THREATS = ("ham doa", "hu doa", "tru dap")
_AFRAID = re.compile(
    r"(?:mà |ma )?(?:(?:sợ|ngại) |(?:tôi|toi|tui|em|con|cháu|chau|mình|minh|dân) (?:sợ|so|ngại|ngai|lo) )",
    re.IGNORECASE,
)
_WAITING = ("khoan", "doi chut", "doi xiu", "doi ti", "doi da", "cho chut", "cho xiu", "tu tu da")
_UNPUBLISHED = re.compile(r"\b(?:đừng|không|ko|hông|dung|khong)\s+(?:c[óo]\s+)?(?:công khai|cong khai|đăng|dang)\b")
_WHEN = ("bao lau", "chung nao", "khi nao", "bao gio", "how long", "when will")
_ENDS = ("tra loi", "giai quyet", "ket qua", "xong", "answer", "reply")
_GOING = ("tra loi", "giai quyet", "bao lau", "chung nao", "khi nao", "roi sao", "khong gui")
_SENT = ("xong", "gui chua", "gui roi", "nhan duoc", "nhan chua")


def take(talk: Talk, heard: Heard) -> bool:
    """Answer it; False for anything else."""
    if _asks_who_reads(talk, heard):
        talk.say(sentences.PRIVATE_RESTRICTED if talk.state.draft.restricted else sentences.PRIVATE)
        if talk.state.step == name.NAME and heard.holds(*name.UNSAID):
            return False
        return form.go_on(talk)
    draft = talk.state.draft
    may_begin = talk.state.step == IDLE or (talk.state.step == tell.NAME and draft.is_empty and not draft.kept)
    if may_begin and adding.wished(talk, heard):
        return True
    if talk.state.step == IDLE and heard.words <= _WORRY and _asks_when(heard):
        return _newest(talk)
    if heard.words > _REMARK:
        return False
    if talk.state.step == IDLE:
        return _asks_whether_it_is_sent(heard) and _newest(talk)
    if not _is_telling(talk):
        return False
    waits = heard.holds(*_WAITING) and folded(heard.text).startswith(_WAITING)
    if waits or heard.holds("khoan gui", "khoan da", "dung gui voi"):
        talk.say(sentences.WAIT)
        return form.go_on(talk)
    if _UNPUBLISHED.search(heard.text.lower()):
        return _unpublished(talk)
    if _asks_when(heard) or (heard.asks and heard.holds(*_GOING)):
        talk.say(sentences.HOW_IT_GOES)
        return form.go_on(talk)
    return False


def _is_telling(talk: Talk) -> bool:
    """Whether somebody is in the middle of telling, after the story."""
    return talk.state.step not in (tell.NAME, cancel.NAME, status.NAME, ways.NAME, email.NAME, adding.NAME)


def _asks_who_reads(talk: Talk, heard: Heard) -> bool:
    """In the middle of telling or after it, a short question about secrecy; the same words may begin a story."""
    if _UNPUBLISHED.search(heard.text.lower()) and not heard.is_question:
        return False
    if heard.words > _WORRY or talk.accusing:
        return False
    asks = (heard.is_question or heard.holds(*_ASKING)) and heard.holds(*_SECRECY)
    is_afraid = _AFRAID.match(heard.text.lower()) is not None and heard.holds(*_SECRECY, *_THREATS)
    if not (asks or is_afraid):
        return False
    return talk.state.step not in (IDLE, tell.NAME) or bool(talk.state.step == IDLE and talk.facts.own_cases())


def _asks_whether_it_is_sent(heard: Heard) -> bool:
    """After filing: "ủa vậy là xong rồi hả"."""
    return heard.asks and heard.holds(*_SENT)


def _asks_when(heard: Heard) -> bool:
    """ "Bao giờ có kết quả", with a question mark or without."""
    return heard.holds(*_WHEN) and heard.holds(*_ENDS)


def _newest(talk: Talk) -> bool:
    """Where the case that was filed last stands; False if there is none."""
    own = talk.facts.own_cases()
    talk.tell((talk.facts.status(own[0], None) or "") if own else "")
    return bool(own)


def _unpublished(talk: Talk) -> bool:
    """Said at any step, not only where it is asked: silence is no consent, and a refusal stands."""
    if not talk.state.draft.restricted:
        talk.state.draft.consent = False
    talk.say(sentences.NOT_PUBLISHED)
    if talk.state.step == consent.NAME:
        form.advance(talk)
        return True
    return form.go_on(talk)
