"""What an officer wrote in a chat that did not take it: it goes on by the sender's next way and lies on their page.

Only for good reason: of a line that may have arrived nobody tells the words twice.
"""

from intake.cases import conversations, enclosures, notices, reach
from intake.cases.reach import Way
from intake.cases.work import Work, by_id
from models.conversation import ChatLine
from models.vocabulary import JobState, NoticeKind, Speaker


def go_on(work: Work, line: ChatLine) -> None:
    """Tell an officer's failed line as a notice of the newest case filed in its conversation, if there is one."""
    if line.speaker is not Speaker.OFFICER or line.state is not JobState.PERMANENT:
        return
    talk = conversations.by_id(work, line.conversation_id)
    filed = conversations.cases_of(work, talk.id)
    if not filed:
        return
    case = by_id(work, filed[0].id)
    files = [row.upload_id for row in enclosures.of(work, line)]
    chat = Way(talk.channel, str(talk.id))
    failed = notices.made(work, case, NoticeKind.WRITTEN, chat, line.text or "", files)
    failed.state, failed.fault = line.state, line.fault
    work.session.add(failed)
    enclosures.leave_on_page(work, failed)
    notices.record(work, case, failed, words=line.text or "")
    notices.go_on(work, case, failed, reach.next_after(work, case, talk.channel))
