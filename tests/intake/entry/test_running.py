"""A relay ends when it is asked to, whatever it is doing at that moment."""

import subprocess
import sys

INTERRUPTED = """
import os, signal
from intake.entry import broker, running

def relay(settings, stopping):
    with stopping._cond:  # as for a moment of every wait
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(1000))
    while not stopping.is_set():
        stopping.wait(0.05)
    print("ended")

broker.relay = relay
running.run_relay(None)
"""


def test_a_relay_that_is_asked_to_end_while_it_looks_whether_it_is_ends() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.returncode) == ("ended\n", 0), done.stderr
