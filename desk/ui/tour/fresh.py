"""The tour's fresh order: from the shop's click to points, one item rejected and exchanged, another compensated."""

from typing import TYPE_CHECKING

from desk.ui.special.fresh.board_view import BoardView
from desk.ui.tour.player import focus
from desk.ui.tour.shop import NAME

if TYPE_CHECKING:
    from desk.ui.tour.rooms import Rooms

BAD = "草莓"
FOUND = {"鸡蛋": "1", "豆腐": "405", "菠菜": "492", BAD: "505", "苹果": "2010"}
COLD = "4"  # degrees
MOST = 20  # cells of a sheet, presses to a card
ORDER = "SELECT id FROM fresh_order WHERE partner = ? ORDER BY id DESC LIMIT 1"
STATUS = "SELECT status FROM fresh_order WHERE id = ?"
CONCLUSION = "SELECT conclusion FROM fresh_order WHERE id = ?"
TOLD = "SELECT told_shop_at FROM exchange WHERE order_id = ?"
SWAP = "SELECT status FROM exchange WHERE order_id = ?"
CLAIM = "SELECT status FROM compensation WHERE order_id = ?"
MONTH = "SELECT month FROM compensation WHERE order_id = ?"
POINTS = "SELECT n, points FROM points_entry WHERE order_id = ? ORDER BY COALESCE(n, 0)"
FIRST, AGAIN = (None, 58), (4, 29)  # a point for a yuan that was delivered: the good ones, the exchanged one


def play(rooms: "Rooms") -> None:
    rooms.go_to("2026-11-20", "15:46", orders=1)
    _taken(rooms)
    _inspected(rooms)
    _delivered(rooms)
    _compensated(rooms)
    _exchanged(rooms)


def _taken(rooms: "Rooms") -> None:
    """It rings until somebody takes it."""
    rooms.press("F11")
    rooms.wait(lambda: rooms.one(ORDER, rooms.shop.partner) is not None, "the shop's order is here")
    rooms.order = str(rooms.one(ORDER, rooms.shop.partner))
    _stand(rooms, rooms.order)
    rooms.shot(
        "fresh-rings", "门店下单, 铃响到有人接", f"{NAME}的平台一点“下单”, 看板最左一栏就响; 空格接单。", "F11 空格"
    )
    rooms.press("Space")
    acknowledged = "SELECT acknowledged_at FROM fresh_order WHERE id = ?"
    rooms.wait(lambda: rooms.one(acknowledged, rooms.order) is not None, "the order is taken")
    rooms.shot("fresh-ticket", "到单小票", "接了单, 小票自己出来: 哪一户、几样、几点前到。", "空格")
    rooms.press("Esc")


def _inspected(rooms: "Rooms") -> None:
    """The gun, the scales, one hand on the keypad; what is rotten is never let through."""
    _gun(rooms)
    rooms.reaches("核对")
    rooms.press("Enter")
    _weighed(rooms, BAD)
    rooms.shot("fresh-sheet", "验收", "一手秤一手键盘: 红线上的 (腐烂) 不许勉强收, 按 - 和一个数字就拒收。", "- 1 F9")
    rooms.press("F9")
    rooms.wait(lambda: rooms.one(CONCLUSION, rooms.order) == "exchange", "the strawberries are to be exchanged")
    rooms.shot("fresh-words", "给业主打电话, 照着念", "哪一样不行、多久再送、其余先送好吗; 业主要什么按 1 2 3。", "1")
    rooms.press("1")
    rooms.shot("fresh-guard", "交给秩序员", "先送合格的四样; 上次送的人已经选好, F8 交配送, 签收单自己出来。", "F8")
    rooms.press("F8")
    rooms.wait(lambda: rooms.one(STATUS, rooms.order) == "out", "it is on its way up")
    rooms.shot("fresh-receipt", "配送签收单", "业主在这张纸上签字、勾满意; 换货的一样写明随后送到。")
    rooms.press("Esc")


def _delivered(rooms: "Rooms") -> None:
    """The shop has answered meanwhile; the guard is back, the points are booked once."""
    rooms.wait(lambda: rooms.one(TOLD, rooms.order) is not None, "the shop says when the new ones come")
    _stand(rooms, rooms.order)
    rooms.shot("fresh-out", "在送, 换货在等", "平台自动把拒收的一样告诉门店, 门店答了几点再到; 每一单的表一直在走。")
    _signed(rooms, "fresh-sign")
    rooms.wait(lambda: rooms.one(STATUS, rooms.order) == "delivered", "it is signed for")
    rooms.sent()
    assert _points(rooms) == [FIRST], "the points of what was delivered, once"
    rooms.open_record("fresh_order", rooms.order)
    rooms.shot("fresh-points", "已签收, 积分一次", "几点到、谁验、谁送、业主怎么勾, 积分记一次, 断网重发也不会多。")


def _compensated(rooms: "Rooms") -> None:
    """An apple is rotten inside: looked at again, agreed with the shop, booked in the month's account."""
    rooms.press("Enter", "1")
    rooms.reaches("哪一样")
    rooms.press("5")
    rooms.reaches("业主描述")
    rooms.say("切开一个苹果, 里面全是黑的")
    rooms.shot("claim", "签收后发现坏的: 赔偿", "哪一样、业主怎么说的、照片; 24 小时内都可以来说。", "Enter 1 5 F9")
    rooms.press("F9")
    rooms.wait(lambda: rooms.one(CLAIM, rooms.order) == "reported", "the claim is written down")
    rooms.reaches("再核验结论")
    rooms.press("2", "1", "2")
    rooms.wait(lambda: rooms.one(CLAIM, rooms.order) == "agreed", "the shop has agreed to a sum")
    rooms.reaches("业主确认")
    rooms.shot(
        "claim-agreed", "门店认了", "再核验写明原因、是不是漏检; 门店在平台上认了金额, 前台给业主念一遍。", "2 1 2"
    )
    rooms.press("2")
    rooms.wait(lambda: rooms.one(CLAIM, rooms.order) == "settled", "the resident has agreed")
    assert rooms.one(MONTH, rooms.order) == "2026-11", "in this month's account"
    rooms.shot("claim-settled", "计入本月对账", "业主确认了就完: 这个月和门店的对账里一行不少, F8 打印赔偿单。", "2")
    rooms.press("Esc")


def _exchanged(rooms: "Rooms") -> None:
    """The new strawberries: inspected like the first ones, carried up, signed."""
    rooms.go_to("2026-11-20", "15:57")
    rooms.press("Esc", "F11")
    swap = str(rooms.one("SELECT id FROM exchange WHERE order_id = ?", rooms.order))
    _gun(rooms)
    rooms.reaches(f"{BAD} 实到")
    _weighed(rooms)
    rooms.shot("exchange-sheet", "换来的再验一次", "扫同一张袋签, 打开的就是换货这一样; 不合格就再退, 次数写着。", "F9")
    rooms.press("F9")
    rooms.wait(lambda: rooms.one(SWAP, rooms.order) == "ready", "the new ones are good")
    rooms.press("F8")
    rooms.wait(lambda: rooms.one(SWAP, rooms.order) == "out", "they are on their way up")
    rooms.press("Esc")
    _stand(rooms, swap)
    _signed(rooms)
    rooms.wait(lambda: rooms.one(SWAP, rooms.order) == "delivered", "they are signed for")
    rooms.sent()
    assert _points(rooms) == [FIRST, AGAIN], "those of the new ones come with their own signature, once"
    rooms.open_record("fresh_order", rooms.order)
    rooms.shot(
        "fresh-whole", "一单的来龙去脉", "换货、赔偿、积分挂在同一单下面: 谁验的、门店怎么答的、赔了多少, 一页看清。"
    )


# hands and eyes


def _points(rooms: "Rooms") -> list[tuple[object, ...]]:
    return [tuple(row) for row in rooms.hand.counter.database.read(POINTS, (rooms.order,))]


def _gun(rooms: "Rooms") -> None:
    """The bag's label."""
    rooms.press(*str(rooms.one("SELECT no FROM fresh_order WHERE id = ?", rooms.order)), "Enter")


def _signed(rooms: "Rooms", shot: str = "") -> None:
    """The line of the paper that came back: now, content, signed by the resident."""
    rooms.press("F6")
    rooms.wait(lambda: "送达时间" in focus(), "the line of the sheet is open")
    rooms.press("Enter", "1", "Enter")
    if shot:
        rooms.shot(shot, "录签收", "照纸上的时间和勾选录: 没打时间就是现在, 1 满意, 签字的是本人。", "F6 Enter 1 F9")
    rooms.press("F9")


def _weighed(rooms: "Rooms", bad: str = "") -> None:
    """Every cell as the keyboard comes to it, until all is seen."""
    for _ in range(MOST):
        name, _, cell = focus().partition(" ")
        if cell == "实到" and name == bad:
            rooms.press("-", "1", "Enter")
        elif cell in ("实到", "温度"):
            rooms.press(*(FOUND[name] if cell == "实到" else COLD), "Enter")
        else:
            return
    raise AssertionError(f"the sheet has no end: {focus()}")


def _stand(rooms: "Rooms", ent: str) -> None:
    """The keyboard on this card, by arrows."""
    (board,) = [one for one in rooms.hand.desk.window.findChildren(BoardView) if one.isVisible()]
    rooms.wait(lambda: any(line.id == ent for pile in board.lists for line in pile.lines()), "the card is on the board")
    rooms.press(*["Left"] * len(board.lists))
    for _ in board.lists:
        if board.here is None:
            break
        if (row := next((n for n, one in enumerate(board.here.lines()) if one.id == ent), -1)) >= 0:
            by = row - board.here.currentIndex().row()
            rooms.press(*["Down" if by > 0 else "Up"] * abs(by))
            return
        rooms.press("Right")
    raise AssertionError("no arrow leads to the card")
