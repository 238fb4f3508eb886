"""The other stops of the tour: what a day holds besides one repair. The manual's pictures come from here too."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.ui.tour.journey import Journey

ROWS = 3  # slips shown in the grid: two entered, one begun
OUT = (
    "SELECT w.no FROM work_order w JOIN slip s ON s.order_id = w.id AND s.status = 'out' "
    "WHERE w.scope = ? AND w.status IN ('dispatched', 'arrived') AND w.charge = 'free' ORDER BY w.id LIMIT ?"
)


def urged(journey: "Journey") -> None:
    """王秀英 rings again while her tap is being seen to: the radar says so before a word is written."""
    player = journey.player
    journey.clear_toast()
    player.press("F2", *"6621", "Enter")
    journey.shot("radar", "重复雷达", "她又来电: 这件事已经有单, 右边是念的话, + 就记一次催单。", "F2 6 6 2 1 Enter")
    player.press("+", "Esc")
    journey.clear_toast()


def parked(journey: "Journey") -> None:
    """Two calls at once: the first waits in the strip."""
    player = journey.player
    player.press("F2", *"3-2-1801", "Enter")
    player.say("楼上装修一直响")
    player.press("F2")
    journey.shot("parked", "暂存", "又一个电话: F2 直接接, 前一件在上面等着, Alt+1 回去。", "F2")
    player.press("Esc", "Alt+1")
    player.press("F9")
    journey.clear_toast()
    player.press("Esc")


def grid(journey: "Journey") -> None:
    """Five o'clock: slips by gun and Enter, a row each."""
    player = journey.player
    numbers = [str(row[0]) for row in journey.counter.database.read(OUT, (journey.counter.scope, ROWS))]
    player.press("F6", "F6")
    for place, no in enumerate(numbers):
        player.press(*no[-4:], "Enter")
        if place + 1 < len(numbers):
            player.press(*"1530", *"1610", "Enter", "Enter", "Enter", "1", "Enter")
    journey.shot("slip-grid", "成批回单", "五点收单: 扫一张, 一行填完自己存好, 哪行不对哪行红, 不挡别的。", "F6 F6")
    player.press("Ctrl+Del", "Esc")
    journey.clear_toast()
    journey.counter.ways.page_wanted.emit("takings")
    journey.shot("takings", "收款与日结", "每笔钱一张收据; 晚上点一次现金, 和各班组的纸一起对上。", "F9")


def beside(journey: "Journey") -> None:
    """The morning's paper, the drawer, the registers, a history, and the lists of the settings."""
    player, ways = journey.player, journey.counter.ways
    ways.page_wanted.emit("slips")
    player.press("Ctrl+M")
    journey.shot("missing", "缺单表", "昨天该回没回的, 一个班组一段, F8 打印交给班长。", "Ctrl+M")
    player.press("Esc", "Ctrl+B")
    journey.shot("blank-slips", "空白派工单", "印好号和二维码放进抽屉, 停电和夜里用, 事后绑定。", "Ctrl+B")
    player.press("Esc")
    ways.register_wanted.emit("repairs")
    journey.shot("registers", "登记簿", "报修登记、客户回访, 要哪些天出哪些天, Excel 或 PDF。", "Ctrl+E")
    player.press("Esc")
    ways.order_wanted.emit(journey.order_id)
    player.press("Ctrl+J")
    journey.shot("story", "事项经过", "有争议就打出来: 每一步几点、谁办的, 没有内部的话。", "Ctrl+J")
    player.press("Esc")
    ways.page_wanted.emit("settings")
    player.press("7")
    journey.shot("settings-lists", "设置里的表", "问题树、班组、回访问题, 一行一行改, 改过的说是谁改的。", "7")
