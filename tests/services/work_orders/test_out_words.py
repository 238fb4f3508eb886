"""经过 of what is out: who answered a call, what is waited for and who gets it, whose company, who went along."""

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.story import story
from desk.store import log
from tests.world import World


def told(world: World, order: str) -> list[tuple[str, str]]:
    found = story(log.history(world.database, order), FLOW, lambda _by: "", world.clock.now)
    return [(line.words, line.detail) for line in found]


def test_an_answer_names_its_person(world: World) -> None:
    order = world.order()
    world.take(
        Role.CLERK, "work_order.answer_call", order, answered_level="foreman", answered_by="孙国强",
        call_answer="other", remark="二十分钟后",
    )  # fmt: skip
    assert told(world, order)[0] == ("工程班长 孙国强答复: 其他", "二十分钟后")


def test_a_wait_says_what_who_and_until(world: World) -> None:
    order = world.dispatched()
    world.take(Role.CLERK, "work_order.wait_parts", order)
    world.take(Role.CLERK, "work_order.put_off", order, suspend_note="阀芯", parts_from="buyer")
    assert told(world, order)[0] == ("挂起补写", "阀芯、采购去买")
    again = at("2026-11-19", "18:30")
    world.take(Role.CLERK, "work_order.put_off", order, call_again_at=again)
    assert told(world, order)[0] == ("挂起补写", "明天 18:30 再联系")


def test_a_company_with_phone_and_number(world: World) -> None:
    order = world.order()
    world.take(
        Role.CLERK,
        "work_order.hand_out",
        order,
        contractor="电梯维保",
        contractor_phone="88010000",
        contractor_no="E-7",
    )
    assert told(world, order)[0] == ("转外单位 电梯维保", "88010000、对方单号 E-7")


def test_two_men_are_named(world: World) -> None:
    order = world.order()
    world.take(
        Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班", technician="王建国",
        second_technician="李伟",
    )  # fmt: skip
    assert told(world, order)[0][0] == "派工 王建国、李伟"
