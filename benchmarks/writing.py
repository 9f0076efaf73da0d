"""How fast a citizen who is writing is answered: the form, the proposal for the words so far, a procedure, a draft.

The catalogue of procedures is as large as the national one; the texts are those of the generator.
"""

import json
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks import feedback
from benchmarks.engine import HOME, copy_of, url_of
from benchmarks.figures import Figure
from benchmarks.measures import BROKER
from benchmarks.pages import timed
from benchmarks.server import running
from intake.cases import procedures
from intake.entry.opening import open_desk
from intake.entry.settings import Settings
from routing.procedures_file import Row

_TIMES = 200
_PROCEDURES = 5_000
_SEARCHED = ("lam lai can cuoc", "cấp lại", "khai sinh", "so do", "dang ky ket", "giay phep xay dung", "zzkhongco")
_DOING = (
    "Cấp",
    "Cấp lại",
    "Cấp đổi",
    "Gia hạn",
    "Đăng ký",
    "Điều chỉnh",
    "Thu hồi",
    "Công nhận",
    "Xác nhận",
    "Thẩm định",
)
_WHAT = ("thẻ căn cước", "giấy khai sinh", "giấy chứng nhận kết hôn", "giấy phép xây dựng", "giấy phép lái xe")
_FOR = (
    "cho người từ đủ 14 tuổi",
    "có yếu tố nước ngoài",
    "do bị mất",
    "đối với hộ kinh doanh",
    "trong khu công nghiệp",
)


def writing(template: str) -> list[Figure]:
    """Over one connection, as the pages of one citizen ask."""
    with copy_of(template) as name:
        _bring_in_procedures(url_of(name))
        with running(HOME, url_of(name), BROKER_URL=BROKER) as server:
            texts = [json.loads(one["body"])["content"] for one in feedback.requests(_TIMES, seed=10)]
            found = [_get(f"/thu-tuc?{urlencode({'q': words})}") for words in _SEARCHED]
            return [
                *timed(server, "form page", [_get("/")] * _TIMES, 50),
                *timed(server, "proposal while typing", [_post("/de-xuat", content=text) for text in texts], 80),
                *timed(server, "procedure while typing", found * (_TIMES // len(found)), 80),
                *timed(server, "draft kept while typing", [_post("/nhap", content=text) for text in texts]),
            ]


def _bring_in_procedures(url: str) -> None:
    """Names made of the words of real ones, in every combination and order of numbers."""
    random = Random(10)
    rows = [
        Row(f"1.{number:06}", f"{random.choice(_DOING)} {random.choice(_WHAT)} {random.choice(_FOR)} (mẫu số {number})")
        for number in range(_PROCEDURES)
    ]
    desk = open_desk(Settings(home=HOME, database_url=url))
    with desk.work() as work:
        procedures.bring_in(work, rows, source="bench")
    desk.database.dispose()


def _get(path: str) -> dict[str, Any]:
    return {"method": "GET", "path": path, "headers": {"X-Tu-Dong": "bench"}}


def _post(path: str, **typed: str) -> dict[str, Any]:
    headers = {"X-Tu-Dong": "bench", "Content-Type": "application/x-www-form-urlencoded"}
    return {"method": "POST", "path": path, "headers": headers, "body": urlencode(typed)}
