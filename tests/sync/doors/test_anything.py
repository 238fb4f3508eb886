"""Whatever a signed partner sends that fits the description, or nearly, is answered as described: never a fault."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.server.doors.routes import ROUTES
from sync.server.serving import Server
from sync.wire.shop import ShopAnswer
from tests.sync.doors.channel import Channel, made, said
from tests.sync.doors.shop import NO, event, order
from tests.world import World

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x, max_size=3), max_leaves=5
)
OURS = [route for route in ROUTES if route.auth in ("channel", "partner") and route.takes is not None]
SHOPS = {route.path.rpartition("/")[2]: route for route in OURS if route.gives is ShopAnswer}
LINE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=80)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=500)
IDS = st.from_regex("[0-9A-Za-z._-]{1,64}", fullmatch=True)
MOMENTS = st.integers(0, 2**53)
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "event": IDS, "id": IDS, "revision": st.integers(1, 1_000_000), "at": MOMENTS, "matter": WORDS, "address": LINE,
    "who": st.fixed_dictionaries({"name": LINE, "phone": st.text("0123456789+()#*转 -", min_size=3, max_size=40)},
                                 optional={"openid": IDS}),
    "home": st.uuids().map(str), "estate": st.uuids().map(str) | st.just(""),
    "kind": st.sampled_from(("fault", "appointment", "enquiry")), "wanted_from_at": MOMENTS, "wanted_to_at": MOMENTS,
    "photos": st.lists(st.from_regex("https://[!-~]{1,30}", fullmatch=True), max_size=3), "words": WORDS,
    "rating": st.sampled_from(("good", "fair", "bad")), "data": JSONS,
    "notice": st.uuids().map(str), "people": st.integers(1, 50),
    "delivered": MOMENTS, "failed": MOMENTS, "read": MOMENTS,
    "month": st.sampled_from(("", "2026-11", "2026-13")),
    "events": st.lists(st.fixed_dictionaries({"kind": IDS, "event": IDS, "revision": MOMENTS}), max_size=3),
}  # fmt: skip
MUST = {"event", "id", "revision", "at", "who", "matter", "rating", "events", "data", "notice", "delivered"}
FEN, NUMBER, AMOUNT = st.integers(0, 100_000_000), st.integers(1, 9999), st.integers(1, 1_000_000)
ITEM = st.fixed_dictionaries(
    {"n": NUMBER, "name": LINE, "unit": st.sampled_from(("g", "piece")), "ordered": AMOUNT, "price_fen": FEN},
    optional={"goods": LINE, "spec": LINE},
)
SHOP_DATA: dict[str, st.SearchStrategy[Any]] = {
    "order": st.fixed_dictionaries(
        {"who": PLAIN["who"], "items": st.lists(ITEM, min_size=1, max_size=4)},
        optional={"address": LINE, "home": PLAIN["home"], "estate": PLAIN["estate"], "note": WORDS,
                  "kind": st.sampled_from(("instant", "window")), "window_from_at": MOMENTS, "window_to_at": MOMENTS},
    ),
    "cancel": st.fixed_dictionaries({"order": st.just(NO)}, optional={"words": WORDS}),
    "notice": st.fixed_dictionaries(
        {"order": st.just(NO), "what": st.sampled_from(("packed", "on_the_way", "arrived"))},
        optional={"deliverer": LINE, "eta_at": MOMENTS},
    ),
    "exchange": st.fixed_dictionaries({"order": st.just(NO), "n": NUMBER}, optional={"eta_at": MOMENTS}),
    "compensation": st.fixed_dictionaries({"order": st.just(NO), "n": NUMBER, "amount_fen": FEN, "by": LINE}),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(SHOPS))
def test_whatever_a_shop_sends_is_answered_as_described(
    server: Server, world: World, elsewhere: str, kind: str
) -> None:  # fmt: skip
    shop = made(server, world, (world.scope, elsewhere), "shop")
    said(order(shop))
    known = {200, 422, *SHOPS[kind].problems}

    @SETTINGS
    @given(IDS, st.integers(1, 9), MOMENTS, SHOP_DATA[kind])
    def fits(ident: str, revision: int, at: int, data: Any) -> None:
        assert event(shop, kind, ident, data, revision, at).status in known

    @SETTINGS
    @given(st.dictionaries(st.sampled_from(("event", "revision", "at", "data")), JSONS))
    def nearly(told: Any) -> None:
        body = json.dumps(told).encode("utf-8", "surrogatepass")
        assert shop.send("POST", f"/v1/partner/{kind}", body).status in {400, *known}

    fits()
    nearly()
    assert shop.send("GET", f"/v1/partner/orders/{NO}").status == 200


@pytest.mark.parametrize(
    "route", [route for route in OURS if route.gives is not ShopAnswer], ids=lambda route: route.path
)
def test_what_is_described_is_answered_as_described(channel: Channel, route: Any) -> None:
    said(channel.report())
    names = route.takes.__struct_fields__
    must = {name: PLAIN[name] for name in names if name in MUST}
    may = {name: PLAIN[name] for name in names if name not in MUST}
    path = route.path.replace("{event}", "r-1").replace("{kind}", "fresh")
    known = {200, 422, *route.problems}

    @SETTINGS
    @given(st.fixed_dictionaries(must, optional=may))
    def fits(told: Any) -> None:
        assert channel.send(route.method, path, told).status in known

    @SETTINGS
    @given(st.dictionaries(st.sampled_from(sorted(names)), JSONS))
    def nearly(told: Any) -> None:
        answer = channel.send(route.method, path, json.dumps(told).encode("utf-8", "surrogatepass"))
        assert answer.status in {400, *known}

    fits()
    nearly()
