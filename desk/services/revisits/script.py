"""The words to say in a call, piece by piece: 称呼 - 自报 - 哪天哪件事 - 问题 - 评价 - 别的需要 - 谢谢."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk.domain.calendar import day_of
from desk.domain.code import Code
from desk.domain.words_of_time import day_aloud
from desk.services.revisits.due import Call, Due
from desk.services.revisits.sources import RevisitSettings


class Answer(Code):
    """1 是/好, 2 否/差, whatever the question."""

    YES = "yes", "是/好"
    NO = "no", "否/差"


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of what is read aloud; facts are bold."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who rings: the estate's name and telephone, the clerk's number."""

    estate: str
    desk_phone: str
    staff_no: str


_GAP = re.compile(r"\{(\w+)\}")
SAID_OF_REPAIR = "{谁}上门处理的{事项}"  # where the list of sources says nothing


class Script:
    """The office's own frame with its gaps filled for one call. Gaps: 称呼 小区 工号 日期 事项 问题 评价 电话."""

    def __init__(self, settings: RevisitSettings, speaker: Speaker, now: int) -> None:
        self._settings, self._speaker, self._today = settings, speaker, day_of(now)
        frame = settings.script
        ask, rate = frame.index("{问题}"), frame.index("{评价}")
        self._opening, self._closing = frame[:ask], frame[rate + len("{评价}") :]
        self._matter = frame[frame.index("{日期}") : ask] if "{日期}" in self._opening else "{日期}{事项}. "

    def opening(self, call: Call, due: Due) -> list[Said]:
        """Greeting, who rings, which day and which matter."""
        return self._fill(self._opening, call, due)

    def next_matter(self, call: Call, due: Due) -> list[Said]:
        """The second matter of the same call needs no greeting."""
        return [Said("还有一件: "), *self._fill(self._matter, call, due)]

    def rating(self) -> list[Said]:
        return [Said(self._settings.rating_question)]

    def sorry(self) -> list[Said]:
        return [Said("对不起, 让您不满意了. "), Said("请您说说哪里不好, 我记下来马上安排", True)]

    def closing(self, call: Call, due: Due) -> list[Said]:
        """Anything else, thanks, the number to ring."""
        return self._fill(self._closing.lstrip(), call, due)

    def whole(self, call: Call, due: Due, questions: Sequence[str]) -> str:
        """All of it in one text, as the manual and a screen reader give it."""
        parts = [*self.opening(call, due), Said(" ".join(questions) + " "), *self.rating(), Said(" "),
                 *self.closing(call, due)]  # fmt: skip
        return "".join(part.text for part in parts)

    def _fill(self, frame: str, call: Call, due: Due) -> list[Said]:
        words = {
            "称呼": call.salutation or call.name,
            "小区": self._speaker.estate,
            "工号": self._speaker.staff_no,
            "日期": self._day(due),
            "事项": matter(due, self._settings.said_of(due.source)),
            "电话": self._speaker.desk_phone or "前台",
        }
        parts: list[Said] = []
        end = 0
        for gap in _GAP.finditer(frame):
            parts += [Said(frame[end : gap.start()]), Said(words.get(gap[1], ""), gap[1] in ("称呼", "日期", "事项"))]
            end = gap.end()
        return [part for part in (*parts, Said(frame[end:])) if part.text]

    def _day(self, due: Due) -> str:
        return day_aloud(day_of(due.done_at), self._today) if due.done_at else "前几天"


def matter(due: Due, said: str) -> str:
    """What the source's own words make of it: 王师傅上门处理的龙头漏水; 3栋2单元电梯的停运. Gaps: 谁 事项 地点."""
    said = said or (SAID_OF_REPAIR if due.is_repair else "{事项}")
    if due.order.get("place_id") and not due.home_id and "{地点}" not in said:
        said = said.replace("上门", "").replace("{事项}", "{地点}{事项}")  # nobody came to a home
    words = {"谁": _who(due), "事项": due.subject, "地点": due.where}
    return _GAP.sub(lambda gap: words.get(gap[1], ""), said)


def _who(due: Due) -> str:
    technician = str(due.order.get("technician") or "")
    if technician:
        return f"{technician[0]}师傅"
    return "我们师傅" if due.is_repair else due.done_by or "我们"


def answer_words(question: str) -> tuple[str, str]:
    """What 1 and 2 mean under this question."""
    if question.startswith("有没有") or "有没有" in question:
        return "有", "没有"
    if question.startswith("多久"):
        return "很快", "等久了"
    if "什么" in question:
        return "没有", "有, 记在原话"
    if question.rstrip("?？").endswith("吗"):
        return "是", "否"
    return "好", "差"
