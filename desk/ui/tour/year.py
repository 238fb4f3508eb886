"""The manager's stops: the year's assessment, the records behind a figure, the charts and their records."""

from typing import TYPE_CHECKING

from desk.ui.kit.notice import Progress
from desk.ui.tour.seat import sits

if TYPE_CHECKING:
    from desk.ui.tour.journey import Journey

MANAGER = "陈国平"
LONG_MS = 60_000


def play(journey: "Journey") -> None:
    player, ways = journey.player, journey.counter.ways
    sits(player, journey.window, journey.counter.database, MANAGER)
    player.wait(lambda: journey.counter.actor.name == MANAGER, f"{MANAGER} is in")
    ways.page_wanted.emit("assessment")
    _counted(journey)
    journey.shot("assessment", "年度考核", "总分和等级最大, 下面只列扣了分的行; 为什么扣、怎么算, 写在行下。", "↑ ↓")
    player.press("Enter")
    _counted(journey)
    journey.shot("assessment-records", "一个数背后的记录", "名单有几条, 数就是几; Enter 打开那一单。", "Enter")
    player.press("Esc")
    ways.page_wanted.emit("analysis")
    _counted(journey)
    player.press("5")
    _counted(journey)
    journey.shot("analysis", "分析", "九张图, 每个数都能 Enter 看名单; 和考核是同一套算法。", "5 +")


def _counted(journey: "Journey") -> None:
    """Nothing on the page says any more that it is still counting."""

    def quiet() -> bool:
        return not any(one.isVisible() for one in journey.window.findChildren(Progress))

    journey.player.pass_time(300)
    journey.player.wait(quiet, "the figures are there", LONG_MS)
    journey.clear_toast()
