"""Steps of the housekeeping scenarios: bookings made before by real steps, and what became of them."""

from typing import Any

from pytest_bdd import given, parsers, then, when

from desk.domain.calendar import DAY, HOUR, add_days, at, day_of
from desk.domain.revisiting import revisit_id
from desk.services.housekeeping.record import BOOKING
from desk.store.steps import StepRequest
from desk.ui.special.housekeeping import HousekeepingPage
from tests.scenarios.counter_scene import Scene, last_of
from tests.scenarios.revisit_steps import _take

CLERK = "李敏"
NOTED = "家政"


def _step(scene: Scene, step: str, ent: str, **told: Any) -> None:
    assert scene.desk.counter is not None
    _take(scene, CLERK, StepRequest(scene.desk.counter.scope, BOOKING.name, step, told, ent))


@given(parsers.re(r"(?P<where>\S+) 约了(?P<company>\S+?)来(?P<work>\S+?), (?P<day>今天|昨天) (?P<clock>\d+:\d\d)"))
def _agreed(scene: Scene, where: str, company: str, work: str, day: str, clock: str) -> None:
    """Booked and agreed the day before."""
    counter = scene.desk.counter
    assert counter is not None
    lists = counter.lists()
    codes = {
        name: next(code for code, cells in lists.rows(name).items() if cells["name"] == wanted)
        for name, wanted in (("housekeeping_works", work), ("housekeeping_companies", company))
    }
    home = scene._column("SELECT id FROM home WHERE scope=? AND room=?", counter.scope, where)[0]
    told = {
        "where": where, "home_id": home, "customer": "王秀英", "customer_phone": "13800006621",
        "work": codes["housekeeping_works"], "company": codes["housekeeping_companies"],
        "happened_at": scene.clock() - DAY,
    }  # fmt: skip
    ent = _take(scene, CLERK, StepRequest(counter.scope, BOOKING.name, "book", told))
    visit = at(day_of(scene.clock()) if day == "今天" else add_days(day_of(scene.clock()), -1), clock)
    _step(scene, "agree", ent, visit_from_at=visit, agreed_by="company", worker="李阿姨")
    scene.noted[NOTED] = ent


@given("家政做完了, 单子还没交回")
def _done(scene: Scene) -> None:
    ent = scene.noted[NOTED]
    visit = int(scene._all(BOOKING.name, "id=?", ent)[0]["visit_from_at"])
    _step(scene, "arrive", ent, happened_at=visit)
    _step(scene, "finish", ent, happened_at=visit + HOUR)


@when(parsers.re(r"翻到家政的“(?P<pile>[^”]+)”"))
def _turn(scene: Scene, pile: str) -> None:
    """The pile by its tab, and the booking of this scene in it."""
    scene.click("家政")
    page = scene.desk.frame.page if scene.desk.frame is not None else None
    assert isinstance(page, HousekeepingPage)
    page.tabs.choose(next(one.name for one in page.spec.piles if one.label == pile))
    scene.hands.settle()
    assert page.body.choose(scene.noted[NOTED])
    page.body.settle()
    scene.hands.settle()


@when("到家政的回访")
def _to_the_call(scene: Scene) -> None:
    counter = scene.desk.counter
    assert counter is not None
    counter.ways.revisit_wanted.emit(revisit_id(counter.scope, scene.noted[NOTED]))
    scene.hands.settle()


@then(parsers.re(r"(?P<new>新登记的)?家政的(?P<label>\S+)是“(?P<words>[^”]*)”"))
def _is(scene: Scene, new: str | None, label: str, words: str) -> None:
    if new:
        found = scene._all(
            BOOKING.name, "id NOT IN (SELECT id FROM housekeeping WHERE booked_at < ?)", scene.clock() - HOUR
        )
        values = last_of(found, "booked_at")
    else:
        values = scene._all(BOOKING.name, "id=?", scene.noted[NOTED])[0]
    field = next(one for one in BOOKING.fields if one.label == label)
    assert field.words(values.get(field.name)) == words


@then(parsers.re(r"家政有一次(?P<status>\S+)的回访"))
def _call(scene: Scene, status: str) -> None:
    from desk.services.revisits.record import RevisitState

    found = scene._all("revisit", "about='housekeeping' AND about_id=?", scene.noted[NOTED])
    assert [RevisitState.label_of(row["status"]) for row in found] == [status]
