"""Two people sign: who takes over is another than who hands over, and knows where something does not agree."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Refusal, Values, Verdict


def give(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The counts are made here, so that no desk says another figure than its list."""
    told = {**before, **body}
    objects = _dicts(told.get("objects"))
    wrong = next((one for one in objects if not _whole(one.get("counted")) or not _whole(one.get("expected"))), None)
    if wrong is not None:
        name = str(wrong.get("name") or "物品")
        return Verdict(refusal=Refusal("count", f"{name}还没有点数", "请点一下, 没有就写 0", "objects"))
    short = sum(one["counted"] != one["expected"] for one in objects)
    decided: Values = {
        "giver_id": context.actor.id,
        "taker_id": None,
        "short": short,
        "open_count": len(_dicts(told.get("lines"))),
    }
    return Verdict({name: value for name, value in decided.items() if before.get(name) != value})


def take(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if before.get("giver_id") == context.actor.id:
        return Verdict(refusal=Refusal("second", "交班人和接班人是同一个人", "请接班的人自己签", "taker_id"))
    return Verdict({"taker_id": context.actor.id})


def send_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if before.get("giver_id") == context.actor.id:
        return Verdict(refusal=Refusal("second", "自己交的班不能自己退回", "要重写就先撤回", "taker_id"))
    return Verdict()


def withdraw(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if before.get("giver_id") != context.actor.id:
        return Verdict(refusal=Refusal("second", "这是别人交的班", "请交班人自己撤回", "giver_id"))
    return Verdict()


def promise(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """A promise for a time that has passed is none."""
    due = body.get("due_at")
    if isinstance(due, int) and due <= int(body.get("happened_at") or context.now):
        return Verdict(refusal=Refusal("order", "答应的时间已经过了", "请写以后的时间", "due_at"))
    return Verdict()


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
