"""表格: the office's own lists, row by row; one slides over to be changed; what is out of use stands at the end."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.lists import OFF, YES, Cells, Level, ListFacts, Lists, check_row
from desk.domain.office_lists import CREWS, GROUPS, OFFICE_LISTS, PROBLEMS, list_facts
from desk.services.settings import history
from desk.services.settings.crews import crew_steps, crew_undo, said_crews
from desk.services.settings.keeping import Words, row_key, row_steps, said_rows, undo_of
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import TextField
from desk.ui.kit.labels import Elided, label
from desk.ui.kit.panels import OnePanel
from desk.ui.kit.rows import Heading, Line, Row, RowList
from desk.ui.page_tabs import Tabs
from desk.ui.special.settings_row import WIDTH, RowForm, shown_cells
from desk.ui.special.settings_rules import HEAD_OFFICE
from desk.ui.special.settings_searched import SearchedSection
from desk.ui.theme import theme

ORDER = (PROBLEMS, *(facts.name for facts in OFFICE_LISTS if facts.name != PROBLEMS))
COLUMNS = {"state": 52, "where": 196, "urgent": 0, "note": 0, "who": 0, "clock": 0, "next": 0}


class Found(NamedTuple):
    """What is read for the page: the rows in force here and in the company, and each level's own words."""

    here: Lists
    everywhere: Lists
    company: Words
    estate: Words


class ListsSection(SearchedSection):
    """Enter opens a row, Ctrl+N makes one. Head office chooses whose word is written; crews are the estate's."""

    def __init__(self, counter: Counter, panels: OnePanel, parent: QWidget | None = None) -> None:
        super().__init__(counter, parent)
        self._panels = panels
        self._found: Found | None = None
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(10), 0, 0)
        column.setSpacing(look.px(4))
        head = QHBoxLayout()
        head.setContentsMargins(look.px(20), 0, look.px(16), 0)
        head.setSpacing(look.px(10))
        head.addWidget(label("表格", "who"))
        head.addStretch()
        self.level = Choices("改谁的", columns=2)
        self.level.setFixedWidth(look.px(246))
        self.level.show_choices([Choice(str(one), one.label) for one in (Level.ESTATE, Level.COMPANY)], Level.ESTATE)
        self.search = TextField("找一行", hint="找: 词、码、班组…")
        self.search.setMinimumWidth(look.px(90))
        self.search.setMaximumWidth(look.px(200))
        self.new = KeyButton("新增一行", "Ctrl+N", icon="plus")
        head.addWidget(self.search, 1)
        head.addWidget(self.new)
        column.addLayout(head)
        self.tabs = Tabs("表", [(name, _facts(name).label) for name in ORDER], "body", wraps=True)
        inset = QHBoxLayout()
        inset.setContentsMargins(look.px(12), 0, look.px(12), 0)
        inset.addWidget(self.tabs)
        column.addLayout(inset)
        self._note = Elided("", "quiet")
        below = QHBoxLayout()
        below.setContentsMargins(look.px(20), look.px(4), look.px(16), look.px(4))
        below.addWidget(self._note, 1)
        below.addWidget(self.level)
        column.addLayout(below)
        self.list = RowList(COLUMNS, "表的各行")
        column.addWidget(self.list, 1)
        self.tabs.chosen.connect(lambda name: self._turn())
        self.level.chosen.connect(lambda name: self._look())
        self.level.finished.connect(self.list.setFocus)
        self.search.textChanged.connect(lambda text: self._look())
        self.search.finished.connect(self.list.setFocus)
        self.search.arrow.connect(lambda by: self.list.setFocus())
        self.new.clicked.connect(lambda: self.open(""))
        self.list.step_wanted.connect(lambda code, step: self.open(code))
        counter.estate_changed.connect(self.enter)
        counter.changed.connect(self._hear)

    @property
    def facts(self) -> ListFacts:
        return _facts(self.tabs.value)

    @property
    def writes(self) -> Level:
        """Crews go out from one estate; everything else may be the company's."""
        if self.tabs.value == CREWS:
            return Level.ESTATE
        return Level(self.level.value or Level.ESTATE)  # type: ignore[call-arg]

    @property
    def _lists(self) -> Lists:
        """For the company an estate's own rows do not count."""
        assert self._found is not None
        return self._found.here if self.writes is Level.ESTATE else self._found.everywhere

    def _may(self) -> bool:
        return self._counter.may("crew" if self.tabs.value == CREWS else "list_row", "edit")

    def enter(self) -> None:
        counter = self._counter
        if not counter.estate_id or not counter.roles:
            return
        head = counter.actor.may(HEAD_OFFICE)
        self.level.setVisible(head)
        if not head:
            self.level.choose(Level.ESTATE, tell=False)
        database, actor, company, scope = counter.database, counter.actor, counter.office.company, counter.scope

        def read() -> Found:
            lists = counter.lists()
            estate = said_rows(database, actor, scope) | said_crews(database, actor, scope, lists)
            everywhere = counter.office.lists(database, company)
            return Found(lists, everywhere, said_rows(database, actor, company), estate)

        counter.read(self, read, self._read)

    def begin(self) -> None:
        self.list.setFocus()

    def _look(self) -> None:
        self.list.show_lines([])
        self._show()

    def _turn(self) -> None:
        self.list.show_lines([])  # other rows are no change of these: nothing glows
        self._show()
        self.begin()

    def _hear(self, changed: Changed) -> None:
        if self.isVisible() and changed.any_of("list_row", "crew"):
            self.enter()

    def _read(self, found: Found) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        found, facts = self._found, self.facts
        if found is None:
            return
        may = self._may()
        self.new.setVisible(may and facts.grows)
        self._note.setText(facts.note if may else f"{facts.note} (项目经理或总部可以改; 您可以看)")
        sought = self.search.text().strip()
        rows = {code: cells for code, cells in self._rows(found).items() if self._fits(code, cells, sought)}
        used = {code: cells for code, cells in rows.items() if cells.get(OFF) != YES}
        lines = (
            self._grouped(used) if facts.name == PROBLEMS else [self._row(code, cells) for code, cells in used.items()]
        )
        off = [self._row(code, cells) for code, cells in rows.items() if cells.get(OFF) == YES]
        if off:
            lines = [*lines, Heading("已停用", len(off)), *off]
        self.list.show_lines(lines or [Heading(f"没有找到“{sought}”" if sought else "这张表还没有行, 按 Ctrl+N 新增")])

    def _rows(self, found: Found) -> dict[str, Cells]:
        if self.tabs.value != CREWS:
            return self._lists.every(self.tabs.value)
        return {key.partition("/")[2]: said[-1].cells for key, said in found.estate.items() if key.startswith("crews/")}

    def _fits(self, code: str, cells: Cells, sought: str) -> bool:
        found = self._found
        if not sought or found is None:
            return True
        shown = (column.shown(cells.get(column.name, ""), self._lists) for column in self.facts.columns)
        return code.startswith(sought) or any(sought in text for text in shown)

    def _plain(self, rows: dict[str, Cells]) -> list[Line]:
        return [self._row(code, cells) for code, cells in rows.items()]

    def _grouped(self, rows: dict[str, Cells]) -> list[Line]:
        """The tree under its main classes."""
        assert self._found is not None
        names = {code: cells.get("name", "") for code, cells in self._lists.every(GROUPS).items()}
        lines: list[Line] = []
        for digit in dict.fromkeys(code[:1] for code in rows):
            inside = [self._row(code, cells) for code, cells in rows.items() if code[:1] == digit]
            lines += [Heading(f"{digit} {names.get(digit, '')}", len(inside)), *inside]
        return lines

    def _row(self, code: str, cells: Cells) -> Row:
        assert self._found is not None
        facts, lists = self.facts, self._lists
        level = Level.ESTATE if facts.name == CREWS else lists.level(facts.name, code)
        wrong = ""
        if level is not Level.DEFAULT and facts.name != CREWS:
            try:
                check_row(facts, code, cells, lists)
            except DeskError as error:
                wrong = f"没有生效: {error}"
        name = cells.get("name") or code
        return Row(
            code,
            "未生效" if wrong else level.label,
            f"{code} {name}" if facts.key is not None else name,
            shown_cells(facts, cells, lists),
            tone="warn" if wrong else "",
            next_step="edit",
            next_label="修改" if self._may() else "查看",
            next_key="Enter",
            detail=wrong or _more(facts, cells, lists),
        )

    # one row

    def open(self, code: str) -> None:
        """The form of one row; empty for a new one."""
        found, counter, facts = self._found, self._counter, self.facts
        if found is None:
            return
        key, level = row_key(facts.name, code), self.writes
        said = (found.estate if level is Level.ESTATE else found.company).get(key, [])
        own = any(one.active for one in said) and facts.name != CREWS
        below = self._lists.below(level, facts.name, code) if code and own else None
        company = level is Level.ESTATE and any(one.active for one in found.company.get(key, []))
        back = "" if below is None else "公司的" if company else "默认的"
        lists = self._lists
        if facts.name == CREWS and said:  # one out of use is no row of any list
            lists = lists.with_row(Level.ESTATE, CREWS, code, said[-1].cells)
        form = RowForm(facts, code, lists, level, self._may(), back)
        form.kept.connect(partial(self._keep, facts, form))
        self._panels.open(form, WIDTH)
        if not code:
            return
        database, actor, company_scope, scope = (
            counter.database, counter.actor, counter.office.company, counter.scope,
        )  # fmt: skip
        counter.read(
            form,
            lambda: history.of_row(database, actor, company_scope, scope, facts.name, code, lists),
            lambda changes: form.show_story(changes, counter.now()),
        )

    def _keep(self, facts: ListFacts, form: RowForm, code: str, cells: Cells | None) -> None:
        found, counter = self._found, self._counter
        if found is None:
            return
        estate = self.writes is Level.ESTATE
        said = (found.estate if estate else found.company).get(row_key(facts.name, code), [])
        scope = counter.scope if estate else counter.office.company
        below = self._lists.below(self.writes, facts.name, code)
        if facts.name != CREWS and cells is not None and below is not None and _same(facts, cells, below):
            cells = None  # what holds anyway needs no word of its own
        crew = facts.name == CREWS and cells is not None
        requests = crew_steps(scope, cells or {}, said) if crew else row_steps(scope, facts.name, code, cells, said)
        words = f"{facts.label}: {(cells or below or {}).get('name') or code}" + (
            " 回到原来的" if cells is None else ""
        )
        if not requests:
            self._panels.shut()
            return

        def done(changed: Changed) -> None:
            self._panels.shut()
            self.list.choose(code)
            undo = crew_undo if crew else undo_of
            self._tell(words, requests, undo(requests[0], changed, said))

        counter.take(form, requests, done, form.take_refusal)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("↑↓", "选"),
            ("Enter", "修改"),
            ("←→", "换一张表"),
            ("Ctrl+N", "新增"),
            ("Ctrl+Z", "撤销"),
            ("Esc", "返回"),
        )


def _same(facts: ListFacts, cells: Cells, other: Cells) -> bool:
    return all(cells.get(one.name, "") == other.get(one.name, "") for one in facts.all_columns)


def _facts(name: str) -> ListFacts:
    facts = list_facts(name)
    assert facts is not None
    return facts


def _more(facts: ListFacts, cells: Cells, lists: Lists) -> str:
    """The open row's second line: the words a caller may say, else whatever else it holds."""
    rest = [column for column in facts.columns if column.name not in ("name", *facts.brief)]
    said = (
        f"{column.label} {column.shown(cells.get(column.name, ''), lists)}" for column in rest if cells.get(column.name)
    )
    return " · ".join(list(said)[:3])
