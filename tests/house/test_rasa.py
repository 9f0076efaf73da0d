"""Rasa's project and its set-up: one source of examples, all pinned, and only a server that understands is ours."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.training_data import DATA_FOLDER, load_examples
from bot.rasa import identity
from tools import rasa
from tools.saying import ROOT

PROJECT = ROOT / "bot" / "rasa"


class FakeRasa(BaseHTTPRequestHandler):
    """Answers as Rasa 3.6 does: 401 without the token, the model's file name, an intent."""

    token, model_file, intent = "", "", "thanks"

    def _answer(self, content: Any) -> None:
        known = self.path.partition("?token=")[2] == self.token
        self.send_response(200 if known else 401)
        self.end_headers()
        told = content if known else {"status": "failure", "code": 401, "reason": "NotAuthenticated"}
        self.wfile.write(json.dumps(told).encode())

    def do_GET(self) -> None:
        self._answer({"model_file": self.model_file, "num_active_training_jobs": 0})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer({"text": asked["text"], "intent": {"name": self.intent, "confidence": 0.9}, "entities": []})

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeRasa]]:
    monkeypatch.setattr(rasa, "KEPT", tmp_path)
    handler = type("Handler", (FakeRasa,), {"token": rasa.token(), "model_file": rasa.model().name})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        monkeypatch.setattr(rasa, "PORT", listening.server_address[1])
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield handler
        listening.shutdown()


def test_the_domain_knows_the_intents_and_facts_of_the_examples() -> None:
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))
    examples = load_examples()
    assert set(domain["intents"]) == {example.intent for example in examples}
    assert set(domain["entities"]) >= {entity.kind for example in examples for entity in example.entities}


def test_every_component_of_ours_in_the_pipeline_exists() -> None:
    pipeline = yaml.safe_load((PROJECT / "config.yml").read_text("utf-8"))["pipeline"]
    ours = [step["name"] for step in pipeline if step["name"].startswith("bot.")]
    assert ours
    for name in ours:
        module, _, component = name.rpartition(".")
        assert f"class {component}(" in (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")


def test_rasa_is_pinned_with_hashes_and_names_no_address() -> None:
    pins = identity.REQUIREMENTS.read_text("utf-8")
    packages = re.findall(r"^[a-z0-9].*", pins, flags=re.MULTILINE)
    assert all(re.match(r"[\w.-]+==\S+ .*\\$", line) for line in packages)
    assert pins.count("--hash=sha256:") >= len(packages)
    assert "://" not in pins
    large = [line for line in packages if line.startswith(("tensorflow==", "tensorflow-text=="))]
    assert all("sys_platform == 'never'" in line for line in large)


def test_another_example_makes_another_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rasa.model()
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "config.yml").write_bytes((PROJECT / "config.yml").read_bytes())
    for file in DATA_FOLDER.glob("*.yml"):
        (tmp_path / "data" / "nlu" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "components").symlink_to(PROJECT / "components")
    monkeypatch.setattr(rasa, "PROJECT", tmp_path)
    assert rasa.model() == before
    with (tmp_path / "data" / "nlu" / "back.yml").open("a") as examples:
        examples.write("      - lui lại chút xíu\n")
    assert rasa.model() != before


def test_the_token_is_made_once_and_nobody_else_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "KEPT", tmp_path / "kept")
    assert rasa.token() == rasa.token()
    assert len(rasa.token()) >= 32
    assert (tmp_path / "kept" / "token").stat().st_mode & 0o777 == 0o600


def test_a_server_that_understands_with_the_wanted_model_is_ours(server: type[FakeRasa]) -> None:
    assert rasa.understands(rasa.model())


@pytest.mark.parametrize("wrong", ["token", "model_file", "intent"])
def test_a_server_with_another_token_model_or_mind_is_not(server: type[FakeRasa], wrong: str) -> None:
    setattr(server, wrong, "another")
    assert not rasa.understands(rasa.model())


def test_no_server_understands_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "KEPT", tmp_path)
    monkeypatch.setattr(rasa, "PORT", 9)
    assert not rasa.understands(rasa.model())
