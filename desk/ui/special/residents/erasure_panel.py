"""删除个人信息: what goes, what stays, what cannot be undone; a reason, and the number typed by who has read it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.store import erasing_plan
from desk.store.database import Database
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField
from desk.ui.kit.labels import Elided, label, line
from desk.ui.kit.notice import Notice
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.remembered import recall, remember
from desk.ui.special.residents.erasure_reading import Found, find, remembered_as
from desk.ui.sync_state import Mode
from desk.ui.theme import theme

MAY_LOOK = frozenset({Role.MANAGER, Role.HEAD_OFFICE})
MAY = frozenset({Role.HEAD_OFFICE})
WIDTH = 680
LEAVE, TAKE = "leave", "take"
MOST_LINES = 8
STAYS = "留着: 单号、房号、日期时间、费用、谁办的。统计、对账照样对得上"
WARNING = "删了找不回来: 各台电脑、服务器都删, 从备份恢复以后也再删。已经打印的单子、导出的表格要另外收回销毁"
ALONE = "现在是单机: 先记下, 接入公司服务器以后才删"
NOT_OPEN = "投诉资料这里没有打开, 他的投诉不在内"
REASON, NUMBER = "谁要求的, 为什么", "写出一共几条"


class ErasurePanel(PanelFrame):
    """`asked` when the asking waits for the server."""

    asked = Signal()

    def __init__(self, counter: Counter, person: Values, parent: QWidget | None = None) -> None:
        super().__init__("删除个人信息", parent=parent)
        self._counter, self._person = counter, person
        self._found: Found | None = None
        self._own: Database | None = None
        self._may = counter.actor.may(MAY)
        look = theme()
        self.head.insertWidget(1, Elided(str(person.get("name") or ""), "who"), 1)
        self.head.insertSpacing(1, look.px(12))
        self.notice = Notice()
        self.goes = label("", "title", wrap=True)
        self.lives = label("", "body", "warn", wrap=True)
        self.names_words = label("", "body", wrap=True)
        self.names, self.photos = (Choices(words, columns=2, digit_goes_on=True) for words in ("同名的", "照片"))
        self.reason = TextField(REASON, hint="例如 本人 11-22 到前台书面要求")
        self.number = FigureField(NUMBER)
        self.fields = {"reason": Field(REASON, self.reason), "number": Field(NUMBER, self.number)}
        self.whose = label("只有总部管理员能删: 请他在这台或别的电脑登录, 打开这张卡办理", "matter", wrap=True)
        self.button = KeyButton("删除个人信息", "F9", PRIMARY, "trash-2")
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(12))
        self._names, self._photos = QWidget(), QWidget()
        for holder, parts in ((self._names, (self.names_words, self.names)), (self._photos, (self.photos,))):
            box = QVBoxLayout(holder)
            box.setContentsMargins(0, 0, 0, 0)
            for part in parts:
                box.addWidget(part)
        self._total = label("", "matter", wrap=True)
        for one in (
            self.goes, label(STAYS, "body", wrap=True), self._names, self._photos, line(),
            label(WARNING, "body", "bad", wrap=True), self.lives, self._total, self.fields["reason"],
            self.fields["number"], self.whose,
        ):  # fmt: skip
            column.addWidget(one)
        column.addStretch()
        self._area = scrolled(self._inside)
        self.body.addWidget(self.notice, 1)
        self.body.addWidget(self._area, 1)
        self.foot.addWidget(label(ALONE if counter.sync.mode is Mode.ALONE else "", "quiet", wrap=True), 1)
        self.foot.addWidget(self.button)
        self._area.hide()
        self._join()

    def _join(self) -> None:
        for one, after in ((self.names, self._after_names), (self.photos, self.reason.setFocus)):
            one.chosen.connect(lambda _value: self._count())
            one.finished.connect(after)
        self.reason.finished.connect(self.number.setFocus)
        self.number.finished.connect(self.button.setFocus)
        self.button.clicked.connect(self.save)
        self.button.blocked.connect(self._counter.ways.warned)

    # what the page asks of a panel

    def begin(self) -> None:
        """Reads the whole log: on the lane of long work."""
        counter, person = self._counter, self._person
        database, rules, scope = counter.database, counter.rules, counter.scope
        self.notice.loading()
        self.button.block("还在找" if self._may else "您的岗位不能删除个人信息, 请总部管理员办理")
        own = self._own = counter.confidential
        counter.work.run(self, lambda: find(database, rules, scope, person, own), self._show, self._failed)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("F9", "删除个人信息"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.button.click_or_say()
            return True
        return False

    # showing

    def _show(self, found: Found) -> None:
        self._found = found
        self.notice.hide()
        self._area.show()
        if not found.count(True, True):
            self._area.hide()
            self.notice.show()
            self.notice.empty("没有要删的", "这位住户的个人信息已经没有了")
            self.button.block("没有要删的")
            return
        what = "、".join(f"{words} {count} 份" for words, count in found.sure)
        self.goes.setText(f"去掉: {what or '只有同名的'} 里的姓名、电话和说过的话 (报修内容、备注、评价)")
        lives = "还登记住在这里, 删了以后来电认不出是谁" if found.homes else ""
        at_work = (
            f"有 {found.open_orders} 单还在办, 删了就看不到报修内容和电话, 一般办完再删" if found.open_orders else ""
        )
        aside = "" if self._own is not None else NOT_OPEN
        self.lives.setText("; ".join(part for part in (at_work, lives, aside) if part))
        self.lives.setVisible(bool(self.lives.text()))
        self._show_names(found)
        self._photos.setVisible(bool(found.plan.photos))
        many = len(found.plan.photos)
        self.photos.show_choices([Choice(TAKE, f"照片 {many} 张也删"), Choice(LEAVE, "照片留着")], TAKE)
        for field in self.fields.values():
            field.setVisible(self._may)
        self.whose.setVisible(not self._may)
        if self._may:
            self.button.block("")
        self._count()
        QTimer.singleShot(0, self, self._settle)

    def _show_names(self, found: Found) -> None:
        lines = found.namesakes
        self._names.setVisible(bool(lines))
        more = f" 等 {len(lines)} 份" if len(lines) > MOST_LINES else ""
        self.names_words.setText(
            f"还有 {len(lines)} 份写着同样的姓名, 或是同一个电话的家人, 可能是别人: "
            f"{'、'.join(lines[:MOST_LINES])}{more}"
        )
        self.names.show_choices([Choice(LEAVE, "不删这些"), Choice(TAKE, "也是他的, 一起删")], LEAVE)

    def _settle(self) -> None:
        first = self.names if not self._names.isHidden() else self.reason
        (first if self._may else self.close_button).setFocus()

    def _after_names(self) -> None:
        (self.photos if not self._photos.isHidden() else self.reason).setFocus()

    @property
    def _answers(self) -> tuple[bool, bool]:
        return self.names.value == TAKE, self.photos.value == TAKE

    def _count(self) -> None:
        if self._found is not None:
            self._total.setText(f"一共 {self._found.count(*self._answers)} 条记录和照片")

    # asking

    def save(self) -> None:
        """Nothing goes before the server has said so; the asking is kept like every step."""
        found, counter = self._found, self._counter
        if found is None or not self._may:
            return
        for field in self.fields.values():
            field.accept()
        if not self.reason.text().strip():
            self.fields["reason"].refuse("还缺删除的原因: 请写明是谁、按什么要求删除的")
            return
        if self.number.text().strip() != str(found.count(*self._answers)):
            self.fields["number"].refuse("和上面的条数不一样: 看清要删什么, 照着写")
            return
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()
        wanted, reason, own = found.plan.whole(*self._answers), self.reason.text(), self._own
        beside, inner = found.beside, complaints_of(scope)

        def ask() -> list[str]:
            told = (actor, inner, beside, reason, now, database)
            asked = erasing_plan.ask_all(own, *told) if own is not None and beside.all_ops else []
            if wanted.all_ops or wanted.blobs:
                asked += erasing_plan.ask_all(database, actor, scope, wanted, reason, now)
            return asked

        counter.db.run(self, ask, self._asked, self._failed)

    def _asked(self, ops: list[str]) -> None:
        counter, name = self._counter, remembered_as(str(self._person["id"]))
        before = recall(counter.database, name) or []
        remember(counter, counter, name, [*before, *ops])
        counter.ways.said.emit("已要求删除, 服务器收到后各台电脑一起删")
        self.asked.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self.fields["reason"].refuse(error) if self._found is not None else self.notice.failed(
                error.message, error.advice
            )
        else:
            self._counter.ways.refused.emit(error)
