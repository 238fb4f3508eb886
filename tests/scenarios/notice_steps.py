"""Steps of the scenarios about notices: the page, the clock on the wall, how a notice stands."""

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import at
from desk.domain.flow import Values
from desk.domain.roles import Actor, Role
from desk.services.notices.phases import phase_of
from desk.services.notices.record import NOTICE
from desk.store.rows import columns_of
from tests.scenarios.counter_scene import Scene

RULES = Actor("", frozenset({Role.RULES}))


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
    ent = scene.take(counter.request("notice", "draft", values))
    scene.take(counter.request("notice", "submit", {}, ent))
    (reader,) = counter.database.read("SELECT id FROM staff WHERE name = '张敏'")[0]
    other = counter.office.actor(counter.database, counter.scope, reader)
    scene.take(counter.request("notice", "approve", {"reviewer": "张敏"}, ent), by=other)


@given(parsers.re(r"“(?P<name>[^”]+)”在微信上报了“(?P<title>[^”]+)”"))
def _by_channel(scene: Scene, name: str, title: str) -> None:
    """As the door of the channel writes it of somebody whom it does not know."""
    counter = scene.desk.counter
    assert counter is not None
    values = {"notice_id": notices(scene, title)[0]["id"], "name": name, "phone": "13922223333", "people": 1,
              "where": "锦绣里9-2-101", "channel": "wechat", "identity_unchecked": True}  # fmt: skip
    scene.take(counter.request("sign_up", "sign", values), by=RULES)


@then(parsers.re(r"“(?P<title>[^”]+)”报名的人里有人要回访, 有人按比例不访"))
def _asked(scene: Scene, title: str) -> None:
    assert scene.desk.database is not None
    found = scene.desk.database.read(
        """SELECT r.status FROM revisit r JOIN sign_up s ON s.scope = r.scope AND s.id = r.about_id
           WHERE s.notice_id=? AND r.about='sign_up' AND r.source='activity'""",
        (notices(scene, title)[0]["id"],),
    )
    assert {str(row[0]) for row in found} == {"waiting", "exempt"}
    assert sum(row[0] == "waiting" for row in found) < len(found) / 2
