"""生鲜订单、换货、赔偿、积分的一生: what may follow what, by whom, asking what."""

from desk.domain.flow import Flow, Step
from desk.domain.roles import COUNTER, Role
from desk.domain.taking_back import take_back
from desk.services.fresh_orders import claims, forwarding, matching, rules, swaps
from desk.services.fresh_orders.record import (
    COMPENSATION,
    EXCHANGE,
    FRESH_ORDER,
    POINTS_ENTRY,
    CompensationState,
    ExchangeState,
    OrderState,
    PointsState,
)

S, X, C, P = OrderState, ExchangeState, CompensationState, PointsState
BY_SHOP = frozenset({Role.RULES})  # what a shop says through the server's door
DESK = COUNTER | BY_SHOP
JUDGES = frozenset({Role.SUPERVISOR, Role.MANAGER})
NEW: frozenset[OrderState] = frozenset()
ON_THE_WAY = frozenset({S.PLACED, S.ARRIVED})
HERE = frozenset({S.ARRIVED, S.INSPECTING, S.ACCEPTED})
UNCHECKED = HERE | {S.PLACED}
OPEN = frozenset({S.PLACED, S.OUT}) | HERE
ALL = frozenset(OrderState)

WHO = ("home_id", "where", "resident_id", "name", "phone", "note", "address_unchecked", "identity_unchecked")
WINDOW = ("window_from_at", "window_to_at")
CHOSEN = ("choice", "choices", "told_by")
SIGNED = ("signed_for", "unsigned_reason", "tick")
CARRIED = ("guard_id", "walk")

ORDER_FLOW = Flow(
    FRESH_ORDER,
    OrderState,
    (
        Step("receive", "登记订单", NEW, S.PLACED, DESK, ("no", "shop", "where", "items"),
             ("kind", "channel", "partner", "partner_event", "from_estate", "amount_fen", *WHO, *WINDOW), "F9",
             "shopping-basket", moment="placed_at", rule=rules.receive),
        Step("acknowledge", "接单", ON_THE_WAY, None, COUNTER, key="Space", icon="bell", moment="acknowledged_at",
             rule=rules.acknowledge),
        # What is here is inspected as it is: what is wrong with it then is told on the sheet.
        Step("amend", "改单", frozenset({S.PLACED}), None, DESK, (), ("items", "amount_fen", "kind", *WHO, *WINDOW),
             icon="pencil", rule=rules.amend),
        Step("match", "核对", UNCHECKED, None, COUNTER, ("where",), ("home_id", "resident_id"), "-", "user-check",
             rule=matching.match, undoable=True),
        Step("promise", "门店报到货时间", ON_THE_WAY, None, DESK, ("promised_at",), shown=False),
        Step("pack", "门店配齐", ON_THE_WAY, None, DESK, (), ("promised_at",), fact=True, moment="packed_at",
             shown=False),
        Step("ticket", "打印到单小票", OPEN, None, COUNTER, icon="receipt", fact=True, moment="ticket_at",
             shown=False),
        Step("arrive", "到货", frozenset({S.PLACED}), S.ARRIVED, COUNTER, (), ("deliverer",), "Enter", "map-pin",
             fact=True, moment="arrived_at", rule=rules.arrive, undoable=True),
        # A bag scanned at the counter has arrived; a sheet left open is taken up again by whoever is on duty then.
        Step("begin", "开始验收", frozenset({S.PLACED, S.ARRIVED, S.INSPECTING}), S.INSPECTING, COUNTER, (),
             ("deliverer",), "Enter", "clipboard-check", moment="inspection_at", rule=rules.begin, undoable=True),
        Step("inspect", "完成验收", frozenset({S.INSPECTING}), S.ACCEPTED, COUNTER, ("inspected",),
             ("address_matched", "kinds_matched", "quantity_matched", "exception", "deliverer", "deliverer_signed",
              "inspector", *CHOSEN), "F9", "check", fact=True, moment="inspected_at", opens=("exchange",),
             rule=rules.inspect, undoable=True),
        Step("choose", "业主选择", frozenset({S.ACCEPTED}), None, COUNTER, ("choice",), ("choices", "told_by"),
             "Enter", "phone-outgoing", opens=("exchange",), rule=rules.choose, undoable=True),
        Step("hand_out", "交配送", frozenset({S.ACCEPTED}), S.OUT, COUNTER, ("guard",), (*CARRIED, "gathered"), "F8",
             "send", moment="out_at", rule=rules.hand_out, undoable=True),
        Step("print", "打印配送签收单", frozenset({S.ACCEPTED, S.OUT, S.DELIVERED}), None, COUNTER, (), ("copies",),
             icon="receipt", fact=True, moment="printed_at", rule=rules.printed, shown=False),
        Step("sign", "签收", frozenset({S.OUT}), S.DELIVERED, COUNTER, ("signature",), SIGNED, "9", "signature",
             fact=True, moment="delivered_at", opens=("points_entry", "revisit"), rule=rules.sign, undoable=True),
        Step("decline", "当面不要", frozenset({S.OUT}), None, COUNTER, ("declined",), (), "-", "corner-up-left",
             fact=True, opens=("exchange",), rule=rules.decline, undoable=True),
        # Both need the record of a call: the clocks do not stop by themselves.
        Step("stop", "业主不在/晚送", HERE | {S.OUT}, None, COUNTER, ("stop_reason", "owner_call"), ("absence",), "7",
             "door-closed", fact=True, rule=rules.stop, undoable=True),
        Step("resume", "继续计时", HERE | {S.OUT}, None, COUNTER, key="*", icon="play", rule=rules.resume),
        Step("late", "登记迟到原因", ALL - {S.VOID, S.CANCELLED}, None, COUNTER, ("late_reason",), ("late_note",), "8",
             "clock"),
        Step("refuse", "整单拒收", HERE | {S.OUT}, S.REFUSED, COUNTER, ("refuse_reason",), ("told_by", "exception"),
             icon="x", fact=True, moment="closed_at", rule=rules.refuse_whole),
        Step("cancel", "取消订单", ON_THE_WAY | {S.ACCEPTED}, S.CANCELLED, DESK, ("cancel_reason",), icon="x",
             moment="closed_at", ends=True),
        # Until the server has passed it on it can be taken back: what the server writes then is a newer step.
        Step("forward", "转其他小区", ON_THE_WAY, S.VOID, COUNTER, ("forwarded_to", "forward_reason"),
             icon="external-link", moment="closed_at", rule=forwarding.forward, ends=True, undoable=True),
        Step("remark", "记一笔", ALL, None, DESK, ("remark",), icon="message-square-plus", rule=rules.remark,
             shown=False),
        Step("void", "作废", ON_THE_WAY | {S.INSPECTING, S.ACCEPTED}, S.VOID, COUNTER, ("void_reason",),
             icon="trash-2", moment="closed_at", ends=True),
        take_back(ALL, COUNTER),
    ),
)  # fmt: skip

NOT_HERE = frozenset({X.WAITING})
ITEM = ("item", "goods", "spec", "unit", "ordered", "price_fen")
ABOUT = ("order_no", "partner", "channel", "shop", "home_id", "where", "resident_id")
EXCHANGE_OPEN = frozenset({X.WAITING, X.ARRIVED, X.INSPECTING, X.READY, X.OUT})

EXCHANGE_FLOW = Flow(
    EXCHANGE,
    ExchangeState,
    (
        # The resident's choice opens it, at the counter or at the door: behind the signature nobody may (不可退货).
        Step("open", "登记换货", frozenset(), X.WAITING, BY_SHOP, ("order_id", "n", "reason"),
             (*ITEM, *ABOUT, "choice", "eta_at"), icon="repeat", rule=swaps.opened_by_hand, shown=False),
        Step("tell_shop", "已告知门店", NOT_HERE, None, DESK, ("told_by",), ("eta_at",), "Enter", "phone-outgoing",
             fact=True, moment="told_shop_at"),
        Step("promise", "门店报再送达时间", NOT_HERE, None, DESK, ("eta_at",), icon="clock", shown=False),
        Step("arrive", "换货到", NOT_HERE, X.ARRIVED, COUNTER, (), ("deliverer",), "Space", "map-pin", fact=True,
             moment="arrived_at", undoable=True),
        Step("begin", "开始验收", frozenset({X.WAITING, X.ARRIVED, X.INSPECTING}), X.INSPECTING, COUNTER, (),
             ("deliverer",), "F9", "clipboard-check", moment="inspection_at", rule=swaps.begin, undoable=True),
        Step("inspect", "完成验收", frozenset({X.INSPECTING}), X.READY, COUNTER, (),
             ("got", "temp", "fault", "photos", "inspector"), "Enter", "check", fact=True, moment="inspected_at",
             rule=swaps.inspect, undoable=True),
        Step("hand_out", "交配送", frozenset({X.READY}), X.OUT, COUNTER, ("guard",), CARRIED, "F8", "send",
             moment="out_at", undoable=True),
        Step("print", "打印换货单", frozenset(ExchangeState) - {X.VOID}, None, COUNTER, (), ("copies",),
             icon="receipt", fact=True, rule=swaps.printed, shown=False),
        Step("sign", "签收", frozenset({X.OUT}), X.DELIVERED, COUNTER, ("signature",), SIGNED, "9", "signature",
             fact=True, moment="delivered_at", opens=("points_entry", "revisit"), rule=swaps.sign, undoable=True),
        Step("drop", "不要了", EXCHANGE_OPEN, X.DROPPED, COUNTER, icon="x", moment="closed_at"),
        Step("void", "作废", frozenset({X.WAITING, X.ARRIVED, X.INSPECTING}), X.VOID, JUDGES, icon="trash-2",
             moment="closed_at", ends=True),
        take_back(frozenset(ExchangeState), COUNTER),
    ),
)  # fmt: skip

COMPENSATION_FLOW = Flow(
    COMPENSATION,
    CompensationState,
    (
        Step("report", "登记赔偿", frozenset(), C.REPORTED, COUNTER, ("order_id", "n", "delivered_at"),
             ("order_no", "item", "goods", "price_fen", "partner", "shop", "home_id", "where", "resident_id", "words",
              "photos"), "F9", "banknote", moment="reported_at", rule=claims.report, twice=claims.known),
        Step("check", "再核验", frozenset({C.REPORTED, C.CHECKED, C.EXPLAINED}), C.CHECKED, COUNTER, ("finding",),
             ("cause", "missed", "photos", "checked_by"), "Enter", "clipboard-check", fact=True, moment="checked_at",
             rule=claims.check, undoable=True),
        Step("agree", "与门店商定", frozenset({C.CHECKED, C.AGREED}), C.AGREED, DESK, ("amount_fen", "shop_by"),
             (), "Enter", "phone-outgoing", moment="agreed_at", rule=claims.agree, undoable=True),
        Step("confirm", "业主确认", frozenset({C.AGREED}), C.SETTLED, COUNTER, ("confirmed_how",), (), "F9", "check",
             fact=True, moment="resident_agreed_at", opens=("revisit",), rule=claims.confirm, undoable=True),
        Step("print", "打印赔偿单", frozenset(CompensationState) - {C.VOID}, None, COUNTER, (), ("copies",),
             icon="receipt", fact=True, rule=claims.printed, shown=False),
        Step("void", "作废", frozenset(CompensationState) - {C.VOID}, C.VOID, JUDGES, ("void_reason",),
             icon="trash-2", moment="closed_at", ends=True),
        take_back(frozenset(CompensationState), DESK),
    ),
)  # fmt: skip

POINTS_FLOW = Flow(
    POINTS_ENTRY,
    PointsState,
    (
        # A signature opens it; no person gives points.
        Step("give", "计分", frozenset(), P.GIVEN, BY_SHOP, ("order_id",),
             ("order_no", "n", "home_id", "resident_id", "amount_fen", "points"), shown=False),
        Step("void", "作废", frozenset({P.GIVEN}), P.VOID, JUDGES, icon="trash-2", ends=True),
    ),
)  # fmt: skip

FLOWS = (ORDER_FLOW, EXCHANGE_FLOW, COMPENSATION_FLOW, POINTS_FLOW)
