"""What a model of Rasa is made of, and the name that follows: the same where it is trained and where it is asked.

Both read their own copy of these files, so a server that was made from other ones is known by its model's name.
"""

import hashlib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
REQUIREMENTS = PROJECT.parents[1] / "requirements" / "rasa.txt"

KNOWN = ("cảm ơn cháu nhiều", "thanks")
"""A sentence and its intent: a server that answers something else is not ours or not well."""


def recipe(project: Path = PROJECT) -> str:
    """Changes when the pipeline, our components or Rasa itself changed."""
    return _digest(project / "config.yml", *sorted(project.glob("components/*.py")))


def fingerprint(project: Path = PROJECT) -> str:
    """Changes when the recipe or an example changed."""
    files = (project / "config.yml", *sorted(project.glob("data/nlu/*.yml")), *sorted(project.glob("components/*.py")))
    return _digest(*files)


def model_name(project: Path = PROJECT) -> str:
    """The file name of the model for these files; the server tells it of the one it runs."""
    return f"nlu-{fingerprint(project)}.tar.gz"


def _digest(*files: Path) -> str:
    seen = hashlib.sha256(REQUIREMENTS.read_bytes())
    for file in files:
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]
