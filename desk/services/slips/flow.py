"""派工单(纸)的一生: 未打印 is a state; every sheet comes back or is known to be missing."""

from desk.domain.flow import Flow, Life, Step
from desk.domain.roles import WITH_ACCOUNT
from desk.domain.taking_back import take_back
from desk.services.slips import attachments, rules
from desk.services.slips.attachments import BY
from desk.services.slips.record import ATTACHMENT, SLIP, SlipState

S = SlipState
OUT = frozenset({S.OUT, S.MISSING})

FLOW = Flow(
    SLIP,
    SlipState,
    (
        Step("issue", "开单", frozenset(), S.UNPRINTED, BY, ("no", "copy_no"),
             ("order_id", "format", "crew", "technician", "queued_at"), rule=rules.issue, shown=False),
        Step("lay_by", "放进抽屉", frozenset({S.UNPRINTED}), S.BLANK, BY, (), ("printer", "printed_by", "format"),
             fact=True, moment="printed_at", rule=rules.lay_by, shown=False),
        Step("bind", "绑定", frozenset({S.BLANK}), S.OUT, BY, ("order_id",), ("crew", "technician"), fact=True,
             moment="bound_at"),
        Step("print", "已打印", frozenset({S.UNPRINTED}), S.OUT, BY, (), ("printer", "printed_by", "format"), "F8",
             "printer", fact=True, moment="printed_at", rule=rules.printed),
        Step("back_signed", "收回(已签)", OUT, S.BACK_SIGNED, BY, fact=True, moment="back_at", undoable=True),
        Step("back_unsigned", "收回(未签)", OUT, S.BACK_UNSIGNED, BY, fact=True, moment="back_at",
             undoable=True),
        Step("missing", "缺单", frozenset({S.OUT}), S.MISSING, BY, (), ("missing_note",)),
        Step("void", "作废", frozenset({S.BLANK, S.UNPRINTED, S.OUT, S.MISSING}), S.VOID, BY, (), ("missing_note",),
             undoable=True),
        take_back(frozenset(SlipState), BY),
    ),
)  # fmt: skip

ATTACHMENT_FLOW = Flow(
    ATTACHMENT,
    Life,
    (
        Step("add", "附上", frozenset(), Life.ACTIVE, WITH_ACCOUNT, ("about", "about_id", "kind", "sha256"),
             ("media", "size", "title"), fact=True, moment="added_at", rule=attachments.add),
        Step("void", "拿掉", frozenset({Life.ACTIVE}), Life.VOID, WITH_ACCOUNT, rule=attachments.touch),
        Step("restore", "恢复", frozenset({Life.VOID}), Life.ACTIVE, WITH_ACCOUNT, rule=attachments.touch),
    ),
)  # fmt: skip
