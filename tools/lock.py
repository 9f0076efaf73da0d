"""Writes the lock files again: Python pins for every Python from 3.11 on, and the npm lock.

Knows that no lock file may hold the address a package came from. Without `--upgrade` a pin that still fits
its `.in` file stays as it is.
"""

import json
import sys

from tools.environment import LAYERS, PYTHON
from tools.saying import ROOT, run_quietly, say, speak_plainly

_UV = [
    *("pip", "compile", "--quiet", "--universal", "--generate-hashes"),
    *("--strip-extras", "--no-header", "--no-emit-index-url", "--no-emit-find-links"),
]
_WITHOUT = ("geographiclib", "geopy", "shapely", "unidecode")
"""What vietnamadminunits asks for and we stand in for: a geocoder that must not exist, and a library under the GPL
(``intake/adapters/admin_units.py``). They are locked nowhere, and installing never follows dependencies."""
_OF_RASA = ["--python-version", "3.10", "--override", "requirements/rasa-overrides.txt"]
"""Rasa's own environment: from Python 3.10 on, with less than Rasa asks for."""

_DOING = ("Ghim phiên bản", "Pinning the versions")


def lock_python(*, upgrade: bool) -> None:
    """requirements/NAME.in becomes requirements/NAME.txt, with hashes and without addresses."""
    uv = PYTHON.parent / "uv"
    newer = ["--upgrade"] if upgrade else []
    for layer in LAYERS:
        names = [f"requirements/{layer}.in", "-o", f"requirements/{layer}.txt"]
        without = [part for name in _WITHOUT for part in ("--no-emit-package", name)]
        run_quietly([uv, *_UV, "--python-version", "3.11", *without, *newer, *names], doing=_DOING)
    names = [*_OF_RASA, "requirements/rasa.in", "-o", "requirements/rasa.txt"]
    run_quietly([uv, *_UV, *newer, *names], doing=_DOING)


def lock_npm() -> None:
    """package.json, where every version is exact, becomes package-lock.json without addresses."""
    run_quietly(["npm", "install", "--package-lock-only", "--ignore-scripts"], doing=_DOING)
    file = ROOT / "package-lock.json"
    locked = json.loads(file.read_text(encoding="utf-8"))
    for package in locked["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    file.write_text(json.dumps(locked, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Write every lock file."""
    lock_python(upgrade="--upgrade" in sys.argv)
    lock_npm()
    say("Đã ghi các tệp ghim phiên bản.", "the lock files are written.")


if __name__ == "__main__":
    sys.exit(speak_plainly(main))
