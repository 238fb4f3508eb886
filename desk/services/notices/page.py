"""公告: by what has to be done. What the clock decides (待发, 进行中, 待恢复) is told apart by the page itself."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="notices",
    label="公告",
    icon="megaphone",
    record="notice",
    piles=(
        Pile("draft", "草稿", ("draft",)),
        Pile("to_review", "待复核", ("to_review",), "from_at"),
        Pile("sent", "已发布", ("sent",), "-sent_at"),
        Pile("over", "已结束", ("corrected", "restored", "ended"), "-sent_at", counted=False),
        Pile("all", "全部", (), "-id", counted=False),
    ),
    columns=("title", "kind_label", "range_words", "from_at", "status"),
    filters=("kind", "audience"),
    facts=("kind_label", "range_words", "homes", "from_at", "to_at", "expected_at", "writer", "reviewer"),
    export=(
        "title", "kind_label", "range_words", "homes", "from_at", "to_at", "expected_at", "reason", "tips",
        "received_at", "writer", "reviewer", "reviewed_at", "sent_at", "urgent_reason", "late_reason", "correction_no",
        "found_by", "wrong_part", "restored_at", "status",
    ),
    empty="现在没有公告",
    first_step="按 + 起草一份",
)  # fmt: skip
