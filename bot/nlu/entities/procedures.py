"""Administrative procedures of the office's catalogue as people name them: "thủ tục làm lại căn cước".

Which procedure is meant is decided by the catalogue, everyday words and all; here it gets its place in the text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.nlu.entities.reading import Reading
from bot.nlu.port import Entity
from routing.everyday import official_words, spoken_words
from routing.procedures import Catalogue

LONGEST = 40
"""Words of a message that may be a question about a procedure; a longer one is a story, which names them by the way."""


@dataclass(frozen=True)
class ProcedureBook:
    """``catalogue`` gives the one of this moment."""

    catalogue: Callable[[], Catalogue]

    def find(self, text: str) -> Iterator[Entity]:
        """The procedure a short message names, if one; its value is the code."""
        reading = Reading.of(text)
        said = list(reading.words())
        if not said or len(said) > LONGEST or (named := self.catalogue().named_in(text)) is None:
            return
        wanted = {*spoken_words(named.procedure.name), *official_words(named.procedure.name)}
        own = [word for word in said if word[0] in wanted] or said
        yield reading.fact("procedure", named.procedure.code, own[0][1], own[-1][2])
