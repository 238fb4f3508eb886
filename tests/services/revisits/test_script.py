"""The words to say: the frame of counter.md 5.6 with its gaps filled, piece by piece."""

import dataclasses

import pytest

from desk.domain.calendar import at
from desk.paths import RESOURCES
from desk.services.revisits.due import Call, Due, Group
from desk.services.revisits.record import RevisitSource
from desk.services.revisits.script import Said, Script, Speaker, answer_words, matter
from desk.services.revisits.sources import load_revisit_settings

TABLE = load_revisit_settings(RESOURCES / "catalogue")
NOW = at("2026-11-21", "9:40")
DUE = Due(
    "r", "work_order", "o", "W3-0457", RevisitSource.REPAIR, "3-2-1801", "h", "p", "2026-11-21", "2026-11-25",
    0, (), (), {"problem_label": "给排水·龙头漏水", "technician": "王建国", "finished_at": at("2026-11-18", "15:20")},
)  # fmt: skip
CALL = Call(
    "r", Group.NOW, "3-2-1801", "3栋2单元1801", "王秀英", "王女士", "业主", "key", "", "", ("13800006621",), (DUE,)
)


@pytest.fixture
def script() -> Script:
    return Script(TABLE, Speaker("翠湖花园", "8801 6000", "03"), NOW)


def text(parts: list[Said]) -> str:
    return "".join(part.text for part in parts)


def test_the_whole_frame(script: Script) -> None:
    assert script.whole(CALL, DUE, TABLE.sources["repair"].asked(paid=False)) == (
        "王女士您好, 翠湖花园物业回访, 工号03. 11月18日周三王师傅上门处理的龙头漏水. "
        "修好了吗? 有没有说明原因和注意事项? 穿鞋套、人走场净了吗? 您对这次服务满意、较满意还是不满意? "
        "还有别的需要吗? 谢谢, 有事打8801 6000, 也可扫微信二维码"
    )


def test_only_who_paid_is_asked_about_the_price() -> None:
    paid, free = (TABLE.sources["repair"].asked(paid) for paid in (True, False))
    assert set(paid) - set(free) == {"收费与约定一致吗?"}
    assert dataclasses.replace(DUE, order={"received_fen": 3000}).paid
    assert dataclasses.replace(DUE, order={"charge": "paid"}).paid
    assert not dataclasses.replace(DUE, order={"charge": "free", "received_fen": 0}).paid


def test_the_facts_are_bold(script: Script) -> None:
    assert [part.text for part in script.opening(CALL, DUE) if part.bold] == [
        "王女士", "11月18日周三", "王师傅上门处理的龙头漏水",
    ]  # fmt: skip


def test_a_second_matter_needs_no_second_greeting(script: Script) -> None:
    said = text(script.next_matter(CALL, DUE))
    assert said == "还有一件: 11月18日周三王师傅上门处理的龙头漏水. "


def test_a_stranger_is_greeted_without_a_name(script: Script) -> None:
    unknown = dataclasses.replace(CALL, name="", salutation="")
    assert text(script.opening(unknown, DUE)).startswith("您好, 翠湖花园物业回访")


def test_nobody_is_named_where_nobody_is_known() -> None:
    assert matter(dataclasses.replace(DUE, order={"matter": "厨房灯不亮"}), "") == "我们师傅上门处理的厨房灯不亮"
    place = dataclasses.replace(
        DUE, home_id="", where="3栋2单元电梯", order={"place_id": "x", "problem_label": "电梯·停运"}
    )
    assert matter(place, "{谁}上门处理的{事项}") == "我们师傅处理的3栋2单元电梯停运"


OTHER = {"subject": "日常保洁 3 小时", "done_by": "洁万家李阿姨", "done_at": at("2026-11-18", "15:20")}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (RevisitSource.HOUSEKEEPING, "洁万家李阿姨上门做的日常保洁 3 小时"),
        (RevisitSource.FRESH, "给您送到的日常保洁 3 小时"),
        (RevisitSource.EXCHANGE, "给您处理的日常保洁 3 小时"),
        (RevisitSource.ACTIVITY, "您参加的日常保洁 3 小时"),
        (RevisitSource.REWORK, "日常保洁 3 小时"),
    ],
)
def test_every_source_has_words_of_its_own(script: Script, source: RevisitSource, said: str) -> None:
    due = dataclasses.replace(DUE, about="something", source=source, order={"reporter": "王秀英"}, told=OTHER)
    assert [part.text for part in script.opening(CALL, due) if part.bold] == ["王女士", "11月18日周三", said]


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("修好了吗?", "是", "否"),
        ("有没有说明原因和注意事项?", "有", "没有"),
        ("多久到的?", "很快", "等久了"),
        ("还有什么要求?", "没有", "有, 记在原话"),
    ],
)
def test_what_one_and_two_mean(question: str, yes: str, no: str) -> None:
    assert answer_words(question) == (yes, no)
