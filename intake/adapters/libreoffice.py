"""Making a PDF of a letter with LibreOffice, as a program of its own that is started for each one.

It gets an empty profile in a folder that is thrown away, runs no macros, follows no links, and is killed with all it
has started when it takes too long. It knows how to run the program; what is in the letter is not its business.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from intake.cases.ports import PrinterFault

_SECONDS = 60
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each run takes a few hundred megabytes; more wait for their turn."""

_SECURITY = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
}
_ITEM = '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
)


class LibreOffice:
    """The program at ``path``. ``seconds`` is how long one letter may take."""

    def __init__(self, path: str, *, seconds: float = _SECONDS) -> None:
        self._path, self._seconds = path, seconds

    def pdf(self, docx: bytes) -> bytes:
        """The letter as a PDF. Raises PrinterFault."""
        with _AT_ONCE, tempfile.TemporaryDirectory(prefix="langnghe-") as name:
            folder = Path(name)
            (folder / "letter.docx").write_bytes(docx)
            _write_profile(folder / "profile" / "user")
            self._run(folder)
            try:
                return (folder / "letter.pdf").read_bytes()
            except FileNotFoundError:
                raise PrinterFault("no_pdf") from None

    def _run(self, folder: Path) -> None:
        options = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--convert-to", "pdf")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [self._path, profile, *options, "--outdir", str(folder), str(folder / "letter.docx")]
        try:
            running = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(folder),
                cwd=folder,
                start_new_session=True,
            )
        except OSError as fault:
            raise PrinterFault(type(fault).__name__) from None
        try:
            running.wait(self._seconds)
        except subprocess.TimeoutExpired:
            raise PrinterFault("too_slow") from None
        finally:
            _end(running)


def found(program: str) -> LibreOffice | None:
    """LibreOffice under this name or path, if it is installed."""
    path = shutil.which(program) if program else None
    return LibreOffice(path) if path else None


def _end(running: "subprocess.Popen[bytes]") -> None:
    """Kill the program with whatever it has started, which lives on when the first process ends."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of our own settings and secrets; what it wants to fetch it looks for where nobody answers."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), nowhere)
    return {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder), **proxies}


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = (
        _ITEM.format(path=path, name=name, value=value)
        for path, values in _SECURITY.items()
        for name, value in values.items()
    )
    (folder / "registrymodifications.xcu").write_text(_PROFILE.format(items="".join(items)), encoding="utf-8")
