"""What is said once the record has been changed, or could not be."""

from bot.dialogue import form, sentences
from bot.dialogue.deeds import AddToCase, AnswerOfficer, ChooseWay, Done, FileCase, Filed, Outcome, Rate, Refused
from bot.dialogue.talk import Talk
from models.languages import _
from routing.text import first_line

_SHOWN = 100
_FIELDS = {"content": "tell", "name": "name", "phone": "contact", "email": "contact", "address": "contact"}
_FIELDS |= {"place": "place", "upload_ids": "files"}


def tell(talk: Talk, outcome: Outcome) -> None:
    """Say what came of a deed, and go on from there."""
    match outcome:
        case Filed():
            _filed(talk, outcome)
            talk.state.begin_anew()
        case Done(AnswerOfficer()):
            talk.say(sentences.ANSWERED, code=outcome.code)
        case Done(AddToCase()):
            talk.say(sentences.ADDED_TO, code=outcome.code)
        case Done(Rate()):
            talk.say(sentences.RATED)
        case Done(ChooseWay(told_by)):
            talk.say(sentences.WAY_CHOSEN[told_by])
        case Refused():
            _refused(talk, outcome)


def _filed(talk: Talk, filed: Filed) -> None:
    news = sentences.NEWS[talk.state.draft.told_by or ""]
    if not filed.beside:
        due = _(sentences.RESTRICTED_DUE) if talk.state.draft.restricted else filed.due
        talk.say(sentences.FILED, code=filed.code, key=filed.key, due=due, link=filed.link)
        talk.say(news)
        return
    talk.say(sentences.FILED_APART)
    told = zip((filed, *filed.beside), talk.state.draft.matters, strict=True)
    for number, (one, (text, _unit)) in enumerate(told, 1):
        about = {"number": number, "text": first_line(text, _SHOWN)}
        talk.say(sentences.FILED_MATTER, **about, code=one.code, key=one.key, due=one.due, link=one.link)
    talk.say(sentences.FILED_KEEP)
    talk.say(news)


def _refused(talk: Talk, refused: Refused) -> None:
    """Say why; a field that is wrong is asked for again."""
    talk.say(sentences.REFUSED, why=refused.sentence)
    if not isinstance(refused.deed, FileCase):
        return
    wrong = next((_FIELDS[field] for field in refused.fields if field in _FIELDS), None)
    if wrong is not None:
        form.STEPS[wrong].forget(talk.state.draft)
    form.advance(talk)
