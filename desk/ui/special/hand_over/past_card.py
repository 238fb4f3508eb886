"""One earlier hand-over: who, when, what did not agree, what was handed over."""

from PySide6.QtWidgets import QWidget

from desk.domain.flow import Values
from desk.domain.words_of_time import moment
from desk.services.hand_over import drafting, reads
from desk.services.hand_over.record import HandOverState, ReturnReason
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import FactGrid, label, line, retone
from desk.ui.kit.rows import RowList
from desk.ui.special.hand_over.reading import Shown, told_lines
from desk.ui.theme import theme

COLUMNS = {"state": 76, "where": 96, "urgent": 0, "note": 0, "who": 64, "clock": 96, "next": 0}


class PastCard(Card):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        self.title = label("", "heading")
        self.facts = FactGrid(2)
        self.objects = label("", "body", wrap=True)
        self.note = label("", "body", wrap=True)
        self.list = RowList(COLUMNS, "当时的交接事项", opens=False)
        self.list.setMinimumHeight(theme().px(280))
        for widget in (self.title, self.facts, self.objects, self.note, line(), self.list):
            self.column.addWidget(widget)
        self.column.setStretchFactor(self.list, 1)

    def show_past(self, one: Values | None, shown: Shown, now: int) -> None:
        for widget in (self.facts, self.objects, self.note, self.list):
            widget.setVisible(one is not None)
        if one is None:
            self.title.setText("左边选一次交接")
            return
        self.title.setText(" → ".join(str(one[name]) for name in ("shift", "next_shift") if one.get(name)))
        taken = one.get("taken_at")
        facts = [
            ("状态", HandOverState.label_of(one.get("status"))),
            ("事项", f"{one.get('open_count') or 0} 件"),
            ("交班", f"{shown.name(one.get('giver_id'))} {moment(int(one['given_at']), now)}"),
            ("接班", f"{shown.name(one.get('taker_id'))} {moment(int(taken), now)}" if taken else "还没有签"),
        ]
        if one.get("return_reason"):
            facts.append(("退回过", ReturnReason.label_of(one["return_reason"])))
        self.facts.show_facts(facts)
        objects = reads.dicts(one.get("objects"))
        short = drafting.short_words(objects)
        self.objects.setText(f"▲ {short}" if short else f"物品 {len(objects)} 样, 都相符")
        retone(self.objects, "warn" if short else "")
        self.note.setText(f"遗留问题: {one['note']}" if one.get("note") else "")
        self.note.setVisible(bool(one.get("note")))
        self.list.show_lines(told_lines(reads.dicts(one.get("lines")), now))
