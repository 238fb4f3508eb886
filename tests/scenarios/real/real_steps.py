"""Steps of what is outside of the window: the other PC, the server, the shop's and the channel's own programs."""

from contextlib import suppress

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import HOUR
from desk.ui.special.complaints.keeping import file_of
from desk.ui.tour.player import TooSlow, focus
from tests.scenarios.complaint_steps import newest
from tests.scenarios.counter_scene import last_of
from tests.scenarios.fresh_steps import order, page
from tests.scenarios.housekeeping_steps import NOTED
from tests.scenarios.real.real_scene import RealScene
from tests.scenarios.real.town import SEATS

FOUND = {"鸡蛋": "1", "豆腐": "400", "菠菜": "500", "草莓": "500", "苹果": "2000"}  # the shop's basket
COLD = "4"  # degrees
CELLS = 20
QUOTED = r"“(?P<words>[^”]*)”"


@given(parsers.re(r"(?:坐|回)到(?P<name>前台\d)(?:, 这台电脑的钟慢了 (?P<hours>\d+) 小时)?"))
@when(parsers.re(r"(?:坐|回)到(?P<name>前台\d)(?:, 这台电脑的钟慢了 (?P<hours>\d+) 小时)?"))
def _sit(scene: RealScene, name: str, hours: str | None) -> None:
    scene.sit(name, slow_ms=int(hours or 0) * HOUR)


@given("都传到了")
@when("都传到了")
def _told(scene: RealScene) -> None:
    scene.all_is_told()


@given("服务器断了")
@when("服务器断了")
def _down(scene: RealScene) -> None:
    scene.server.down()


@when("服务器又通了")
def _up(scene: RealScene) -> None:
    scene.server.up()


@then(parsers.re(r"两台的“(?P<no>[^”]+)”一样"))
def _agree(scene: RealScene, no: str) -> None:
    """Nothing is open any more, and both files hold the same order."""
    told = []
    for name in SEATS:
        scene.sit(name)
        told.append(order(scene, no))
        assert scene._column("SELECT COUNT(*) FROM branch WHERE status='to_be_decided'") == [0]
    assert told[0] == told[1]


@then("两台的投诉一样")
def _complaints_agree(scene: RealScene) -> None:
    told = []
    for name in SEATS:
        scene.sit(name)
        told.append(newest(scene))
        assert scene.desk.counter is not None
        assert file_of(scene.desk.counter)[0].read("SELECT 1 FROM branch WHERE status='to_be_decided'") == []
    assert told[0] == told[1]


@when("记住新登记的家政")
def _note_booking(scene: RealScene) -> None:
    """By its number: the newest of this desk's."""
    newest_one = last_of(scene._all("housekeeping", "booked_at >= ?", scene.clock()), "booked_at")
    scene.noted[NOTED] = str(newest_one["id"])


# the shop


@given(parsers.re(r"门店点了下单“(?P<no>[^”]+)”"))
@when(parsers.re(r"门店点了下单“(?P<no>[^”]+)”"))
def _ordered(scene: RealScene, no: str) -> None:
    scene.shop.trade.place(no)


@when(parsers.re(r"门店把“(?P<no>[^”]+)”改成只要“(?P<names>[^”]+)”"))
def _changed(scene: RealScene, no: str, names: str) -> None:
    items = next(one["items"] for one in scene.shop.trade.sent if one["event"] == no)
    scene.shop.trade.change(no, items=[one for one in items if one["name"] in names.split("、")])


@when(parsers.re(r"门店取消“(?P<no>[^”]+)”"))
def _called_off(scene: RealScene, no: str) -> None:
    scene.shop.trade.cancel(no, "resident")


@when(parsers.re(r"门店对账“(?P<month>[^”]+)”"))
def _reconciled(scene: RealScene, month: str) -> None:
    scene.shop.trade.reconcile(month)


@when(parsers.re(r"在看板上站到“(?P<no>[^”]+)”的换货"))
def _stand_at_exchange(scene: RealScene, no: str) -> None:
    (found,) = scene._all("exchange", "order_no=?", no)
    assert page(scene).board.choose(str(found["id"]))
    scene.hands.settle()


@when(parsers.re(r"照单称好(?:, (?P<bad>\S+)烂了)?"))
def _weighed(scene: RealScene, bad: str | None) -> None:
    """Every cell as the keyboard comes to it: what was ordered is there, cold enough; what is rotten is refused."""
    for _ in range(CELLS):
        name, _, cell = focus().partition(" ")
        if cell == "实到" and name == bad:
            scene.hands.press("-", "1", "Enter")
        elif cell in ("实到", "温度"):
            scene.hands.press(*(FOUND[name] if cell == "实到" else COLD), "Enter")
        else:
            return
    raise AssertionError(f"the sheet has no end: {focus()}")


@then(parsers.re(f"门店看到{QUOTED}"))
def _shop_sees(scene: RealScene, words: str) -> None:
    """Its program runs beside us: that nobody answers it hears when it next says something."""
    with suppress(TooSlow):
        scene.hands.wait(lambda: any(words in one for one in scene.shop.said), words)
    assert any(words in one for one in scene.shop.said), "\n".join(scene.shop.said)


# the residents' channel


@given("小程序开着")
@when("小程序开着")
def _channel(scene: RealScene) -> None:
    assert scene.channel.said == []


@then(parsers.re(f"小程序(?P<no>没有)?收到{QUOTED}"))
def _channel_heard(scene: RealScene, words: str, no: str | None) -> None:
    said = scene.channel.said
    assert any(words in one for one in said) is (no is None), "\n".join(said)
