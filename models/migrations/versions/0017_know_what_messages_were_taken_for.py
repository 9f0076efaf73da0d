"""Know what messages were taken for, by which engine, and what an officer says they meant.

Revision: 0017, after 0016, 27/11/2026.
"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("intent", "engine", "engine_fault", "meant"):
        op.add_column("chat_line", sa.Column(name, sa.String(32), nullable=True))
    uuid = "CHAR(32)" if op.get_bind().dialect.name == "sqlite" else "UUID"
    reference = f"CONSTRAINT {op.f('fk_chat_line_meant_by_id_officer')} REFERENCES officer (id)"
    op.execute(f"ALTER TABLE chat_line ADD COLUMN meant_by_id {uuid} {reference}")
    op.add_column("chat_line", sa.Column("meant_at", models.base.UtcDateTime(timezone=True), nullable=True))
    _index("ix_chat_line_understood", ["at", "engine", "engine_fault"], "engine IS NOT NULL")
    _index("ix_chat_line_meant", ["meant_at"], "meant IS NOT NULL")


def _index(name: str, columns: list[str], condition: str) -> None:
    op.create_index(name, "chat_line", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")
