"""派工单: the ledger of paper and the files attached."""

from desk.domain.page import PageSpec, Pile
from desk.domain.service import Service
from desk.services.slips.flow import ATTACHMENT_FLOW, FLOW

PAGE = PageSpec(
    name="slips",
    label="派工单",
    icon="clipboard-check",
    record="slip",
    piles=(
        Pile("unprinted", "未打印", ("unprinted",), "queued_at"),
        Pile("out", "在外", ("out",), "printed_at"),
        Pile("missing", "缺单", ("missing",), "printed_at"),
        Pile("blank", "空白备用", ("blank",), "no"),
        Pile("back", "已回", ("back_signed", "back_unsigned"), "-back_at", counted=False),
        Pile("all", "全部", (), "-queued_at", counted=False),
    ),
    columns=("no", "copy_no", "crew", "technician", "status", "printed_at"),
    filters=("crew", "status"),
    facts=("no", "copy_no", "format", "printer", "printed_by", "printed_at", "back_at", "missing_note"),
    export=("no", "copy_no", "crew", "technician", "format", "printed_by", "printed_at", "back_at", "status"),
    empty="没有这样的派工单",
    first_step="派工并打印 (F8) 后在这里",
)

SERVICE = Service("slips", "派工单", (FLOW, ATTACHMENT_FLOW), (PAGE,))
