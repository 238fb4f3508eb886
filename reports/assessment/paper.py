"""The yearly assessment as a PDF: a cover to sign, the estates ranked, every estate's form, charts and records."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from desk.services.assessment.assess import Assessed
from desk.services.assessment.record import Grade
from desk.services.assessment.scoring import half_up
from desk.services.assessment.wording import NONE, marks_text
from reports.assessment import charts, words
from reports.assessment.behind import Evidence
from reports.assessment.entries import Entry, Ranked, Report
from reports.assessment.estate_pages import NO_TOTAL, Told, draw_estate
from reports.assessment.press import END, LEFT, RIGHT, TRIAL, WIDTH, Edge, Press, key_of
from reports.document import FIRM, OUTER, THICK, THIN
from reports.fonts import PaperFonts
from reports.workbook import Cancelled

Records = Callable[[Entry], Sequence[Evidence]]
ROW_HIGH, HEAD_HIGH = 7.6, 11.0
PLACE, HOMES, TOTAL, BAR, GRADE, STATE = 10.0, 13.0, 14.0, 22.0, 12.5, 12.5
MARKS = 11.8  # of one item
INSET, HATCH = 1.6, 1.1
LEAST_NAME = 30.0
WITH_RECORDS = 20
NAMED = 5  # items that have a column of their own


def render_assessment(
    fonts: PaperFonts,
    report: Report,
    *,
    before: Mapping[str, Assessed] | None = None,
    records: Records | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF. `before`: the sheets of the year before, by scope; `records` reads what stands behind an estate's
    deductions, of WITH_RECORDS estates at the most: a whole company's are looked at on the page or in an estate's
    workbook, and the paper says so. Asks before every estate whether to go on, or raises Cancelled;
    `progress` is told how many estates of how many are drawn. Of a report without estates there is no paper.
    """
    if not report.entries:
        raise ValueError("no estate")
    alone = report.entries[0] if len(report.entries) == 1 else None
    name = alone.sheet.estate if alone else ""
    keywords = alone.fingerprint if alone and alone.fingerprint else words.cover_lines(report)[2][1]
    title = "　".join(part for part in (words.title(report), name) if part)
    read = records if len(report.entries) <= WITH_RECORDS else None
    press = Press(fonts, title, report.company, report.made_at, keywords)
    _cover(press, report)
    if len(report.entries) > 1:
        _ranking(press, report, before or {})
    places = len([one for one in report.ranking if one.place is not None])
    for done, one in enumerate(report.ranking):
        if cancelled():
            raise Cancelled
        progress(done, len(report.entries))
        entry = one.entry
        draw_estate(
            press,
            report,
            Told(
                entry,
                one.place,
                places,
                (before or {}).get(entry.sheet.scope),
                read(entry) if read is not None else None,
            ),
        )
    progress(len(report.entries), len(report.entries))
    return press.finish()


# the cover


def _cover(press: Press, report: Report) -> None:
    press.turn()
    press.mark("cover", "封面", 0)
    pen = press.pen
    trial = any(one.state is None for one in report.entries)
    if trial:
        _hatched(press, TRIAL)
    pen.block(LEFT, 30, WIDTH, 8, report.company, 15, 9, bold=False)
    pen.line(LEFT, 41, RIGHT, 41, THICK)
    pen.block(LEFT, 62, WIDTH, 12, words.span_words(report.from_on, report.until_on), 20, 12, bold=False)
    pen.text(LEFT, 83, "客户服务考核", 40, bold=True)
    _result(press, report)
    y = 152.0
    for label, said in _about(report):
        pen.text(LEFT, y, label, 10)
        pen.block(LEFT + 26, y - 3, WIDTH - 26, 6, said, 11, 6.5, bold=False)
        y += 7.6
    _sign(press)
    press.number()


def _result(press: Press, report: Report) -> None:
    """One estate's total; of several their mean, and how many have which grade."""
    pen, known = press.pen, [one.total for one in report.entries if one.total is not None]
    if len(report.entries) == 1:
        entry = report.entries[0]
        pen.block(LEFT, 100, WIDTH, 9, entry.sheet.estate, 20, 11)
        used = pen.text(LEFT, 122, marks_text(entry.total), 46, bold=True)
        pen.text(LEFT + used + 5, 124.5, words.grade_words(entry) if known else NO_TOTAL, 18, bold=True)
        pen.text(LEFT, 136, words.grades_words(report.limits), 9.5)
        return
    mean = half_up(Fraction(sum(known), len(known))) if known else None
    pen.text(LEFT, 104, f"{len(known)} 个小区平均", 12)
    pen.text(LEFT, 120, marks_text(mean), 46, bold=True)
    x, step = LEFT + 62, 28.0
    grades = [one.entry.sheet.sheet.grade for one in report.ranking]
    for grade in Grade:
        pen.text(x, 104, grade.label, 12)
        count = grades.count(grade)
        pen.text(x, 113, str(count), 22, bold=bool(count))
        charts.share(pen, x, 119.5, step - 6, charts.BAR, count / len(grades))
        x += step
    unknown = grades.count(None)
    pen.text(LEFT, 136, words.grades_words(report.limits) + (f"　{unknown} 个小区{NO_TOTAL}" if unknown else ""), 9.5)


def _about(report: Report) -> list[tuple[str, str]]:
    """One estate is named above already: its homes and its state stand for the number of estates."""
    told = [*words.cover_lines(report)[1:], *_held(report)]
    if len(report.entries) == 1:
        entry = report.entries[0]
        own = [("户数", f"{entry.sheet.homes:,}"), ("状态", words.state_words(entry))]
        return [told[0], *own, *told[2:]]
    return told


def _held(report: Report) -> list[tuple[str, str]]:
    rules = list(dict.fromkeys(one.rules_mark for one in report.entries if one.rules_mark))
    said = [("设置版本", ", ".join(rules[:4]) + (" 等" if len(rules) > 4 else ""))] if rules else []
    marks = [one.fingerprint for one in report.entries if one.fingerprint]
    if len(report.entries) == 1:
        return [*said, ("指纹", marks[0] if marks else "试算, 没有冻结")]
    return [*said, ("指纹", "见各小区考核表" if marks else "试算, 没有冻结")]


def _sign(press: Press) -> None:
    pen, y, high = press.pen, 216.0, 46.0
    third = WIDTH / 3
    for place, label in enumerate(words.SIGN_OFF):
        x = LEFT + place * third
        pen.frame(x, y, third, high, FIRM)
        pen.text(x + 3, y + 6, label, 11, bold=True)
        pen.text(x + third - 3, y + high - 6, words.SIGNED_ON, 9.5, anchor=1)
    pen.frame(LEFT, y, WIDTH, high, THICK)


def _hatched(press: Press, word: str) -> None:
    """A large word of slanting lines beside the title: seen from afar, no grey, nothing under it."""
    canvas, pen = press.canvas, press.pen
    canvas.saveState()
    canvas.addLiteral("7 Tr")  # the letters become the edge of what is drawn next
    pen.text(RIGHT, 70, word, 88, bold=True, anchor=1)
    for place in range(80):
        x = 116 + place * HATCH
        pen.line(x, 92, x + 34, 48, THIN)
    canvas.restoreState()


# the ranking


def _ranking(press: Press, report: Report, before: Mapping[str, Assessed]) -> None:
    trial = any(one.state is None for one in report.entries)
    until = words.cover_lines(report)[3][1]
    press.turn(Edge(words.title(report), words.RANKING, f"数据截至 {until}", trial))
    press.mark("ranking", words.RANKING, 0)
    press.pen.text(LEFT, press.y + 3, f"小区{words.RANKING}", 18, bold=True)
    press.pen.text(RIGHT, press.y + 4, words.grades_words(report.limits), 9, anchor=1)
    press.y += 10
    table = _Ranking(press, report, before)
    table.head()
    for one in report.ranking:
        if press.room(ROW_HIGH):
            table.head()
        table.row(one)
    press.y += 3
    _summary(press, report)


class _Ranking:
    """The columns: place, estate, homes, items, total with a bar, the year before where it is known, grade, state."""

    def __init__(self, press: Press, report: Report, before: Mapping[str, Assessed]) -> None:
        self._press, self._before = press, before
        self._items = report.items()[:NAMED]
        bar = BAR if not before else BAR - 8
        last = [(charts.BEFORE_WORD, 12.0)] if before else []
        fixed = PLACE + HOMES + MARKS * len(self._items) + TOTAL + bar + sum(one[1] for one in last) + GRADE + STATE
        self._bar = bar
        self.columns = [
            *zip(words.RANKING_HEADS, (PLACE, WIDTH - fixed, HOMES), strict=True),
            *((item, MARKS) for _, item in self._items),
            (words.TOTAL, TOTAL), ("", bar), *last, (words.GRADE, GRADE), (words.STATE, STATE),
        ]  # fmt: skip

    def head(self) -> None:
        press, x = self._press, LEFT
        press.pen.line(LEFT, press.y, RIGHT, press.y, THICK)
        for place, (label, width) in enumerate(self.columns):
            anchor = 0.0 if place == 1 or place >= len(self.columns) - 2 else 1.0
            half = len(label) // 2 if len(label) > 3 else 0
            for line, part in enumerate((label[:half], label[half:]) if half else (label,)):
                middle = press.y + HEAD_HIGH / 2 + ((line - 0.5) * 3.6 if half else 0)
                edge = x + INSET if anchor == 0 else x + width - 1
                press.pen.text(edge, middle, part, 8.5, bold=True, anchor=anchor)
            x += width
        press.y += HEAD_HIGH
        press.pen.line(LEFT, press.y, RIGHT, press.y, OUTER)

    def row(self, one: Ranked) -> None:
        press, x, sheet = self._press, LEFT, one.entry.sheet
        press.link(key_of(sheet.scope), LEFT, press.y, WIDTH, ROW_HIGH)
        middle = press.y + ROW_HIGH / 2
        for place, ((_, width), cell) in enumerate(zip(self.columns, self._cells(one), strict=True)):
            strong = place in (1, 3 + len(self._items))
            if place == 4 + len(self._items):
                if sheet.total is not None:
                    part = sheet.total / max(1, sheet.sheet.full)
                    charts.share(press.pen, x + 1, middle - 1.3, width - 3, charts.BAR, part)
            elif place == 1 or place >= len(self.columns) - 2:
                size = 9.5 if place == 1 else 8.5
                press.pen.block(
                    x + INSET, press.y + 0.8, width - INSET - 0.8, ROW_HIGH - 1.6, cell, size, 6, bold=strong
                )
            else:
                press.pen.text(x + width - 1, middle, cell, 10 if strong else 8.5, bold=strong, anchor=1)
            x += width
        press.y += ROW_HIGH
        press.pen.line(LEFT, press.y, RIGHT, press.y, THIN)

    def _cells(self, one: Ranked) -> list[str]:
        sheet = one.entry.sheet
        was = self._before.get(sheet.scope)
        return [
            NONE if one.place is None else str(one.place),
            sheet.estate,
            f"{sheet.homes:,}",
            *(_item_score(sheet, key) for key in self._items),
            marks_text(sheet.total),
            "",
            *([marks_text(was.total if was else None)] if self._before else []),
            words.grade_words(one.entry),
            words.state_words(one.entry),
        ]


def _item_score(sheet: Assessed, key: tuple[str, str]) -> str:
    rows = [one for one in sheet.rows if (one.criterion.group, one.item) == key]
    known = [one.score for one in rows if one.score is not None]
    if not rows or len(known) != len(rows) or not any(one.full for one in rows):
        return NONE
    return marks_text(sum(known))


def _summary(press: Press, report: Report) -> None:
    """Where the estates lose their marks: the mean of every row over those that count it."""
    found: dict[str, tuple[str, list[int]]] = {}
    for entry in report.entries:
        for one in entry.sheet.rows:
            if words.counts(one) and one.deducted is not None:
                found.setdefault(one.code, (one.criterion.name, []))[1].append(one.deducted)
    shown = [(code, name, lost) for code, (name, lost) in found.items() if any(lost)]
    if not shown:
        return
    high = 5.2
    if press.y + 10 + high * len(shown) > END:
        press.turn()
    press.heading("各行平均扣分", "每行按计了分的小区平均", high * len(shown))
    most = max(Fraction(sum(lost), len(lost)) for _, _, lost in shown)
    for code, name, lost in shown:
        mean = Fraction(sum(lost), len(lost))
        hundredths = half_up(10 * mean)
        middle = press.y + high / 2
        press.pen.text(LEFT, middle, code, 8)
        press.pen.block(LEFT + 9, press.y, 40, high, name, 8.5, 6, bold=False)
        press.pen.shade(LEFT + 52, middle - charts.BAR / 2, (WIDTH - 80) * float(mean / most), charts.BAR, 0)
        press.pen.text(RIGHT - 16, middle, f"{hundredths // 100}.{hundredths % 100:02d}", 9, bold=True, anchor=1)
        press.pen.text(RIGHT, middle, f"{sum(1 for each in lost if each)} 个小区", 8, anchor=1)
        press.y += high
