"""回访: calls due today, later and done."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="revisits",
    label="回访",
    icon="headphones",
    record="revisit",
    piles=(
        Pile("waiting", "待回访", ("waiting",), "due_to_on"),
        Pile("answered", "已回访", ("answered",), "-answered_at", counted=False),
        Pile("not_reached", "未联系上", ("not_reached", "refused"), "-closed_at", counted=False),
        Pile("exempt", "免访", ("exempt",), "-due_from_on", counted=False),
        Pile("all", "全部", (), "-due_from_on", counted=False),
    ),
    columns=("where", "subject", "source", "due_to_on", "status", "satisfaction"),
    filters=("source", "satisfaction"),
    facts=("about_no", "source", "due_from_on", "due_to_on", "satisfaction", "called_by"),
    export=(
        "about_no", "subject", "where", "source", "due_from_on", "due_to_on", "answered_at", "call_code", "seconds",
        "satisfaction", "words", "follow_up", "called_by", "status",
    ),
    empty="现在没有要打的回访",
    first_step="事情办完, 到了该问的日子会自动排进来",
)  # fmt: skip
