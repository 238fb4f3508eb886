"""What differs between companies: each setting with its written default; estates override the company."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from desk.domain.calendar import Span, parse_hours
from desk.domain.code import Code
from desk.domain.errors import DeskError

Value = int | tuple[Span, ...] | str


class SettingKind(Code):
    NUMBER = "number", "整数"
    HOURS = "hours", "时间段"
    WINDOWS = "windows", "时段 (不相连)"
    TEXT = "text", "文字"


@dataclass(frozen=True)
class Setting:
    """One setting. Values are stored as text; `lowest` and `highest` bound a number; `closable` hours may be empty.

    `choices` are the only texts that can stand, where a text is one of a few.
    """

    key: str
    label: str
    default: str
    unit: str = ""
    note: str = ""
    kind: SettingKind = SettingKind.NUMBER
    lowest: int = 0
    highest: int = 100_000
    closable: bool = True
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Value:
        """The value of a stored or typed text; a DeskError says what would be right."""
        if self.kind in (SettingKind.HOURS, SettingKind.WINDOWS):
            hours = parse_hours(text, joined=self.kind is SettingKind.HOURS)
            if not hours and not self.closable:
                raise DeskError(f"“{self.label}”不能全天关闭", "请写成 8:00-17:00", self.key)
            return hours
        if self.kind is SettingKind.TEXT:
            if self.choices and text.strip() not in self.choices:
                raise DeskError(f"“{self.label}”只能是 {'、'.join(self.choices)}", f"例如 {self.default}", self.key)
            return text.strip() if self.choices else text
        try:
            number = int(text.strip())
        except ValueError:
            raise DeskError(f"“{self.label}”要填整数", f"例如 {self.default}", self.key) from None
        if not self.lowest <= number <= self.highest:
            raise DeskError(
                f"“{self.label}”应在 {self.lowest} 到 {self.highest}{self.unit} 之间", f"例如 {self.default}", self.key
            )
        return number


def _minutes(key: str, label: str, default: int, note: str = "", lowest: int = 1) -> Setting:
    return Setting(key, label, str(default), "分钟", note, lowest=lowest, highest=14 * 24 * 60)


def _days(key: str, label: str, default: int, note: str) -> Setting:
    return Setting(key, label, str(default), "天", note, highest=366)


CLOCK_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "calendar.desk_hours",
        "前台时间",
        "8:00-17:00",
        "",
        "工作日和调休上班日; 午间一人值守, 不扣除",
        SettingKind.HOURS,
        closable=False,
    ),
    Setting("calendar.desk_hours_rest", "前台时间 (周末)", "8:00-17:00", "", "不上班写“休”", SettingKind.HOURS),
    Setting("calendar.desk_hours_holiday", "前台时间 (节假日)", "8:00-17:00", "", "不上班写“休”", SettingKind.HOURS),
    _minutes("clock.response_minutes", "回复 (一般/计划)", 15, "受理到告知业主, 只算前台时间"),
    _minutes("clock.urgent_response_minutes", "回复 (紧急)", 15, "昼夜连续计算"),
    _minutes("clock.arrival_minutes", "到场 (一般)", 20, "从预约时段开始算"),
    _minutes("clock.urgent_arrival_minutes", "到场 (紧急)", 10, "从报修算"),
    _minutes("clock.finish_minutes", "完工 (一般)", 120, "从预约时段结束算"),
    _minutes("clock.urgent_finish_minutes", "完工 (紧急)", 240, "从报修算"),
    Setting("clock.warn_percent", "时限预警", "75", "%", "用掉这么多后显示 ▲", lowest=1, highest=100),
    _days("clock.parts_cap_days", "等料上限", 7, "一单累计; 超过后继续计时"),
    _days("clock.owner_cap_days", "未遇/业主改期上限", 30, "一单累计; 超过后继续计时"),
    _days("clock.contractor_cap_days", "等外单位上限", 30, "一单累计; 超过后继续计时"),
    _days("clock.other_cap_days", "其他挂起上限", 1, "一单累计; 超过后继续计时"),
    _minutes("escalation.clerk_minutes", "待派升级: 客服", 10, "只算前台时间"),
    _minutes("escalation.foreman_minutes", "待派升级: 工程班长", 30, "只算前台时间"),
    _minutes("escalation.manager_minutes", "待派升级: 项目经理", 60, "只算前台时间"),
    _minutes("escalation.urgent_clerk_minutes", "紧急待派升级: 客服", 3, "昼夜连续计算"),
    _minutes("escalation.urgent_foreman_minutes", "紧急待派升级: 工程班长", 5, "昼夜连续计算"),
    _minutes("escalation.urgent_manager_minutes", "紧急待派升级: 项目经理", 10, "昼夜连续计算"),
    Setting("escalation.foreman_urges", "催单升级: 工程班长", "2", "次", "第几次催单", lowest=1, highest=99),
    Setting("escalation.manager_urges", "催单升级: 项目经理", "3", "次", "第几次催单", lowest=1, highest=99),
)

# Each row must rise from left to right, or the levels would overtake each other.
RISING: tuple[tuple[str, ...], ...] = (
    ("escalation.clerk_minutes", "escalation.foreman_minutes", "escalation.manager_minutes"),
    ("escalation.urgent_clerk_minutes", "escalation.urgent_foreman_minutes", "escalation.urgent_manager_minutes"),
    ("escalation.foreman_urges", "escalation.manager_urges"),
    ("slip.foreman_days", "slip.manager_days"),
    ("assessment.passed_marks", "assessment.good_marks", "assessment.excellent_marks"),
    ("fresh.estate_bell_minutes", "fresh.estate_minutes", "fresh.total_minutes"),
    ("fresh.total_bell_minutes", "fresh.total_minutes"),
)
# A first and a last day, which may be the same.
NOT_FALLING: tuple[tuple[str, str], ...] = (
    ("revisit.first_day", "revisit.last_day"),
    ("revisit.rework_first_day", "revisit.rework_last_day"),
    ("revisit.urgent_first_day", "revisit.urgent_last_day"),
)

SETTINGS: tuple[Setting, ...] = CLOCK_SETTINGS


class Settings:
    """The settings in force: the estate's words before the company's before the written default.

    Layers hold key -> text as stored. Keys this program does not know (written by a newer one) are passed over;
    a value that cannot stand raises DeskError here, not later on some screen.
    """

    def __init__(self, *layers: Mapping[str, str], facts: Iterable[Setting] = SETTINGS) -> None:
        """Layers from weak to strong: company, then estate."""
        self.facts = {fact.key: fact for fact in facts}
        said = {key: text for layer in layers for key, text in layer.items() if key in self.facts}
        self._texts = {key: said.get(key, fact.default) for key, fact in self.facts.items()}
        self._values = {key: self.facts[key].read(text) for key, text in self._texts.items()}
        self._check_order()

    def get(self, key: str) -> Value:
        return self._values[key]

    def text(self, key: str) -> str:
        return self._texts[key]

    def number(self, key: str) -> int:
        value = self._values[key]
        if not isinstance(value, int):
            raise TypeError(f"{key} is no number")
        return value

    def hours(self, key: str) -> tuple[Span, ...]:
        """Minutes of the day, in order."""
        value = self._values[key]
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is no hours")
        return value

    def _check_order(self) -> None:
        for row in RISING:
            keys = [key for key in row if key in self.facts]
            for low, high in pairwise(keys):
                if self.number(low) >= self.number(high):
                    raise self._wrong_order(low, high, "要大于")
        for first, last in NOT_FALLING:
            if first in self.facts and last in self.facts and self.number(first) > self.number(last):
                raise self._wrong_order(first, last, "不能早于")

    def _wrong_order(self, low: str, high: str, must: str) -> DeskError:
        return DeskError(
            f"“{self.facts[high].label}”{must}“{self.facts[low].label}”",
            f"现在是 {self.text(high)} 和 {self.text(low)}: 请把前者改大",
            high,
        )
