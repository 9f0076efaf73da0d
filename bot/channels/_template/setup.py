"""Setting up an account of the channel to copy: all that the console asks of it."""

import hmac
import json
from collections.abc import Mapping, Sequence

from intake.cases import channel_accounts, inbound
from intake.cases.ports import Account, Answered, Delivered, Finding, Grade, Identity, SetupFault, SetupField
from intake.cases.work import Desk
from models.vocabulary import ChannelKind


class TemplateSetup:
    """Its token is the account's name and a secret, with a colon between; whoever asks must bring the secret."""

    kind = ChannelKind.TELEGRAM
    fields: Sequence[SetupField] = (
        SetupField("token", "Mã truy cập", "Gồm tên tài khoản, dấu hai chấm và một chuỗi bí mật.", secret=True),
        SetupField("note", "Ghi chú", required=False),
    )

    def identify(self, values: Mapping[str, str]) -> Identity:
        account, colon, secret = values["token"].partition(":")
        if not (account and colon and secret):
            raise SetupFault("Mã truy cập không đúng dạng. Xin chép lại nguyên văn.", field="token")
        return Identity(account, values.get("note") or account)

    def connect(self, desk: Desk, account: Account, address: str) -> str:
        return ""

    def disconnect(self, desk: Desk, account: Account) -> None:
        """Nothing was connected."""

    def check(self, desk: Desk, account: Account, address: str) -> Sequence[Finding]:
        return [Finding(Grade.GOOD, "Mã truy cập dùng được.")]

    def receive(self, desk: Desk, account: Account, delivered: Delivered) -> Answered:
        secret = account.values["token"].partition(":")[2]
        if not hmac.compare_digest(delivered.headers.get("x-secret", "").encode(), secret.encode()):
            return Answered(403)
        told = json.loads(delivered.body)
        with desk.work() as work:
            inbound.keep(
                work,
                delivered.body.decode(),
                channel=self.kind,
                account=account.account,
                external_id=str(told["id"]),
                person=str(told["from"]),
                position=int(told["id"]),
            )
            channel_accounts.note_heard(work, self.kind, account.account)
        return Answered()
