"""What is said beside the matter: a second home, another office's number and date, another estate, pictures."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Channel
from desk.ui.counter import Counter
from desk.ui.special.intake.asking import Asking
from desk.ui.special.intake.form import IntakeForm
from desk.ui.special.pictures import PastePictures
from desk.ui.special.told_times import moment_ahead, parse_day

OTHERS = "SELECT name FROM estate WHERE id <> ? AND status = 'active' ORDER BY name, id"
OFFICE_ENDS = "17:00"


class Beside(QObject):
    """`changed` carries the draft with what was told."""

    changed = Signal(object)

    def __init__(
        self, counter: Counter, form: IntakeForm, asking: Asking, draft: Callable[[], Draft], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._counter, self._form, self._asking, self._draft = counter, form, asking, draft
        extras = form.extras
        extras.told.connect(self._told)
        extras.deadline_done.connect(self._deadline_done)
        extras.photos.told.connect(lambda photos: self.changed.emit(replace(self._draft(), photos=photos)))
        asking.related_known.connect(self._related_known)
        PastePictures(form, extras.photos.drop)

    def begin(self) -> None:
        """Another call: which estates there are besides ours."""
        database, estate = self._counter.database, self._counter.estate_id
        self._counter.read(
            self,
            lambda: [str(name) for (name,) in database.read(OTHERS, (estate,))],
            lambda names: self._form.extras.show_estates(names) if not self._draft().forwarded_to else None,
        )

    def _told(self) -> None:
        extras, draft = self._form.extras, self._draft()
        related, number = extras.related.text().strip(), extras.forwarded.text().strip()
        fresh = related != draft.related_where
        channel = extras.channel.value or str(Channel.PHONE)
        if number and not draft.forwarded_no and channel == Channel.PHONE:
            # Whose number it is says how it came.
            channel = str(Channel.FORWARDED)
            extras.channel.choose(channel, tell=False)
        told = replace(
            draft,
            related_where=related,
            related_home_id=draft.related_home_id if not fresh else "",
            forwarded_no=number,
            forwarded_due_at=self._deadline(extras.deadline.text()),
            forwarded_to=extras.estate.value,
            note=extras.note.text(),
            channel=channel,
        )
        self.changed.emit(told)
        if fresh:
            self._asking.related(related)

    def _deadline(self, typed: str) -> int:
        """While it is typed: nothing that cannot be read yet."""
        try:
            return self._read(typed)
        except DeskError:
            return 0

    def _deadline_done(self) -> None:
        try:
            self.check()
        except DeskError as error:
            self._form.extras.refuse_deadline(str(error))
        else:
            self._form.extras.refuse_deadline("")
            self._form.extras.finished.emit()

    def check(self) -> None:
        """A date that nobody can read is not passed over in silence."""
        self._read(self._form.extras.deadline.text())

    def _read(self, typed: str) -> int:
        """`11-25 17:00`, `+3`, `明天 1200`; a day alone ends with the office."""
        if not typed.strip():
            return 0
        try:
            return self._moment(typed, self._counter.now())
        except DeskError:
            raise DeskError(f"看不懂期限“{typed.strip()}”", "请写成 11-25 17:00 或 +3 (3 天后)", "deadline") from None

    @staticmethod
    def _moment(typed: str, now: int) -> int:
        try:
            parse_day(typed, day_of(now))
        except DeskError:
            return moment_ahead(typed, now)
        return moment_ahead(f"{typed.strip()} {OFFICE_ENDS}", now)

    def _related_known(self, typed: str, home_id: str) -> None:
        """The other home of a leak is one of ours."""
        draft = self._draft()
        if typed == draft.related_where:
            self.changed.emit(replace(draft, related_home_id=home_id))
