"""The set-up: what is pinned, what the scripts say when something is missing, and what they build."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import assets, environment
from tools.saying import ROOT, SetupFailed, failure, run_quietly, speak_plainly

NOWHERE = "http://127.0.0.1:9/"
DOING = ("Cài các gói", "Installing the packages")


@pytest.fixture
def copy_of_the_setup(tmp_path: Path) -> Path:
    """A project folder with nothing in it but what set-up needs, and nothing installed yet."""
    for name in ("tools", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("package.json", "package-lock.json", "pyproject.toml", "Makefile", ".npmrc"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "intake" / "web").mkdir(parents=True)
    return tmp_path


def _run(folder: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize("layer", environment.LAYERS)
def test_every_python_package_is_pinned_with_hashes_and_names_no_address(layer: str) -> None:
    pins = environment.requirements(layer).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9].*", pins, flags=re.MULTILINE)

    assert packages
    assert all(re.match(r"[\w.-]+==\S+ .*\\$", line) for line in packages)
    assert pins.count("--hash=sha256:") >= len(packages)
    assert "://" not in pins
    assert "index" not in re.sub(r"#.*", "", pins)


def test_every_npm_package_is_pinned_exactly_and_names_no_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert "://" not in locked
    assert '"resolved"' not in locked


def test_the_npm_lock_belongs_to_package_json() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]

    assert locked["dependencies"] == wanted["dependencies"]
    assert locked["devDependencies"] == wanted["devDependencies"]


def test_the_oldest_python_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = ".".join(map(str, environment.OLDEST_PYTHON))

    assert project["project"]["requires-python"] == f">={oldest}"
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert f"({oldest.replace('.', ', ')})" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("npm error code ENOTFOUND", "no network"),
        ("NewConnectionError: Failed to establish a new connection", "no network"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("PermissionError: [Errno 13] Permission denied", "can't be written"),
        ("something nobody foresaw", "var/log/setup.log"),
    ],
)
def test_a_failed_step_is_told_in_one_sentence_per_language(printed: str, expected: str) -> None:
    told = failure(printed, doing=DOING)

    assert expected in told.english
    assert told.vietnamese.startswith("Cài các gói: ")
    assert "\n" not in told.english + told.vietnamese


def test_a_failing_command_keeps_its_output_for_the_log_only(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.saying.LOG", tmp_path / "setup.log")
    monkeypatch.setattr("tools.saying.ROOT", tmp_path)

    def step() -> None:
        run_quietly([sys.executable, "-c", "raise RuntimeError('deep inside')"], doing=DOING)

    assert speak_plainly(step) == 1
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert "deep inside" in (tmp_path / "setup.log").read_text(encoding="utf-8")


def _stop() -> None:
    raise KeyboardInterrupt


def _refuse() -> None:
    raise SetupFailed("Không được.", "It can't be done.")


def _unwritable() -> None:
    raise PermissionError(13, "Permission denied", "var")


@pytest.mark.parametrize(("step", "code"), [(_stop, 130), (_refuse, 1), (_unwritable, 1), (lambda: None, 0)])
def test_a_step_ends_with_an_exit_code_and_never_with_a_traceback(step: Callable[[], None], code: int) -> None:
    assert speak_plainly(step) == code


def test_without_a_network_the_python_set_up_says_so_in_one_sentence(copy_of_the_setup: Path) -> None:
    cut_off = {"PIP_INDEX_URL": NOWHERE, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    cut_off |= {"PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}

    told = _run(copy_of_the_setup, sys.executable, "-m", "tools.environment", "node", **cut_off)

    assert told.returncode == 1
    assert "không kết nối được mạng" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 2


@pytest.mark.skipif(shutil.which("npm") is None, reason="không có npm trên PATH")
def test_without_a_network_the_assets_say_so_in_one_sentence(copy_of_the_setup: Path) -> None:
    cut_off = {"npm_config_registry": NOWHERE, "npm_config_cache": str(copy_of_the_setup / "cache")}

    told = _run(copy_of_the_setup, sys.executable, "-m", "tools.assets", **cut_off)

    assert told.returncode == 1
    assert "không kết nối được mạng" in told.stderr
    assert len(told.stderr.strip().splitlines()) == 2
    assert not (copy_of_the_setup / "intake" / "web" / "static").exists()


def test_make_alone_lists_what_it_can_do() -> None:
    listed = _run(ROOT, "make").stdout

    assert all(f"make {target} " in listed for target in ("run", "test", "lint", "types", "check", "lock"))


def test_make_says_in_one_sentence_that_python_is_too_old_or_missing(copy_of_the_setup: Path) -> None:
    told = _run(copy_of_the_setup, "make", "env", "PYTHON=python-that-is-not-there")

    assert told.returncode != 0
    assert "Cần Python 3.11 trở lên" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_installed_layer_is_not_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    assert not environment.is_installed("base")

    environment.stamp("base").write_text(environment.fingerprint("base"))

    assert environment.is_installed("base")
    assert not environment.is_installed("dev")


@pytest.fixture
def manifest() -> dict[str, str]:
    """The names of the built assets; `make test` builds them first."""
    file = assets.BUILT / "manifest.json"
    if not file.exists():
        message = "giao diện chưa được dựng: chạy `make assets`"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_every_asset_carries_a_hash_of_its_content_in_its_name(manifest: dict[str, str]) -> None:
    for name, hashed in manifest.items():
        stem, suffix = name.rsplit(".", 1)
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{10}}\.{suffix}", hashed)
        assert (assets.BUILT / hashed).is_file()


@pytest.mark.parametrize("name", ["citizen.css", "console.css"])
def test_a_style_sheet_opens_with_the_vietnamese_font_and_loads_nothing_from_elsewhere(
    manifest: dict[str, str], name: str
) -> None:
    css = (assets.BUILT / manifest[name]).read_text(encoding="utf-8")
    fonts = re.findall(r"@font-face\{[^}]*\}", css)
    loaded = re.findall(r"url\((?!\"?data:)([^)]*)\)", css)

    assert css.startswith("@font-face{")
    assert len(fonts) == 6
    assert all("font-display:swap" in font and "unicode-range:" in font for font in fonts)
    assert any("U+1EA0-1EF9" in font for font in fonts)
    assert set(loaded) <= set(manifest.values())
    assert len(loaded) == 6


def test_a_changed_template_asks_for_a_new_build(copy_of_the_setup: Path) -> None:
    ask = (sys.executable, "-c", "from tools import assets; print(assets.fingerprint())")
    before = _run(copy_of_the_setup, *ask).stdout
    assert before == _run(copy_of_the_setup, *ask).stdout

    page = copy_of_the_setup / "intake" / "web" / "page.html"
    page.write_text('<p class="lead">Xin chào</p>', encoding="utf-8")

    assert _run(copy_of_the_setup, *ask).stdout != before


def test_every_layer_is_installed_by_the_set_up() -> None:
    assert {path.stem for path in (ROOT / "requirements").glob("*.in")} == {*environment.LAYERS, "rasa"}
