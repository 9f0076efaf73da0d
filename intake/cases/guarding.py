"""A conversation in which something is told that may accuse: from that turn on it is kept for one desk.

Before it is filed there is no case whose rules could keep it, and what was written stays among the lines when it is
filed, or not filed after all. Whoever is named is kept from it as from a case; a person of the desk may open it again.
"""

from intake.cases import accusing, desks, organisation
from intake.cases.work import Work
from models.conversation import Conversation
from routing.named import named_units


def guard(work: Work, talk: Conversation, told: str) -> None:
    """Keep it for the first desk that neither the text nor a name in it accuses; where there is none, for nobody."""
    accused = named_units(told, organisation.views_ever(work), work.today) | accusing.units_of_the_named(work, told)
    if talk.guarded and talk.desk_id is not None and talk.desk_id not in accused:
        return
    talk.guarded, talk.desk_id = True, desks.choose(work, accused)
    work.news.lists()
