"""Take the numbers of browsers out of the names of web-chat messages: whoever reads one could open the conversation.

What was named so before is called by a hash of its name. A number is 192 bits drawn at random: nobody finds it again.

Revision: 0030, after 0029, 28/11/2026.
"""

import hashlib

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

OF_A_BROWSER = "channel = 'webchat' AND substr(external_id, 33, 1) = '.'"
"""The number has 32 characters, before the point."""


def upgrade() -> None:
    hashed = "encode(sha256(convert_to(external_id, 'UTF8')), 'hex')"
    if op.get_bind().dialect.name == "sqlite":
        op.get_bind().connection.create_function("hashed", 1, _hashed, deterministic=True)
        hashed = "hashed(external_id)"
    op.execute(f"UPDATE inbound_message SET external_id = {hashed} WHERE {OF_A_BROWSER}")  # noqa: S608


def downgrade() -> None:
    raise NotImplementedError("a record is not taken back; restore the backup made before the upgrade")


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
