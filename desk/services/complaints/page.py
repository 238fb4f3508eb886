"""投诉: the piles of those who handle them."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="complaints",
    label="投诉",
    icon="message-square-warning",
    record="complaint",
    piles=(
        Pile("to_judge", "待判定", ("received", "to_sign"), "due_at"),
        Pile("to_do", "待处理", ("judged", "assigned"), "due_at"),
        Pile("to_answer", "待答复", ("acted",), "due_at"),
        Pile("to_call", "待回访", ("answered",), "revisit_to_on"),
        Pile("closed", "已结", ("closed",), "-closed_at", counted=False),
    ),
    columns=("no", "kind", "type_label", "handler", "due_at", "status"),
    filters=("kind", "type_label", "handler"),
    facts=("no", "type_label", "want", "urgent", "handler", "deputy", "due_at", "validity", "satisfaction"),
    export=(
        "no", "kind", "received_at", "channel", "where", "who", "phone", "about", "type_label", "want", "content",
        "taken_by", "validity", "invalid_reason", "judged_by", "second", "handler", "measures", "answered_at", "answer",
        "revisited_at", "satisfaction", "closed_at", "closed_by", "status",
    ),
    empty="没有归您处理的投诉",
    first_step="业主投诉时在受理卡按“转投诉”, 或在这里登记",
)  # fmt: skip
