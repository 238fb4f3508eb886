"""Steps of the revisit scenarios: what the days before have left, done by real steps of real people."""

from pytest_bdd import given, parsers, then

from desk.domain.calendar import DAY, HOUR
from desk.domain.roles import Actor
from desk.services.revisits import calling
from desk.services.revisits.due import MAY_RING, Call
from desk.services.revisits.reads import calls
from desk.services.revisits.record import ExemptReason, RevisitSource
from desk.store.steps import StepRequest
from tests.scenarios.counter_scene import Scene

SUPERVISOR, MANAGER = "张敏", "陈国平"


def _actor(scene: Scene, name: str) -> Actor:
    return Actor(str(scene._column("SELECT id FROM staff WHERE name=?", name)[0]), frozenset())


def _waiting(scene: Scene) -> list[Call]:
    counter, page = scene.desk.counter, scene.desk.frame
    assert counter is not None
    assert page is not None
    from desk.paths import RESOURCES
    from desk.services.revisits.in_force import in_force
    from desk.services.revisits.sources import load_revisit_settings

    table = in_force(load_revisit_settings(RESOURCES / "catalogue"), counter.lists())
    return calls(counter.database, counter.actor, counter.scope, table, scene.clock())


def _take(scene: Scene, name: str, *requests: StepRequest) -> str:
    return scene.take(*requests, by=_actor(scene, name))


@given("今天只剩三户户内维修要回访")
def _three_are_left(scene: Scene) -> None:
    """The supervisor has let the other calls go."""
    counter = scene.desk.counter
    assert counter is not None
    due = [one for one in _waiting(scene) if one.group in MAY_RING]
    alone = [one for one in due if len(one.dues) == 1 and one.dues[0].source is RevisitSource.REPAIR and one.phones]
    for one in due:
        if one not in alone[:3]:
            _take(scene, SUPERVISOR, *calling.exempted(counter.scope, one.dues, ExemptReason.OTHER))


@given("每次回访都要抽查")
def _all_are_checked(scene: Scene) -> None:
    counter = scene.desk.counter
    assert counter is not None
    values = {"key": "revisit.check_percent", "value": "100"}
    _take(scene, MANAGER, StepRequest(counter.scope, "setting", "add", values))


@given(parsers.re(r"(?P<where>\S+) 的(?P<name>\S+?)还修好了(?P<matters>[^,]+), 没回访过"))
def _repaired_there(scene: Scene, where: str, name: str, matters: str) -> None:
    """Taken in, done, signed and filed four days ago."""
    counter = scene.desk.counter
    assert counter is not None
    scope = counter.scope
    home = scene._column("SELECT id FROM home WHERE scope=? AND room=?", scope, where)[0]
    lives = "SELECT r.id FROM resident r JOIN residence l ON l.resident_id=r.id WHERE l.home_id=? AND r.name=?"
    person = scene._column(lives, home, name)[0]
    crew = scene._column("SELECT id FROM crew WHERE scope=? AND name='水电班'", scope)[0]
    then = scene.clock() - 4 * DAY
    for matter in matters.split("、"):
        told = {"home_id": home, "resident_id": person, "where": where, "reporter": name, "matter": matter,
                "problem_label": f"维修·{matter}", "charge": "free", "reporter_phone": "13800006621",
                "happened_at": then}  # fmt: skip
        order = _take(scene, "李敏", StepRequest(scope, "work_order", "intake", told))
        for step, values in (
            ("dispatch", {"crew_id": crew, "crew": "水电班"}),
            ("arrive", {"happened_at": then + HOUR}),
            ("finish", {"result": "repaired", "happened_at": then + 2 * HOUR}),
            ("sign", {"signature": "self", "happened_at": then + 2 * HOUR}),
            ("slip_back", {}),
        ):
            _take(scene, "李敏", StepRequest(scope, "work_order", step, values, order))


@then(parsers.re(r"这次回访问了(?P<count>\d)件, 只拨了一次号"))
def _one_call(scene: Scene, count: str) -> None:
    dialled = scene._column("SELECT dialled_at FROM revisit WHERE status='answered' AND answered_at>=?", scene.clock())
    assert len(dialled) == int(count)
    assert len({one for one in dialled if one}) == 1


@then(parsers.re(r"这次回访问了(?P<count>\d)件, 没有拨号"))
def _no_call(scene: Scene, count: str) -> None:
    dialled = scene._column("SELECT dialled_at FROM revisit WHERE status='answered' AND answered_at>=?", scene.clock())
    assert dialled == [None] * int(count)
