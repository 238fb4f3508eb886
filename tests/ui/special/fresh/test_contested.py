"""待裁定 on the board: what two desks saw differently says so, and Enter leads to the decision, not past it."""

from pathlib import Path

from desk.domain.roles import Role
from desk.ui.special.fresh.shown import CardShown
from desk.ui.theme import Theme
from tests.branches import two_desks
from tests.services.fresh_orders.bench import ROTTEN, WEIGHED
from tests.ui.special.fresh.hall import DAY, ENTER, Hall, arrived
from tests.world import World


def test_goods_accepted_on_two_desks_say_so_until_somebody_decides(
    bare: Theme, world: World, built_world: World, prepared_server: Path, tmp_path: Path
) -> None:
    world.clock.set(DAY, "14:02")
    with two_desks(world, built_world, tmp_path, prepared_server) as desks:
        order, plain = arrived(world), arrived(world, "TX20261118-8835", "2-2-802", 300, 10)
        desks.cables_in()
        for desk, role, told in ((world, Role.CLERK, ROTTEN), (desks.there, Role.SUPERVISOR, WEIGHED)):
            desk.take(role, "fresh_order.begin", order)
            desk.take(role, "fresh_order.inspect", order, inspected=told)
        hall = Hall(world)
        try:
            asked: list[str] = []
            hall.counter.ways.review_wanted.connect(asked.append)
            shown = _shown(hall)
            assert shown[order].doubt == ""

            hall.counter.changed.emit(desks.cables_in(desks.there, world)[-1])
            hall.rest()
            shown = _shown(hall)
            assert (shown[order].doubt, shown[order].action, shown[order].key) == ("待裁定", "裁定", "Enter")
            assert "待裁定" in shown[order].spoken
            assert shown[plain].doubt == ""
            hall.page.board.choose(order)
            hall.press(ENTER)
            assert asked == [order]

            (branch,) = desks.branches()
            assert branch["ent"] == order
        finally:
            hall.leave()


def _shown(hall: Hall) -> dict[str, CardShown]:
    return {one.id: one for column in hall.page.board.lists for one in column.lines() if isinstance(one, CardShown)}
