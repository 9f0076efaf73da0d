"""Why the system cannot start, or a command has no answer: one sentence for the administrator, never a traceback."""


class CannotStart(Exception):
    """The text is the sentence."""


class NotUnderstood(Exception):
    """What was asked for on the command line is not known. The text is the sentence, with what is known."""
