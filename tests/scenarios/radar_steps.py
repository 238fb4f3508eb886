"""Steps of the scenarios about callers who report what is there already."""

from pytest_bdd import given, parsers, then, when

from desk.domain.flow import Values
from desk.services.work_orders.co_report import CO_REPORT, CoReportState
from desk.store.rows import columns_of
from tests.scenarios.counter_scene import Scene

UNIT = "3-2-"  # where 王秀英 lives


def reports_of(scene: Scene, name: str) -> list[Values]:
    columns = columns_of(CO_REPORT)
    assert scene.desk.database is not None
    rows = scene.desk.database.read(columns.select("order_id=? ORDER BY id"), (scene.order(name)["id"],))
    return [columns.decode(row) for row in rows]


def neighbours(scene: Scene, count: int) -> list[str]:
    """Rooms of the unit with somebody in them, each home once, 1801 not among them."""
    assert scene.desk.database is not None
    rows = scene.desk.database.read(
        """SELECT h.room FROM home h JOIN residence r ON r.home_id = h.id AND r.scope = h.scope
           JOIN resident p ON p.id = r.resident_id AND p.scope = r.scope
           WHERE h.building_no = '3' AND h.unit_no = '2' AND h.room <> '3-2-1801' AND r.status = 'active'
             AND p.phones LIKE '%number%' GROUP BY h.room ORDER BY h.room LIMIT ?""",
        (count,),
    )
    assert len(rows) == count
    return [str(row[0]) for row in rows]


@given(parsers.re(r"同单元(?P<count>\d+)户先后来电, 都按 \+(?:, (?P<quiet>\d+)户说不用回电)?"))
@when(parsers.re(r"同单元(?P<count>\d+)户先后来电, 都按 \+(?:, (?P<quiet>\d+)户说不用回电)?"))
def _callers(scene: Scene, count: str, quiet: str | None) -> None:
    """The room typed, the first of the home taken, one key; the first of them want no call back."""
    for number, room in enumerate(neighbours(scene, int(count))):
        scene.hands.press("F2")
        scene.hands.figures(room)
        scene.hands.press("Enter", "+")
        if number < int(quiet or 0):
            scene.hands.press("2")
        scene.clock.now += 20_000
    scene.hands.press("Esc")


@then(parsers.re(r"“(?P<name>[^”]+)”有 ?(?P<count>\d+) ?个同报"))
def _so_many(scene: Scene, name: str, count: str) -> None:
    assert len([one for one in reports_of(scene, name) if one["status"] != "void"]) == int(count)


@then(parsers.re(r"“(?P<name>[^”]+)”的同报里 ?(?P<count>\d+) ?个是“(?P<state>[^”]+)”"))
def _in_state(scene: Scene, name: str, count: str, state: str) -> None:
    found = [one for one in reports_of(scene, name) if CoReportState.label_of(one["status"]) == state]
    assert len(found) == int(count), [one["status"] for one in reports_of(scene, name)]


@then(parsers.re(r"新单有 ?(?P<count>\d+) ?张"))
def _new_orders(scene: Scene, count: str) -> None:
    assert len(scene.new_orders()) == int(count), [one["matter"] for one in scene.new_orders()]


@then(parsers.re(r"“(?P<name>[^”]+)”并入了“(?P<whole>[^”]+)”"))
def _joined(scene: Scene, name: str, whole: str) -> None:
    assert scene.order(name)["parent_id"] == scene.order(whole)["id"]
    assert scene.order(name)["parent_no"] == scene.order(whole)["no"]
