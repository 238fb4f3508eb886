"""What stands on the papers of one complaint: the form of the register, and the time line without internal notes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.flow import Frozen
from desk.domain.phones import mask
from desk.domain.roles import Actor
from desk.services.complaints import reads
from desk.services.complaints.record import (
    AnsweredHow,
    ComplaintChannel,
    ComplaintEnd,
    ComplaintKind,
    ComplaintState,
    Content,
    InvalidReason,
    Settled,
    Validity,
    Want,
)
from desk.services.complaints.story import story
from desk.services.people.names import names_of
from desk.services.revisits.script import answer_words
from desk.store import log
from reports import words
from reports.slips.of_order import Office
from reports.time_line.of_order import Moment, TimeLine

if TYPE_CHECKING:
    from desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Form:
    """投诉登记表 in words: its number, and the blocks of label and value in the order of the form."""

    office: Office
    title: str
    no: str
    blocks: tuple[tuple[tuple[str, str], ...], ...]
    printed_by: str


def read_form(database: "Database", actor: Actor, scope: str, ent: str, office: Office) -> Form | None:
    """Of a complaint that this person may read; None where there is none."""
    values = reads.one(database, actor, scope, ent)
    if values is None:
        return None
    kind = ComplaintKind.label_of(values.get("kind"))
    blocks = (_taken_in(values), _said(values), _judged(values), _handled(values), _asked(values))
    return Form(office, f"{kind}登记表", str(values.get("no") or ""), blocks, actor.name)


def _taken_in(values: Frozen) -> tuple[tuple[str, str], ...]:
    forwarded = " ".join(str(values[name]) for name in ("forwarded_by", "forwarded_no") if values.get(name))
    channel = ComplaintChannel.label_of(values.get("channel"))
    return (
        ("时间", words.moment(values.get("received_at"))),
        ("地点", str(values.get("scene") or values.get("where") or "")),
        ("投诉人", str(values.get("who") or "未留姓名")),
        ("电话", mask(str(values["phone"])) if values.get("phone") else ""),
        ("房号", str(values.get("where") or "")),
        ("渠道", f"{channel} {forwarded}".strip()),
        ("被投诉人/部门", str(values.get("about") or "")),
        ("类型", str(values.get("type_label") or "") + ("（紧急）" if values.get("urgent") else "")),
        ("要求", Want.label_of(values.get("want")) if values.get("want") else ""),
        ("接待人", str(values.get("taken_by") or "")),
    )


def _said(values: Frozen) -> tuple[tuple[str, str], ...]:
    return (("内容", str(values.get("content") or "")),)


def _judged(values: Frozen) -> tuple[tuple[str, str], ...]:
    if values.get("kind") != ComplaintKind.COMPLAINT:
        return (("处理结果", Settled.label_of(values.get("settled")) if values.get("settled") else ""),)
    reason = InvalidReason.label_of(values.get("invalid_reason")) if values.get("validity") == Validity.INVALID else ""
    validity = Validity.label_of(values.get("validity")) if values.get("validity") else ""
    signed = "、".join(str(values[name]) for name in ("judged_by", "second") if values.get(name))
    return (
        ("判定", f"{validity}（{reason}）" if reason else validity),
        ("判定人", signed),
        ("判定时间", words.moment(values.get("judged_at"))),
        ("重复于", str(values.get("repeat_of_no") or "")),
    )


def _handled(values: Frozen) -> tuple[tuple[str, str], ...]:
    deputy = f"（代办 {values['deputy']}）" if values.get("deputy") else ""
    return (
        ("责任人", str(values.get("handler") or "") + deputy),
        ("答复时限", words.moment(values.get("due_at"))),
        ("措施", str(values.get("measures") or "")),
        ("答复", str(values.get("answer") or "")),
        ("答复方式", AnsweredHow.label_of(values.get("answered_how")) if values.get("answered_how") else ""),
        ("答复时间", words.moment(values.get("answered_at"))),
    )


def _asked(values: Frozen) -> tuple[tuple[str, str], ...]:
    said = "；".join(
        f"{one.get('question', '')} {answer_words(str(one.get('question', '')))[one.get('answer') != 'yes']}"
        for one in values.get("answers") or ()
    )
    return (
        ("回访", Content.label_of(values.get("satisfaction")) if values.get("satisfaction") else ""),
        ("回访时间", words.moment(values.get("revisited_at"))),
        ("回访问答", said),
        ("业主原话", str(values.get("revisit_words") or "")),
        ("归档", ComplaintEnd.label_of(values.get("closed_by")) if values.get("closed_by") else ""),
        ("归档时间", words.moment(values.get("closed_at"))),
    )


def read_time_line(
    database: "Database", main: "Database", actor: Actor, scope: str, ent: str, office: Office
) -> TimeLine | None:
    """事项经过: what happened, by whom and when, without what the office says to itself. `main` knows the names."""
    values = reads.one(database, actor, scope, ent)
    if values is None:
        return None
    entries = log.history(database, ent)
    calls = [str(call.get("by")) for call in values.get("attempts") or ()]
    names = names_of(main, [*(entry.head.by for entry in entries), *calls])
    told = story(entries, lambda who: names.get(who, "系统"), 0, internal=False)
    moments = tuple(Moment(one.at, one.words, one.detail, one.who, one.late, one.recorded_at) for one in told)
    attempts = sum(one.step in ("attempt", "revisit") for one in told)
    answers = sum(one.step == "answer" for one in told)
    return TimeLine(
        office, str(values.get("no") or ""), _facts(values), moments, f"答复 {answers} 次　回访拨打 {attempts} 次", (),
        actor.name,
    )  # fmt: skip


def _facts(values: Frozen) -> tuple[tuple[str, str], ...]:
    phone = str(values.get("phone") or "")
    pairs = (
        ("投诉人", str(values.get("who") or "未留姓名")),
        ("联系电话", mask(phone) if phone else ""),
        ("房号", str(values.get("where") or "")),
        ("渠道", ComplaintChannel.label_of(values.get("channel"))),
        ("类型", str(values.get("type_label") or ComplaintKind.label_of(values.get("kind")))),
        ("现在状态", ComplaintState.label_of(values.get("status"))),
        ("要求", Want.label_of(values.get("want")) if values.get("want") else ""),
        ("责任人", str(values.get("handler") or "")),
        ("内容", str(values.get("content") or "")),
    )
    return tuple((label, said) for label, said in pairs if said)
