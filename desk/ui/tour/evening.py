"""The other stops of the tour: what a day holds besides one repair. The manual's pictures come from here too."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.ui.tour.journey import Journey

ROWS = 3  # slips shown in the grid: two entered, one begun
OUT = (
    "SELECT w.no FROM work_order w JOIN slip s ON s.order_id = w.id AND s.status = 'out' "
    "WHERE w.status IN ('dispatched', 'arrived') AND w.charge = 'free' ORDER BY w.id LIMIT ?"
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
    numbers = [str(row[0]) for row in journey.counter.database.read(OUT, (ROWS,))]
    player.press("F6", "F6")
    for place, no in enumerate(numbers):
        player.press(*no[-4:], "Enter")
        if place + 1 < len(numbers):
            player.press(*"1530", *"1610", "Enter", "Enter", "Enter", "1", "Enter")
    player.pass_time(50)
    journey.shot("slip-grid", "成批回单", "五点收单: 扫一张, 一行填完自己存好, 哪行不对哪行红, 不挡别的。", "F6 F6")
    player.press("Ctrl+Del", "Esc")
    journey.clear_toast()


def beside(journey: "Journey") -> None:
    """Lists of the settings, row by row."""
    journey.counter.ways.page_wanted.emit("settings")
    journey.player.press("7")
    journey.shot("settings-lists", "设置里的表", "问题树、班组、回访问题, 一行一行改, 改过的说是谁改的。", "7")
