"""A real server of Rasa that belongs to one test: it is stopped, killed and started again at the same place."""

import signal
import subprocess
from pathlib import Path

from bot.nlu.rasa_server import RasaServer
from tools import rasa


class OwnRasa:
    """The server of ``model_file`` at the place that `tools.rasa` has; ``server`` may take its time."""

    def __init__(self, model_file: Path) -> None:
        self._model_file = model_file
        self._process: subprocess.Popen[bytes] | None = None
        self.server = RasaServer(f"http://{rasa.HOST}:{rasa.PORT}", rasa.token(), within=30.0)

    def start(self) -> None:
        """Begin to load the model; until `wait` returns nobody may answer."""
        self._process = rasa.start(self._model_file)

    def wait(self) -> None:
        """Return once the known sentence is understood."""
        rasa.wait_until_it_understands(self._running(), self._model_file)

    def freeze(self) -> None:
        """Connections are taken and nothing is answered, so that whoever asks is waiting when it dies."""
        self._running().send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """SIGKILL: it finishes nothing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError("this server is not running")
        return self._process
