"""The board, the list behind it and the month, read from a file; what is open for Today; points that wait."""

from typing import Any

import pytest

from desk.domain.calendar import Calendar
from desk.domain.clocks import Shape
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.open_matter import Rank
from desk.domain.roles import Actor, Role
from desk.domain.settings import Settings
from desk.services.fresh_orders import reads, statement
from desk.services.fresh_orders.board import arranged, board
from desk.services.fresh_orders.open_matters import open_matters
from desk.services.fresh_orders.requests import Carrier, Signed, report_request, sign_requests, walk_requests
from desk.services.fresh_orders.rules import exchange_id
from desk.services.residents.card import card
from desk.store.search import Search
from tests.services.fresh_orders.bench import ITEMS, ROTTEN, WEIGHED, lists
from tests.world import World

SETTINGS = Settings(facts=ALL_SETTINGS)


def actor(world: World) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)


def placed(world: World, no: str, **values: Any) -> str:
    told = {
        "no": no, "shop": "淘鲜果", "where": "3-2-1801", "home_id": world.homes[0], "resident_id": world.resident,
        "channel": "platform", "partner": "p-1", "items": ITEMS, "name": "王秀英", "phone": "13800006621",
    }  # fmt: skip
    return world.take(Role.CLERK, "fresh_order.receive", **(told | values))


def inspected(world: World, no: str, told: list[dict[str, Any]] = WEIGHED, **values: Any) -> str:
    order = placed(world, no)
    world.clock.forward(minutes=5)
    world.take(Role.CLERK, "fresh_order.begin", order)
    world.take(Role.CLERK, "fresh_order.inspect", order, inspected=told, **values)
    return order


def detail(world: World, order: str) -> reads.Detail:
    found = reads.detail(world.database, actor(world), world.scope, order)
    assert found is not None
    return found


@pytest.fixture
def busy(world: World) -> dict[str, str]:
    """One of each column; the last one failed and waits for the resident, its twin for the shop."""
    orders = {"way": placed(world, "TX8836"), "arrived": placed(world, "TX8834")}
    world.clock.forward(minutes=6)
    world.take(Role.CLERK, "fresh_order.arrive", orders["arrived"])
    orders["ready"] = inspected(world, "TX8831")
    orders["asking"] = inspected(world, "TX8832", ROTTEN)
    orders["held"] = inspected(world, "TX8833", ROTTEN, choice="together")
    for name in ("out", "also out"):
        orders[name] = inspected(world, "TX8829" if name == "out" else "TX8828")
    details = [detail(world, orders[name]) for name in ("out", "also out")]
    world.changed(Role.CLERK, *walk_requests(world.scope, details, Carrier("陈刚", walk="walk-1")))
    return orders


def test_the_columns(world: World, busy: dict[str, str]) -> None:
    found = board(world.database, actor(world), world.scope, SETTINGS, world.clock())
    by_id = {card.id: card for card in found.cards}
    assert [card.id for card in found.on_the_way] == [busy["way"]]
    assert [card.id for card in found.to_inspect] == [busy["arrived"]]
    assert {card.id for card in found.to_hand_out} == {busy["ready"], busy["asking"], busy["held"]}
    assert {card.id for card in found.out} == {busy["out"], busy["also out"]}
    assert [card.record for card in found.waiting_exchanges] == ["exchange"]
    assert [card.id for card in found.ringing] == [busy["way"]]
    assert by_id[busy["out"]].walk_count == 2
    assert by_id[busy["out"]].tail == "8829"
    assert by_id[busy["asking"]].unanswered
    assert not by_id[busy["held"]].unanswered
    assert by_id[busy["held"]].held
    assert not by_id[busy["ready"]].held
    assert (found.figures.orders, found.figures.done, found.figures.on_time_permille) == (7, 0, None)
    world.take(Role.CLERK, "fresh_order.acknowledge", busy["way"])
    world.take(Role.CLERK, "fresh_order.cancel", busy["held"], cancel_reason="shop")
    again = board(world.database, actor(world), world.scope, SETTINGS, world.clock())
    assert again.ringing == []
    assert again.waiting_exchanges == [], "the order took it with it"


def test_a_second_later_without_asking_the_file(world: World, busy: dict[str, str]) -> None:
    now = world.clock()
    found = board(world.database, actor(world), world.scope, SETTINGS, now)
    orders = [card.values for card in found.cards if card.record == "fresh_order"]
    exchanges = [card.values for card in found.cards if card.record == "exchange"]
    later = arranged(orders, exchanges, SETTINGS, now + 1000, found.figures)
    for before, after in zip(found.to_inspect, later.to_inspect, strict=True):
        assert after.clocks.total.used_ms - before.clocks.total.used_ms == 1000
        assert after.clocks.estate.used_ms - before.clocks.estate.used_ms == 1000


def test_the_pressing_one_is_on_top(world: World) -> None:
    late = placed(world, "TX0001")
    world.clock.forward(minutes=25)
    fresh = placed(world, "TX0002")
    found = board(world.database, actor(world), world.scope, SETTINGS, world.clock())
    assert [card.id for card in found.on_the_way] == [late, fresh]
    assert [card.clocks.worst.shape for card in found.on_the_way] == [Shape.SQUARE, Shape.RING]


def test_the_figures_of_the_day(world: World, busy: dict[str, str]) -> None:
    """Signed from the sheet: one in time, one late in the whole and in the estate's part."""
    row = world.row("fresh_order", busy["out"])
    world.clock.forward(minutes=30)
    sheet = {busy["out"]: row["out_at"] + 60_000, busy["also out"]: world.clock()}
    for order, at in sheet.items():
        world.changed(Role.CLERK, *sign_requests(world.scope, detail(world, order), Signed(at=at, tick="good")))
    figures = board(world.database, actor(world), world.scope, SETTINGS, world.clock()).figures
    assert (figures.done, figures.late, figures.on_time_permille, figures.estate_permille) == (2, 1, 500, 500)
    assert figures.exchanges == 1
    world.clock.forward(days=1)
    tomorrow = board(world.database, actor(world), world.scope, SETTINGS, world.clock()).figures
    assert (tomorrow.orders, tomorrow.done, tomorrow.exchanges) == (0, 0, 0)


def test_a_bag_is_found_by_its_label(world: World) -> None:
    order = placed(world, "TX8834")
    placed(world, "TX8835")
    for typed in ("TX8834", " ｔｘ８８３４ ", "8834", "tx8834"):
        assert [one["id"] for one in reads.by_number(world.database, actor(world), world.scope, typed)] == [order]
    for typed in ("883", "", "%8834", "9999", "_X88"):
        assert reads.by_number(world.database, actor(world), world.scope, typed) == []


def test_one_order_with_all_that_hangs_on_it(world: World, busy: dict[str, str]) -> None:
    order = busy["out"]
    world.changed(Role.CLERK, *sign_requests(world.scope, detail(world, order), Signed(tick="good")))
    world.changed(Role.CLERK, report_request(world.scope, world.row("fresh_order", order), 5, "里面烂了"))
    found = detail(world, order)
    assert [one["item"] for one in found.compensations] == ["草莓"]
    assert [one["points"] for one in found.points] == [77]
    assert found.inspector == "李敏"
    held = detail(world, busy["held"])
    assert [one["id"] for one in held.exchanges] == [exchange_id(world.scope, busy["held"], 5)]
    walk = reads.walk_of(world.database, actor(world), world.scope, "walk-1")
    assert (walk.guard, len(walk.orders)) == ("陈刚", 2)
    assert reads.detail(world.database, actor(world), world.scope, world.homes[0]) is None


def test_points_of_a_home_wait_while_two_sides_stand(world: World, busy: dict[str, str]) -> None:
    order = busy["out"]
    world.changed(Role.CLERK, *sign_requests(world.scope, detail(world, order), Signed()))
    person = actor(world)
    search = Search(world.database, world.rules.records)

    def on_the_card() -> int:
        return card(search, person, world.scope, "2026-11-18", resident_id=world.resident).points

    assert reads.points_of_home(world.database, person, world.scope, world.homes[0]) == on_the_card() == 77
    with world.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO branch (id, scope, ent, record, status) VALUES ('b', ?, ?, 'fresh_order', 'to_be_decided')",
            (world.scope, order),
        )
    assert reads.points_of_home(world.database, person, world.scope, world.homes[0]) == on_the_card() == 0


def test_the_month_of_the_file(world: World, busy: dict[str, str]) -> None:
    order = busy["out"]
    world.changed(Role.CLERK, *sign_requests(world.scope, detail(world, order), Signed()))
    claim = world.changed(Role.CLERK, report_request(world.scope, world.row("fresh_order", order), 5, "")).ents[0]
    world.take(Role.CLERK, "compensation.check", claim, finding="wrong", cause="rot_inside", missed=True)
    world.take(Role.CLERK, "compensation.agree", claim, amount_fen=1500, shop_by="店长")
    (waiting,) = statement.month(world.database, actor(world), world.scope, "2026-11", SETTINGS)
    assert waiting.compensation_fen == 0
    world.take(Role.CLERK, "compensation.confirm", claim, confirmed_how="phone")
    (shop,) = statement.month(world.database, actor(world), world.scope, "2026-11", SETTINGS)
    assert (shop.shop, shop.orders_fen, shop.compensation_fen, shop.net_fen, shop.missed) == (
        "淘鲜果", 7717, 1500, 6217, 1,
    )  # fmt: skip
    assert [line.no for line in shop.orders] == ["TX8829"]
    assert {line.status for line in shop.exchanges} == {"waiting"}
    assert statement.month(world.database, actor(world), world.scope, "2026-10", SETTINGS) == []


def test_what_is_open_for_the_next_shift(world: World, busy: dict[str, str], calendar: Calendar) -> None:
    now = world.clock()
    found = {
        one.id: one for one in open_matters(world.database, actor(world), world.scope, SETTINGS, lists(), calendar, now)
    }
    assert set(busy.values()) <= set(found)
    assert len(found) == 8
    assert (found[busy["way"]].step, found[busy["way"]].step_key) == ("acknowledge", "Space")
    assert found[busy["asking"]].step == "choose"
    assert found[busy["asking"]].note == "等业主选择"
    assert found[busy["held"]].rank is Rank.AWAITED
    assert found[busy["out"]].who == "陈刚"
    assert {one.what for one in found.values()} >= {"生鲜 8836 5 样", "草莓 换货"}
    later = now + 30 * 60_000
    again = open_matters(world.database, actor(world), world.scope, SETTINGS, lists(), calendar, later)
    late = next(one for one in again if one.id == busy["ready"])
    assert late.shape(later) is Shape.SQUARE
    assert late.rank_at(later) is Rank.NOW


def test_claims_are_open_until_they_are_settled_or_explained(
    world: World, busy: dict[str, str], calendar: Calendar
) -> None:
    world.changed(Role.CLERK, *sign_requests(world.scope, detail(world, busy["out"]), Signed()))
    row = world.row("fresh_order", busy["out"])
    claims = [world.changed(Role.CLERK, report_request(world.scope, row, n, "")).ents[0] for n in (4, 5)]
    world.take(Role.CLERK, "compensation.check", claims[0], finding="nothing")

    def open_claims() -> list[str]:
        now = world.clock()
        every = open_matters(world.database, actor(world), world.scope, SETTINGS, lists(), calendar, now)
        return [f"{one.what} {one.step}" for one in every if one.record == "compensation"]

    assert open_claims() == ["赔偿 草莓 check"]
    world.take(Role.CLERK, "compensation.check", claims[1], finding="wrong", cause="short", missed=False)
    assert open_claims() == ["赔偿 草莓 agree"]
