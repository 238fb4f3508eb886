"""What the tables of notices cannot say: two pairs of eyes, what an emergency owes, what is still missing."""

from uuid import UUID

from desk.domain.calendar import HOUR, MINUTE
from desk.domain.deciding import Context, happened, told_now
from desk.domain.flow import Frozen, Make, Refusal, Values, Verdict
from desk.domain.notice_lists import GENERAL, Audience, ReviewMode
from desk.domain.revisiting import Matter, RevisitSource, asked_about
from desk.domain.roles import Role
from desk.domain.words_of_time import clock_word, moment
from desk.services.notices.leads import lead_due
from desk.services.notices.record import NoticeState
from desk.services.notices.types import NoticeType, type_of

MOST_ASKED = 100  # of one activity: every one is a row of the call list, and a verdict has its measure
ATTENDED = ("id", "home_id", "resident_id", "where")
WHOLE = frozenset({str(Audience.ALL), str(Audience.CAR_OWNERS)})  # nobody in particular is chosen


def draft(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Whoever writes is a writer; what the type says of it goes with it."""
    verdict = _of_type(body, context)
    return verdict if verdict.refusal else Verdict({**verdict.set, "writer_ids": [context.actor.id]})


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    moved = _with_its_end(before, body)
    verdict = _of_type({**before, **body, **moved}, context)
    if verdict.refusal:
        return verdict
    writers = list(before.get("writer_ids") or [])
    more: Values = {} if context.actor.id in writers else {"writer_ids": [*writers, context.actor.id]}
    return Verdict({**verdict.set, **moved, **more})


def _with_its_end(before: Frozen, body: Frozen) -> Values:
    """预计恢复 that was nothing but the end goes with the end; told for itself it stays as told."""
    follows = before.get("expected_at") and before["expected_at"] == before.get("to_at")
    if not follows or "to_at" not in body or "expected_at" in body:
        return {}
    return {"expected_at": body["to_at"]}


def _of_type(told: Frozen, context: Context) -> Verdict:
    kind = type_of(context.lists, told.get("kind"))
    if kind is None:
        return Verdict(refusal=Refusal("kind", "没有这种公告类型", "请按两位数字重新选", "kind"))
    begins, ends = told.get("from_at"), told.get("to_at")
    if begins and ends and ends <= begins:
        return Verdict(refusal=Refusal("order", "结束不晚于开始", "请核对从几点到几点", "to_at"))
    if told.get("expected_at") and begins and told["expected_at"] <= begins:
        return Verdict(refusal=Refusal("order", "预计恢复不晚于开始", "请核对预计几点恢复", "expected_at"))
    if (told.get("received_at") or 0) > context.now + 5 * MINUTE:
        return Verdict(refusal=Refusal("future", "收文时间还没有到", "请核对收文时间", "received_at"))
    if (told.get("sign_up_limit") or 0) < 0:
        return Verdict(refusal=Refusal("limit", "名额不能是负数", "不限名额就空着", "sign_up_limit"))
    return Verdict({"kind_label": kind.name, "restores": kind.restores, "signs_up": kind.signs_up})


def submit(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """To a second reader. Too late for its type needs a word why; it goes out all the same."""
    told = {**before, **body}
    kind = type_of(context.lists, told.get("kind"))
    refusal = _unready(kind, told, context)
    if refusal is None and kind is not None and not told.get("late_reason"):
        refusal = _too_late(kind, told, context)
    return Verdict(refusal=refusal) if refusal else Verdict(told_now("submitted_at", context))


def _unready(kind: NoticeType | None, told: Frozen, context: Context) -> Refusal | None:
    if kind is None:
        return Refusal("kind", "没有这种公告类型", "请按两位数字重新选", "kind")
    if told.get("audience") not in WHOLE and not told.get("targets"):
        return Refusal("range", "还没有选发给哪些楼栋或住户", "请在范围里选, 或选全小区", "audience")
    timed = bool(kind.lead_hours or kind.within_minutes or kind.restores) and kind.code != GENERAL
    if timed and not told.get("from_at"):
        return Refusal("asks", f"{kind.name}还没有填从什么时候起", "请填开始时间, 到小时", "from_at")
    if not told.get("from_at") and not told.get("matter"):
        return Refusal("asks", "还没有写正文", "请写几句要告诉业主的话", "matter")
    if told.get("from_at") and not kind.urgent and not (told.get("reason") or told.get("matter")):
        return Refusal("asks", "还没有写原因", "请写为什么, 例如: 水箱检修", "reason")
    if kind.outside and not told.get("received_at"):
        return Refusal("asks", f"{kind.name}还没有填收文时间", "请填收到外单位通知的时间, 并附上照片", "received_at")
    if told.get("to_at") and told["to_at"] <= context.now:
        return Refusal("past", f"结束时间 {moment(told['to_at'], context.now)} 已经过了", "请核对时间", "to_at")
    begins, wished = told.get("from_at"), told.get("send_at")
    if begins and wished and wished >= begins:
        return Refusal("send_at", "定时发布不早于开始时间", "请把发布时间提前, 或清空它马上发", "send_at")
    return None


def _too_late(kind: NoticeType, told: Frozen, context: Context) -> Refusal | None:
    due = lead_due(kind, told)
    goes = max(context.now, int(told.get("send_at") or 0))
    if due is None or kind.within_minutes or goes <= due:
        return None
    hours = max(0, (int(told["from_at"]) - goes) // HOUR)
    return Refusal(
        "lead", f"提前不足: 只提前 {hours} 小时, {kind.name}要求 {kind.lead_hours} 小时",
        "请选一个原因再送复核; 这一次会计入及时性", "late_reason",
    )  # fmt: skip


def approve(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The second reader. It goes out now or at the hour that was wished for."""
    refusal = _own(before, context, "复核") or _only_manager(before, context)
    if refusal is None and before.get("to_at") and before["to_at"] <= context.now:
        refusal = Refusal("past", "结束时间已经过了", "请退回修改, 或作废", "to_at")
    if refusal:
        return Verdict(refusal=refusal)
    wished = 0 if before.get("corrects_id") else int(before.get("send_at") or 0)
    decided: Values = {
        "reviewer_id": context.actor.id,
        **told_now("reviewed_at", context),
        "sent_at": max(context.now, wished),
    }
    return Verdict(decided, _replaced(before, context))


def _own(before: Frozen, context: Context, does: str) -> Refusal | None:
    if context.actor.id not in (before.get("writer_ids") or ()):
        return None
    return Refusal("own", f"自己写的公告不能自己{does}", f"请另一位同事登录后{does}")


def _only_manager(before: Frozen, context: Context) -> Refusal | None:
    kind = type_of(context.lists, before.get("kind"))
    if kind is None or kind.review is not ReviewMode.MANAGER or context.actor.may(frozenset({Role.MANAGER})):
        return None
    return Refusal("role", f"{kind.name}要项目经理批准", "请项目经理登录后复核")


def _replaced(before: Frozen, context: Context) -> tuple[Make, ...]:
    """A correction that goes out takes the place of what it corrects."""
    wrong = before.get("corrects_id")
    if not wrong:
        return ()
    values: Values = {"status": str(NoticeState.CORRECTED), "corrected_by_id": before["id"]}
    return (Make("notice", str(wrong), {**values, **told_now("corrected_at", context)}),)


def send_first(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """先发后核: only what cannot wait, with a reason; the second reading is owed within a day."""
    told = {**before, **body}
    kind = type_of(context.lists, told.get("kind"))
    refusal = _unready(kind, told, context)
    if refusal is None and kind is not None and not kind.urgent and not told.get("corrects_id"):
        refusal = Refusal("planned", f"{kind.name}要先复核再发", "请送复核; 真是突发的, 把类型改成突发或紧急", "kind")
    if refusal:
        return Verdict(refusal=refusal)
    return Verdict({"sent_at": context.now, "send_at": None}, _replaced(before, context))


def second_read(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """补核: afterwards, by somebody else, once."""
    refusal = _own(before, context, "补核")
    if refusal is None and not before.get("urgent_reason"):
        refusal = Refusal("reviewed", "这份公告发布前已经复核过", "不用补核")
    if refusal is None and before.get("reviewed_at"):
        refusal = Refusal("reviewed", f"{before.get('reviewer') or '同事'}已经补核过了", "请看经过")
    return Verdict(refusal=refusal) if refusal else Verdict({"reviewer_id": context.actor.id})


def _not_out(before: Frozen, context: Context, does: str) -> Refusal | None:
    sent = before.get("sent_at")
    if not sent or sent <= context.now:
        return None
    return Refusal("scheduled", f"还没有发布 ({moment(int(sent), context.now)} 发), 不能{does}", "要撤下请作废")


def restore(before: Frozen, body: Frozen, context: Context) -> Verdict:
    refusal = _not_out(before, context, "登记恢复")
    over = happened(body, context)
    if refusal is None and not before.get("restores"):
        refusal = Refusal("restores", f"{before.get('kind_label') or '这类公告'}没有恢复可发", "请按“结束”")
    if refusal is None and before.get("from_at") and over < before["from_at"]:
        word = clock_word(int(before["from_at"]))
        refusal = Refusal("order", f"恢复时间早于开始时间 {word}", "请核对; 没有停成的请作废, 原因选计划取消")
    return Verdict(refusal=refusal) if refusal else Verdict()


def end(before: Frozen, body: Frozen, context: Context) -> Verdict:
    refusal = _not_out(before, context, "结束")
    if refusal is None and before.get("restores"):
        refusal = Refusal("restores", "这份公告要等恢复", "请按“恢复”, 填几点恢复的")
    if refusal is None and before.get("signs_up") and context.now < int(before.get("from_at") or 0):
        refusal = Refusal("early", "活动还没有开始, 不能结束", "不办了请作废, 原因选计划取消")
    if refusal:
        return Verdict(refusal=refusal)
    attended = _attended(body)
    if attended is None or (attended and not before.get("signs_up")):
        return Verdict(refusal=Refusal("attended", "参加的人看不懂", "请更新程序后再试", "attended"))
    return Verdict({}, tuple(_asked(before, one, context) for one in attended))


def _attended(body: Frozen) -> list[Frozen] | None:
    """Those to be asked, each once; None where it is no such list."""
    found: dict[str, Frozen] = {}
    for one in body.get("attended") or ():
        words = [one.get(name) or "" for name in ATTENDED] if isinstance(one, dict) else [0]
        if not all(isinstance(word, str) and len(word) <= 80 for word in words) or not _is_id(str(words[0])):
            return None
        found[str(words[0])] = one
    return list(found.values()) if len(found) <= MOST_ASKED else None


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _asked(notice: Frozen, one: Frozen, context: Context) -> Make:
    """How it was: the call to somebody who had a place; the list of sources says when and how many are asked."""
    over = min(int(notice.get("to_at") or context.now), context.now)
    matter = Matter(
        "sign_up", str(one["id"]), None, str(notice.get("title") or notice.get("kind_label") or "活动"), "", over,
        one.get("where") or None, one.get("home_id") or None, one.get("resident_id") or None,
    )  # fmt: skip
    return asked_about(matter, RevisitSource.ACTIVITY, context)


def void(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Called off before its hour it never went out."""
    sent = before.get("sent_at")
    return Verdict({"sent_at": None, "lead_due_at": None} if sent and sent > context.now else {})


def posted(before: Frozen, body: Frozen, context: Context) -> Verdict:
    refusal = _not_out(before, context, "登记张贴")
    return Verdict(refusal=refusal) if refusal else Verdict()


def receipt(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """How many a partner delivered it to; of one partner the newest word counts."""
    known = {str(one.get("partner")): one for one in before.get("receipts") or ()}
    told = {str(one.get("partner")): one for one in body.get("receipts") or ()}
    return Verdict({"receipts": list({**known, **told}.values())})


def sign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    told = {**before, **body}
    people = told.get("people")
    if people is not None and people <= 0:
        return Verdict(refusal=Refusal("people", "人数要大于零", "请填来几个人", "people"))
    closes = told.get("closes_at")
    if closes and happened(body, context) > closes:
        word = moment(int(closes), context.now)
        return Verdict(refusal=Refusal("closed", f"报名 {word} 已经截止", "请和业主说明; 要加人请改截止时间"))
    return Verdict({} if people else {"people": 1})


def changed(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Another number of people keeps its turn; whether they still have room follows from it."""
    return sign(before, body, context)


def identified(before: Frozen, body: Frozen, context: Context) -> Verdict:
    if not before.get("identity_unchecked"):
        return Verdict(refusal=Refusal("known", "这位报名人已经核对过", "不用再核对"))
    return Verdict({"identity_unchecked": None})


def signed_already(before: Frozen) -> Refusal:
    said = f" ({before.get('where')})" if before.get("where") else ""
    return Refusal("exists", f"这一户已经报过名了{said}", "要改人数请先取消再报")
