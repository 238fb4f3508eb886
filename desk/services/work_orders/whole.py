"""总单: one order that stands for several of one trouble; they are joined to it, and the foreman has been told."""

from desk.services.work_orders import radar_words
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.services.work_orders.record import Area, Channel, Charge, OrderKind
from desk.store.steps import StepRequest


def requests(scope: str, pattern: Pattern) -> list[StepRequest]:
    """One group: the whole is taken in, every order joins it, the foreman is noted. With a whole there: only joined."""
    parent, no = pattern.parent
    if parent:
        return [_join(scope, one.id, parent, no) for one in pattern.loose]
    made = StepRequest(scope, "work_order", "intake", _whole(pattern))
    joins = [_join(scope, one.id, "@0", "@0") for one in pattern.loose]
    told = StepRequest(scope, "work_order", "remark", {"remark": radar_words.TOLD_FOREMAN}, "@0")
    return [made, *joins, told]


def _join(scope: str, ent: str, parent: str, no: str) -> StepRequest:
    return StepRequest(scope, "work_order", "join", {"parent_id": parent, "parent_no": no}, ent)


def _whole(pattern: Pattern) -> dict[str, str]:
    spot = pattern.spot
    values = {
        "kind": str(OrderKind.FAULT),
        "channel": str(Channel.COUNTER),
        "where": pattern.where,
        "matter": radar_words.whole_matter(pattern),
        "problem": pattern.problem,
        "problem_label": pattern.problem_label,
    }
    if pattern.kind is PatternKind.HOME:
        values |= {"home_id": spot.home_id, "area": str(Area.OWN)}
    else:
        # At the unit's own place, so that whoever rings next about it is put on the list of the whole.
        values |= {"place_id": spot.place_id or spot.riser, "area": str(Area.PUBLIC), "charge": str(Charge.FREE)}
    return {name: value for name, value in values.items() if value}
