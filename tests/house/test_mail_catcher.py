"""The mail catcher of ``make mail`` takes a letter of ours and shows it."""

import subprocess
import sys
from uuid import UUID

from intake.adapters.mail import Mail
from intake.cases.ports import Outgoing
from tests.faults.gate import free_port
from tools.saying import ROOT


def test_a_letter_is_caught_and_shown() -> None:
    port = free_port()
    command = [sys.executable, "-m", "tools.mail_catcher", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as catcher:
        assert catcher.stdout is not None
        assert "Catching letters" in catcher.stdout.readline()
        mail = Mail(f"smtp://127.0.0.1:{port}/?from=a@example.vn&tls=none")
        mail.send(Outgoing(UUID(int=1), "lua@example.com", "Đã nhận phản ánh", "Kính gửi ông/bà."))
        shown = [catcher.stdout.readline() for _ in range(6)]
        catcher.terminate()

    assert "lua@example.com" in shown[1]
    assert "Đã nhận phản ánh" in shown[2]
    assert "Kính gửi ông/bà." in "".join(shown)
