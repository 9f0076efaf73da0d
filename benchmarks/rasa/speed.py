"""How soon Rasa answers when twenty people write at once, on the server that ``make rasa`` runs here.

What is measured is a message as the product asks it: the question, the answer, our own facts, and the embedded engine
where Rasa was too slow. The rest of a turn is the record's and is measured with the chat.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, milliseconds
from benchmarks.understanding import JUDGED
from bot.nlu import embedded, training
from bot.nlu.entities import Facts
from bot.nlu.falling_back import FallingBack
from bot.nlu.rasa import RasaNlu
from bot.nlu.rasa_server import RasaServer
from tools import rasa

PEOPLE, MESSAGES = 20, 15
GOAL = 400


def asking() -> list[Figure]:
    """Milliseconds of a message, alone and among twenty at once, and how many Rasa answered itself."""
    server = RasaServer(f"http://{rasa.HOST}:{rasa.PORT}", rasa.token())
    if fault := server.fault():
        return [Figure("Rasa, answers", 0, "/100", at_least=99, note=f"{fault.value}: run make rasa beside this")]
    facts = Facts(today=date.today)
    with TemporaryDirectory() as folder:
        training.train(Path(folder))
        nlu = FallingBack(RasaNlu(server, facts), embedded.load(Path(folder), facts))
    texts = [json.loads(line)["text"] for line in JUDGED.read_text("utf-8").splitlines()]
    alone, _by_rasa = _asked(nlu, texts[:50])
    with ThreadPoolExecutor(PEOPLE) as people:
        done = list(people.map(lambda one: _asked(nlu, texts[one * MESSAGES : (one + 1) * MESSAGES]), range(PEOPLE)))
    together = [seconds for times, _by_rasa in done for seconds in times]
    middle, high = milliseconds(together)
    by_rasa = 100 * sum(answered for _times, answered in done) / len(together)
    return [
        Figure("Rasa, a message alone, p95", milliseconds(alone)[1], "ms"),
        Figure(f"Rasa, {PEOPLE} people at once, median", middle, "ms"),
        Figure(f"Rasa, {PEOPLE} people at once, p95", high, "ms", at_most=GOAL, note=f"{len(together)} messages"),
        Figure("Rasa, answered by itself", by_rasa, "/100", at_least=99),
    ]


def _asked(nlu: FallingBack, texts: list[str]) -> tuple[list[float], int]:
    """Seconds of each message, one after the other, and how many Rasa answered."""
    times, by_rasa = [], 0
    for text in texts:
        began = time.perf_counter()
        by_rasa += nlu.understand(text).engine == "rasa"
        times.append(time.perf_counter() - began)
    return times, by_rasa
