"""A running installation understands with listed phrases first and the engine it has learnt for everything else."""

from pathlib import Path

from intake.entry.settings import Settings
from intake.entry.understanding import Understanding
from tests.world import World


def test_a_listed_phrase_needs_no_engine_and_a_free_one_is_learnt(sqlite_world: World, tmp_path: Path) -> None:
    understanding = Understanding(Settings(home=tmp_path), sqlite_world.desk)

    assert understanding.understand("hủy").engine == "keywords"
    assert not (tmp_path / "understanding").exists()

    heard = understanding.understand("hồ sơ của tui giải quyết tới đâu rồi dzậy")
    assert (heard.engine, heard.intent) == ("embedded", "status")
    told = understanding.understand("tui ở xã Long Hữu, số 0912 345 678")
    assert {entity.kind for entity in told.entities} >= {"phone", "commune"}
