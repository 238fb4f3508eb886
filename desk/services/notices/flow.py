"""公告的一生: written, read by a second, out, corrected, restored; those who ring and those who sign up."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER, Role
from desk.domain.taking_back import take_back
from desk.services.notices import rules
from desk.services.notices.leads import dues
from desk.services.notices.record import (
    NOTICE,
    NOTICE_CALL,
    SIGN_UP,
    NoticeCallState,
    NoticeState,
    SignUpState,
)

S, C, U = NoticeState, NoticeCallState, SignUpState
WRITERS = COUNTER | {Role.BUTLER}
READERS = WRITERS | {Role.HEAD_OFFICE}
OUT = frozenset({S.SENT})
EVER_OUT = frozenset({S.SENT, S.CORRECTED, S.RESTORED, S.ENDED})
WHEN = ("from_at", "to_at", "expected_at")
WHOM = ("audience", "targets", "range_words", "homes")
CONTENT = (
    "title", *WHEN, *WHOM, "reason", "matter", "tips", "phone", "undersigned", "outside", "received_at",
    "received_photo", "send_at", "sign_up_limit", "sign_up_until_at", "late_reason", "writer",
)  # fmt: skip
CHAIN = ("corrects_id", "correction_no", "found_by", "wrong_part")
AGAIN = ("phone", "taken_by", "channel", "partner", "partner_event")
TOLD = ("resident_id", "where", "identity_unchecked", *AGAIN)
WHOLE = ("title", "audience", "range_words", "phone", "undersigned")

NOTICE_FLOW = Flow(
    NOTICE,
    NoticeState,
    (
        Step("draft", "起草", frozenset(), S.DRAFT, WRITERS, ("kind",), (*CONTENT, *CHAIN), "+", "pencil",
             rule=rules.draft),
        Step("amend", "修改", frozenset({S.DRAFT}), None, WRITERS, (), ("kind", *CONTENT, *CHAIN), "Enter", "pencil",
             rule=rules.amend),
        Step("submit", "送复核", frozenset({S.DRAFT}), S.TO_REVIEW, WRITERS, WHOLE, ("late_reason",), "F9", "send",
             rule=rules.submit, undoable=True),
        Step("approve", "复核通过", frozenset({S.TO_REVIEW}), S.SENT, READERS, ("reviewer",), (), "F9", "check",
             moment="approved_at", opens=("notice",), rule=rules.approve, alike_but=("reviewer",)),
        Step("send_back", "退回修改", frozenset({S.TO_REVIEW}), S.DRAFT, READERS, (), ("review_note",),
             icon="corner-up-left"),
        Step("send_first", "紧急先发", frozenset({S.DRAFT}), S.SENT, WRITERS, (*WHOLE, "urgent_reason"), (), "F4",
             "triangle-alert", fact=True, moment="approved_at", opens=("notice",), rule=rules.send_first),
        Step("second_read", "补核", EVER_OUT, None, READERS, ("reviewer",), ("review_note",), "6", "check", fact=True,
             moment="reviewed_at", rule=rules.second_read, alike_but=("reviewer", "review_note")),
        Step("post", "已张贴", EVER_OUT, None, WRITERS, ("posted_where",), (), "5", "map-pin", fact=True,
             moment="posted_at", rule=rules.posted),
        Step("receipt", "送达回执", EVER_OUT | {S.VOID}, None, frozenset({Role.RULES}), ("receipts",), fact=True,
             shown=False, rule=rules.receipt),
        Step("restore", "恢复", OUT, S.RESTORED, WRITERS, (), ("restored_words",), "9", "circle-check", fact=True,
             moment="restored_at", rule=rules.restore),
        Step("end", "结束", OUT, S.ENDED, WRITERS, (), ("attended",), icon="check", moment="ended_at",
             opens=("revisit",), rule=rules.end, alike_but=("attended",)),
        Step("void", "作废", frozenset({S.DRAFT, S.TO_REVIEW, S.SENT}), S.VOID, WRITERS, ("void_reason",),
             icon="trash-2", ends=True, rule=rules.void),
        take_back(frozenset(NoticeState), WRITERS),
    ),
    dues=dues,
)  # fmt: skip

NOTICE_CALL_FLOW = Flow(
    NOTICE_CALL,
    NoticeCallState,
    (
        Step("log", "记一次来电", frozenset(), C.LOGGED, COUNTER, ("notice_id",),
             ("home_id", "resident_id", "where", "caller", "taken_by"), ".", "phone-incoming", fact=True,
             moment="called_at"),
        Step("void", "作废", frozenset({C.LOGGED}), C.VOID, COUNTER, icon="trash-2"),
    ),
)  # fmt: skip

SIGN_UP_FLOW = Flow(
    SIGN_UP,
    SignUpState,
    (
        Step("sign", "报名", frozenset(), U.SIGNED, WRITERS | {Role.RULES}, ("notice_id", "name"),
             ("home_id", "people", "closes_at", *TOLD), "F9", "users", fact=True, moment="signed_up_at",
             rule=rules.sign, twice=rules.signed_already, alike_but=("name", "home_id", "closes_at", *TOLD)),
        Step("again", "重新报名", frozenset({U.CANCELLED}), U.SIGNED, WRITERS | {Role.RULES}, (),
             ("people", "closes_at", *AGAIN), icon="users", fact=True, moment="signed_up_at", rule=rules.sign,
             shown=False, alike_but=("closes_at", *AGAIN)),
        Step("change", "改人数", frozenset({U.SIGNED}), None, WRITERS | {Role.RULES}, ("people",), ("phone",),
             icon="pencil", rule=rules.changed, shown=False),
        Step("cancel", "取消报名", frozenset({U.SIGNED}), U.CANCELLED, WRITERS | {Role.RULES}, icon="x", fact=True,
             moment="cancelled_at"),
        Step("identify", "核对身份", frozenset({U.SIGNED, U.CAME}), None, WRITERS, ("name",),
             ("resident_id", "home_id", "where"), icon="user-check", rule=rules.identified, shown=False),
        Step("come", "已到场", frozenset({U.SIGNED}), U.CAME, WRITERS, key="Space", icon="check", fact=True,
             moment="came_at", undoable=True),
        take_back(frozenset(SignUpState), WRITERS),
    ),
)  # fmt: skip
