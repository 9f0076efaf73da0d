"""The trained model on disk: one ``model.npz`` without pickle and one ``manifest.json`` that vouches for it.

It knows files, hashes and versions. A file that is missing, cut short or foreign raises `ModelUnusable` with
one sentence for people; nothing in a model file is ever executed.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from secrets import token_hex

import numpy as np
from numpy.typing import NDArray

FORMAT = 5
MODEL_FILE = "model.npz"
MANIFEST_FILE = "manifest.json"
HERE = Path(__file__).resolve().parent
KNOWLEDGE = (HERE.parent / "rules" / "fields.yaml", *sorted((HERE / "rules").glob("*.yaml")))
RECIPE = (
    *(HERE.parent / name for name in ("personal_names.py", "rules/reorganisation.yaml", "text.py")),
    *(
        HERE / f"{name}.py"
        for name in (
            *("confidence", "examples", "features", "kinds", "model", "names", "nearest", "phrases", "signals"),
            *("topics", "training"),
        )
    ),
)


class ModelUnusable(Exception):
    """The stored model cannot be used; the text says why, in Vietnamese, for people."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a trained model is made of and how well it did. Two runs on the same sources give the same one."""

    format: int
    model: str
    recipe_hash: str
    examples_hash: str
    rulebook: str
    weights_hash: str
    examples: int
    features: int
    temperatures: dict[str, float]
    thresholds: dict[str, float]
    figures: dict[str, float]


def digest(*paths: Path) -> str:
    """One SHA-256 over the contents of files, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@cache
def rulebook_version() -> str:
    """A short name for the state of the readable rules, kept on every decision."""
    return f"rules-{digest(*KNOWLEDGE)[:12]}"


def recipe_hash() -> str:
    """The state of the code that turns texts into weights, and of the rules it reads."""
    return digest(*RECIPE, *KNOWLEDGE)


def examples_hash() -> str:
    return digest(*(path for name in ("examples", "subjects") for path in sorted((HERE / name).glob("*.yaml"))))


def write(folder: Path, arrays: dict[str, NDArray[np.generic]]) -> str:
    """Write the arrays and return their SHA-256. The file appears whole or not at all."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    _replace(folder / MODEL_FILE, content)
    return hashlib.sha256(content).hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2, sort_keys=True)
    _replace(folder / MANIFEST_FILE, (text + "\n").encode())


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not by process number: containers that share a volume count alike.
    draft = path.with_suffix(f"{path.suffix}.{token_hex(8)}")
    draft.write_bytes(content)
    draft.replace(path)


def read_manifest(folder: Path) -> Manifest:
    """The manifest, or `ModelUnusable`."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST_FILE).read_text("utf-8")))
    except FileNotFoundError:
        raise ModelUnusable(f"Chưa có mô hình phân loại trong thư mục {folder}.") from None
    except (OSError, ValueError, TypeError):
        raise ModelUnusable(f"Không đọc được tệp mô tả mô hình phân loại trong thư mục {folder}.") from None
    if manifest.format != FORMAT:
        raise ModelUnusable(f"Mô hình phân loại trong thư mục {folder} thuộc phiên bản khác, cần huấn luyện lại.")
    return manifest


def read(folder: Path) -> tuple[Manifest, dict[str, NDArray[np.generic]]]:
    """Manifest and arrays after checking the hash, or `ModelUnusable`."""
    manifest = read_manifest(folder)
    try:
        content = (folder / MODEL_FILE).read_bytes()
    except OSError:
        raise ModelUnusable(f"Thiếu tệp mô hình phân loại trong thư mục {folder}.") from None
    if hashlib.sha256(content).hexdigest() != manifest.weights_hash:
        raise ModelUnusable(f"Tệp mô hình phân loại trong thư mục {folder} bị hỏng hoặc không phải do hệ thống tạo ra.")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            return manifest, {name: stored[name] for name in stored.files}
    except (ValueError, OSError, KeyError, zipfile.BadZipFile):
        raise ModelUnusable(f"Không đọc được tệp mô hình phân loại trong thư mục {folder}.") from None


def is_current(folder: Path) -> bool:
    """Whether the stored model comes from today's examples, rules and code, so that set-up need not train."""
    try:
        manifest = read(folder)[0]
    except ModelUnusable:
        return False
    return (manifest.recipe_hash, manifest.examples_hash) == (recipe_hash(), examples_hash())
