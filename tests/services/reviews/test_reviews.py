"""Sides side by side in people's words, what a decision leads to, and that the money is right after it."""

from desk.domain.deciding import MAIN
from desk.domain.roles import Actor, Role
from desk.services.reviews import reads
from desk.services.reviews.marking import undecided
from desk.services.reviews.reads import Review
from desk.services.reviews.requests import Outcome, requests_for
from desk.services.takings import posting
from tests.branches import TwoDesks, dispatch, dispatched_twice, finish, pay
from tests.world import World


def actor(world: World, role: Role = Role.CLERK) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[role].id)


def review(desks: TwoDesks, order: str) -> Review:
    here = desks.here
    found = reads.review(here.database, here.rules, actor(here), here.scope, "work_order", order, here.clock())
    assert found is not None
    return found


def decide(desks: TwoDesks, order: str, keep: str, role: Role = Role.CLERK) -> Outcome:
    found = requests_for(desks.here.rules.known("work_order"), review(desks, order), keep)
    desks.here.changed(role, *found.requests)
    return found


def words(found: Review, side: int) -> list[str]:
    return [one.words for one in found.sides[side].lines]


def sums_agree(world: World, order: str) -> int:
    """What the order says it received is what its live receipts say."""
    takings = [one for one in world.rows("taking") if one["order_id"] == order]
    said = int(world.row("work_order", order).get("received_fen") or 0)
    assert said == posting.received(takings)
    return said


def test_both_sides_in_the_words_of_a_clerk(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    found = review(desks, order)
    assert [one.words for one in found.common] == ["受理 厨房水龙头一直滴水"]
    assert words(found, 0) == ["派工 王建国"]
    assert words(found, 1) == ["派工 李伟", "到场", "完工 已修复", "签收 本人 满意", "收款 ¥80.00 现金 0101"]
    assert [one.here for one in found.sides] == [True, False]
    assert dict(found.differs)["维修人员"] == ("王建国", "李伟")
    assert dict(found.differs)["状态"] == ("已派·未报到", "已完工·待回单")


def test_paper_and_money_stand_on_the_side_that_wrote_them(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    main, other = review(desks, order).sides
    assert [one["technician"] for one in main.slips] == ["王建国"]
    assert [one["technician"] for one in other.slips] == ["李伟"]
    assert (main.paid_fen, other.paid_fen, main.signed, other.signed) == (0, 8000, False, True)


def test_the_question_speaks_to_who_sits_there(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    asked = review(desks, order).question(desks.here.people[Role.CLERK].id, desks.here.clock(), {})
    assert asked == "您 09:10 派工 王建国, 张敏 09:12 派工 李伟: 用哪个?"


def test_another_desk_has_a_name(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    asked = review(desks, order).question("", desks.here.clock(), {"zzzz2222": "前台2"})
    assert asked == "李敏 09:10 派工 王建国, 前台2 张敏 09:12 派工 李伟: 用哪个?"


def test_the_signed_and_paid_side_is_preselected(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    found = review(desks, order)
    assert found.preselected == found.sides[1].id


def test_where_nobody_has_been_a_person_chooses(desks: TwoDesks) -> None:
    order = dispatched_twice(desks, paid_there=False)
    assert review(desks, order).preselected == ""


def test_where_both_were_paid_a_person_chooses(desks: TwoDesks) -> None:
    order = paid_on_both(desks)
    assert review(desks, order).preselected == ""


def paid_on_both(desks: TwoDesks) -> str:
    order = desks.here.order(charge="paid", price_form="on_site")
    desks.cables_in()
    for world, man, number in ((desks.here, "王建国", "0001"), (desks.there, "李伟", "0101")):
        dispatch(world, order, man)
        finish(world, order)
        pay(world, order, number, 5000 if man == "王建国" else 8000)
    desks.cables_in()
    return order


def test_keeping_the_paid_side_fetches_the_other_sheet(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    found = decide(desks, order, review(desks, order).preselected)
    no = desks.here.row("work_order", order)["no"]
    assert found.consequences == [f"派工单 {no} (王建国) 要收回"]
    row = desks.here.row("work_order", order)
    assert (row["status"], row["technician"], row["received_fen"]) == ("finished", "李伟", 8000)
    assert {one["technician"]: one["status"] for one in desks.here.rows("slip")} == {"王建国": "void", "李伟": "out"}
    assert sums_agree(desks.here, order) == 8000


def test_money_on_the_side_that_was_not_taken_is_to_be_given_back(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    found = decide(desks, order, MAIN)
    assert found.consequences == [
        "收的 ¥80.00 要退, 收据 0101 收回",
        "没有采用的一边已有人上门, 派工单不收回, 照常交回",
    ]
    assert desks.here.row("work_order", order)["technician"] == "王建国"
    assert [one["status"] for one in desks.here.rows("taking")] == ["refund_due"]
    assert {one["status"] for one in desks.here.rows("slip")} == {"out"}
    assert sums_agree(desks.here, order) == 0


def test_both_paid_and_either_kept_the_sums_agree_on_both_desks(desks: TwoDesks) -> None:
    for keep, kept, back in ((0, 5000, "refund_due"), (1, 8000, "refund_due")):
        order = paid_on_both(desks) if keep == 0 else again(desks)
        found = review(desks, order)
        decide(desks, order, found.sides[keep].id)
        assert sums_agree(desks.here, order) == kept
        takings = [one for one in desks.here.rows("taking") if one["order_id"] == order]
        assert sorted(one["status"] for one in takings) == [back, "taken"]
        desks.cables_in()
        assert sums_agree(desks.there, order) == kept
        assert desks.there.row("work_order", order) == desks.here.row("work_order", order)


def again(desks: TwoDesks) -> str:
    order = desks.here.order(charge="paid", price_form="on_site")
    desks.cables_in()
    for world, man, number, fen in ((desks.here, "王建国", "0002", 5000), (desks.there, "李伟", "0102", 8000)):
        dispatch(world, order, man)
        finish(world, order)
        pay(world, order, number, fen)
    desks.cables_in()
    return order


def test_money_of_the_main_line_leaves_with_it(desks: TwoDesks) -> None:
    """The kept side was only finished: the order says nothing was received, and the sum waits to go back."""
    order = desks.here.order(charge="paid", price_form="on_site")
    desks.cables_in()
    dispatch(desks.here, order, "王建国")
    finish(desks.here, order)
    pay(desks.here, order, "0001")
    dispatch(desks.there, order, "李伟")
    finish(desks.there, order)
    desks.cables_in()
    found = review(desks, order)
    assert found.preselected == ""  # both are signed
    outcome = decide(desks, order, found.sides[1].id)
    assert [one["receipt_no"] for one in outcome.refunds] == ["0001"]
    assert sums_agree(desks.here, order) == 0
    assert desks.here.row("work_order", order)["technician"] == "李伟"


def test_what_waits_is_listed_the_pressing_first(desks: TwoDesks) -> None:
    quiet = dispatched_twice(desks, paid_there=False)
    desks.here.clock.forward(minutes=1)
    paid = dispatched_twice(desks, where="3-2-1802")
    desks.here.clock.forward(minutes=1)
    urgent = dispatched_twice(desks, paid_there=False, urgency="urgent")
    here = desks.here
    found = reads.waiting(here.database, here.rules, actor(here), here.scope)
    assert [one.ent for one in found] == [urgent, paid, quiet]
    assert found[1].where == "3-2-1802"
    assert undecided(here.database, actor(here), here.scope) == {quiet, paid, urgent}
    decide(desks, quiet, MAIN)
    assert quiet not in undecided(here.database, actor(here), here.scope)
    assert reads.review(here.database, here.rules, actor(here), here.scope, "work_order", quiet, here.clock()) is None


def test_both_desks_see_the_same_sides(desks: TwoDesks) -> None:
    order = dispatched_twice(desks)
    there = desks.there
    other = reads.review(there.database, there.rules, actor(there), there.scope, "work_order", order, there.clock())
    found = review(desks, order)
    assert other is not None
    assert [one.lines for one in other.sides] == [one.lines for one in found.sides]
    assert [one.here for one in other.sides] == [False, True]


def test_work_goes_on_on_a_side_that_waits(desks: TwoDesks) -> None:
    """A fact of the other sheet comes late: it is written on its own line."""
    order = dispatched_twice(desks, paid_there=False)
    here, line = desks.here, review(desks, order).sides[1].id
    request = here.request("work_order.arrive", order)
    here.changed(Role.CLERK, request.__class__(request.scope, "work_order", "arrive", {}, order, line))
    found = review(desks, order)
    assert words(found, 1) == ["派工 李伟", "到场"]
    assert found.preselected == line


def test_one_receipt_number_for_two_orders_loses_no_money(desks: TwoDesks) -> None:
    orders = [desks.here.order(charge="paid", price_form="on_site", where=f"3-2-180{n}") for n in (1, 2)]
    desks.cables_in()
    for world, order, man, fen in ((desks.here, orders[0], "王建国", 5000), (desks.there, orders[1], "李伟", 8000)):
        dispatch(world, order, man)
        finish(world, order)
        pay(world, order, "0007", fen)
    desks.cables_in()
    here = desks.here
    (waits,) = reads.waiting(here.database, here.rules, actor(here), here.scope)
    assert waits.record == "taking"
    found = reads.review(here.database, here.rules, actor(here), here.scope, "taking", waits.ent, here.clock())
    assert found is not None
    outcome = requests_for(here.rules.known("taking"), found, MAIN)
    assert outcome.consequences == ["3-2-1802 的 ¥80.00 照记, 收据号要另补"]
    here.changed(Role.CLERK, *outcome.requests)
    desks.cables_in()
    for world in (here, desks.there):
        assert [sums_agree(world, order) for order in orders] == [5000, 8000]
        assert sorted(str(one.get("receipt_no")) for one in world.rows("taking")) == ["0007", "None"]
