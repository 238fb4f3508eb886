"""What desks of a simulated office do behind the steps: photos, snapshots of what they could not read, old entries."""

from typing import TYPE_CHECKING

from desk.domain.calendar import DAY, HOUR
from sync.client.behind import Looked, look_after
from tests.simulation.net import photos

if TYPE_CHECKING:
    from tests.simulation.net.machines import Desk
    from tests.simulation.net.sim import Sim

NEEDED_BY = frozenset({"photos", "erasure", "older"})  # faults for which desks look behind them at all


def look(sim: "Sim", desk: "Desk") -> Looked | None:
    """One look, however it ends; None where its program did not live to say what it did."""
    told: list[Looked] = []
    before = photos.states(desk)
    sim.exchange(desk, lambda: told.append(look_after(sim.lines[desk.number], sim.memories[desk.number])))
    desk.database.plug.disarm()
    sim.center.database.plug.disarm()
    photos.after_look(sim, desk, before)
    if told:
        sim.say(f"desk {desk.number} looked: up {told[0].sent} down {told[0].fetched} {told[0].fault or ''}".rstrip())
    return told[0] if told else None


def settle(sim: "Sim") -> None:
    """Everybody looks until nothing moves any more; a night lies before it, so that everybody does the daily work."""
    sim.time.forward(DAY)
    allowed = 4 + len(sim.photos.taken)
    for _ in range(allowed):
        if not any([_moved(sim, desk) for desk in sim.desks]):
            return
        sim.time.forward(2 * HOUR)
    raise AssertionError(f"I14: photos still move after {allowed} looks of everybody")


def _moved(sim: "Sim", desk: "Desk") -> bool:
    """Whether looking moved anything, as often as the desk wanted to look again at once."""
    moved = False
    for _ in range(8 + len(sim.photos.taken)):
        looked = look(sim, desk)
        assert looked is not None
        moved |= looked.fault is not None or looked.sent + looked.fetched > 0
        if looked.retry_ms != 0:
            return moved
    raise AssertionError("I14: a desk looks for photos again and again")
