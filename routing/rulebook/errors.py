"""What can be wrong with a rule book, each in one Vietnamese sentence for the administrator.

RulebookInvalid   a file that may not be used: says file, line, key and what is wrong
RuleUnknown       a rule or kind that has no value on the day asked
"""


class RulebookInvalid(ValueError):
    """Nothing of a book with one unclear place is used."""

    def __init__(self, problem: str, *, file: str, key: str = "", line: int | None = None) -> None:
        self.file, self.key, self.line, self.problem = file, key, line, problem
        place = [file]
        if line is not None:
            place.append(f"dòng {line}")
        if key:
            place.append(f"mục {key}")
        super().__init__(f"{', '.join(place)}: {problem}.")


class RuleUnknown(LookupError):
    """Asked for a rule by an id the book lacks, or for a day on which it had no value."""
