"""Before it arrives: whose it is, to another estate, changed; by keys, with what the counter reads beside them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel

from desk.domain.calendar import at
from desk.domain.roles import Role
from desk.services.fresh_orders.open_matters import open_matters
from desk.ui.special.fresh.matching import MatchPanel
from desk.ui.special.fresh.order_detail import FreshDetail
from desk.ui.special.fresh.phone_items import changed_items, lines_of
from tests.services.fresh_orders.bench import ITEMS
from tests.ui.fit import cramped
from tests.ui.special.fresh.hall import DAY, ENTER, F9, Hall, arrived, shop_order
from tests.ui.tree import nameless
from tests.world import World

Sit = Callable[..., Hall]
STRANGE: dict[str, Any] = {
    "where": "翠湖3栋2单元1802", "home_id": None, "address_unchecked": True, "identity_unchecked": True,
}  # fmt: skip


def panel(hall: Hall) -> Any:
    return hall.page.panels.panel


def rows_of(hall: Hall) -> list[tuple[str, str]]:
    """The list as it is offered: who, and what speaks for it."""
    found = panel(hall).found
    return [(f"{one.candidate.room_short} {one.candidate.name}".strip(), ", ".join(one.why)) for one in found.likely]


def head_of(world: World, ent: str) -> str:
    ((head,),) = world.database.read("SELECT head FROM fresh_order WHERE id = ?", (ent,))
    return str(head)


def undo(hall: "Taking") -> None:
    """The newest step, as the toast's button takes it back."""
    hall.counter.take(hall.page, [hall.offered[-1]])
    hall.rest()


class Taking(Hall):
    def __init__(self, world: World, **more: Any) -> None:
        self.offered: list[Any] = []
        super().__init__(world, **more)
        self.counter.ways.undoable.connect(self._offered)

    def _offered(self, _words: str, request: Any) -> None:
        self.offered.append(request)


def test_two_that_fit_nobody_by_two_keys_each(afternoon: World, look: object, tmp_path: Path) -> None:
    """The phone belongs to 1801, the address says 1802; the other one is on file but for its person."""
    first = shop_order(afternoon, "TX-1", ago_s=300, phone="13800006621", **STRANGE)
    second = shop_order(afternoon, "TX-2", where="3-2-1801", phone="13911112222", identity_unchecked=True)
    hall = Taking(afternoon)
    try:
        assert hall.page.board.strip.match.text() == "待核对 2"
        assert "地址待核对" in hall.page.board.lists[0].lines()[0].spoken
        hall.press("-")
        assert isinstance(panel(hall), MatchPanel)
        assert panel(hall).title.text() == "待核对 2"
        assert rows_of(hall) == [("3-2-1801 王秀英", "电话相符"), ("3-2-1802", "地址相符")]
        assert (cramped(panel(hall)), nameless(panel(hall))) == ([], [])
        hall.picture(tmp_path, "match")
        hall.press("2")
        row = hall.order(first)
        assert (row["where"], row["home_id"], row.get("resident_id")) == ("3-2-1802", afternoon.homes[1], None)
        assert not row.get("address_unchecked")
        assert panel(hall).title.text() == "待核对", "the next one is there"
        assert rows_of(hall) == [("3-2-1801 王秀英", "住这一户")]
        hall.press("8")
        row = hall.order(second)
        assert (row["home_id"], row.get("resident_id")) == (afternoon.homes[0], None)
        assert not row.get("identity_unchecked")
        assert not hall.page.panels.is_open
        assert hall.keys == 3
        assert not hall.page.board.strip.match.isVisible()
        undo(hall)
        assert hall.page.board.strip.match.text() == "待核对 1"
        counter = hall.counter
        open_ = {one.id: one.note for one in open_matters(
            counter.database, counter.actor, counter.scope, counter.settings(), counter.lists(), counter.calendar,
            counter.now(),
        )}  # fmt: skip
        assert (open_[first], open_[second]) == ("", "收货人待核对")
        hall.press("-", "/", *"31801", ENTER, ENTER)
        assert hall.order(second).get("resident_id") == afternoon.resident
        hall.press("-")
        assert "没有待核对的" in hall.said
    finally:
        hall.leave()


def test_not_ours_it_goes_to_the_other_estate_and_comes_back(afternoon: World, look: object, tmp_path: Path) -> None:
    afternoon.take(Role.HEAD_OFFICE, "estate.add", name="锦绣里", desk_phone="0591-88010000")
    here = arrived(afternoon, "TX-3", **STRANGE)
    hall = Taking(afternoon)
    try:
        hall.press("-", "9")
        said = [one.text() for one in panel(hall).findChildren(QLabel)]
        assert any("请送货人带到锦绣里" in words and "鲜丰翠湖店会自动收到" in words for words in said)
        assert cramped(panel(hall)) == []
        hall.press(F9)
        assert hall.order(here)["status"] == "arrived", "a reason is asked"
        hall.press("3", F9)
        row = hall.order(here)
        assert (row["status"], row["forwarded_to"], row["forward_reason"]) == ("void", "锦绣里", "shop")
        assert hall.keys == 5
        undo(hall)
        assert hall.order(here)["status"] == "arrived"
    finally:
        hall.leave()


def test_changed_before_it_arrives(afternoon: World, look: object) -> None:
    order = shop_order(afternoon)
    afternoon.take(Role.CLERK, "fresh_order.acknowledge", order)
    hall = Taking(afternoon)
    try:
        hall.press("/")
        hall.press(next(box.choice.digit for box in panel(hall).list._boxes if box.choice.words == "改单"))
        assert panel(hall).items.text().splitlines()[0] == "菠菜 500 4.5"
        hall.press(F9)
        assert any("没有改什么" in one.text() for one in panel(hall).findChildren(QLabel) if one.isVisible())
        panel(hall).items.setText("菠菜 1kg\n鸡蛋 2盒 31.6\n葱 100")
        panel(hall).when.setText("1830")
        late = panel(hall)
        assert cramped(late) == []
        afternoon.take(Role.CLERK, "fresh_order.arrive", order)
        hall.press(F9)
        assert "现在是“待验”, 不能改单" in late.error.text()
        afternoon.take(Role.CLERK, "fresh_order.take_back", order, op=head_of(afternoon, order))
        hall.press(F9)
        row = hall.order(order)
        assert (row["kind"], row["window_from_at"], row["amount_fen"]) == ("window", at(DAY, "18:30"), 900 + 3160)
        assert [(one["n"], one["name"], one.get("goods")) for one in row["items"]] == [
            (1, "菠菜", "leafy"), (3, "鸡蛋", "egg"), (6, "葱", None),
        ]  # fmt: skip
        hall.page.show_orders(order)
        hall.rest()
        detail = hall.page.orders.findChild(FreshDetail)
        assert detail is not None
        story = detail.story.accessibleDescription()
        assert "改单 菠菜 500 g → 1,000 g, 鸡蛋 1 件 → 2 件, 加葱 100 g, 去掉西红柿" in story
    finally:
        hall.leave()


def test_an_order_is_written_as_it_is_read() -> None:
    assert changed_items(ITEMS, lines_of(ITEMS)) == ITEMS
    odd = [{"n": 4, "name": "三黄鸡 (半只)", "unit": "piece", "ordered": 3, "spec": "3 只", "price_fen": 1000}]
    assert changed_items(odd, lines_of(odd)) == odd
    (fewer,) = changed_items(odd, "三黄鸡(半只) 2只")
    assert (fewer["n"], fewer["ordered"], "price_fen" in fewer) == (4, 2, True)
    assert fewer["price_fen"] == 667
