"""补单 on a slip from the drawer: which sheet a typed or scanned number means."""

from desk.domain.errors import DeskError
from desk.services.slips import ledger
from desk.services.work_orders.find import number_in
from desk.ui.counter import Counter


def in_drawer(counter: Counter, typed: str) -> str:
    """The id of the one blank slip meant, empty where none was typed; a DeskError beside the row for any other."""
    if not typed.strip():
        return ""
    found = ledger.blanks(counter.database, counter.actor, counter.scope, number_in(typed) or typed)
    if len(found) == 1:
        return str(found[0]["id"])
    if found:
        numbers = "、".join(str(one["no"]) for one in found)
        raise DeskError(f"不止一张空白派工单是“{typed.strip()}”", f"请写整个号码: {numbers}", "late")
    raise DeskError(f"抽屉里没有空白派工单“{typed.strip()}”", "请核对号码, 或空着这一格, 以后再绑定", "late")
