"""What the table of a booking cannot say: the company's clock, what an agreement needs, the revisit of a finish."""

from desk.domain.calendar import DAY, MINUTE
from desk.domain.deciding import Context, happened, told_now, untold
from desk.domain.flow import Frozen, Refusal, Values, Verdict
from desk.domain.revisiting import Matter, RevisitSource, asked_about
from desk.services.housekeeping.catalogue import company_of, work_of
from desk.services.housekeeping.clocks import due_moments
from desk.services.housekeeping.record import AgainReason, BookingState, Channel, Missed, Signature

S = BookingState
FARTHEST = 90 * DAY  # nobody agrees a cleaning for next year
AGREED = ("visit_from_at", "visit_to_at", "agreed_by")


def _refuse(code: str, message: str, advice: str, field: str | None = None) -> Verdict:
    return Verdict(refusal=Refusal(code, message, advice, field))


def book(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Booked is told to the company: its clock runs from here."""
    wrong = _wished(body)
    if wrong:
        return Verdict(refusal=wrong)
    unknown = _unknown(body, context)
    if unknown:
        return Verdict(refusal=unknown)
    decided: Values = {**told_now("sent_at", context), **_named(body, context)}
    if not body.get("channel"):
        decided["channel"] = str(Channel.PHONE)
    return Verdict(decided)


def _unknown(body: Frozen, context: Context) -> Refusal | None:
    """Works and companies are those of the office's lists."""
    if body.get("work") and work_of(context.lists, body["work"]) is None:
        return Refusal("work", "没有这个家政项目", "请按数字另选一项", "work")
    if body.get("company") and company_of(context.lists, body["company"]) is None:
        return Refusal("company", "没有这家家政公司", "请另选一家, 新公司先在“设置·表格·家政公司”里加上", "company")
    return None


def _wished(told: Frozen) -> Refusal | None:
    begin, end = told.get("wished_from_at"), told.get("wished_to_at")
    if end is not None and (begin is None or end <= begin):
        return Refusal("wished", "希望的时间结束早于开始", "请重新选上门时间", "wished_to_at")
    return None


def amend(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Another wish has no end of the one before; another work has its own name."""
    wrong = _unknown(body, context)
    decided = _named(body, context)
    if "wished_from_at" in body and before.get("wished_to_at") is not None:
        decided["wished_to_at"] = None
    return Verdict(decided, refusal=wrong)


def reassign(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Another company begins at the beginning: what the one before had said does not bind it."""
    if body.get("company") == before.get("company") and before.get("status") != S.DECLINED:
        return _refuse("same", f"已经是{before.get('company_label') or '这家公司'}了", "请选另一家", "company")
    unknown = _unknown(body, context)
    if unknown:
        return Verdict(refusal=unknown)
    gone = {name: None for name in (*AGREED, "worker", "decline_reason", "missed") if before.get(name) is not None}
    return Verdict({**_named(body, context), **gone, **untold(before, "confirmed_at", "agreed_at", "declined_at")})


def _named(body: Frozen, context: Context) -> Values:
    """What was chosen by its code, called as the lists call it."""
    work, company = work_of(context.lists, body.get("work")), company_of(context.lists, body.get("company"))
    named: Values = {"work_label": work.name} if work is not None else {}
    if company is not None:
        named |= {"company_label": company.name, "company_phone": company.phone or None}
    return named


def decline(before: Frozen, body: Frozen, context: Context) -> Verdict:
    gone = {name: None for name in (*AGREED, "worker", "missed") if before.get(name) is not None}
    return Verdict(gone | untold(before, "agreed_at", "confirmed_at"))


def agree(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The company rang the resident. Who agrees has confirmed: one call may say both."""
    wrong = _visit(before, body, context)
    if wrong:
        return Verdict(refusal=wrong)
    decided: Values = _until(before, body, context) | ({"missed": None} if before.get("missed") else {})
    if before.get("confirmed_at") is None:
        decided |= told_now("confirmed_at", context)
    if before.get("status") == S.TO_AGREE:
        decided |= {"again": int(before.get("again") or 0) + 1, **untold(before, "arrived_at")}
    return Verdict(decided)


def _visit(before: Frozen, body: Frozen, context: Context) -> Refusal | None:
    begin = int(body.get("visit_from_at") or before.get("visit_from_at") or 0)
    booked = int(before.get("booked_at") or 0)
    if begin < booked - DAY:
        return Refusal("past", "约定的时间在预约之前", "请核对约定时间", "visit_from_at")
    if begin > context.now + FARTHEST:
        return Refusal("far", "约得太远", "最多约到 90 天以后", "visit_from_at")
    return None


def _until(before: Frozen, body: Frozen, context: Context) -> Values:
    """As long as the work takes, where the list says so."""
    work = work_of(context.lists, before.get("work"))
    begin = int(body.get("visit_from_at") or before.get("visit_from_at") or 0)
    return {"visit_to_at": begin + work.minutes * MINUTE if work is not None and work.minutes else None}


def again(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Another time for what was agreed, or a second visit for what was not done whole."""
    wrong = _visit(before, body, context)
    if wrong:
        return Verdict(refusal=wrong)
    if body.get("visit_from_at") == before.get("visit_from_at"):
        return _refuse("same", "时间没有变", "请填新约的时间", "visit_from_at")
    more = body.get("again_reason") == AgainReason.MORE
    if before.get("status") == S.DONE and not more:
        return _refuse("done", "已经做完了", "没做完要再来的, 原因选“没做完, 再来一次”", "again_reason")
    if before.get("status") != S.DONE and more:
        return _refuse("not_done", "还没有做, 不算没做完", "请另选改约的原因", "again_reason")
    counted: Values = {"again": int(before.get("again") or 0) + 1}
    return Verdict(counted | _until(before, body, context) | untold(before, "arrived_at", "finished_at"))


def urge(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"urges": int(before.get("urges") or 0) + 1})


def arrive(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Somebody stands at the door: then it was agreed, whoever forgot to say so."""
    decided: Values = {"missed": None} if before.get("missed") else {}
    if before.get("confirmed_at") is None:
        decided |= told_now("confirmed_at", context)
    if before.get("visit_from_at") is None:
        decided["visit_from_at"] = happened(body, context)
    return Verdict(decided)


def finish(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """Done is asked about, once, whatever happens to the slip. A second visit is no second call."""
    done_at = happened(body, context)
    came = before.get("arrived_at")
    if came is not None and done_at < int(came) - MINUTE:
        return _refuse("order", "做完早于到场", "请核对时间", "happened_at")
    if before.get("revisit_id"):
        return Verdict()
    told = {**before, **body}
    worker = " ".join(str(told[name]) for name in ("company_label", "worker") if told.get(name))
    matter = Matter(
        "housekeeping",
        str(before["id"]),
        before.get("no"),
        str(told.get("work_label") or "家政"),
        worker,
        done_at,
        before.get("where"),
        before.get("home_id"),
        before.get("resident_id"),
        True,
    )
    call = asked_about(matter, RevisitSource.HOUSEKEEPING, context)
    return Verdict({"revisit_id": call.id} if call.values["status"] == "waiting" else {}, (call,))


def no_show(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """The company broke its word: counted, and a time is owed anew."""
    early = happened(body, context) < int(before.get("visit_from_at") or 0)
    if early:
        return _refuse("early", "还没有到约定的时间", "到点没来再登记; 公司先说来不了的, 请改约", None)
    return Verdict({**_over(before), "missed": str(Missed.NO_SHOW), "no_shows": int(before.get("no_shows") or 0) + 1})


def nobody_home(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({**_over(before), "missed": str(Missed.NOBODY_HOME)})


def _over(before: Frozen) -> Values:
    """The agreed time has gone by without work: it binds nobody any more, and the log keeps it."""
    return {name: None for name in AGREED if before.get(name) is not None}


def slip_back(before: Frozen, body: Frozen, context: Context) -> Verdict:
    signature = body.get("signature")
    if signature == Signature.OTHER and not body.get("signed_for"):
        return _refuse("signed_for", "代签要写关系", "例如 女儿、租客", "signed_for")
    if signature == Signature.UNSIGNED and not body.get("unsigned_reason"):
        return _refuse("unsigned", "未签要有原因", "请选一个原因", "unsigned_reason")
    return Verdict(told_now("closed_at", context))


def print_slip(before: Frozen, body: Frozen, context: Context) -> Verdict:
    return Verdict({"copies": int(before.get("copies") or 0) + 1})


def remark(before: Frozen, body: Frozen, context: Context) -> Verdict:
    """An earlier remark is no answer to this one's question."""
    return Verdict() if body.get("remark") else _refuse("asks", "还没有写要记的话", "请写一句再保存", "remark")


def dues(values: Frozen, context: Context) -> Values:
    return dict(due_moments(values, context.settings, context.lists, context.calendar))
