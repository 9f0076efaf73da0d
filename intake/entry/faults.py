"""Why the system cannot start: one sentence for the administrator, never a traceback."""


class CannotStart(Exception):
    """The text is the sentence."""
