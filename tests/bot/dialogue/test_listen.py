"""The dialogue itself, without a database: what is said to what, step by step."""

from dataclasses import dataclass, field

import pytest

from bot.channel import Event, EventKind, File
from bot.dialogue.deeds import AddToCase, CallPerson, FileCase, Guard
from bot.dialogue.facts import Open, Proposal, Waiting
from bot.dialogue.listen import listen
from bot.dialogue.state import State, dump, load
from bot.dialogue.talk import Talk, begun, said
from bot.nlu.embedded import EmbeddedNlu
from bot.nlu.keywords import KeywordNlu
from bot.nlu.port import Nlu
from routing.nearby import Nearby
from routing.places import places_in

STORY = "Đường trước nhà tôi có nhiều ổ gà, xin sửa giúp."


FILED, OTHER = "PA-261128-000001-1", "PA-261128-000002-2"
STORIES = {OTHER: "Đèn đường ở ấp 5 xã Tân Phú không sáng."}


@dataclass
class Facts:
    """A world of one department, where fire is an emergency."""

    own: list[str] = field(default_factory=list)
    close: bool = False

    def proposal(self, story: str, place: str | None, named: str | None, *, restricted: bool) -> Proposal:
        seen = places_in(story).for_competence
        accuses = restricted or (self.accuses(story) and "cảm ơn" not in story)
        unit = "" if accuses else "Sở Xây dựng"
        where = seen.name if seen else named
        urgent = "đánh tôi" in story or "cúp điện" in story
        kind = "emergency" if "đánh tôi" in story else "service"
        return Proposal(kind, "Dịch vụ, hạ tầng", unit, restricted=accuses, place=where, urgent=urgent)

    def accuses(self, text: str) -> bool:
        return "tố cáo" in text or "hối lộ" in text

    def near(self, latitude: float, longitude: float) -> Nearby:
        if latitude > 20:
            return Nearby(outside=True)
        return Nearby(("xã Long Hữu", "phường Duyên Hải", "xã Hiệp Mỹ"))

    def is_emergency(self, text: str) -> bool:
        return "đang cháy" in text or self.is_despair(text)

    def is_despair(self, text: str) -> bool:
        return "muốn chết" in text

    def emergency(self) -> str:
        return "Gọi ngay 114."

    def contacts(self, place: str | None) -> str:
        return "Đường dây nóng: 0270 3823 xxx"

    def procedure(self, text: str) -> str:
        return ""

    def page(self, code: str) -> str:
        return f"https://pa.example/ho-so/{code}"

    def own_cases(self) -> list[str]:
        return self.own

    def addable(self) -> list[Open]:
        return [Open(code, STORIES.get(code, STORY), self.close) for code in self.own]

    def status(self, code: str, key: str | None) -> str | None:
        return "Đang xử lý." if code in self.own else None

    def sends_email(self) -> bool:
        return False

    def has_email(self) -> bool:
        return False

    def waiting(self) -> Waiting | None:
        return None

    def rateable(self) -> str | None:
        return None


class Chat:
    """Somebody who talks with the dialogue alone."""

    def __init__(self, nlu: Nlu | None = None) -> None:
        self.nlu = nlu or KeywordNlu()
        self.state, self.number, self.last = State(), 0, Talk(State(), Facts())
        self.own: list[str] = []

    def event(self, event: Event) -> str:
        self.last = begun(load(dump(self.state)), Facts(self.own))
        listen(self.last, event, self.nlu)
        self.state = self.last.state
        return "\n".join(say.text for say in said(self.last))

    def says(self, text: str) -> str:
        self.number += 1
        return self.event(Event(EventKind.TEXT, str(self.number), text=text))

    def chooses(self, key: str) -> str:
        return self.event(Event(EventKind.CHOICE, "c", choice=key))

    def to(self, step: str) -> "Chat":
        """As far as this step, with a plain answer to each before it."""
        for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "0912345678", "không", "đồng ý"):
            if self.state.step != step:
                self.says(text)
        assert self.state.step == step
        return self

    def to_summary(self) -> "Chat":
        return self.to("summary")


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def clever(embedded_engine: EmbeddedNlu) -> Chat:
    """A talk in which people are understood as an installation understands them."""
    return Chat(embedded_engine)


def test_only_what_is_missing_is_asked(chat: Chat) -> None:
    steps = []
    for text in (STORY, "dung roi", "ap 3 xa long huu", "Tran Thi Be", "0912345678", "ko", "ok"):
        chat.says(text)
        steps.append(chat.state.step)

    assert steps == ["understood", "place", "name", "contact", "files", "consent", "summary"]


def test_cancel_asks_first_and_keeps_everything_if_wished(chat: Chat) -> None:
    chat.says(STORY)

    assert "muốn bỏ" in chat.says("hủy")
    assert "Sở Xây dựng" in chat.chooses("keep")
    assert chat.state.draft.story == STORY
    chat.says("hủy")
    chat.chooses("drop")
    assert chat.state.draft.is_empty


@pytest.mark.parametrize("answer", ["gửi", "gửi luôn đi", "gởi đi"])
def test_a_yes_to_sending_deletes_nothing(clever: Chat, answer: str) -> None:
    clever.says(STORY)
    clever.says("hủy")

    clever.says(answer)
    assert (clever.state.step, clever.state.draft.story) == ("understood", STORY)


def test_giving_up_at_the_review_asks_first(clever: Chat) -> None:
    clever.to_summary()

    assert "muốn bỏ" in clever.says("dạ thôi đừng gửi")
    clever.says("không gửi nữa")
    assert clever.state.draft.is_empty


def test_a_command_word_inside_a_long_text_is_no_command(chat: Chat) -> None:
    chat.says("Cán bộ hủy hồ sơ của tôi mà không báo, tôi phải quay lại ba lần để sửa giấy tờ.")

    assert chat.state.step == "understood"


@pytest.mark.parametrize("before", [(), (STORY,)])
def test_a_story_told_where_a_code_is_asked_for_is_taken(chat: Chat, before: tuple[str, ...]) -> None:
    for text in (*before, "tra cứu"):
        chat.says(text)
    assert chat.state.step == "status"

    more = "Tôi quên mã rồi, nhưng cầu ở chợ Long Hữu cũng gãy lan can, trẻ em đi học rất nguy hiểm."
    chat.says(more)
    assert (chat.state.step, chat.state.under) == ("understood", "")
    assert chat.state.draft.story == "\n".join((*before, more))


def test_the_hamlet_of_the_story_stands_with_its_commune(chat: Chat) -> None:
    for text in ("Đường ở ấp 3 xã Long Hữu nhiều ổ gà, trẻ em té hoài.", "đúng", "bỏ qua", "bỏ qua", "không"):
        chat.says(text)

    assert "Nơi xảy ra: ấp 3, xã Long Hữu" in chat.says("không")


def test_back_asks_the_step_before_anew(chat: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3"):
        chat.says(text)

    assert "ở đâu" in chat.says("quay lại")
    assert not chat.state.draft.place
    chat.says("ấp 4")
    assert chat.state.step == "name"
    assert "ấp 4" in dump(chat.state)


def test_going_back_to_the_story_loses_none_of_it(clever: Chat) -> None:
    clever.says(STORY)

    assert "viết thêm" in clever.says("quay lại")
    clever.says("Xe máy té hoài ở đó, có người gãy tay rồi.")
    assert clever.state.draft.story == f"{STORY}\nXe máy té hoài ở đó, có người gãy tay rồi."
    clever.says("quay lại")
    clever.chooses("enough")
    assert clever.state.step == "understood"
    clever.says("quay lại")
    assert "kể chuyện" in clever.says("sửa nội dung")


def test_whoever_knows_no_kind_leaves_it_to_an_officer(clever: Chat) -> None:
    clever.says(STORY)
    clever.says("không phải")
    clever.says("không biết nữa")

    assert (clever.state.step, clever.state.draft.kind) == ("place", "other")


@pytest.mark.parametrize(
    ("field", "answer", "shown"),
    [
        ("story", "Cầu gãy ở chợ Long Hữu, người dân không qua được.", "Cầu gãy"),
        ("place", "ấp 9 xã Hiệp Mỹ", "ấp 9"),
        ("name", "Nguyễn Văn Tèo", "Nguyễn Văn Tèo"),
        ("contact", "0987654321", "+84987654321"),
        ("consent", "không đồng ý", "Không đồng ý"),
    ],
)
def test_any_field_of_the_summary_can_be_edited(chat: Chat, field: str, answer: str, shown: str) -> None:
    chat.to_summary()
    chat.chooses("edit")
    chat.chooses(field)

    told = chat.says(answer)
    if field == "story":
        told = chat.says("đúng")

    assert chat.state.step == "summary"
    assert shown in told


def test_sending_is_no_consent_to_publish(chat: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "0912345678", "không", "gửi"):
        chat.says(text)

    assert (chat.state.step, chat.state.draft.consent) == ("consent", None)
    assert "một câu nữa là gửi được" in chat.says("gửi đi")
    chat.says("đồng ý gửi")
    assert chat.state.draft.consent is True


@pytest.mark.parametrize(
    ("step", "answer", "known", "where"),
    [
        ("place", "tui tên Tư", "Tư", "place"),
        ("place", "ok", None, "place"),
        ("place", "không biết nữa", None, "name"),
        ("name", "không muốn nói tên", None, "contact"),
        ("name", "giấu tên", None, "contact"),
        ("name", "tên để làm gì?", None, "name"),
        ("name", "Huy", "Huy", "contact"),
        ("name", "Huỷ", None, "cancel"),
        ("name", "Quay lại", None, "place"),
        ("name", "Nguyễn Quốc Huy", "Nguyễn Quốc Huy", "contact"),
        ("contact", "hổng có số điện thoại", None, "files"),
        ("contact", "ok nha", None, "contact"),
        ("contact", "bao lâu thì trả lời tôi?", None, "contact"),
        ("contact", "à 0912 345 67", None, "contact"),
    ],
)
def test_what_answers_nothing_becomes_no_fact(
    clever: Chat, step: str, answer: str, known: str | None, where: str
) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "bỏ qua"):
        if clever.state.step != step:
            clever.says(text)
    assert clever.state.step == step

    clever.says(answer)

    draft = clever.state.draft
    assert clever.state.step == where
    assert draft.name == known
    assert (draft.phone, draft.address) == (None, None)
    assert draft.place in (None, "ấp 3 xã Long Hữu")
    assert draft.story == STORY


def test_a_number_of_somebody_else_in_the_story_is_not_the_senders(clever: Chat) -> None:
    clever.says("Tôi nhờ hàng xóm là chú Sáu số 0918000111 chở lên xã làm giấy mà cán bộ không nhận.")
    assert clever.state.draft.phone is None
    neighbour = Chat(clever.nlu)
    neighbour.says("Nhà kế bên mở karaoke ồn ào ở ấp 3 xã Long Hữu, số chủ nhà 0909123123")
    assert neighbour.state.draft.phone is None

    other = Chat(clever.nlu)
    other.says(f"{STORY} Tôi tên Trần Thị Bé, 0918000111, ba@example.com.")
    assert (other.state.draft.name, other.state.draft.phone) == ("Trần Thị Bé", "+84918000111")
    assert other.state.draft.email == "ba@example.com"


def test_an_edit_changes_what_was_taken_from_the_words_too(clever: Chat) -> None:
    clever.says(f"{STORY} Tôi tên Lê Văn Ba 0912000111.")
    clever.event(Event(EventKind.EDIT, "1", text=f"{STORY} Tôi tên Lê Văn Bảy 0912000222."))

    assert (clever.state.draft.name, clever.state.draft.phone) == ("Lê Văn Bảy", "+84912000222")


def test_a_field_named_with_the_wish_to_edit_is_asked_at_once_or_taken(clever: Chat) -> None:
    assert "số điện thoại" in clever.to_summary().says("sửa số điện thoại")
    assert clever.state.step == "contact"
    assert "+84987654321" in clever.says("0987654321")
    clever.says("sửa")
    assert "Nguyễn Văn Tèo" in clever.says("tên là Nguyễn Văn Tèo")
    clever.says("sửa")
    assert clever.state.step == "which"
    clever.says("ok gửi")
    assert clever.state.step == "summary"


def test_a_short_answer_that_is_not_understood_is_no_part_of_the_story(clever: Chat) -> None:
    clever.says(STORY)

    assert "chưa hiểu" in clever.says("z đó hả")
    assert clever.state.draft.story == STORY


def test_a_story_in_pieces_is_all_told(clever: Chat) -> None:
    for piece in ("Đèn đường hư hết, tối thui", "mấy tuần rồi", "xe té hoài"):
        clever.says(piece)

    assert clever.state.draft.story == "Đèn đường hư hết, tối thui\nmấy tuần rồi\nxe té hoài"


def test_an_edit_of_an_answer_changes_the_answer(clever: Chat) -> None:
    clever.to_summary()

    told = clever.event(Event(EventKind.EDIT, "99", text="Tôi tên là Lê Thị Hồng"))
    assert "Họ tên: Lê Thị Hồng" in told
    assert "viết “sửa”" in clever.event(Event(EventKind.EDIT, "98", text="ok nha"))


def test_a_correction_at_the_review_is_no_part_of_the_story(clever: Chat) -> None:
    told = clever.to_summary().says("sai tên rồi, tên là Lê Thị Hồng")

    assert "Họ tên: Lê Thị Hồng" in told
    assert clever.state.draft.story == STORY


def test_a_remark_that_sounds_like_an_edit_is_kept(clever: Chat) -> None:
    clever.to_summary().says("Thêm là mong cán bộ xem giúp")

    assert "mong cán bộ xem giúp" in clever.state.draft.story


def test_a_yes_or_no_to_nothing_opens_nothing(clever: Chat) -> None:
    assert "cứ viết cho tôi" in clever.says("thôi khỏi")
    assert clever.state.step == "idle"


def test_what_the_machine_takes_for_an_emergency_gets_the_hotlines_too(chat: Chat) -> None:
    told = chat.says("Chồng tôi đánh tôi chảy máu đầu ở khóm 3, tôi sợ quá")

    assert told.startswith("Gọi ngay 114.")
    for answer in ("đúng", "ấp 3", "Trần Thị Bé", "0912345678"):
        chat.says(answer)
    assert chat.state.step == "summary", "whoever is in danger is asked for neither pictures nor consent"


def test_what_may_be_an_emergency_gets_the_hotlines_and_is_asked_everything(chat: Chat) -> None:
    assert chat.says("Mai có cúp điện ở ấp 3 xã Long Hữu hông em").startswith("Gọi ngay 114.")
    for answer in ("đúng", "Trần Thị Bé", "0912345678"):
        chat.says(answer)
    assert chat.state.step == "files"


@pytest.mark.parametrize(
    "question", ["ủa vậy ổng có biết hông", "ai coi được vậy em?", "vậy gửi cho ai", "rồi sao nữa?"]
)
@pytest.mark.parametrize("step", ["understood", "summary"])
def test_a_question_neither_sends_nor_becomes_a_part_of_the_story(clever: Chat, step: str, question: str) -> None:
    if step == "summary":
        clever.to_summary()
    else:
        clever.says(ACCUSATION)
    before = clever.state.draft.story

    clever.says(question)
    assert (clever.state.step, clever.state.draft.story) == (step, before)
    assert not any(isinstance(deed, FileCase) for deed in clever.last.deeds)


@pytest.mark.parametrize("answer", ["đừng", "bỏ cái tên thôi", "là xóa luôn hả"])
def test_only_a_plain_yes_deletes(clever: Chat, answer: str) -> None:
    clever.says(STORY)
    clever.says("hủy")

    clever.says(answer)
    assert clever.state.draft.story == STORY


@pytest.mark.parametrize("refusal", ["thôi đừng công khai", "không đăng công khai nữa", "đừng có đăng nha"])
def test_publishing_is_refused_at_any_step(clever: Chat, refusal: str) -> None:
    clever.to_summary().says(refusal)

    assert (clever.state.step, clever.state.draft.consent) == ("summary", False)


def test_a_field_is_changed_to_what_is_said_with_the_wish(clever: Chat) -> None:
    assert "Nơi xảy ra: ấp 2 xã Tiểu Cần" in clever.to_summary().says("đổi chỗ xảy ra thành ấp 2 xã Tiểu Cần")
    assert "Họ tên: Thạch Sa Rưng" in clever.says("đổi tên thành Thạch Sa Rưng")


def test_files_are_kept_when_more_are_to_be_sent(chat: Chat) -> None:
    chat.to_summary().event(Event(EventKind.FILES, "f", files=(File("1", "a.jpg"), File("2", "b.jpg"))))
    chat.chooses("edit")

    assert "Đã có 2 tệp" in chat.chooses("files")
    chat.event(Event(EventKind.FILES, "g", files=(File("3", "c.jpg"),)))
    assert "a.jpg, b.jpg, c.jpg" in chat.chooses("done")
    chat.chooses("edit")
    chat.chooses("files")
    chat.chooses("drop")
    assert "a.jpg" not in chat.chooses("done")


def test_what_is_told_a_question_late_is_taken(clever: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "thôi", "bỏ qua", "tôi tên Nguyễn Thị Lan"):
        clever.says(text)
    assert (clever.state.step, clever.state.draft.name) == ("files", "Nguyễn Thị Lan")
    clever.chooses("done")
    clever.says("0933 444 555")
    assert (clever.state.step, clever.state.draft.phone) == ("consent", "+84933444555")


def test_a_corrected_number_replaces_the_wrong_one(clever: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "0908 111 222"):
        clever.says(text)
    clever.says("số đúng là 0908 111 223 nha, hồi nãy ghi lộn")

    assert clever.state.draft.phone == "+84908111223"
    assert clever.state.draft.story == STORY


def test_the_number_of_a_swindler_is_not_the_senders(clever: Chat) -> None:
    clever.says("Tôi phản ánh số 0938.112.113 lừa đảo, mạo danh công an xã Long Hữu gọi điện đòi chuyển tiền")
    assert clever.state.draft.phone is None
    clever.says("số tôi 0938 112 114")
    assert clever.state.draft.phone == "+84938112114"
    own = Chat(clever.nlu)
    own.says(f"{STORY} Cần thì liên hệ 0938112114, gọi lúc nào cũng được.")
    assert own.state.draft.phone == "+84938112114"


@pytest.mark.parametrize("told", ["tôi muốn giữ bí mật tên tuổi", "thôi"])
def test_who_gives_no_name_is_asked_no_more(clever: Chat, told: str) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", told):
        clever.says(text)

    assert (clever.state.step, clever.state.draft.name) == ("contact", None)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("e tên Bảo nè", "Bảo"),
        ("Lê Thị Cúc, 1965, ấp 5", "Lê Thị Cúc"),
        ("My name is John Miller", "John Miller"),
        ("có, mà để trong điện thoại kia", None),
        ("tui sợ lắm", None),
        ("nguyen van toi", "Nguyen Van Toi"),
        ("toi so lam", None),
    ],
)
def test_a_name_is_taken_out_of_its_answer(clever: Chat, told: str, name: str | None) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", told):
        clever.says(text)

    assert clever.state.draft.name == name


def test_a_story_that_names_a_procedure_is_no_question(clever: Chat) -> None:
    told = "Làm thủ tục khai sinh ở xã Tam Bình bị bắt đi tới lui năm lần"
    clever.says(told)

    assert clever.state.draft.story == told


@pytest.mark.parametrize("wish", ["tui muốn nói chuyện với cán bộ", "Hi, can I speak to a person?"])
def test_a_wish_for_a_person_in_more_words(clever: Chat, wish: str) -> None:
    clever.says(wish)

    assert clever.last.deeds == [CallPerson()]
    assert clever.state.draft.is_empty


def test_whoever_wants_to_wait_is_not_hurried(clever: Chat) -> None:
    assert "cứ từ từ" in clever.to_summary().says("khoan để coi lại")
    assert clever.state.step == "summary"


def test_a_kind_may_be_named_in_part(clever: Chat) -> None:
    clever.says(STORY)
    clever.chooses("no")
    clever.says("hỏi đáp")

    assert clever.state.draft.kind == "question"


def test_whether_it_was_sent_is_answered_with_where_it_stands(clever: Chat) -> None:
    clever.own = ["PA-261120-000001-7"]

    assert clever.says("ủa vậy là xong rồi hả") == "Đang xử lý."


def test_a_question_about_secrecy_is_answered_and_the_step_asked_again(clever: Chat) -> None:
    clever.says(STORY)
    clever.says("đúng")

    told = clever.says("tôi sợ bị trả thù, có giữ kín không?")
    assert "giữ kín, chỉ cán bộ giải quyết đọc được" in told
    assert clever.state.step == "place"


def test_a_sent_case_is_taken_back_on_its_page(clever: Chat) -> None:
    clever.own = ["PA-261120-000001-7"]

    assert "https://pa.example/ho-so/PA-261120-000001-7" in clever.says("tôi muốn rút lại phản ánh")
    assert clever.state.draft.is_empty


def test_the_only_case_of_a_conversation_is_looked_up_without_its_code(clever: Chat) -> None:
    clever.own = ["PA-261120-000001-7"]

    assert "Đang xử lý." in clever.says("hồ sơ của tôi tới đâu rồi")


def test_asking_again_for_a_look_up_is_answered_again(clever: Chat) -> None:
    for _time in range(3):
        assert "mã hồ sơ" in clever.says("tra cứu hồ sơ")
    assert "cứ viết cho tôi" in clever.says("thôi không tra cứu nữa")
    assert clever.state.step == "idle"


def test_a_code_with_its_key_is_looked_up_however_many_words_stand_around_it(clever: Chat) -> None:
    clever.own = ["PA-261120-000001-8", "PA-261120-000002-6"]
    long = "cho tôi hỏi thăm là hồ sơ PA-261120-000001-8 của tôi tới đâu rồi, mã bí mật xgkpz 4wkj8 rqq4r"

    assert "Đang xử lý." in clever.says(long)


def test_khmer_without_spaces_is_long_enough_to_be_a_story(clever: Chat) -> None:
    clever.says("ផ្លូវមុខផ្ទះខ្ញុំខូចខ្លាំងណាស់សូមជួយជួសជុល")

    assert clever.state.step == "understood"


ACCUSATION = "Tôi tố cáo ông Ba nhận tiền của tôi để làm giấy tờ."


def test_a_remark_at_the_summary_is_added_and_asks_nothing_again(chat: Chat) -> None:
    told = chat.to_summary().says("Buổi chiều tôi mới ở nhà nha.")

    assert "Buổi chiều tôi mới ở nhà nha." in told
    assert chat.state.step == "summary"


@pytest.mark.parametrize("step", ["place", "name", "contact", "files", "summary"])
def test_an_accusation_that_is_added_later_is_told_plainly_and_kept_close_at_once(chat: Chat, step: str) -> None:
    chat.to(step)
    long = f"{ACCUSATION} Ông hẹn năm lần bảy lượt, lần nào cũng đòi thêm, bà con ai cũng biết mà không dám nói ra."

    chat.says(long)

    assert (chat.state.step, chat.state.draft.restricted) == ("understood", True)
    assert chat.state.draft.consent is None
    assert chat.last.deeds == [Guard(chat.state.draft.story)]
    assert ACCUSATION in chat.state.draft.story
    chat.chooses("yes")
    assert chat.state.step == step


@pytest.mark.parametrize("step", ["place", "name", "contact", "files", "consent", "summary"])
@pytest.mark.parametrize("said", ["ông chủ tịch xã nhận hối lộ", "xã Tân Phú, ông chủ tịch nhận hối lộ của nhà thầu"])
def test_an_accusation_is_heard_at_whatever_step_it_is_told(clever: Chat, step: str, said: str) -> None:
    clever.to(step)
    known = clever.state.draft

    assert "trình tự riêng" in clever.says(said)

    draft = clever.state.draft
    assert (clever.state.step, draft.restricted, draft.story) == ("understood", True, f"{STORY}\n{said}")
    assert (draft.place, draft.name, draft.phone, draft.address) == (known.place, known.name, known.phone, None)
    assert [deed for deed in clever.last.deeds if isinstance(deed, Guard)] == [Guard(draft.story)]
    clever.chooses("yes")
    where_known = step == "place" and "Tân Phú" in said
    assert clever.state.step == ("name" if where_known else "summary" if step == "consent" else step)


def test_an_accusation_that_is_added_or_edited_after_filing_is_kept_close_at_once(clever: Chat) -> None:
    clever.own = [FILED]
    clever.says("quên nói là ông chủ tịch xã nhận hối lộ")
    assert clever.last.deeds == [Guard("quên nói là ông chủ tịch xã nhận hối lộ")]

    other = Chat(clever.nlu)
    other.own = [FILED]
    other.event(Event(EventKind.EDIT, "1", text="Ông chủ tịch xã nhận hối lộ."))
    assert other.last.deeds == [Guard("Ông chủ tịch xã nhận hối lộ.")]


@pytest.mark.parametrize("step", ["place", "name", "contact", "files", "consent"])
def test_words_beside_a_picture_are_kept_at_every_step(clever: Chat, step: str) -> None:
    clever.to(step)

    clever.event(Event(EventKind.FILES, "f", text="chỗ này gần nhà ông Tám", files=PICTURE.files))

    draft = clever.state.draft
    assert (clever.state.step, draft.story) == (step, f"{STORY}\nchỗ này gần nhà ông Tám")
    assert len(draft.files) == 1


def test_more_that_is_told_where_consent_is_asked_is_kept(clever: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "0912345678", "không"):
        clever.says(text)
    assert clever.state.step == "consent"
    clever.says("à quên, khúc trước nhà ông Ba Đực bị sụp luôn, hôm qua có đứa nhỏ té")

    assert clever.state.step == "consent"
    assert "Ba Đực" in clever.state.draft.story
    assert clever.state.draft.where == "ấp 3 xã Long Hữu"


def test_going_back_from_an_accusation_never_asks_to_publish(clever: Chat) -> None:
    clever.to_summary().says("mà ông phó chủ tịch xã nhận hối lộ của nhà thầu")

    assert "công khai" not in clever.says("quay lại")
    assert clever.state.step != "consent"


def test_nothing_that_is_added_makes_an_accusation_an_ordinary_matter(chat: Chat) -> None:
    chat.says(ACCUSATION)
    chat.says("Mà thôi tôi cũng cảm ơn cán bộ phường trước giờ giúp đỡ bà con nhiều lắm.")

    assert (chat.state.step, chat.state.draft.restricted) == ("understood", True)
    assert chat.last.deeds == [Guard(chat.state.draft.story)]

    chat.chooses("yes")
    while chat.state.step != "summary":
        chat.says("bỏ qua")
    chat.says("Tôi cảm ơn cán bộ đã nghe tôi kể hết đầu đuôi câu chuyện này.")
    assert (chat.state.step, chat.state.draft.restricted, chat.state.draft.consent) == ("summary", True, None)
    chat.chooses("send")
    assert [deed.draft.restricted for deed in chat.last.deeds if isinstance(deed, FileCase)] == [True]


def test_an_accusation_that_is_edited_away_is_an_ordinary_matter(chat: Chat) -> None:
    chat.event(Event(EventKind.TEXT, "1", text=ACCUSATION))
    chat.event(Event(EventKind.TEXT, "2", text="Đường làng tôi thì ngập suốt, xe cộ không đi nổi."))
    chat.event(Event(EventKind.EDIT, "2", text="Tôi cảm ơn cán bộ đã nghe chuyện của tôi hết đầu đuôi."))
    assert chat.state.draft.restricted

    told = chat.event(Event(EventKind.EDIT, "1", text=STORY))
    assert not chat.state.draft.restricted
    assert "Sở Xây dựng" in told


def test_who_says_that_it_is_no_complaint_loses_nothing(clever: Chat) -> None:
    assert "trình tự riêng" in clever.says(ACCUSATION)

    told = clever.says("không phải")
    assert "Nếu không phải khiếu nại hay tố cáo" in told
    assert "trình tự riêng" not in told
    assert clever.state.draft.story == ACCUSATION
    clever.chooses("no")
    assert clever.state.draft.is_empty


def test_an_edit_that_accuses_is_kept_close_at_once(chat: Chat) -> None:
    chat.says(STORY)
    chat.says("đúng")
    chat.event(Event(EventKind.EDIT, "1", text=ACCUSATION))

    assert (chat.state.step, chat.last.deeds) == ("understood", [Guard(ACCUSATION)])


def test_a_choice_may_be_typed_as_a_number_or_in_words(chat: Chat) -> None:
    chat.to_summary()
    chat.says("1")

    assert isinstance(chat.last.deeds[0], FileCase)
    other = Chat().to_summary()
    other.says("Gửi")
    assert isinstance(other.last.deeds[0], FileCase)


@pytest.mark.parametrize("question", ["đường dây nóng", "trợ giúp", "cảm ơn"])
def test_a_plain_question_is_answered_and_the_step_asked_again(chat: Chat, question: str) -> None:
    chat.says(STORY)
    chat.says("đúng")

    assert "ở đâu" in chat.says(question)
    assert chat.state.step == "place"


def test_an_emergency_gets_the_hotlines_at_once_and_only_once(chat: Chat) -> None:
    assert chat.says("Nhà hàng xóm đang cháy lớn lắm").startswith("Gọi ngay 114.")
    assert "114" not in chat.says("Lửa đang cháy lan sang chợ rồi")


def test_whoever_despairs_is_answered_kindly_before_the_hotlines(chat: Chat) -> None:
    told = chat.says("Tôi muốn chết quá")

    assert told.index("không phải chịu một mình") < told.index("114")
    assert "chịu một mình" not in Chat().says("Chợ đang cháy, cứu với")


def test_an_emergency_under_a_picture_gets_the_hotlines_too(chat: Chat) -> None:
    told = chat.event(Event(EventKind.FILES, "1", text="Nhà hàng xóm đang cháy", files=(File("1", "a.jpg"),)))

    assert told.startswith("Gọi ngay 114.")


def test_another_emergency_after_giving_up_gets_the_hotlines_again(chat: Chat) -> None:
    chat.says("Nhà hàng xóm đang cháy lớn lắm")
    chat.says("hủy")
    chat.chooses("drop")

    assert chat.says("Chợ xã đang cháy, có người kẹt").startswith("Gọi ngay 114.")


def test_a_person_can_be_asked_for_at_any_step(chat: Chat) -> None:
    chat.says(STORY)
    told = chat.says("gặp cán bộ")

    assert "Đường dây nóng" in told
    assert chat.last.deeds == [CallPerson()]
    chat.own = ["PA-261120-000001-7"]
    chat.says("gặp cán bộ")
    assert chat.last.deeds == [CallPerson()]
    assert chat.state.step == "understood"


def test_an_album_without_words_is_kept_and_the_story_asked_for(chat: Chat) -> None:
    album = (File("1", "a.jpg"), File("2", "b.jpg"))

    assert "đã nhận tệp" in chat.event(Event(EventKind.FILES, "1", files=album))
    chat.says(STORY)
    assert [name for _, name in chat.state.draft.files] == ["a.jpg", "b.jpg"]
    for text in ("đúng", "ấp 3", "Trần Thị Bé", "0912345678"):
        chat.says(text)
    assert chat.state.step == "consent"


def test_a_caption_is_the_story(chat: Chat) -> None:
    chat.event(Event(EventKind.FILES, "1", text=STORY, files=(File("1", "a.jpg"),)))

    assert (chat.state.step, chat.state.draft.story) == ("understood", STORY)


def test_a_place_and_a_contact_that_are_sent_are_taken(chat: Chat) -> None:
    chat.says(STORY)
    chat.says("đúng")
    chat.event(Event(EventKind.LOCATION, "2", location=(9.8123, 106.3456)))
    chat.says("đúng")
    chat.event(Event(EventKind.CONTACT, "3", name="Trần Thị Bé", phone="0912345678", own=True))

    assert chat.state.step == "files"
    assert chat.state.draft.where == "xã Long Hữu (tọa độ 9.812300, 106.345600)"


CARD = Event(EventKind.CONTACT, "3", name="Trần Thị Bé", phone="0912345678")


@pytest.mark.parametrize(("answer", "step", "phone"), [("đúng", "files", "0912345678"), ("không phải", "name", None)])
def test_a_card_counts_only_once_its_sender_says_that_it_is_theirs(
    chat: Chat, answer: str, step: str, phone: str | None
) -> None:
    for text in (STORY, "đúng", "ấp 3"):
        chat.says(text)

    assert "0912345678" in chat.event(CARD)
    assert (chat.state.draft.phone, chat.state.draft.name) == (None, None)
    chat.says("gì vậy")
    assert chat.state.step == "card"
    chat.says(answer)

    assert (chat.state.step, chat.state.draft.phone, chat.state.draft.card) == (step, phone, [])


def test_a_card_before_any_story_leads_to_the_story(chat: Chat) -> None:
    chat.event(CARD)
    chat.says("đúng")

    assert (chat.state.step, chat.state.draft.phone) == ("tell", "0912345678")


def test_giving_up_forgets_the_card(chat: Chat) -> None:
    chat.says(STORY)
    chat.event(CARD)
    chat.says("hủy")
    chat.chooses("drop")

    assert "0912345678" not in dump(chat.state)


def test_an_edited_message_replaces_what_it_was(chat: Chat) -> None:
    chat.says(STORY)
    chat.event(Event(EventKind.EDIT, "1", text="Đường trước nhà tôi ngập nước cả tuần."))

    assert chat.state.draft.story == "Đường trước nhà tôi ngập nước cả tuần."


def test_a_sticker_is_met_kindly_and_the_step_asked_again(chat: Chat) -> None:
    chat.says(STORY)

    assert "viết bằng chữ" in chat.event(Event(EventKind.STICKER, "2"))
    assert chat.state.step == "understood"


def test_a_story_full_of_names_is_noticed_to_be_english(chat: Chat) -> None:
    told = "The street light near Tra Vinh bus station, Tra Vinh ward has been broken. My name is John Miller"

    assert "Is that right?" in chat.says(told)


def test_english_is_noticed_and_spoken(chat: Chat) -> None:
    told = chat.says("The road in front of my house has many holes, please help us")

    assert "Is that right?" in told
    assert chat.says("tiếng Việt").startswith("Từ giờ tôi nói tiếng Việt.")


def test_an_old_button_does_not_answer_a_new_question(chat: Chat) -> None:
    chat.says(STORY)
    chat.chooses("yes")
    chat.says("ấp 3")

    assert "họ tên" in chat.chooses("yes")
    assert chat.state.draft.name is None


def test_a_wrong_phone_is_said_in_words(chat: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3", "Trần Thị Bé"):
        chat.says(text)

    assert "thiếu một chữ số" in chat.says("091234567")
    assert chat.state.step == "contact"


def test_a_state_of_an_earlier_version_goes_on() -> None:
    assert (
        load('{"step": "place", "gone": 1, "draft": {"parts": [["1", "Chuyện"]], "old": true}}').draft.story == "Chuyện"
    )


def sent_a_place(chat: Chat, story: str = STORY, latitude: float = 9.7023) -> str:
    chat.says(story)
    chat.chooses("yes")
    return chat.event(Event(EventKind.LOCATION, "90", location=(latitude, 106.522)))


@pytest.mark.parametrize("answer", ["xã Long Hữu", "đúng"])
def test_a_point_is_asked_about_and_one_tap_or_a_yes_says_where_it_was(answer: str) -> None:
    chat = Chat()
    assert "gần xã Long Hữu, đúng không" in sent_a_place(chat)
    assert [label for _key, label in chat.last.says[-1].choices] == [
        "xã Long Hữu",
        "phường Duyên Hải",
        "xã Hiệp Mỹ",
        "Nơi khác",
    ]
    assert "họ tên" in chat.says(answer)
    assert chat.state.draft.where == "xã Long Hữu (tọa độ 9.702300, 106.522000)"


def test_the_next_nearest_is_chosen_as_easily_and_elsewhere_asks_for_words() -> None:
    chat = Chat()
    sent_a_place(chat)
    chat.chooses("phường Duyên Hải")
    assert chat.state.draft.place == "phường Duyên Hải"

    chat = Chat()
    sent_a_place(chat)
    assert "Việc xảy ra ở đâu" in chat.chooses("elsewhere")
    chat.says("ấp 5, xã Hiệp Mỹ")
    assert chat.state.draft.where == "ấp 5, xã Hiệp Mỹ (tọa độ 9.702300, 106.522000)"


def test_a_point_does_not_speak_against_a_commune_that_was_named() -> None:
    chat = Chat()
    said = sent_a_place(chat, "Đường ở xã Hiệp Mỹ có nhiều ổ gà, xin sửa giúp.")
    assert "đúng không" not in said
    assert str(chat.state.draft.where).startswith("xã Hiệp Mỹ")
    assert "9.702300" in str(chat.state.draft.where)


def test_a_point_outside_the_province_is_said_kindly_and_can_be_left_so() -> None:
    chat = Chat()
    said = sent_a_place(chat, latitude=21.03)
    assert "ngoài tỉnh" in said
    assert "ở đâu" in said
    assert "họ tên" in chat.chooses("skip")
    assert chat.state.draft.where == "Tọa độ 21.030000, 106.522000"


@pytest.mark.parametrize(
    "said", ["không phải ấp 3 mà là ấp 5", "ko phai ap 3 ma la ấp 5 nha", "Không phải ở ấp 3 mà ở ấp 5."]
)
def test_this_and_not_that_corrects_what_was_told(clever: Chat, said: str) -> None:
    told = clever.to_summary().says(said)

    assert clever.state.draft.where == "ấp 5 xã Long Hữu"
    assert "ấp 5" in told
    assert clever.state.step == "summary"
    clever.says("không phải Trần Thị Bé mà là Trần Thị Bê")
    assert clever.state.draft.name == "Trần Thị Bê"


@pytest.mark.parametrize("said", ["thôi", "giữ nguyên", "quay lại", "hủy"])
@pytest.mark.parametrize("field", ["tên", "số điện thoại", "nơi xảy ra"])
def test_a_change_that_was_only_begun_changes_nothing(clever: Chat, field: str, said: str) -> None:
    before = clever.to_summary().state.draft

    clever.says(f"sửa {field}")
    assert clever.state.step != "summary"
    clever.says(said)

    after = clever.state.draft
    assert clever.state.step == "summary"
    assert (after.name, after.phone, after.where) == (before.name, before.phone, before.where)


def test_a_name_that_is_to_go_goes(chat: Chat) -> None:
    chat.to_summary().says("sửa tên")
    chat.chooses("skip")

    assert (chat.state.step, chat.state.draft.name, chat.state.draft.kept) == ("summary", None, {})


PICTURE = Event(EventKind.FILES, "f", files=(File("00000000-0000-0000-0000-000000000001", "o-ga.jpg"),))


def added(chat: Chat) -> list[tuple[str, str, int]]:
    return [(deed.code, deed.text, len(deed.files)) for deed in chat.last.deeds if isinstance(deed, AddToCase)]


@pytest.mark.parametrize(
    "wish", ["cho tôi bổ sung", "tui muốn gửi thêm hình", "quên gửi hình", "bo sung them thong tin"]
)
def test_more_for_a_case_is_taken_by_the_case(clever: Chat, wish: str) -> None:
    clever.own = [FILED]

    assert FILED in clever.says(wish)
    clever.says("Ổ gà sâu gần nửa mét, ngay trước cổng trường tiểu học.")

    assert added(clever) == [(FILED, "Ổ gà sâu gần nửa mét, ngay trước cổng trường tiểu học.", 0)]
    assert (clever.state.step, clever.state.draft.is_empty, clever.state.code) == ("idle", True, "")


def test_more_that_is_said_with_the_wish_is_asked_about_and_added_as_it_stands(clever: Chat) -> None:
    clever.own = [FILED]

    assert "việc khác" in clever.says("tôi quên nói là đèn đường chỗ đó cũng hư")
    clever.chooses(FILED)

    assert added(clever) == [(FILED, "tôi quên nói là đèn đường chỗ đó cũng hư", 0)]


def test_a_picture_after_filing_is_added_or_begins_another_matter(chat: Chat) -> None:
    chat.own = [FILED]
    assert "việc khác" in chat.event(PICTURE)
    chat.chooses(FILED)
    assert added(chat) == [(FILED, "(Tệp gửi kèm)", 1)]

    chat.event(PICTURE)
    chat.chooses("new")
    assert (chat.state.step, len(chat.state.draft.files), added(chat)) == ("tell", 1, [])


def test_a_place_on_the_map_after_filing_is_added(chat: Chat) -> None:
    chat.own = [FILED]
    chat.event(Event(EventKind.LOCATION, "l", location=(9.75, 106.25)))
    chat.chooses(FILED)

    assert [text for _code, text, _files in added(chat)] == ["Tọa độ 9.750000, 106.250000"]


def test_of_several_cases_one_is_chosen(chat: Chat) -> None:
    chat.own = [FILED, OTHER]
    chat.says("cho tôi bổ sung")
    chat.says("Nhà số 12, cạnh chợ.")
    assert added(chat) == []
    chat.chooses(OTHER)

    assert added(chat) == [(OTHER, "Nhà số 12, cạnh chợ.", 0)]


def test_what_may_accuse_is_no_addition_to_an_ordinary_case(chat: Chat) -> None:
    chat.own = [FILED]
    chat.says("cho tôi bổ sung")

    told = chat.says(ACCUSATION)

    assert "trình tự riêng" in told
    assert (added(chat), chat.last.deeds) == ([], [Guard(ACCUSATION)])


def test_who_wants_to_add_nothing_after_all_is_let_go(clever: Chat) -> None:
    clever.own = [FILED]
    clever.says("cho tôi bổ sung")
    clever.says("thôi khỏi")

    assert (clever.state.step, added(clever)) == ("idle", [])


@pytest.mark.parametrize("story", ["Cán bộ bắt bổ sung hồ sơ ba lần mà không nói thiếu gì.", STORY])
def test_a_story_that_speaks_of_adding_is_a_story(clever: Chat, story: str) -> None:
    clever.own = [FILED]
    clever.says(story)

    assert clever.state.step != "adding"


def test_what_was_sent_is_not_edited_but_added_to(clever: Chat) -> None:
    clever.own = [FILED]
    told = clever.says("sửa lại nội dung")

    assert "không sửa được nữa" in told
    assert FILED in told


@pytest.mark.parametrize("said", ["cái đèn đường", "cái thứ hai", "2"])
def test_of_several_cases_one_is_pointed_at_in_words(clever: Chat, said: str) -> None:
    clever.own = [FILED, OTHER]
    assert "Đèn đường ở ấp 5" in clever.says("tôi quên nói là nó hư từ tháng trước")
    clever.says(said)

    assert added(clever) == [(OTHER, "tôi quên nói là nó hư từ tháng trước", 0)]


@pytest.mark.parametrize(
    "said",
    [
        "à mà thôi, chuyện khác: trạm y tế xã Tân Phú không có thuốc bảo hiểm",
        "Đường ấp 9 xã Tam Bình bị sạt lở, bà con không đi lại được",
    ],
)
def test_another_matter_is_not_swallowed_by_the_case(clever: Chat, said: str) -> None:
    clever.own = [FILED]
    clever.says("cho tôi bổ sung")
    clever.says(said)
    assert added(clever) == []
    assert clever.state.draft.story == said


@pytest.mark.parametrize("said", ["rồi", "hihi", "5", "uk"])
def test_a_word_after_filing_begins_nothing(clever: Chat, said: str) -> None:
    clever.own = [FILED]
    clever.says(said)
    assert clever.state.step == "idle"
    assert FILED in clever.says("quên gửi hình")


def test_who_gives_up_adding_begins_no_new_report(clever: Chat) -> None:
    clever.own = [FILED]
    clever.says("quên nói thêm là trụ đèn số 14")
    clever.says("hủy")

    assert (clever.state.step, clever.state.draft.is_empty) == ("idle", True)


def test_words_beside_a_picture_after_filing_greet_nobody(clever: Chat) -> None:
    clever.own = [FILED]
    told = clever.event(Event(EventKind.FILES, "f", text="em ơi hình chỗ đó nè", files=PICTURE.files))
    clever.chooses(FILED)

    assert "việc khác" in told
    assert [files for _code, _text, files in added(clever)] == [1]


@pytest.mark.parametrize("said", ["thôi giữ nguyên", "hủy", "quay lại"])
@pytest.mark.parametrize("field", ["nội dung", "loại", "công khai"])
def test_a_story_that_was_only_going_to_be_changed_is_kept(clever: Chat, field: str, said: str) -> None:
    before = clever.to_summary().state.draft
    clever.says(f"sửa {field}")
    clever.says(said)

    assert clever.state.step == "summary"
    assert clever.state.draft == before


def test_of_two_changes_begun_the_first_is_taken_back(clever: Chat) -> None:
    before = clever.to_summary().state.draft
    clever.says("sửa tên")
    clever.says("sửa số điện thoại")
    clever.says("thôi giữ nguyên")

    assert clever.state.draft == before


def test_at_the_summary_nothing_is_to_be_changed(clever: Chat) -> None:
    clever.to_summary()
    assert "Xin xem lại" in clever.says("thôi không sửa nữa")
    clever.says("hủy")
    assert "Xin xem lại" in clever.says("giữ lại")


@pytest.mark.parametrize("said", ["gửi đến xã đi", "gửi cho tỉnh đi", "gửi xã khác đi", "gửi cho công an đi"])
def test_where_to_send_it_is_no_yes(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert (clever.state.step, clever.last.deeds) == ("summary", [])
    assert "gửi" not in clever.state.draft.story


@pytest.mark.parametrize(
    "said",
    [
        "không phải 0912345678 mà là 0912333445",
        "số sai, 0912333445",
        "0912333445 mới đúng",
        "so dt 0912333445",
        "đổi số: 0912 333 445",
        "đổi số thành 0912333445",
    ],
)
def test_another_number_is_taken(clever: Chat, said: str) -> None:
    told = clever.to_summary().says(said)

    assert (clever.state.step, clever.state.draft.phone) == ("summary", "+84912333445")
    assert "+84912333445" in told


def test_a_number_told_where_a_name_is_asked_is_the_new_one(clever: Chat) -> None:
    clever.to_summary().says("sửa tên")
    clever.says("0912333445")

    assert (clever.state.step, clever.state.draft.phone) == ("name", "+84912333445")


def test_this_and_not_that_is_understood_either_way_round(clever: Chat) -> None:
    clever.to_summary().says("nhầm, ở xã Tam Bình chứ không phải Long Hữu")
    assert clever.state.draft.where == "ấp 3 xã Tam Bình"
    clever.says("tên tui là Trần Thị Bê chứ không phải Bé")
    assert (clever.state.step, clever.state.draft.name) == ("summary", "Trần Thị Bê")


def test_a_correction_stands_below_the_story_that_says_it_wrong(clever: Chat) -> None:
    clever.says("Đường ở ấp 1 xã Long Hữu có nhiều ổ gà, xin sửa giúp.")
    clever.says("không phải ấp 1 mà là ấp 2")

    draft = clever.state.draft
    assert (clever.state.step, draft.where) == ("understood", "ấp 2, xã Long Hữu")
    assert draft.story.endswith("\nkhông phải ấp 1 mà là ấp 2")


@pytest.mark.parametrize("said", ["chỉnh sửa lại giùm", "sửa giùm tui"])
def test_a_part_of_a_word_names_no_field(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert clever.state.step == "which"


def test_a_code_nobody_has_is_not_asked_for_again_and_again(clever: Chat) -> None:
    clever.says(STORY)
    assert "mã hồ sơ" in clever.says("bao giờ có kết quả vậy")  # how it goes on, not which code
    assert clever.state.step == "understood"
    clever.says("tra cứu")
    clever.chooses("leave")
    assert clever.state.step == "understood"


def test_vietnamese_is_answered_in_vietnamese_again(clever: Chat) -> None:
    clever.own = [FILED]
    clever.says("Thank you, how long does it take to repair the road near my house?")
    clever.says("hủy")
    clever.state.draft.parts, clever.state.step = [], "idle"
    assert clever.state.language == "en"
    clever.says("Rác ở chợ Tân Phú không ai dọn")
    assert clever.state.language == "vi"


@pytest.mark.parametrize(
    "said", ["đúng rồi nhưng mà thêm số nhà 12 nha", "được rồi nhưng khoan gửi nha", "ok mà tui sợ lắm"]
)
def test_a_yes_with_a_but_files_nothing(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert (clever.state.step, clever.last.deeds) == ("summary", [])


def test_more_behind_a_yes_is_kept(clever: Chat) -> None:
    clever.says(STORY)
    clever.says("đúng rồi nhưng mà lề đường có xác heo chết nữa")
    assert "xác heo" in clever.state.draft.story


@pytest.mark.parametrize(
    "said", ["dung", "dong y nhung dung ghi ten", "được, mà tui sợ lắm", "ok nhưng che tên tui nha"]
)
def test_doubt_is_no_consent(clever: Chat, said: str) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "0912345678", "không", said):
        clever.says(text)

    assert (clever.state.step, clever.state.draft.consent, clever.state.draft.story) == ("consent", None, STORY)


@pytest.mark.parametrize(
    "said",
    [
        "không phải ba mà là bốn đoạn lún",
        "không phải 3 mà là 4 tháng rồi",
        "không phải 1 mà tới 3 cây đèn hư",
        "tui muốn gửi lên tỉnh chứ không phải xã",
        "tui gọi số 0270 3822 999 của xã mà không ai nghe",
        "tui mới gọi số 0270 3822 999 rồi",
    ],
)
def test_what_only_looks_like_a_correction_changes_nothing(clever: Chat, said: str) -> None:
    before = clever.to_summary().state.draft
    clever.says(said)

    after = clever.state.draft
    assert (after.where, after.name, after.phone) == (before.where, before.name, before.phone)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("ở xã Cầu Ngang chứ không phải Long Hữu", "ấp 3 xã Cầu Ngang"),
        ("là xã Trà Cú chứ không phải xã Long Hữu", "ấp 3 xã Trà Cú"),
        ("sai rồi, ấp 5 mới đúng", "ấp 5 xã Long Hữu"),
        ("đúng hết, chỉ có ấp là ấp 4", "ấp 4 xã Long Hữu"),
        ("sửa nơi xảy ra thành ấp 9 xã Trà Cú", "ấp 9 xã Trà Cú"),
    ],
)
def test_a_place_is_corrected_in_words(clever: Chat, said: str, where: str) -> None:
    clever.to_summary().says(said)
    assert (clever.state.step, clever.state.draft.where) == ("summary", where)


@pytest.mark.parametrize("said", ["rác vẫn còn y như cũ", "rác để vậy hoài hôi lắm"])
def test_a_story_of_what_stays_as_it_was_is_kept(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert said in clever.state.draft.story

    clever.says("sửa nội dung")
    clever.says("Đường hư lại y như cũ")
    assert clever.state.draft.story == "Đường hư lại y như cũ"


@pytest.mark.parametrize("said", ["thôi", "khỏi đi", "không thêm nữa"])
def test_nothing_more_is_not_sent_to_an_officer(clever: Chat, said: str) -> None:
    clever.own = [FILED]
    clever.says("bổ sung")
    clever.says(said)
    assert (clever.state.step, added(clever)) == ("idle", [])


@pytest.mark.parametrize("said", ["Thêm vào", "bổ sung", "thêm vô hồ sơ đó"])
def test_a_picture_is_put_to_the_case_in_words(clever: Chat, said: str) -> None:
    clever.own = [FILED]
    clever.event(PICTURE)
    clever.says(said)
    assert [files for _code, _text, files in added(clever)] == [1]


@pytest.mark.parametrize("said", ["sai tên đường rồi, tên đường là Nguyễn Huệ", "em sửa lại tên xã là Cầu Ngang nha"])
def test_the_name_of_a_place_is_no_name_of_a_person(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert clever.state.draft.name == "Trần Thị Bé"


@pytest.mark.parametrize("called", ["Lê An Tiền", "Nguyen An Tien", "Trần Bảo Kê"])
def test_a_name_accuses_nobody(clever: Chat, called: str) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", called):
        clever.says(text)

    assert (clever.state.draft.name, clever.state.draft.story, clever.last.deeds) == (called, STORY, [])


def test_fear_is_answered_and_is_no_story(clever: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé"):
        clever.says(text)

    assert "giữ kín" in clever.says("tui sợ người ta hăm dọa vì phản ánh")
    assert (clever.state.step, clever.state.draft.story) == ("contact", STORY)


def test_who_has_no_phone_but_lives_somewhere_is_reached_there(clever: Chat) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu", "Trần Thị Bé", "dạ không có điện thoại, nhà ở ấp Chợ gần chùa"):
        clever.says(text)

    assert (clever.state.draft.address, clever.state.step) == ("nhà ở ấp Chợ gần chùa", "files")


@pytest.mark.parametrize("said", ["đúng rồi, gửi cho Sở đi", "ừ gửi cho cán bộ đi con", "gửi cho xong đi"])
def test_a_yes_that_names_whom_it_goes_to_is_a_yes(clever: Chat, said: str) -> None:
    clever.to_summary().says(said)
    assert [type(deed) for deed in clever.last.deeds] == [FileCase]


def test_what_a_long_story_would_hide_is_kept_close(clever: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    clever.to_summary()
    alone = Facts.proposal
    monkeypatch.setattr(Facts, "proposal", lambda facts, _story, *named, **known: alone(facts, STORY, *named, **known))

    told = clever.says("Ông Ba cán bộ xã nhận hối lộ của nhà thầu làm con đường này.")

    assert "trình tự riêng" in told
    assert (clever.state.draft.restricted, clever.state.draft.consent) == (True, None)


@pytest.mark.parametrize("said", ["không phải hồ sơ đó", "cho hồ sơ khác", "không"])
def test_not_that_case_is_not_that_case(clever: Chat, said: str) -> None:
    clever.own = [FILED, OTHER]
    clever.event(PICTURE)
    clever.says(said)

    assert added(clever) == []


@pytest.mark.parametrize(
    "said",
    [
        "đúng rồi, gửi Sở Y tế đi",
        "ok gửi Sở Y tế đi",
        "tui gọi điện lực rồi mà không ai tới",
        "đừng gửi cho sở nha",
        "khoảng hai tháng nay rồi",
        "xã phải xuống sửa liền mới đúng",
        "Xã tự hủy hồ sơ của tôi",
    ],
)
def test_what_only_resembles_an_answer_does_nothing_of_consequence(clever: Chat, said: str) -> None:
    before = clever.to_summary().state.draft
    told = clever.says(said)

    assert clever.last.deeds == []
    assert clever.state.draft.where == before.where
    assert "cứ từ từ" not in told


@pytest.mark.parametrize("said", ["Nó hăm dọa tôi không cho đi trình báo", "Số đó gọi hù dọa tôi hoài, mệt quá"])
def test_a_threat_is_told_and_no_question(clever: Chat, said: str) -> None:
    clever.says(STORY)
    clever.says(said)
    assert said in clever.state.draft.story


@pytest.mark.parametrize(
    "said", ["ông Ba cán bộ nhận hối lộ", "Bí thư nhận hối lộ", "ông chủ tịch xã nhận hối lộ của công ty rác"]
)
@pytest.mark.parametrize("aside", ["tra cứu", "hủy", ""])
def test_an_accusation_beside_the_form_is_kept(clever: Chat, aside: str, said: str) -> None:
    for text in (STORY, "đúng", "ấp 3 xã Long Hữu"):
        clever.says(text)
    if aside:
        clever.says(aside)
    clever.says(said)

    draft = clever.state.draft
    assert (clever.state.step, draft.restricted, draft.name) == ("understood", True, None)
    assert draft.story.endswith(said)


def test_files_that_were_only_going_to_be_dropped_are_kept(clever: Chat) -> None:
    clever.to_summary()
    clever.event(PICTURE)
    clever.says("sửa tệp")
    clever.chooses("drop")
    clever.says("giữ nguyên như cũ")

    assert len(clever.state.draft.files) == 1


def test_who_gives_up_changing_the_story_is_asked_before_it_is_lost(clever: Chat) -> None:
    clever.to_summary().says("sửa nội dung")
    clever.says("hủy hết luôn đi nha con")

    assert clever.state.step == "cancel"
    clever.chooses("keep")
    clever.says("thôi")
    assert clever.state.draft.story == STORY
