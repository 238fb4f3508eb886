"""From a key to a step: the form, the second reader's panel, the sign-up list; what is asked and what is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.services.notices import reads
from desk.services.notices.audience import Tree, read_tree, residents_of
from desk.services.notices.reads import Read
from desk.services.notices.record import NOTICE
from desk.services.notices.types import NoticeType, type_of, types_in_use
from desk.services.notices.words import undersigned_of
from desk.services.slips import files
from desk.store.query import one
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.panels import OnePanel
from desk.ui.print_jobs import office_of
from desk.ui.special.notices import draft
from desk.ui.special.notices.form import NoticeForm, Start
from desk.ui.special.notices.papers import PosterPapers
from desk.ui.special.notices.review import ReviewPanel
from desk.ui.special.notices.sign_ups import SignUpPanel
from desk.ui.special.step_taking import StepTaker
from reports.posters.paper import PosterFormat

ASKED = ("restore", "post", "void", "end")  # what the panel of a step asks
SAID = {"submit": "已送复核", "send_first": "已先发, 24 小时内请同事补核", "approve": "已复核", "send_back": "已退回",
        "second_read": "已补核"}  # fmt: skip


class NoticeActs(QObject):
    """Works for one page; `read` is what the page has read last. `written` carries the notice that was written."""

    written = Signal(str)
    turned = Signal()  # other keys in the panel that is open

    def __init__(self, counter: Counter, page: QWidget, read: Callable[[], Read]) -> None:
        super().__init__(page)
        self._counter, self._read = counter, read
        self.panel = OnePanel(page)
        self.taker = StepTaker(counter, page)

    @property
    def is_open(self) -> bool:
        return self.panel.is_open or self.taker.spoken is not None

    def press(self, key: str) -> bool:
        asking = self.taker.panel
        if asking is not None:
            if key in ("F9", "Ctrl+Return"):
                asking.save()
            elif key == "Esc":
                self.taker.shut()
            else:
                return False
            return True
        return self.panel.is_open and self.panel.press(key)

    def keys(self) -> Sequence[tuple[str, str]]:
        return self.panel.keys()

    def want(self, ent: str, name: str) -> None:
        """An act on a notice; the notice is read anew, so that nobody acts on what was."""
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def done(notice: Values | None) -> None:
            if notice is None:
                counter.ways.warned.emit("这份公告不在了, 请刷新后再看")
            else:
                self._do(notice, name)

        counter.read(self, lambda: one(database, actor, scope, NOTICE, ent), done)

    def _do(self, notice: Values, name: str) -> None:
        ent = str(notice["id"])
        if name == "edit":
            self.open_form(notice, {})
        elif name == "correct":
            self.open_form({}, draft.correction(notice))
        elif name in ("review", "second_read"):
            self._review(notice)
        elif name == "sign_ups":
            self._sign_ups(notice)
        elif name in ("print", "print_large"):
            paper = PosterFormat.A3 if name == "print_large" else PosterFormat.A4
            self._counter.ways.print_wanted.emit(PosterPapers(notice_id=ent, paper=paper))
        elif name == "submit":
            self._submit(notice)
        elif name == "end" and notice.get("signs_up"):
            self._end(notice)
        elif name in ASKED:
            self.taker.want("notice", notice, name)

    def _sign_ups(self, notice: Values) -> None:
        """Of a corrected activity the names stand on the notice that it began with."""
        counter = self._counter
        database, actor, scope = counter.database, counter.actor, counter.scope

        def open_list(root: str) -> None:
            panel = SignUpPanel(counter, notice, root)
            panel.turned.connect(self.turned)
            self.panel.open(panel, SignUpPanel.WIDTH)

        counter.read(self, lambda: reads.root_of(database, actor, scope, notice), open_list)

    def _end(self, notice: Values) -> None:
        """Whoever came is asked how it was: the list of sources says when, and how many of them."""
        counter, ent = self._counter, str(notice["id"])
        database, actor, scope = counter.database, counter.actor, counter.scope

        def ended(told: list[Values]) -> None:
            asked = f", {len(told)} 家按比例回访" if told else ""

            def done(_changed: Changed) -> None:
                counter.ways.said.emit(f"{notice.get('title') or '活动'} 已结束{asked}")
                self.written.emit(ent)

            values: Values = {"attended": told} if told else {}
            counter.take(self, [counter.request("notice", "end", values, ent)], done)

        counter.read(self, lambda: reads.to_ask(reads.seats_of(database, actor, scope, notice)[1]), ended)

    # the form

    def open_form(self, before: Frozen, values: Frozen) -> None:
        """A new one, one to be amended, or a correction; everything it stands on is read first."""
        counter = self._counter
        database, actor, scope, read = counter.database, counter.actor, counter.scope, self._read()
        lists = counter.lists()

        def work() -> tuple[Sequence[NoticeType], Tree, str, str]:
            office = office_of(database, scope)
            chosen = residents_of(map(str, {**before, **values}.get("targets") or ()))
            tree = read_tree(database, actor, scope, chosen)
            return types_in_use(lists), tree, office.desk_phone, undersigned_of(office.estate)

        def done(found: tuple[Sequence[NoticeType], Tree, str, str]) -> None:
            types, tree, phone, undersigned = found

            def readers(told: Frozen) -> Sequence[str]:
                kind = next((each for each in types if each.code == told.get("kind")), None)
                writers = [*(before.get("writer_ids") or ()), actor.id]
                only = kind is not None and kind.review == "manager"
                return reads.may_read(read, {"writer_ids": writers}, only)

            start = Start(types, tree, readers, before, values, phone, undersigned)
            form = NoticeForm(counter, start)
            form.wanted.connect(lambda told, step, asked: self._write(form, before, told, step, asked))
            form.turned.connect(self.turned)
            form.put_by.connect(lambda told: self._put_by(form, before, told))
            self.panel.open(form, NoticeForm.WIDTH)

        counter.read(self, work, done)

    def _requests(self, before: Frozen, told: Values) -> tuple[list[StepRequest], str]:
        """What writes the words down, and the entity of what follows."""
        counter = self._counter
        told = {**told, "writer": counter.actor.name}
        if before:
            ent = str(before["id"])
            changes = draft.changed(before, told)
            changes.pop("writer", None)
            return ([counter.request("notice", "amend", changes, ent)] if changes else []), ent
        values = {name: value for name, value in told.items() if value not in (None, "", [])}
        return [counter.request("notice", "draft", values)], "@0"

    def _write(self, form: NoticeForm, before: Frozen, told: Values, step: str, asked: Values) -> None:
        counter = self._counter
        requests, ent = self._requests(before, told)
        requests += self._photos(form, ent)
        requests.append(counter.request("notice", step, {k: v for k, v in asked.items() if v}, ent))
        words = f"{told.get('title') or '公告'} {SAID[step]} · {int(told.get('homes') or 0):,} 户"

        def done(changed: Changed) -> None:
            self.panel.shut()
            counter.ways.said.emit(words)
            self.written.emit(changed.ents[0])

        counter.take(form, requests, done, lambda error: self._refused(form, error))

    def _put_by(self, form: NoticeForm, before: Frozen, told: Values | None) -> None:
        """Esc: what was begun stays as a draft."""
        requests = self._requests(before, told)[0] if told and draft.is_begun(told) else []
        if not requests:
            self.panel.shut()
            return
        requests += self._photos(form, str(before.get("id") or "@0"))

        def done(changed: Changed) -> None:
            self.panel.shut()
            self._counter.ways.said.emit("已存草稿")
            self.written.emit(changed.ents[0])

        self._counter.take(form, requests, done, lambda error: self._refused(form, error))

    def _photos(self, form: NoticeForm, ent: str) -> list[StepRequest]:
        return files.additions(self._counter.scope, "notice", ent, form.photos.taken)

    def _refused(self, form: NoticeForm, error: Exception) -> None:
        if isinstance(error, DeskError):
            form.refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    # the others

    def _submit(self, notice: Values) -> None:
        """From the list: what is missing is asked in the form."""
        counter, ent = self._counter, str(notice["id"])
        words = f"{notice.get('title') or '公告'} {SAID['submit']}"

        def failed(error: Exception) -> None:
            if isinstance(error, DeskError):
                counter.ways.warned.emit(str(error))
                self.open_form(notice, {})
            else:
                counter.ways.refused.emit(error)

        def done(_changed: Changed) -> None:
            counter.ways.said.emit(words)
            self.written.emit(ent)

        counter.take(self, [counter.request("notice", "submit", {}, ent)], done, failed)

    def _review(self, notice: Values) -> None:
        counter = self._counter
        kind = type_of(counter.lists(), notice.get("kind"))
        own = counter.actor.id in (notice.get("writer_ids") or ())
        refusal = "自己写的公告不能自己复核: 请另一位同事登录后复核" if own else ""
        panel = ReviewPanel(counter, notice, kind, refusal)

        def wanted(step: str, told: Values) -> None:
            counter.take(panel, [counter.request("notice", step, told, str(notice["id"]))],
                         lambda _changed: self._passed(notice, step),
                         lambda error: self._not_passed(panel, error))  # fmt: skip

        panel.wanted.connect(wanted)
        self.panel.open(panel, ReviewPanel.WIDTH)

    def _passed(self, notice: Values, step: str) -> None:
        self.panel.shut()
        self._counter.ways.said.emit(f"{notice.get('title') or '公告'} {SAID[step]}")
        self.written.emit(str(notice["id"]))

    def _not_passed(self, panel: ReviewPanel, error: Exception) -> None:
        if isinstance(error, DeskError):
            panel.refuse(error)
        else:
            self._counter.ways.refused.emit(error)
