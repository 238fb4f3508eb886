"""生鲜: the list behind the board."""

from desk.domain.page import PageSpec, Pile

PAGE = PageSpec(
    name="fresh_orders",
    label="生鲜",
    icon="shopping-basket",
    record="fresh_order",
    piles=(
        Pile("on_the_way", "途中", ("placed",), "placed_at"),
        Pile("to_inspect", "待验", ("arrived", "inspecting"), "arrived_at"),
        Pile("to_hand_out", "待送", ("accepted",), "inspected_at"),
        Pile("out", "配送中", ("out",), "out_at"),
        Pile("delivered", "已签收", ("delivered",), "-delivered_at", counted=False),
        Pile("ended", "拒收取消", ("refused", "cancelled", "void"), "-closed_at", counted=False),
        Pile("all", "全部", (), "-placed_at", counted=False),
    ),
    columns=("where", "no", "shop", "status", "placed_at", "delivered_at"),
    filters=("shop", "kind", "late_reason"),
    facts=("shop", "kind", "where", "inspector", "guard", "conclusion", "choice", "signature", "tick", "late_reason"),
    export=(
        "no", "shop", "kind", "where", "placed_at", "arrived_at", "inspected_at", "out_at", "delivered_at",
        "inspector", "guard", "conclusion", "tick", "late_reason", "amount_fen", "status",
    ),
    empty="现在没有生鲜订单",
    first_step="门店的订单会自动到这里; 电话订单按 F9 登记",
)  # fmt: skip
