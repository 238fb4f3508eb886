"""Steps about fresh orders: what a shop sends, the gun, weights, what the file says of orders, exchanges and claims."""

from typing import Any

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import MINUTE, SECOND
from desk.domain.code import Code
from desk.domain.field import Kind
from desk.domain.flow import Values
from desk.services.fresh_orders.record import COMPENSATION, EXCHANGE, FRESH_ORDER, CompensationState, ExchangeState
from desk.ui.field_words import words_of
from desk.ui.special.fresh.amending import AmendPanel
from desk.ui.special.fresh.page import FreshPage
from desk.ui.special.fresh.papers import ClaimPapers, DeliveryPapers, TicketPapers, WalkPapers
from desk.ui.special.fresh.watch import watch_of
from tests.scenarios.counter_scene import Scene
from tests.services.fresh_orders.bench import ITEMS

NO_MEAT: list[dict[str, Any]] = [
    *(one for one in ITEMS if one["goods"] != "meat"),
    {"n": 6, "name": "生菜", "goods": "leafy", "spec": "500 g", "unit": "g", "ordered": 500, "price_fen": 380},
]
PAPERS = {"到单小票": TicketPapers, "配送签收单": DeliveryPapers, "签收表": WalkPapers, "赔偿单": ClaimPapers}


def take(scene: Scene, step: str, ent: str | None = None, **values: Any) -> str:
    """A step as somebody else took it, before this scene's own hands."""
    counter = scene.desk.counter
    assert counter is not None
    return scene.take(counter.request("fresh_order", step, values, ent))


def page(scene: Scene) -> FreshPage:
    return scene.visible(FreshPage)[0]


def order(scene: Scene, name: str) -> Values:
    return scene._all("fresh_order", "no=?", name)[0]


def hear(scene: Scene) -> None:
    """What came over the line is read, as it is after every page of the log."""
    assert scene.desk.counter is not None
    watch_of(scene.desk.counter).reload()
    scene.hands.settle()


@given(parsers.re(r"门店(?P<ago>\d+)分钟前接了“(?P<no>[^”]+)”(?P<plain>, 没有肉)?"))
@when(parsers.re(r"门店(?P<ago>\d+)分钟前接了“(?P<no>[^”]+)”(?P<plain>, 没有肉)?"))
def _ordered(scene: Scene, ago: str, no: str, plain: str | None) -> None:
    take(
        scene, "receive", no=no, shop="鲜丰翠湖店", where="6-1-1203", name="王女士", phone="13800006621", partner="p-1",
        items=NO_MEAT if plain else ITEMS, happened_at=scene.clock() - int(ago) * MINUTE,
    )  # fmt: skip
    hear(scene)


@given(parsers.re(r"门店(?P<ago>\d+)分钟前接了对不上的“(?P<no>[^”]+)”"))
def _fits_nobody(scene: Scene, ago: str, no: str) -> None:
    """As the server's door writes it where neither address nor telephone fits."""
    take(
        scene, "receive", no=no, shop="鲜丰翠湖店", where="阳光城9栋101", name="𠮷田芳", phone="13911112222",
        partner="p-1", items=NO_MEAT, happened_at=scene.clock() - int(ago) * MINUTE, address_unchecked=True,
        identity_unchecked=True,
    )  # fmt: skip
    hear(scene)


@when(parsers.re(r"改成“(?P<text>[^”]+)”"))
def _changed(scene: Scene, text: str) -> None:
    panel = page(scene).panels.panel
    assert isinstance(panel, AmendPanel)
    panel.items.setText(text)


@when(parsers.re(r"这时“(?P<no>[^”]+)”到了"))
def _comes(scene: Scene, no: str) -> None:
    take(scene, "arrive", str(order(scene, no)["id"]), deliverer="刘勇")
    hear(scene)


@given(parsers.re(r"“(?P<no>[^”]+)”(?P<ago>\d+)秒前到了"))
def _came(scene: Scene, no: str, ago: str) -> None:
    ent = str(order(scene, no)["id"])
    take(scene, "acknowledge", ent)
    take(scene, "arrive", ent, deliverer="刘勇", happened_at=scene.clock() - int(ago) * SECOND)
    hear(scene)


@given(
    parsers.re(r"“(?P<no>[^”]+)”已经验好(?:, 草莓烂了, 业主(?P<choice>先要合格的))?(?P<out>, 交给了(?P<guard>\S+))?")
)
def _inspected(scene: Scene, no: str, choice: str | None, out: str | None, guard: str | None) -> None:
    ent = str(order(scene, no)["id"])
    items = order(scene, no)["items"]
    told = [{"n": one["n"], "got": one["ordered"]} | ({"temp": 40} if one["goods"] == "meat" else {}) for one in items]
    if choice:
        told = [one | ({"fault": "rot"} if items[place]["name"] == "草莓" else {}) for place, one in enumerate(told)]
    take(scene, "begin", ent, happened_at=scene.clock() - 60 * SECOND)
    more = {"choice": "first_good"} if choice else {}
    take(scene, "inspect", ent, inspected=told, happened_at=scene.clock() - 40 * SECOND, **more)
    if out:
        take(scene, "hand_out", ent, guard=guard, walk="w", happened_at=scene.clock() - 30 * SECOND)
    hear(scene)


@given(parsers.re(r"“(?P<no>[^”]+)”已经签收"))
def _delivered(scene: Scene, no: str) -> None:
    take(scene, "sign", str(order(scene, no)["id"]), signature="self", tick="good")
    hear(scene)


@when(parsers.re(r"扫袋签“(?P<no>[^”]+)”"))
def _gun(scene: Scene, no: str) -> None:
    """One key of the script, however many signs the gun sends."""
    keys = scene.hands.keys
    scene.hands.press(*no, "Enter")
    scene.hands.keys = keys + 1


@when(parsers.re(r"称重 (?P<grams>\S+)"))
def _weigh(scene: Scene, grams: str) -> None:
    """The digits are the scale's, Enter is the clerk's."""
    keys = scene.hands.keys
    scene.hands.press(*grams)
    scene.hands.keys = keys
    scene.hands.press("Enter")


@when(parsers.re(r"看板走了 (?P<count>\d+) 秒"))
def _seconds(scene: Scene, count: str) -> None:
    assert scene.desk.counter is not None
    scene.clock.now += int(count) * SECOND
    watch_of(scene.desk.counter).tick()
    scene.hands.settle()


@when(parsers.re(r"在看板上站到“(?P<no>[^”]+)”"))
def _stand(scene: Scene, no: str) -> None:
    assert page(scene).board.choose(str(order(scene, no)["id"]))
    scene.hands.settle()


@when(parsers.re(r"选“更多”里的“(?P<words>[^”]+)”"))
def _more(scene: Scene, words: str) -> None:
    scene.hands.press("/")
    scene.choose_box(words)


@when(parsers.re(r"给“(?P<no>[^”]+)”的“(?P<item>[^”]+)”登记赔偿"))
def _claim(scene: Scene, no: str, item: str) -> None:
    found = order(scene, no)
    page(scene).doing.claim(str(found["id"]))
    scene.hands.settle()
    scene.choose_box(item)


@then(parsers.re(r"订单“(?P<no>[^”]+)”的(?P<label>[^”]+?)是“(?P<words>[^”]*)”"))
def _order_says(scene: Scene, no: str, label: str, words: str) -> None:
    assert said(FRESH_ORDER, order(scene, no), label, scene) == words


@then(parsers.re(r"订单“(?P<no>[^”]+)”的换货是“(?P<state>[^”]+)”"))
def _exchange_says(scene: Scene, no: str, state: str) -> None:
    (found,) = scene._all(EXCHANGE.name, "order_no=?", no)
    assert ExchangeState.label_of(found["status"]) == state


@then(parsers.re(r"订单“(?P<no>[^”]+)”的赔偿是“(?P<state>[^”]+)”, (?P<label>\S+)是“(?P<words>[^”]*)”"))
def _claim_says(scene: Scene, no: str, state: str, label: str, words: str) -> None:
    (found,) = scene._all(COMPENSATION.name, "order_no=?", no)
    assert CompensationState.label_of(found["status"]) == state
    assert said(COMPENSATION, found, label, scene) == words


@then(parsers.re(r"订单“(?P<no>[^”]+)”有 (?P<count>\d+) 分积分"))
def _points(scene: Scene, no: str, count: str) -> None:
    found = scene._all("points_entry", "order_no=?", no)
    assert [one["points"] for one in found] == ([int(count)] if int(count) else [])


@then(parsers.re(r"在响“(?P<no>[^”]+)”|(?P<none>不响了)"))
def _rings(scene: Scene, no: str | None, none: str | None) -> None:
    assert scene.desk.counter is not None
    watch = watch_of(scene.desk.counter)
    assert watch.found is not None
    waiting = {card.no for card in watch.found.board.ringing}
    if none:
        assert not watch.bell.ringing, waiting
    else:
        assert no in waiting
        assert watch.bell.ringing


@then(parsers.re(r"(?P<words>\S+)在打印"))
def _printing(scene: Scene, words: str) -> None:
    assert scene.sees(words), "\n".join(scene.texts())


def said(record: Any, values: Values, label: str, scene: Scene) -> str:
    """A field by its label, in a person's words."""
    fact = next(one for one in record.fields if one.label == label)
    value = values.get(fact.name)
    if fact.kind is Kind.CODE:
        code: type[Code] = fact.code
        return code.label_of(value) if value else ""
    return words_of(fact, value, scene.clock())
