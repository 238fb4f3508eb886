"""生成紧急公告: five calls about one place, and the notice is half written."""

from PySide6.QtCore import QObject

from desk.domain.flow import Frozen, Values
from desk.domain.lists import Lists
from desk.domain.notice_lists import URGENT_KIND, Audience
from desk.services.notices.audience import building_target, unit_target
from desk.services.notices.types import for_problem, type_of
from desk.services.work_orders.patterns import Pattern, Spot, spot_of
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import one
from desk.ui.counter import Counter

WORDS = "生成紧急公告"


def begun(pattern: Pattern, order: Frozen, spot: Spot, lists: Lists) -> Values:
    """What the calls say already: what sort of notice, since when, for which part of the estate, why."""
    kind = for_problem(lists, pattern.problem) or type_of(lists, URGENT_KIND)
    values: Values = {}
    if kind is not None:
        values |= {"kind": kind.code, "title": kind.title, "tips": kind.tips}
    if spot.building_no and spot.unit_no:
        values |= {"audience": str(Audience.UNIT), "targets": [unit_target(spot.building_no, spot.unit_no)]}
    elif spot.building_no:
        values |= {"audience": str(Audience.BUILDING), "targets": [building_target(spot.building_no)]}
    what = pattern.problem_label.rpartition("·")[2]
    where = pattern.where if not pattern.where.endswith(what) else pattern.where.removesuffix(what)
    values["reason"] = f"{where}{what}, 正在抢修"
    if order.get("reported_at"):
        values["from_at"] = int(order["reported_at"])
    if order.get("finish_due_at"):
        values["expected_at"] = int(order["finish_due_at"])
    return values


def write_notice(counter: Counter, owner: QObject, pattern: Pattern) -> None:
    """Read the first report and where it stands, and ask for the form."""
    database, actor, scope, lists = counter.database, counter.actor, counter.scope, counter.lists()
    first = pattern.orders[0].id

    def work() -> Values:
        order = one(database, actor, scope, WORK_ORDER, first) or {}
        home, place = str(order.get("home_id") or ""), str(order.get("place_id") or "")
        return begun(pattern, order, spot_of(database, actor, scope, home, place), lists)

    counter.read(owner, work, counter.ways.notice_wanted.emit)
