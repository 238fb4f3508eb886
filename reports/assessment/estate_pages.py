"""One estate on paper: its form with the places to sign, then charts, what was said and left out, the records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.services.assessment.assess import Assessed
from desk.services.assessment.wording import NONE, marks_text
from reports.assessment import charts, words
from reports.assessment.behind import Evidence
from reports.assessment.entries import Entry, Report
from reports.assessment.press import LEFT, RIGHT, WIDTH, Edge, Press, key_of
from reports.assessment.sheet_table import draw_form, signatures
from reports.document import THICK, THIN
from reports.rows import Head, Rows

BODY, SMALL = 9.5, 8.0
LINE_HIGH, FINDING_HIGH = 4.4, 4.9
COLUMNS_OF_RECORDS = 3
NO_TOTAL = "没有总分"
MORE = "另有 {} 条见 Excel"
ELSEWHERE = "扣分的记录见考核页或本小区的 Excel"
LEFT_OUT_SHARES = (30.0, 44.0, 16.0, 60.0, 24.0)
BESIDE_SHARES = (12.0, 38.0, 18.0, 16.0, 18.0, 72.0)
COUNTS, MARKS = (2, 4), (2, 3, 4)  # their columns with figures


@dataclass(frozen=True, slots=True)
class Told:
    """What is drawn of one estate: `place` of `places` in the ranking, the sheet of the year before, its records."""

    entry: Entry
    place: int | None
    places: int
    before: Assessed | None = None
    evidence: Sequence[Evidence] | None = None


def draw_estate(press: Press, report: Report, told: Told) -> None:
    entry = told.entry
    edge = Edge(words.title(report), entry.sheet.estate, basis_short(entry), entry.state is None)
    press.turn(replace(edge, basis=""))  # the form says it under the places to sign
    press.mark(key_of(entry.sheet.scope), entry.sheet.estate or NONE, 0)
    _head(press, told)
    _notes(press, entry)
    draw_form(press, entry, report.limits)
    signatures(press, entry)
    press.turn(edge)
    press.mark(f"{key_of(entry.sheet.scope)}-loss", words.FINDINGS, 1)
    _scores(press, told)
    _losses(press, told)
    _findings(press, entry)
    _beside(press, entry)
    _left_out(press, entry)
    _records(press, told)


def basis_short(entry: Entry) -> str:
    """At the foot of every page."""
    said = [f"数据截至 {words.known_until(entry.sheet)}"]
    said.append(f"指纹 {entry.fingerprint[:16]}" if entry.fingerprint else "试算, 没有冻结")
    return "　".join(said)


def _head(press: Press, told: Told) -> None:
    pen, sheet = press.pen, told.entry.sheet
    grade = words.grade_words(told.entry)
    if sheet.total is None:
        used = pen.text(RIGHT, press.y + 5, NO_TOTAL, 14, bold=True, anchor=1)
    else:
        used = pen.text(RIGHT, press.y + 3.5, marks_text(sheet.total), 32, bold=True, anchor=1)
        pen.text(RIGHT - used - 3, press.y + 5, grade, 14, bold=True, anchor=1)
        used += 3 + pen.width(grade, 14, bold=True)
    pen.block(LEFT, press.y - 1, WIDTH - used - 6, 9, sheet.estate, 20, 11)
    rank = f"第 {told.place} / {told.places} 名" if told.place is not None and told.places > 1 else ""
    said = (words.form_title(sheet), f"{sheet.homes:,} 户", words.state_words(told.entry), rank)
    pen.text(LEFT, press.y + 12.5, "　".join(one for one in said if one), 10)
    if told.before is not None and told.before.total is not None and sheet.total is not None:
        change = sheet.total - told.before.total
        sign = "+" if change > 0 else charts.MINUS if change < 0 else "±"
        then = f"{charts.BEFORE_WORD} {marks_text(told.before.total)}　{sign}{marks_text(abs(change))}"
        pen.text(RIGHT, press.y + 12.8, then, BODY, anchor=1)
    press.y += 16.5
    pen.line(LEFT, press.y, RIGHT, press.y, THICK)
    press.y += 3


def _notes(press: Press, entry: Entry) -> None:
    """Above the form: they change how its numbers are read."""
    notes = words.notes(entry)
    for place, note in enumerate(notes, start=1):
        press.paragraph(note, SMALL + 0.5, indent=10, lead=words.NOTES if place == 1 else "", gap=0.9)
    press.y += 2 if notes else 0


def item_scores(sheet: Assessed, before: Assessed | None) -> list[charts.ItemScore]:
    """Items with what their rows reached; unknown where one of them could not be counted."""
    then = {group: one for group, one in _by_item(before)} if before is not None else {}
    found = []
    for group, (name, score, full) in _by_item(sheet):
        was = then.get(group)
        found.append(
            charts.ItemScore(name, score, full, (was[1], was[2]) if was and was[1] is not None and was[2] else None)
        )
    return found


def _by_item(sheet: Assessed) -> list[tuple[str, tuple[str, int | None, int]]]:
    found = []
    for group, item, _ in sheet.items():
        rows = [one for one in sheet.rows if one.criterion.group == group and one.item == item]
        known = [one.score for one in rows if one.score is not None]
        found.append((group, (item, sum(known) if len(known) == len(rows) else None, sum(one.full for one in rows))))
    return found


def _scores(press: Press, told: Told) -> None:
    press.heading("各项得分", f"竖线为{charts.BEFORE_WORD}" if told.before is not None else "", charts.CARDS_HIGH)
    charts.items(press.pen, LEFT, press.y, WIDTH, item_scores(told.entry.sheet, told.before))
    press.y += charts.CARDS_HIGH + 2


def row_losses(sheet: Assessed, before: Assessed | None) -> list[charts.Loss]:
    """The rows that lost marks now or a year before, in the order of the form."""
    then = {one.code: one.deducted for one in before.rows if words.counts(one)} if before is not None else {}
    return [
        charts.Loss(
            one.code, one.criterion.name, one.actual, one.standard, one.deducted if words.counts(one) else None,
            one.full, then.get(one.code),
        )
        for one in sheet.rows
        if one.deducted or then.get(one.code)
    ]  # fmt: skip


def _losses(press: Press, told: Told) -> None:
    sheet = told.entry.sheet
    shown = row_losses(sheet, told.before)
    press.heading("各行扣分", "", charts.losses_height(shown) if shown else 6)
    if shown:
        charts.losses(press.pen, LEFT, press.y, WIDTH, shown, compared=told.before is not None)
        press.y += charts.losses_height(shown) + 2
    kept = [one for one in sheet.rows if words.counts(one) and not one.deducted]
    if kept:
        named = "　".join(f"{one.code} {one.criterion.name} {one.actual}" for one in kept)
        press.paragraph(f"未扣分 {len(kept)} 行: {named}", SMALL + 0.5)
    idle = [one for one in sheet.rows if not words.counts(one)]
    if idle:
        named = "　".join(f"{one.code} {one.criterion.name} ({one.standing.label})" for one in idle)
        press.paragraph(f"没有得分 {len(idle)} 行: {named}", SMALL + 0.5)
    press.y += 3


def _findings(press: Press, entry: Entry) -> None:
    said = words.findings(entry.sheet)
    if not said:
        return
    press.heading(words.FINDINGS)
    if not any(one.deducted for one in entry.sheet.rows):
        press.paragraph(said[0], BODY)
    elif any(len(press.set(one, WIDTH / 2 - 10, BODY).lines) > 1 for one in said):
        for place, sentence in enumerate(said, start=1):
            press.paragraph(sentence, BODY, indent=6, lead=f"{place}.")
    else:
        _two_columns(press, said)
    press.y += 3


def _two_columns(press: Press, said: Sequence[str]) -> None:
    """Numbered down the left half, then down the right one."""
    half = -(-len(said) // 2)
    press.room(half * FINDING_HIGH)
    for place, sentence in enumerate(said):
        x = LEFT + place // half * WIDTH / 2
        middle = press.y + (place % half + 0.5) * FINDING_HIGH
        press.pen.text(x, middle, f"{place + 1}.", BODY, bold=True)
        press.pen.text(x + 6, middle, sentence, BODY)
    press.y += half * FINDING_HIGH


def _table(press: Press, columns: Sequence[Head], rows: Sequence[Sequence[object]]) -> None:
    """Ruled rows under their heads, which stand again on every page."""
    table = Rows(press.pen, press.fonts, columns, (LEFT, RIGHT), size=SMALL + 0.5, least=5.3)
    press.y += table.head(press.y)
    for row in rows:
        cells = [f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row]
        if press.room(table.height(cells)):
            press.y += table.head(press.y)
        press.y += table.draw(press.y, cells)
    press.y += 5


def _heads(names: Sequence[str], shares: Sequence[float], figures: Sequence[int]) -> list[Head]:
    told = enumerate(zip(names, shares, strict=True))
    return [Head(name, share, right=place in figures) for place, (name, share) in told]


def _beside(press: Press, entry: Entry) -> None:
    rows = words.beside_rows(entry)
    said = words.beside_notes(entry)
    if not rows and not said:
        return
    press.heading(words.BESIDE)
    if rows:
        marked = [[code, name, *map(marks_text, marks), why] for code, name, *marks, why in rows]
        _table(press, _heads(words.BESIDE_HEADS, BESIDE_SHARES, MARKS), marked)
        press.y -= 3
    for one in said:
        press.paragraph(one.removesuffix(": "), BODY)
    press.y += 3


def _left_out(press: Press, entry: Entry) -> None:
    rows = [words.left_out_row(one) for one in entry.sheet.exclusions]
    press.heading(words.LEFT_OUT, "名单见 Excel" if rows else "")
    if rows:
        _table(press, _heads(words.LEFT_OUT_HEADS, LEFT_OUT_SHARES, COUNTS), rows)
    else:
        press.paragraph(words.NOTHING_LEFT_OUT, BODY)
        press.y += 3


def _records(press: Press, told: Told) -> None:
    """The numbers behind every deduction, three in a line."""
    lists = told.evidence
    if lists is None:
        press.paragraph(ELSEWHERE, SMALL + 0.5)
        return
    if not lists:
        return
    press.heading("扣分的记录", "按当前记录列出", LINE_HIGH * 3)
    press.mark(f"{key_of(told.entry.sheet.scope)}-records", "扣分的记录", 1)
    for one in lists:
        _record_list(press, one)


def _record_list(press: Press, one: Evidence) -> None:
    columns = 2 if any(len(line.words) > 22 for line in one.lines) else COLUMNS_OF_RECORDS
    step = WIDTH / columns
    press.room(3 * LINE_HIGH)
    pen = press.pen
    used = pen.text(LEFT, press.y + LINE_HIGH / 2, f"{one.code} {one.name}　{one.label}", SMALL + 0.5, bold=True)
    rest = one.count - len(one.lines)
    count = f"{one.count:,} 条" + (f", {MORE.format(f'{rest:,}')}" if rest else "")
    pen.text(LEFT + used + 3, press.y + LINE_HIGH / 2, count, SMALL)
    press.y += LINE_HIGH + 0.6
    pen.line(LEFT, press.y, RIGHT, press.y, THIN)
    press.y += 0.6
    number = min(step * 0.45, 2 + max((pen.width(line.no, SMALL) for line in one.lines), default=0.0))
    for begin in range(0, len(one.lines), columns):
        press.room(LINE_HIGH)
        for place, line in enumerate(one.lines[begin : begin + columns]):
            x = LEFT + place * step
            pen.block(x, press.y, number - 0.5, LINE_HIGH, line.no, SMALL, 5, bold=False)
            if line.words:
                pen.block(x + number, press.y, step - number - 2, LINE_HIGH, line.words, SMALL, 5.5, bold=False)
        press.y += LINE_HIGH
    press.y += 3
