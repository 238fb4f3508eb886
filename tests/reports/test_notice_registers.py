"""公告登记簿 and 活动报名登记簿: what stands in a row, what is added up, the sheet that is ticked off at the door."""

from typing import Any

import pytest

from desk.domain.calendar import HOUR, MINUTE, at
from desk.domain.roles import Role
from desk.services.notices.turns import Seat
from reports.fonts import PaperFonts
from reports.posters.sign_up_list import sheet_of
from reports.preview import Pages
from reports.registers.definition import Asked
from reports.registers.notices import NoticeSums
from reports.registers.reading import REGISTERS, rows
from reports.ruled import render_tables
from tests.world import World

NINE = at("2026-11-18", "09:00")
WATER: dict[str, Any] = {
    "id": "n-1", "kind_label": "停水(计划)", "title": "停水通知", "status": "sent", "sent_at": NINE, "homes": 312,
    "from_at": NINE + 26 * HOUR, "to_at": NINE + 32 * HOUR, "range_words": "1栋、3栋", "writer": "李敏",
    "receipts": [{"delivered": 298}, {"delivered": 4}],
}  # fmt: skip


def words(name: str, values: dict[str, Any]) -> dict[str, str]:
    return {one.label: one.words(values, phones=False) for one in REGISTERS[name].columns}


@pytest.mark.parametrize(
    ("more", "label", "told"),
    [
        ({}, "提前", "26 小时"),
        ({"from_at": NINE - 12 * MINUTE}, "提前", "开始后 12 分"),
        ({"from_at": None, "to_at": None}, "提前", ""),
        ({}, "送达", "302"),
        ({"receipts": None}, "送达", ""),
        ({"status": "restored", "restored_at": NINE + 31 * HOUR + 30 * MINUTE}, "结果", "16:30 恢复"),
        ({"status": "void", "void_reason": "cancelled"}, "结果", "计划取消"),
        ({"corrects_id": "n-0", "correction_no": 2, "found_by": "resident"}, "结果", "第 2 次更正 (业主发现) 已发布"),
        ({"lead_due_at": NINE - HOUR}, "计入及时性", "提前量不足"),
        ({"lead_due_at": NINE - HOUR, "corrected_at": NINE - 2 * HOUR}, "计入及时性", ""),
    ],
)
def test_a_row_says_it_in_words(more: dict[str, Any], label: str, told: str) -> None:
    assert words("notices", WATER | more)[label] == told


def test_corrections_are_counted_apart_and_by_who_found_them() -> None:
    sums = NoticeSums()
    for more in ({}, {"kind_label": "电梯维保"}, {"corrects_id": "n-1", "found_by": "ourselves"},
                 {"corrects_id": "n-1", "found_by": "resident", "lead_due_at": NINE - HOUR}):  # fmt: skip
        sums.add(WATER | more)
    assert sums.words() == (
        "发布 2 份：停水(计划) 1，电梯维保 1", "更正 2 份（自己发现 1，业主发现 1）；计入及时性 1 份；送达 1,208 户次",
    )  # fmt: skip


def test_drafts_are_not_in_it_and_names_stand_beside_their_activity(world: World) -> None:
    told = {
        "kind": "91", "title": "重阳节饺子宴", "from_at": at("2026-11-28", "09:00"), "audience": "all",
        "range_words": "全小区", "matter": "一起包饺子", "phone": "1", "undersigned": "物业",
    }  # fmt: skip
    world.take(Role.CLERK, "notice.draft", **told)
    ent = world.take(Role.CLERK, "notice.draft", **told)
    world.take(Role.CLERK, "notice.submit", ent)
    world.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    for number, name in enumerate(("王秀英", "李国富")):
        one = world.take(Role.CLERK, "sign_up.sign", notice_id=ent, name=name, phone="13800006621", people=number + 1)
    world.take(Role.CLERK, "sign_up.cancel", one)
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)

    def found(name: str) -> list[dict[str, Any]]:
        asked = Asked(REGISTERS[name], world.scope, "2026-11-01", "2026-11-30")
        return [dict(one) for one in rows(world.database, actor, asked)]

    assert [one["id"] for one in found("notices")] == [ent]
    names = found("sign_ups")
    assert [words("sign_ups", one)["活动"] for one in names] == ["重阳节饺子宴"] * 2
    assert words("sign_ups", names[0])["联系电话"] == "138****6621"
    sums = REGISTERS["sign_ups"].sums()
    for row in names:
        sums.add(row)
    assert sums.words() == ("报名 1 家 1 人：重阳节饺子宴 1 家 1 人（到场 0 家）",)


def test_the_list_for_the_door_has_places_those_who_wait_and_room_for_a_pen(fonts: PaperFonts) -> None:
    notice = {"title": "重阳节饺子宴", "from_at": at("2026-11-28", "09:00"), "sign_up_limit": 3}
    long: dict[str, Any] = {
        "id": "1",
        "where": "3-2-1801",
        "name": "阿卜杜热合曼·买买提明江",
        "phone": "13800006621",
        "people": 2,
    }
    sure = Seat({**long, "status": "came"}, 1, False)
    waits = Seat({"id": "2", "name": "亓𫖯㛃", "people": 2, "identity_unchecked": True}, 1, True)
    pdf = render_tables(fonts, sheet_of("翠湖物业", "翠湖花园", notice, [sure, waits]), made_at=NINE)
    with Pages(pdf) as pages:
        text = "".join(pages.text(0).split())
    for said in (
        "重阳节饺子宴报名表",
        "1家2人,名额3",
        "阿卜杜热合曼·买买提明江",
        "138****6621",
        "候补",
        "亓𫖯㛃",
        "待核对身份",
    ):
        assert said in text, said
    assert "13800006621" not in text, "it lies on a table among neighbours"
