"""Find cases by their words, and read a list in the order of receipt, by an index.

Revision: 0005, after 0004, 26/11/2026.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = "to_tsvector('simple'::regconfig, regexp_replace(search_text, '[^[:alnum:]]+', ' ', 'g'))"
"""Cut at every sign, because PostgreSQL takes ``a/b`` for one word. Kept, because making it again for each row that is
looked at costs more than everything else of a search."""


def upgrade() -> None:
    op.drop_index("ix_case_received_at", "case")
    op.create_index("ix_case_received_at_id", "case", ["received_at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER TABLE "case" ADD COLUMN words tsvector GENERATED ALWAYS AS ({WORDS}) STORED')
        op.execute('CREATE INDEX ix_case_words ON "case" USING gin (words)')
