"""事项经过: every moment of the order and who told it; nothing that is only for the office, nobody else's name."""

from typing import Any

import pytest
import zxingcpp
from PIL import Image

from desk.domain.roles import Role
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.slips.of_order import Office
from reports.time_line.of_order import LATER, TimeLine, read
from reports.time_line.paper import render_time_line
from tests.world import World

OFFICE = Office("安和物业服务有限公司", "翠湖花园国际社区三期高层组团", "8801 6000")
SECRET = "业主脾气不好, 内部注意"


def told(world: World, ent: str, role: Role = Role.CLERK) -> TimeLine | None:
    actor = world.office.actor(world.database, world.scope, world.people[role].id)
    flow = world.rules.known("work_order")
    return read(world.database, actor, world.scope, ent, flow, OFFICE, "3栋2单元1801")


@pytest.fixture
def disputed(world: World) -> str:
    """A repair with everything: urged, reported by others, nobody home, a visit told later, paid, called back."""
    ent = world.order(reporter="𬭎喆·买买提明江", charge="paid", price_form="list", price_from_fen=3_000, note=SECRET)
    take, clock = world.take, world.clock
    clock.forward(minutes=5)
    take(Role.CLERK, "work_order.dispatch", ent, crew_id=world.crew, crew="水电班", technician="王建国")
    slip = take(Role.CLERK, "slip.issue", order_id=ent, no=world.row("work_order", ent)["no"], copy_no=1)
    take(Role.CLERK, "slip.print", slip, printed_by="李敏")
    clock.forward(minutes=30)
    take(Role.CLERK, "work_order.nobody_home", ent)
    take(Role.CLERK, "work_order.urge", ent, remark="老太太说楼下张大爷也漏")
    take(Role.CLERK, "work_order.remark", ent, remark=SECRET)
    for name in ("李四海", "赵铁柱"):
        clock.forward(minutes=1)
        take(
            Role.CLERK, "co_report.join", order_id=ent, reporter=name, reporter_phone="13911112222", where="3-2-1701",
            taken_by="李敏",
        )  # fmt: skip
    take(Role.CLERK, "work_order.resume", ent)
    arrived = clock.forward(hours=4)
    finished = clock.forward(minutes=40)
    clock.forward(hours=1)
    take(Role.CLERK, "work_order.arrive", ent, happened_at=arrived, technician="王建国")
    take(Role.CLERK, "work_order.finish", ent, happened_at=finished, result="repaired")
    take(Role.CLERK, "work_order.sign", ent, signature="self", tick="good")
    take(
        Role.CLERK, "work_order.slip_back", ent, due_fen=3_000, received_fen=3_000, payment="cash", receipt_no="R-01"
    )  # fmt: skip
    take(Role.CLERK, "slip.back_signed", slip)
    at = {"about": "work_order", "about_id": ent}
    take(Role.CLERK, "attachment.add", **at, kind="photo", sha256="0" * 64, title="李四海家天花")
    return ent


def text_of(pdf: bytes) -> str:
    with Pages(pdf) as pages:
        return "".join("".join(pages.text(number).split()) for number in range(len(pages)))


def test_every_moment_stands_there_in_order_with_who_and_how_it_was_told(world: World, disputed: str) -> None:
    one = told(world, disputed)
    assert one is not None
    words = [moment.what for moment in one.moments]
    for wanted in (
        "受理: 厨房水龙头一直滴水", "派工 王建国", "打印派工单", "未遇, 门上留条", "催单第 1 次",
        "同报第 1 人: 又有住户报了同一件事", "同报第 2 人: 又有住户报了同一件事", "王建国到场", "完工: 已修复",
        "签收: 本人", "回单", "派工单交回: 已回·已签",
    ):  # fmt: skip
        assert wanted in words, (wanted, words)
    assert [moment.at for moment in one.moments] == sorted(moment.at for moment in one.moments)
    late = {moment.what for moment in one.moments if moment.late}
    assert late == {"王建国到场", "完工: 已修复"}
    arrival = next(moment for moment in one.moments if moment.what == "王建国到场")
    assert arrival.source.startswith(LATER)
    assert arrival.who == "李敏"
    assert one.counts == "上门 2 次　催单 1 次　同报 2 人　回访拨打 0 次"
    assert len(one.files) == 1


def test_what_is_only_for_the_office_and_other_residents_stay_away(
    world: World, disputed: str, fonts: PaperFonts
) -> None:
    one = told(world, disputed)
    assert one is not None
    text = text_of(render_time_line(fonts, one, made_at=world.clock()))
    for secret in (SECRET, "内部注意", "李四海", "赵铁柱", "13911112222", "3-2-1701", "张大爷", "13800006621"):
        assert secret not in text, secret
    for shown in ("𬭎喆·买买提明江", "138****6621", "3栋2单元1801", "第1页共1页", "R-01", "8801", "实时", LATER):
        assert shown in text, shown


def test_the_code_on_it_is_the_number_of_the_order(world: World, disputed: str, fonts: PaperFonts) -> None:
    one = told(world, disputed)
    assert one is not None
    with Pages(render_time_line(fonts, one, made_at=world.clock())) as pages:
        page = pages.image(0, 150)
        assert pages.size_mm(0) == pytest.approx((210, 297), abs=0.1)
    image = Image.frombytes("RGB", (page.width, page.height), page.rgb)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [world.row("work_order", disputed)["no"]]


def test_a_long_history_goes_on_with_its_head_and_ends_with_the_signatures(
    world: World, disputed: str, fonts: PaperFonts
) -> None:
    for _ in range(60):
        world.clock.forward(minutes=1)
        world.take(
            Role.CLERK, "co_report.join", order_id=disputed, reporter="某人", taken_by="李敏", matter="电梯" * 40
        )  # fmt: skip
    one = told(world, disputed)
    assert one is not None
    with Pages(render_time_line(fonts, one, made_at=world.clock())) as pages:
        texts = ["".join(pages.text(number).split()) for number in range(len(pages))]
    assert len(texts) >= 3
    assert all(f"第{n}页共{len(texts)}页" in page for n, page in enumerate(texts, start=1))
    assert all("（续）" in page for page in texts[1:])
    assert ["经办人" in page for page in texts] == [False] * (len(texts) - 1) + [True]
    assert sum(page.count("又有住户报了同一件事") for page in texts) == 62


def test_an_order_of_another_estate_is_not_there(world: World) -> None:
    assert told(world, "no-such-order") is None


def test_words_of_any_length_stay_on_the_paper(world: World, fonts: PaperFonts) -> None:
    told_words: dict[str, Any] = {"matter": "楼上一直漏水，" * 70, "reporter": "阿卜杜热合曼·买买提明江"}
    one = told(world, world.order(**told_words))
    assert one is not None
    text = text_of(render_time_line(fonts, one, made_at=world.clock()))
    assert text.count("楼上一直漏水") == 2 * 70
    assert "详见系统" not in text
