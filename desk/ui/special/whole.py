"""总单 and 公告: what one key makes of several orders of one place, from the intake, the detail and Today."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.services.work_orders import patterns, radar_words, whole
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import one
from desk.ui.counter import Counter


def make_whole(counter: Counter, owner: QObject, ent: str, done: Callable[[str], None] | None = None) -> None:
    """Join the orders that belong with `ent`, as the file has them now, to one that stands for all; `done` its id."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()

    def work() -> Pattern | None:
        order = one(database, actor, scope, WORK_ORDER, ent)
        if order is None:
            return None
        found = patterns.of_order(database, actor, scope, counter.settings(), order, now)
        return next((each for each in found if each.kind is not PatternKind.CROWD and each.loose), None)

    def known(pattern: Pattern | None) -> None:
        if pattern is None:
            counter.ways.said.emit("没有要并的报修单了")
            return
        count = len(pattern.loose)

        def made(ents: tuple[str, ...]) -> None:
            _, no = pattern.parent
            words = f"{count} 单已并入总单 {no}" if no else f"已建总单, 并入 {count} 单, 请告知工程班长"
            counter.ways.said.emit(words)
            if done is not None:
                done(pattern.parent[0] or ents[0])

        counter.take(owner, whole.requests(scope, pattern), lambda changed: made(changed.ents))

    counter.read(owner, work, known)


def note_notice(counter: Counter, owner: QObject, pattern: Pattern, show: Callable[[str], None] | None = None) -> None:
    """The words of a notice to read out, and in the order's story that one was proposed."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
    ent = pattern.orders[0].id
    remark = f"{patterns.NOTICE}: {pattern.span} 分钟 {pattern.count} 个电话"

    def noted() -> None:
        counter.ways.said.emit("已记下: 建议发公告")
        if show is not None:
            told = show
            counter.read(owner, lambda: one(database, actor, scope, WORK_ORDER, ent),
                         lambda order: told(radar_words.notice_words(order or {}, now)))  # fmt: skip

    request = counter.request("work_order", "remark", {"remark": remark}, ent)
    counter.take(owner, [request], lambda _changed: noted())
