"""What the radar says aloud: how an order stands that is there already, what several together mean. Pure."""

from desk.domain.calendar import day_of
from desk.domain.values import Frozen
from desk.domain.words_of_time import clock_word, day_word, moment, window_aloud
from desk.services.work_orders.patterns import NOTICE, Pattern, PatternKind
from desk.services.work_orders.radar import Duplicate, Hit
from desk.services.work_orders.record import Charge, Status, SuspendReason

S = Status
NAMED = 12  # rooms that a whole names in its matter
TOLD_FOREMAN = "已告知工程班长"


def thing(order: Frozen) -> str:
    """What it is about, as one says it: the public place, or the trouble at home."""
    where = str(order.get("where") or "")
    if order.get("place_id"):
        return where if not where.endswith("单元") else f"{where}{matter(order)}"
    return matter(order)


def matter(order: Frozen) -> str:
    """What was the matter, short."""
    return str(order.get("problem_label") or order.get("matter") or "").rpartition("·")[2]


def reply(report: Frozen, order: Frozen, estate: str, now: int) -> str:
    """The call back: who rings, what was reported and when, what came of it."""
    person = str(report.get("reporter") or "")
    hello = f"{person}您好, " if person else "您好, "
    told = f"您 {_time(report['reported_at'], now)} 反映的" if report.get("reported_at") else "您反映的"
    what = f"{order.get('where', '')}{matter(order)}" if order.get("place_id") else matter(order)
    if order.get("status") == S.VOID:
        end = "这边已经撤销, 如果还有问题请告诉我"
    elif order.get("finished_at"):
        word = "恢复" if order.get("place_id") else "修好"
        end = f"已经在 {_time(order['finished_at'], now)} {word}"
    else:
        end = "已经处理完了"
    return f"{hello}{estate}物业。{told}{what}, {end}。您看还有别的需要吗?"


def title(hit: Hit) -> str:
    """One line: 同报 · 3栋2单元电梯; 催单 · 3-2-1801 龙头漏水."""
    order = hit.order
    what = thing(order) if order.get("place_id") else f"{order.get('where', '')} {thing(order)}"
    return f"{hit.verdict.label} · {what}".strip()


def facts(hit: Hit, now: int) -> str:
    """Beside the title: number, state, how many rang."""
    order = hit.order
    if hit.verdict is Duplicate.REWORK:
        return f"{order.get('no', '')} · {day_word(day_of(order['finished_at']), day_of(now))}完工"
    parts = [str(order.get("no") or ""), Status.label_of(order.get("status"))]
    parts += [f"同报 {hit.reports}"] if hit.reports else []
    parts += [f"催过 {order['urges']} 次"] if order.get("urges") else []
    return " · ".join(part for part in parts if part)


def say(hit: Hit, now: int, days: int) -> str:
    """The words for the caller; `days` of the promise for a rework."""
    if hit.verdict is Duplicate.REWORK:
        return _say_rework(hit.order, now, days)
    done = "恢复" if hit.order.get("place_id") else "修好"
    end = "我马上再催一次。" if hit.verdict is Duplicate.URGE else f"{done}了要给您回电话吗?"
    return f"{stands(hit.order, now)}。{end}"


def stands(order: Frozen, now: int) -> str:
    """电梯已于 08:12 报修, 维保 08:40 到, 预计 10:00 恢复: only what is known, nothing promised that nobody said."""
    parts = [f"{thing(order)}已于 {_time(order['reported_at'], now)} 报修", _who(order, now), _until(order, now)]
    return ", ".join(part for part in parts if part)


def _who(order: Frozen, now: int) -> str:
    who = str(order.get("technician") or order.get("crew") or order.get("contractor") or "")
    status = order.get("status")
    if status == S.SUSPENDED:
        until = order.get("suspended_until_on")
        reason = SuspendReason.label_of(order.get("suspend_reason")) or "挂起"
        return f"现在{reason}" + (f", {day_word(until, day_of(now))}前后恢复" if until else "")
    if order.get("arrived_at"):
        return f"{who or '师傅'} {_time(order['arrived_at'], now)} 到"
    if status == S.HANDED_OUT:
        when = f"{_time(order['handed_out_at'], now)} " if order.get("handed_out_at") else ""
        return f"{when}已请{order.get('contractor') or '外单位'}来修"
    return f"已派{who}" if who and order.get("dispatched_at") else "正在派人"


def _until(order: Frozen, now: int) -> str:
    begin, end, due = order.get("window_from_at"), order.get("window_to_at"), order.get("finish_due_at")
    if order.get("status") == S.SUSPENDED:
        return ""
    if order.get("arrived_at"):
        word = "恢复" if order.get("place_id") else "修好"
        return f"预计 {_time(due, now)} {word}" if due and due > now else "正在修"
    if begin and end and end > now:
        return f"{window_aloud(begin, end, now)}上门"
    return ""


def _time(at: int, now: int) -> str:
    return clock_word(at) if day_of(at) == day_of(now) else moment(at, now)


def _say_rework(order: Frozen, now: int, days: int) -> str:
    who = str(order.get("technician") or order.get("crew") or "")
    day = day_word(day_of(order["finished_at"]), day_of(now))
    if order.get("place_id"):
        return f"{thing(order)} {day} {who}修过, {days} 天内又坏算返工, 我们马上安排。"
    free = "在保修期内" if order.get("charge") == Charge.WARRANTY else f"完工 {days} 天内再坏算返工"
    return f"{thing(order)} {day} {who}修过, {free}, 不收您的钱。我们马上安排。"


def pattern_words(one: Pattern) -> str:
    """疑似公共管道: 3栋2单元 7 天 3 单 下水堵塞; 反复报修: 3-2-1801 90 天 3 单."""
    if one.kind is PatternKind.CROWD:
        return f"{one.span} 分钟 {one.count} 个电话报{one.where}, {NOTICE if one.noted else '建议发公告'}"
    what = one.problem_label.rpartition("·")[2]
    riser = f", 同在 {one.same_riser} 立管" if one.same_riser else ""
    return f"{one.label}: {one.where} {one.span} 天 {one.count} 单 {what}".strip() + riser


def notice_words(order: Frozen, now: int) -> str:
    """What is read out, and can be put up, until the notice is out."""
    return f"各位业主, {stands(order, now)}。给您带来不便, 请谅解, 恢复后另行通知。"


def whole_matter(one: Pattern) -> str:
    """The matter of the order that stands for all: what the slip tells the man who goes."""
    each = list(dict.fromkeys(order.where for order in one.orders))
    named = "、".join(each[:NAMED]) + (f"等 {len(each)} 处" if len(each) > NAMED else "")
    ask = "请查公共主管" if one.label == PatternKind.UNIT.label else "请查根源"
    return f"{pattern_words(one)}。{ask}。有关报修: {named}"
