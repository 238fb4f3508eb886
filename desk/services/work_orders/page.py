"""报修: the piles of the repair list and what its detail shows."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="work_orders",
    label="报修",
    icon="wrench",
    record="work_order",
    piles=(
        Pile("to_dispatch", "待派", ("under_review", "accepted", "returned"), "act_by_at"),
        Pile("out", "在外", ("dispatched", "acknowledged", "arrived"), "act_by_at"),
        Pile("suspended", "挂起", ("suspended",), "suspended_until_on"),
        Pile("outside", "转外", ("handed_out",), "handed_out_at"),
        Pile("slip_due", "待回单", ("finished",), "finished_at"),
        Pile("revisit_due", "待回访", ("slip_back",), "finished_at"),
        Pile("all", "全部", (), "-reported_at", counted=False),
    ),
    columns=("where", "urgency", "matter", "technician", "status"),
    filters=("crew", "urgency", "area", "charge"),
    facts=("problem_label", "reporter_phone", "charge", "informed_how", "tools", "no", "precautions", "channel"),
    export=(
        "no", "reported_at", "where", "reporter", "reporter_phone", "channel", "matter", "problem_label", "urgency",
        "area", "charge", "window_from_at", "window_to_at", "crew", "technician", "second_technician", "contractor",
        "contractor_no", "handed_out_at", "dispatched_at", "arrived_at", "finished_at", "result", "due_fen",
        "received_fen", "payment", "receipt_no", "signature", "tick", "status", "satisfaction",
    ),
    empty="没有这样的报修单",
    first_step="按 F2 受理新报修",
)  # fmt: skip
