"""夜间值班记录: a numbered sheet to write on with a pen, and a night's lines as they were kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.flow import Frozen
from desk.domain.words_of_time import clock_word, weekday_word
from desk.services.night_log.record import NightKind, NightState
from reports.ruled import Head, Paper, Table

TITLE = "夜间值班记录"
EMERGENCIES = tuple(one for one in NightKind if one is not NightKind.OTHER)
BLANK_ROWS, PEN_MM = 12, 15.0  # what a night brings, and the room a pen wants
BLANK = (
    Head("序", 8, right=True), Head("接报", 16), Head("什么事 (写代号)", 18), Head("地点", 28), Head("来电人·电话", 32),
    Head("情况与处理", 60), Head("处理完", 16),
)  # fmt: skip
KEPT = (
    Head("接报", 16), Head("什么事", 22), Head("地点", 28), Head("来电人", 22), Head("情况与处理", 56),
    Head("处理完", 16), Head("结果", 22),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NightPaper:
    """`rows` empty: the sheet to write on."""

    company: str
    estate: str
    no: str
    night_on: str
    watch: str
    rows: Sequence[Frozen] = ()


def paper_of(told: NightPaper) -> Paper:
    under = f"{told.no}   {told.night_on} {weekday_word(told.night_on)} 夜   值班人 {told.watch}".rstrip()
    codes = "  ".join(f"{number} {one.label}" for number, one in enumerate(EMERGENCIES, 1))
    if told.rows:
        table = Table("记录", KEPT, [_row(one) for one in told.rows], aside=f"{len(told.rows)} 件")
        return Paper(told.company, told.estate, TITLE, under, (table,), ("值班人", "早班核对"))
    blank = [(str(number), *[""] * (len(BLANK) - 1)) for number in range(1, BLANK_ROWS + 1)]
    notes = (
        f"马上办: {codes}; 7 其他, 明早办。",
        "电梯困人先说: 请不要扒门, 已通知维保, 5 分钟后再打给您。燃气味先说: 开窗、关阀, 不要开灯, 不要打电话。",
        "时间写真实的时间。早上 8:30 前交前台补录, 这张纸留底。",
    )
    return Paper(
        told.company,
        told.estate,
        TITLE,
        under,
        (Table("记录", BLANK, blank, least=PEN_MM),),
        ("值班人", "接班人", "补录人"),
        notes,
    )


def _row(one: Frozen) -> tuple[str, ...]:
    said = "; ".join(str(one[name]) for name in ("words", "handling") if one.get(name))
    ended = one.get("ended_at")
    number = f" {one['order_no']}" if one.get("order_no") else ""
    return (
        clock_word(int(one["heard_at"])), NightKind.label_of(one.get("kind")).partition(",")[0],
        str(one.get("where") or ""), str(one.get("caller") or ""), said,
        clock_word(int(ended)) if isinstance(ended, int) else "", NightState.label_of(one.get("status")) + number,
    )  # fmt: skip
