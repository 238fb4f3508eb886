"""Steps of the scenarios about callers who report what is there already."""

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import at
from desk.domain.flow import Values
from desk.services.work_orders.co_report import CO_REPORT, CoReportState
from desk.store import log
from desk.store.rows import columns_of
from desk.ui.page_tabs import Tabs
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


@given("电梯有人报了")
def _the_lift_stands(scene: Scene) -> None:
    """Reported by somebody in the hall, and handed to the company at once."""
    scene.hands.press("F2")
    scene.hands.say("3栋2单元电梯")
    scene.hands.press("Enter")
    scene.hands.say("电梯不动了")
    scene.hands.press("Enter", "F9")
    scene.noted["电梯"] = scene.order()["id"]
    scene.hands.press("F4", "F8")


@given(parsers.re(r"王秀英的龙头 (?P<day>\d\d-\d\d) 报修, (?P<done>\d\d-\d\d) (?P<clock>\d+:\d\d) 完工"))
def _mended(scene: Scene, day: str, done: str, clock: str) -> None:
    """What stands in the file since then; the scene's own orders are counted from here."""
    counter, now = scene.desk.counter, scene.clock.now
    assert counter is not None
    home, resident = counter.database.read(
        """SELECT h.id, r.resident_id FROM home h JOIN residence r ON r.home_id = h.id JOIN resident p
           ON p.id = r.resident_id WHERE h.room = '3-2-1801' AND p.name = '王秀英'"""
    )[0]
    crew = counter.database.read("SELECT id FROM crew WHERE name = '水电班'")[0][0]
    told = {"home_id": home, "resident_id": resident, "where": "3-2-1801", "reporter": "王秀英", "charge": "paid",
            "price_form": "on_site", "matter": "龙头滴水", "problem": "11",
            "problem_label": "给排水·龙头漏水"}  # fmt: skip
    scene.clock.now = at(f"2026-{day}", "9:00")
    take = counter.steps.take
    (order,) = take(counter.actor, counter.request("work_order", "intake", told)).ents
    take(counter.actor, counter.request("work_order", "dispatch", {"crew_id": crew, "crew": "水电班"}, order))
    scene.clock.now = at(f"2026-{done}", clock)
    take(counter.actor, counter.request("work_order", "finish", {"result": "repaired"}, order))
    scene.clock.now = now
    scene.noted["上次龙头"] = order
    scene.count_new_orders_from_here()


@given(parsers.re(r"同单元两户先后报“(?P<words>[^”]+)”"))
def _two_neighbours(scene: Scene, words: str) -> None:
    for room in neighbours(scene, 2):
        scene.hands.press("F2")
        scene.hands.figures(room)
        scene.hands.press("Enter")
        scene.hands.say(words)
        scene.hands.press("Enter", "2", "F9", "Esc")


@when(parsers.re(r"详情里看“(?P<words>[^”]+)”"))
def _turn_to(scene: Scene, words: str) -> None:
    """→ on the tabs until this one is shown."""
    tabs = next(one for one in scene.visible(Tabs) if one.accessibleName() == "详情")
    tabs.setFocus()
    for _ in range(6):
        if tabs.accessibleDescription().startswith(words):
            return
        scene.hands.press("Right")
    raise AssertionError(words)


@then(parsers.re(r"“(?P<name>[^”]+)”的经过里有“(?P<words>[^”]+)”"))
def _in_the_story(scene: Scene, name: str, words: str) -> None:
    """A painted line says nothing to a screen reader's eye: the log does."""
    assert scene.desk.database is not None
    said = [
        str(entry.values.get("remark") or "") for entry in log.history(scene.desk.database, scene.order(name)["id"])
    ]
    assert words in said


@then("看号码记在了本机")
def _journalled(scene: Scene) -> None:
    assert scene.desk.database is not None
    rows = scene.desk.database.read("SELECT about FROM device_log WHERE what = 'reveal' ORDER BY n DESC LIMIT 1")
    assert rows[0][0] in {one["id"] for one in reports_of(scene, "电梯")}


@then("这一单是上次龙头的返工")
def _of_the_last(scene: Scene) -> None:
    row = scene.order()
    assert row["rework_of"] == scene.noted["上次龙头"]
    assert row["rework_of_no"] == scene.order("上次龙头")["no"]


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


@then(parsers.re(r"“(?P<name>[^”]+)”的名单上有 (?P<count>\d+) 个(?P<state>等答复|不用回|已答复)"))
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
