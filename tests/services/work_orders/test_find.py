"""An order by its printed number, however it reaches the desk."""

import pytest

from desk.domain.roles import Actor, Role
from desk.services.work_orders.find import find_orders, number_in
from desk.store.query import NotVisible
from desk.store.search import Search
from tests.world import World


@pytest.mark.parametrize(
    ("scanned", "number"),
    [
        ("W3-0457", "W3-0457"),
        ("w3a-0457\r\n", "W3A-0457"),
        ("Ｗ３Ａ－０４５７", "W3A-0457"),
        ("W3A—0457", "W3A-0457"),
        ("https://desk.example.cn/s/CHXG3A-000457?k=8f3c21", "CHXG3A-000457"),
        ("6901234567892", None),
        ("", None),
        ("\ud800\x00", None),
    ],
)
def test_the_number_in_what_was_read(scanned: str, number: str | None) -> None:
    assert number_in(scanned) == number


@pytest.mark.parametrize("drained", [False, True])
def test_orders_by_number(drained: bool, world: World) -> None:
    search = Search(world.database, world.rules.records)
    clerk = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    numbers = ["W3A-0457", "W3A-10457", "W3A-0458", "W4A-0457"]
    orders = []
    for number in numbers:
        world.clock.forward(minutes=1)
        orders.append(world.take(Role.CLERK, "work_order.intake", where="3-2-1801", matter="龙头漏 0457 次", no=number))
    first, longer, other, prefix = orders
    world.take(Role.CLERK, "slip.issue", order_id=other, no="B-7001", copy_no=1)
    if drained:
        search.index.drain(500)

    def find(typed: str) -> list[str]:
        return find_orders(search, clerk, world.scope, typed)

    assert find("0457") == find("457") == find("０４５７") == find(" 0457 ") == [prefix, longer, first]
    assert find("10457") == [longer]
    assert find("W3A-0457") == find("w3a 0457".replace(" ", "-")) == find("https://x.cn/s/W3A-0457?k=1") == [first]
    assert find("0458") == [other]
    assert find("B-7001") == find("7001") == [other]
    assert find("W3A-0459") == find("9999") == find("") == find("水") == find("3-2-1801") == find("\ud800") == []
    with pytest.raises(NotVisible):
        find_orders(search, Actor(clerk.id, frozenset()), world.scope, "0457")
