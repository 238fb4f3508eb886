"""家政: piles by whose turn it is, the company's or ours."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="housekeeping",
    label="家政",
    icon="brush",
    record="housekeeping",
    piles=(
        Pile("to_confirm", "待公司确认", ("declined", "booked"), "act_by_at"),
        Pile("to_agree", "待约定", ("to_agree", "confirmed"), "act_by_at"),
        Pile("agreed", "已约定", ("agreed", "arrived"), "visit_from_at"),
        Pile("slip", "待回单", ("done",), "finished_at"),
        Pile("over", "已结", ("closed", "cancelled"), "-closed_at", counted=False),
        Pile("all", "全部", (), "-booked_at", counted=False),
    ),
    columns=("where", "work_label", "company_label", "visit_from_at", "status"),
    filters=("company_label", "work_label"),
    facts=(
        "customer", "customer_phone", "work_label", "matter", "price", "company_label", "company_phone", "worker",
        "wished_from_at", "visit_from_at", "precautions", "agreed_by",
    ),
    export=(
        "no", "booked_at", "where", "customer", "customer_phone", "work_label", "matter", "price", "company_label",
        "worker", "wished_from_at", "confirmed_at", "agreed_at", "visit_from_at", "visit_to_at", "arrived_at",
        "finished_at", "again", "again_reason", "no_shows", "signature", "tick", "trouble", "cancel_reason", "status",
    ),
    empty="现在没有家政预约",
    first_step="按 2 登记一个",
)  # fmt: skip
