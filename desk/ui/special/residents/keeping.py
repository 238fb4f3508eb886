"""What is written down about residents: each form slides over the page, saves by steps, says what was done."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.services.residents.listing import residences_of
from desk.services.residents.lookup import Candidate, Means, candidates
from desk.store.accounts import note
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.form import Form
from desk.ui.kit.slide_over import SlideOver
from desk.ui.page_export import documents
from desk.ui.special.free_path import free_path
from desk.ui.special.residents import forms
from desk.ui.special.residents.erasure_panel import WIDTH as ERASURE_WIDTH
from desk.ui.special.residents.erasure_panel import ErasurePanel

EXPORTERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.HEAD_OFFICE})

KEYS = (("Enter", "下一项"), ("F9", "保存"), ("Esc", "返回"))


class Keeping(QObject):
    """One panel at a time over `page`."""

    made = Signal(str)  # a new resident
    opened = Signal()
    closed = Signal()

    def __init__(self, counter: Counter, page: QWidget) -> None:
        super().__init__(page)
        self._counter, self._page = counter, page
        self._over: SlideOver | None = None

    @property
    def is_open(self) -> bool:
        return self._over is not None

    @property
    def panel(self) -> QWidget | None:
        return self._over.panel if self._over is not None else None

    def keys(self) -> Sequence[tuple[str, str]]:
        """Those of the panel that is open."""
        own = getattr(self.panel, "keys", None)
        return own() if own is not None else KEYS

    def press(self, name: str) -> bool:
        """A function key while a panel is open."""
        panel = self.panel
        if not isinstance(panel, Form) and panel is not None and getattr(panel, "press", lambda name: False)(name):
            return True
        if name == "Esc":
            self.shut()
            return True
        if name in ("F9", "Ctrl+Return") and isinstance(panel, Form):
            panel.save()
            return True
        return False

    def _open(self, form: QWidget, width: int = forms.WIDTH) -> None:
        self.shut()
        over = SlideOver(form, self._page, width)
        over.close_wanted.connect(self.shut)
        closing = getattr(form, "close_wanted", None)
        if closing is not None:
            closing.connect(self.shut)
        self._over = over
        over.open()
        begin = getattr(form, "begin", None)
        if begin is not None:
            begin()
        self.opened.emit()

    def shut(self) -> None:
        over, self._over = self._over, None
        if over is not None:
            over.shut()
            over.deleteLater()
            self.closed.emit()

    def _rooms(self, typed: str, show: Callable[[Sequence[Candidate]], None]) -> None:
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def homes() -> list[Candidate]:
            found = candidates(search, actor, scope, typed, today, limit=20)
            return [one for one in found if one.kind is Means.HOME]

        counter.read(self, homes, show, self._counter.ways.refused.emit)

    def open_new(self, home: Candidate | None) -> None:
        form = forms.ResidentForm(None, self._rooms, day_of(self._counter.now()), home)

        def save(values: dict[str, Values]) -> None:
            living = {**values["living"], "resident_id": "@0"}
            requests = [
                self._counter.request("resident", "add", values["person"]),
                self._counter.request("residence", "add", living),
            ]
            self._save(form, requests, f"已登记 {values['person']['name']}", show_new=True)

        form.saved.connect(save)
        self._open(form)

    def open_edit(self, person: Values) -> None:
        form = forms.ResidentForm(person, self._rooms, day_of(self._counter.now()))
        form.saved.connect(partial(self._save_person, form, person))
        self._open(form)

    def open_phone(self, person: Values) -> None:
        form = forms.PhoneForm(person)
        form.saved.connect(partial(self._save_person, form, person))
        self._open(form)

    def _save_person(self, form: Form, person: Values, values: Values) -> None:
        if not values:
            self.shut()
            return
        request = self._counter.request("resident", "edit", values, str(person["id"]))
        self._save(form, [request], f"{values.get('name') or person.get('name', '')} 已保存")

    def open_move_in(self, person: Values) -> None:
        form = forms.MoveInForm(person, self._rooms, day_of(self._counter.now()))

        def save(values: Values) -> None:
            request = self._counter.request("residence", "add", {**values, "resident_id": person["id"]})
            self._save(form, [request], f"{person.get('name', '')} 已搬入")

        form.saved.connect(save)
        self._open(form)

    def open_move_out(self, person: Values, at_home: Sequence[Candidate]) -> None:
        counter = self._counter
        homes = {one.home_id: one for one in at_home}
        database, actor, scope, today = counter.database, counter.actor, counter.scope, day_of(counter.now())

        def choose(found: list[Values]) -> None:
            living = [
                (str(one["id"]), f"{homes[one['home_id']].room_long} {homes[one['home_id']].relation_label}",
                 str(one.get("from_on", "")))
                for one in found if one["home_id"] in homes
            ]  # fmt: skip
            living.sort(key=lambda one: one[1])
            if not living:
                counter.ways.said.emit("这位住户现在没有登记房屋")
                return
            form = forms.MoveOutForm(person, living, today)

            def save(values: Values) -> None:
                request = counter.request("residence", "edit", {"to_on": values["to_on"]}, values["residence"])
                self._save(form, [request], f"{person.get('name', '')} 已登记搬出")

            form.saved.connect(save)
            self._open(form)

        counter.read(
            self,
            lambda: residences_of(database, actor, scope, str(person["id"])),
            choose,
            self._counter.ways.refused.emit,
        )

    def _save(self, form: Form, requests: Sequence[StepRequest], words: str, show_new: bool = False) -> None:
        def done(changed: Changed) -> None:
            self.shut()
            self._counter.ways.said.emit(words)
            if show_new:
                self.made.emit(changed.ents[0])

        def failed(error: Exception) -> None:
            if not (isinstance(error, DeskError) and form.take_error(error)):
                self._counter.ways.refused.emit(error)

        self._counter.take(self, requests, done, failed)

    def open_import(self) -> None:
        from desk.ui.special.import_page import WIDTH, ImportPage

        page = ImportPage(self._counter)
        self._open(page, WIDTH)
        page.enter()

    def open_erasure(self, person: Values) -> None:
        """Who may not erase may look what there is, and is told who may."""
        panel = ErasurePanel(self._counter, person)

        def asked() -> None:
            self.shut()
            self._counter.changed.emit(Changed(frozenset({("resident", str(person["id"]))}), (), ()))

        panel.asked.connect(asked)
        self._open(panel, ERASURE_WIDTH)

    # the whole list

    @property
    def may_export(self) -> bool:
        """A file with every telephone in it is the leaders' to make."""
        return bool(self._counter.roles & EXPORTERS)

    def export(self) -> None:
        """The list in the template's columns, into the documents; that it was made is written down."""
        from desk.services.residents.importing.own_list import SHEET, TITLES, WIDTHS, own_list
        from reports.workbook import Column, write_workbook

        counter = self._counter
        if not self.may_export:
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        path = free_path(documents(), f"{counter.estate_name}业主名单-{day_of(now)}")

        def written() -> list[tuple[str, ...]]:
            with database.write() as connection:
                note(connection, now, actor.id, "export_residents", scope)
            return own_list(database, actor, scope)

        def save(lines: list[tuple[str, ...]]) -> None:
            columns = [Column(title, width=width + 2) for title, width in zip(TITLES, WIDTHS, strict=True)]
            counter.work.run(
                self._page,
                lambda: write_workbook(path, SHEET, columns, lines, len(lines)),
                lambda _: counter.ways.said.emit(f"已存到 {path}, 里面有电话, 请保管好"),
                counter.ways.refused.emit,
            )

        counter.read(self._page, written, save, counter.ways.refused.emit)
