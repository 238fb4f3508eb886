"""The days after: the supervisor rings whoever is due, three times on two days where nobody picks up."""

from desk.domain.calendar import SECOND, at
from desk.domain.roles import Actor, Role
from desk.paths import RESOURCES
from desk.services.revisits import calling, reads
from desk.services.revisits.calling import Heard
from desk.services.revisits.due import JUDGED, MAY_RING, Due
from desk.services.revisits.record import CallCode, FollowUp, Satisfaction
from desk.services.revisits.sources import load_revisit_settings
from desk.store.steps import StepRequest
from tests.simulation.day.plan import NEXT, Call
from tests.simulation.day.play import Play
from tests.world import NAMES

COUNTED = (NEXT, "17:30")
SITTINGS = (
    (NEXT, "9:40"), (NEXT, "14:40"), COUNTED, ("2026-11-21", "9:40"), ("2026-11-23", "9:40"), ("2026-11-24", "9:40"),
    ("2026-11-24", "14:40"), ("2026-11-25", "9:40"), ("2026-11-25", "14:40"),
)  # fmt: skip
RINGS = MAY_RING | JUDGED
FOLLOW_UPS = {"bad_rework": FollowUp.REWORK, "bad_call": FollowUp.CALL_BACK}


def ask_all(played: Play, calls: list[Call]) -> None:
    """Every sitting works its list off; between them Friday's money is counted."""
    known = {played.orders[one.n]: one for one in calls}
    called_back: set[str] = set()
    for day, clock in SITTINGS:
        played.world.clock.now = at(day, clock)
        if (day, clock) == COUNTED:
            played.close_day(NEXT, 0)
        else:
            _sit(played, known, called_back)


def _sit(played: Play, known: dict[str, Call], called_back: set[str]) -> None:
    world = played.world
    supervisor = Actor(world.people[Role.SUPERVISOR].id, frozenset({Role.SUPERVISOR}), NAMES[Role.SUPERVISOR], "02")
    settings = load_revisit_settings(RESOURCES / "catalogue")
    found = reads.calls(world.database, supervisor, world.scope, settings, world.clock.now)
    for due in [each for call in found if call.group in RINGS for each in call.dues]:
        wanted = _requests(played, due, known[due.about_id], supervisor.name, called_back)
        world.steps.take(supervisor, *calling.dialled(world.scope, [due], supervisor.name))
        world.clock.now += 40 * SECOND
        world.steps.take(supervisor, *wanted)


def _requests(played: Play, due: Due, one: Call, by: str, called_back: set[str]) -> list[StepRequest]:
    scope, now = played.scope, played.world.clock.now
    if one.reach != "answers":
        code = CallCode.REFUSED if one.reach == "refuses" else CallCode.NO_ANSWER
        return calling.not_answered(scope, [due], code, now + 60 * SECOND, played.settings, by, now)
    rating = "good" if due.about_id in called_back else one.rating  # the supervisor has seen to it
    follow = FOLLOW_UPS.get(rating)
    said = Satisfaction.BAD if follow else Satisfaction.GOOD if rating == "good" else Satisfaction.FAIR
    if follow is FollowUp.CALL_BACK:
        called_back.add(due.about_id)
    heard = Heard(CallCode.ANSWERED, (("修好了吗?", "no" if follow else "yes"),), said, "", follow, 40)
    return calling.answered(scope, due, heard, by)
