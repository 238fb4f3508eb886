"""Steps of what is outside of the window: the other PC, the server, the shop's and the channel's own programs."""

from pytest_bdd import given, parsers, then, when

from tests.scenarios.real.real_scene import RealScene

QUOTED = r"“(?P<words>[^”]*)”"


@given(parsers.re(r"(?:坐|回)到(?P<name>前台\d)"))
@when(parsers.re(r"(?:坐|回)到(?P<name>前台\d)"))
def _sit(scene: RealScene, name: str) -> None:
    scene.sit(name)


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


# the shop


@given(parsers.re(r"门店点了下单“(?P<no>[^”]+)”"))
@when(parsers.re(r"门店点了下单“(?P<no>[^”]+)”"))
def _ordered(scene: RealScene, no: str) -> None:
    scene.shop.trade.place(no)


@then(parsers.re(f"门店看到{QUOTED}"))
def _shop_sees(scene: RealScene, words: str) -> None:
    assert any(words in one for one in scene.shop.said), "\n".join(scene.shop.said)
