"""What may be frozen, who marks beside the computed marks, how many days a year are an act of God."""

from collections.abc import Iterable, Sequence

from desk.domain.calendar import DAY, add_days, day_of, days_between, start_of_day
from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Verdict
from desk.domain.roles import Role
from desk.services.assessment.record import MajeureState, Standing

LONGEST_DAYS = 366
HEAD_OFFICE = frozenset({Role.HEAD_OFFICE})


def _no(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


def freeze(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A whole period that is over, with every row counted and nothing left for a person to decide."""
    told = {**before, **body}
    begin, end = str(told["from_on"]), str(told["until_on"])
    if end < begin or days_between(begin, end) >= LONGEST_DAYS:
        return _no("period", "期间不对", "请选一年之内的起止日期", "until_on")
    if end >= day_of(context.now):
        return _no("early", "期间还没有结束, 只能试算", f"{end} 过后再冻结", "until_on")
    if body.get("undecided"):
        return _no("undecided", f"还有 {body['undecided']} 件待裁定, 不能冻结", "请先到“待裁定”里决定哪一边算数")
    rows = body.get("rows") or []
    if any(one.get("standing") == Standing.SEALED for one in rows):
        return _no("sealed", "投诉档案未打开, 4.1、4.2 未计算, 不能冻结", "请项目经理或总部登录后冻结", "rows")
    if sum(int(one.get("score") or 0) for one in rows) != body.get("total"):
        return _no("sum", "各行得分加起来不等于总分", "请重新计算后再冻结", "total")
    # Marks beside were given to other figures.
    gone = {name: None for name in _BESIDE if before.get(name) is not None}
    return Verdict(gone)


_BESIDE = ("own_marks", "own_by", "own_by_id", "chief_marks", "chief_by", "chief_by_id")


def own(before: Frozen, body: Frozen, context: Context) -> Verdict:
    wrong = _wrong_marks(before, body.get("own_marks"), "own_marks")
    return Verdict(refusal=wrong) if wrong else Verdict({"own_by_id": context.actor.id})


def chief(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """主管评定 by somebody who did not mark himself."""
    wrong = _wrong_marks(before, body.get("chief_marks"), "chief_marks")
    if wrong is None and before.get("own_by_id") == context.actor.id:
        wrong = Refusal("own", "自评的人不能再做主管评定", "请另一位主管或总部评定")
    return Verdict(refusal=wrong) if wrong else Verdict({"chief_by_id": context.actor.id})


def _wrong_marks(before: Frozen, marks: object, field: str) -> Refusal | None:
    """Marks of rows that the sheet has, between nothing and what the row is worth, in tenths."""
    worth = {str(one["code"]): int(one.get("full") or 0) for one in before.get("rows") or ()}
    if not isinstance(marks, list) or not marks:
        return Refusal("asks", "还没有打分", "请至少给一行打分", field)
    for one in marks:
        code, score = (one.get(name) if isinstance(one, dict) else None for name in ("code", "score"))
        if code not in worth or not isinstance(score, int) or isinstance(score, bool) or not 0 <= score <= worth[code]:
            most = f"{worth[code] / 10:.1f}" if code in worth else "?"
            return Refusal("marks", f"{code} 的分数不对", f"请写 0 到 {most}", field)
    return None


def submit(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict() if before.get("own_marks") else _no("own", "还没有自评", "请先填自评再提交", "own_marks")


def confirm(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if not before.get("chief_marks"):
        return _no("chief", "还没有主管评定", "请主管评定后再确认", "chief_marks")
    return Verdict()


# an act of God


def claim(before: Frozen, body: Frozen, context: Context) -> Verdict:
    begin, end = str(body["from_on"]), str(body["to_on"])
    if end < begin:
        return _no("order", "结束早于开始", "请核对日期", "to_on")
    if end > day_of(context.now):
        return _no("future", "还没有过去的日子不能登记", "请过后再登记", "to_on")
    if days_between(begin, end) >= LONGEST_DAYS:
        return _no("long", "太长了", "请分开登记", "to_on")
    return Verdict()


def spans_of(scope: str, rows: Iterable[Frozen], most_days: int) -> list[tuple[str, int, int]]:
    """(scope, from, to) that really do not count: agreed ones whole, claimed ones by the day until the year's days
    are used up, the earliest first. A day claimed twice is one day.
    """
    agreed: set[str] = set()
    claimed: set[str] = set()
    for one in rows:
        days = _days(str(one["from_on"]), str(one["to_on"]))
        if one.get("status") == MajeureState.AGREED:
            agreed.update(days)
        elif one.get("status") == MajeureState.CLAIMED:
            claimed.update(days)
    used: dict[str, int] = {}
    counted = set(agreed)
    for day in sorted(claimed - agreed):
        used[day[:4]] = used.get(day[:4], 0) + 1
        if used[day[:4]] <= most_days:
            counted.add(day)
    return [(scope, start_of_day(day), start_of_day(day) + DAY) for day in sorted(counted)]


def _days(begin: str, end: str) -> Sequence[str]:
    return [add_days(begin, n) for n in range(days_between(begin, end) + 1)]


def found(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if int(body["made_at"]) > context.now:
        return _no("future", "投诉时间还没有到", "请核对时间", "made_at")
    return Verdict()
