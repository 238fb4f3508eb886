"""Steps of the scenarios about notices: the page, the clock on the wall, how a notice stands."""

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import at
from desk.domain.flow import Values
from desk.services.notices.phases import phase_of
from desk.services.notices.record import NOTICE
from desk.store.rows import columns_of
from tests.scenarios.counter_scene import Scene


def notices(scene: Scene, title: str) -> list[Values]:
    """Those of this title that were written here, the newest first."""
    assert scene.desk.database is not None
    columns = columns_of(NOTICE)
    newest = columns.select("title=? ORDER BY COALESCE(correction_no, 0) DESC, id DESC")
    rows = scene.desk.database.read(newest, (title,))
    return [columns.decode(row) for row in rows]


@when("打开公告")
def _open(scene: Scene) -> None:
    scene.click("公告")


@then(parsers.re(r"公告“(?P<title>[^”]+)”是“(?P<phase>[^”]+)”"))
def _stands(scene: Scene, title: str, phase: str) -> None:
    newest = notices(scene, title)[0]
    assert phase_of(newest, scene.clock.now).label == phase


@then(parsers.re(r"原来的公告“(?P<title>[^”]+)”是“(?P<phase>[^”]+)”"))
def _stood(scene: Scene, title: str, phase: str) -> None:
    assert phase_of(notices(scene, title)[1], scene.clock.now).label == phase


@then(parsers.re(r"公告“(?P<title>[^”]+)”有(?P<count>\d+)个来电"))
def _calls(scene: Scene, title: str, count: str) -> None:
    assert scene.desk.database is not None
    found = scene.desk.database.read(
        "SELECT COUNT(*) FROM notice_call WHERE notice_id=? AND status='logged'", (notices(scene, title)[0]["id"],)
    )
    assert found[0][0] == int(count)


@given("有一份张敏复核过的停水公告")
def _sent(scene: Scene) -> None:
    """On Monday, three days ahead, for one unit."""
    counter = scene.desk.counter
    assert counter is not None
    values = {
        "kind": "11", "title": "停水通知", "from_at": at("2026-11-23", "9:00"), "to_at": at("2026-11-23", "17:00"),
        "expected_at": at("2026-11-23", "17:00"), "audience": "unit", "targets": ["u/3/2"], "homes": 60,
        "range_words": "3栋2单元", "reason": "水箱检修", "phone": "8801 6000", "undersigned": "翠湖花园物业服务中心",
        "writer": counter.actor.name,
    }  # fmt: skip
    (ent,) = counter.steps.take(counter.actor, counter.request("notice", "draft", values)).ents
    counter.steps.take(counter.actor, counter.request("notice", "submit", {}, ent))
    (reader,) = counter.database.read("SELECT id FROM staff WHERE name = '张敏'")[0]
    other = counter.office.actor(counter.database, counter.scope, reader)
    told = counter.request("notice", "approve", {"reviewer": "张敏"}, ent)
    counter.changed.emit(counter.steps.take(other, told))
