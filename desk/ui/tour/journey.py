"""One repair from the ring of the telephone to a closed order, driven by keys; its pictures and papers."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desk.domain.calendar import MINUTE, at
from desk.paths import RESOURCES
from desk.services.slips.record import SlipFormat
from desk.services.work_orders.record import WORK_ORDER
from desk.store.query import one
from desk.ui.counter import Counter
from desk.ui.kit.slide_over import SlideOver
from desk.ui.kit.toast import Toast
from desk.ui.printing import page_image
from desk.ui.tour import evening, year
from desk.ui.tour.page import Album
from desk.ui.tour.player import Player
from reports.fonts import PaperFonts
from reports.slips.of_order import Office, sheet_of
from reports.slips.render import render_slips

SCAN_DPI = 150
START = at("2026-11-20", "14:02")
SIZE = QSize(1366, 768)
TITLE = "一张报修单: 从电话铃响到结单"


class Toured(Protocol):
    """What the tour needs of a desk."""

    @property
    def window(self) -> QWidget: ...

    @property
    def counter(self) -> Counter | None: ...

    def lock(self) -> None: ...


class MovableClock:
    """The tour's own time: the pictures are the same on every day."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def go(self, ms: int) -> None:
        self.now += ms


class Journey:
    """Plays the whole job. What goes wrong raises: a tour that cannot be played is a failed test."""

    def __init__(self, desk: Toured, clock: MovableClock, out: Path, settle: Callable[[], None], pin: str) -> None:
        self._desk = desk
        self._clock = clock
        self._pin = pin
        self.album = Album(out, TITLE)
        self.player = Player(desk.window, settle)
        desk.window.resize(SIZE)
        desk.window.show()
        self.player.settle()

    def play(self) -> Path:
        """The whole tour; returns its index page."""
        self._sign_in()
        self._intake()
        self._dispatch()
        evening.urged(self)
        evening.parked(self)
        self._field()
        self._return()
        evening.grid(self)
        self._revisit()
        self._beside()
        evening.beside(self)
        year.play(self)
        return self.album.write()

    @property
    def window(self) -> QWidget:
        return self._desk.window

    @property
    def counter(self) -> Counter:
        counter = self._desk.counter
        assert counter is not None
        return counter

    def shot(self, name: str, heading: str, words: str, keys: str = "") -> None:
        path = self.album.next_name(name)
        for panel in self._desk.window.findChildren(SlideOver):
            if panel.isVisible():
                panel.settle()  # no picture of a panel on its way
        self.player.picture(path)
        self.album.add_picture(path, heading, words, keys)

    @property
    def order_id(self) -> str:
        return str(self._order()["id"])

    def _order(self) -> dict[str, object]:
        """王秀英's tap: the newest order of this tour."""
        rows = self.counter.database.read(
            "SELECT id, no, status FROM work_order WHERE problem = '11' AND \"where\" = '3-2-1801' "
            "ORDER BY id DESC LIMIT 1"
        )
        return dict(zip(("id", "no", "status"), rows[0], strict=True)) if rows else {}

    def _later(self, ms: int) -> None:
        """Time passes with the clerk at the desk: a key is touched, so that nothing locks."""
        self._clock.go(ms)
        self.clear_toast()
        self.player.press("Shift")
        self.player.pass_time(1_100)

    def clear_toast(self) -> None:
        """What was said has passed."""
        for toast in self._desk.window.findChildren(Toast):
            toast.hide()

    def _expect(self, status: str) -> None:
        self.player.wait(lambda: self._order().get("status") == status, f"the order is {status}")

    def _sign_in(self) -> None:
        self.shot("sign-in", "上班", "按数字选人, 输入密码, Enter。示例数据把密码写在每个人后面。", "1 2603 Enter")
        self.player.press("1", *self._pin, "Enter")
        self.player.wait(lambda: self._desk.counter is not None and bool(self.counter.actor.id), "signed in")
        self.shot("today", "今日", "要你动手的事排成一列, 最急在上; 右边是今天的约定。")
        self._look("2")
        self.shot("today-dark", "夜里的今日", "深色给夜班, 100 % 到 200 % 给老花眼; 换了马上变。")
        self._look("1")

    def _look(self, digit: str) -> None:
        """Light or dark, chosen as a person would, and back to Today."""
        self.counter.ways.page_wanted.emit("settings")
        self.player.press("1", digit)
        self.counter.ways.page_wanted.emit("today")
        self.player.pass_time(50)

    def _intake(self) -> None:
        self.player.press("F2", *"6621")
        self.shot("intake-who", "电话响了", "尾号四位就找到人: 同号两个人, Enter 取第一个。", "F2 6 6 2 1")
        self.player.press("Enter")
        self.player.say("厨房水龙头一直滴水, 关紧也不停")
        self.player.press("Enter", "2")
        self.shot(
            "intake",
            "受理",
            "听到的话写一句, 类别、紧急、收费自己出来; 选上门时间, 把下面一句念给业主。",
            "Enter Enter 2",
        )

    def _dispatch(self) -> None:
        self.player.press("F4")
        self.player.wait(lambda: self._order().get("status") == "accepted", "the order is saved")
        self.player.press("1", "Enter", "Enter", "1")
        self.shot("dispatch", "派工", "班组、师傅、时段、收费都建议好了; 电话中已告知, F8 派工并打印。", "F4 1 F8")
        self._clock.go(MINUTE)
        self.player.press("F8")
        self._expect("dispatched")
        self.shot("preview", "打印预览", "预览就是打出来的样子; 没有出纸不算已打印。", "F8")
        self.player.press("F8")
        self._papers()

    def _papers(self) -> None:
        """The slip as PDF by the window's own way, and the other two papers beside it."""
        slip = self.album.folder / "slip-a5.pdf"
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit), field
        field.setText(str(slip))
        self.player.press("Enter")
        self.player.wait(slip.exists, "the slip is a file")
        self.shot("paper-out", "出纸了吗", "打印机不会说话的, 问一句; 没有出纸就还是未打印。")
        self.player.press("1")
        self.album.add_paper(slip, "派工单 PDF, A5 两联")
        self._other_papers()
        self.player.press("Esc")

    def _other_papers(self) -> None:
        order = one(self.counter.database, self.counter.actor, self.counter.scope, WORK_ORDER, str(self._order()["id"]))
        assert order is not None
        office = Office("安和物业服务有限公司", "翠湖花园", "029-88016000")
        sheet = sheet_of(order, office, "3栋2单元1801", self.counter.actor.name, self._clock(), 1)
        fonts = PaperFonts.load(RESOURCES / "fonts")
        for paper in SlipFormat:
            pdf = render_slips(fonts, [sheet], paper, made_at=self._clock())
            path = self.album.folder / f"slip-{paper.value.replace('_', '-')}.pdf"
            path.write_bytes(pdf)
            self.album.add_paper(path, f"派工单 PDF, {paper.label}")
            picture = page_image(pdf, 0, SCAN_DPI, True)
            name = self.album.next_name(f"paper-{paper.value.replace('_', '-')}")
            picture.save(str(name))
            self.album.add_picture(name, f"派工单: {paper.label}", "粗线以上是打印的, 以下留给师傅和业主的笔。")
            if paper is SlipFormat.A5:
                self._scan = signed_scan(picture)

    def _field(self) -> None:
        order = self._order()
        self._later(125 * MINUTE)
        self.counter.ways.order_wanted.emit(str(order["id"]))
        self.shot("out", "师傅在外", "没人报到是灰圈, 不算超时; 对讲机里一句话, 一个键。")
        self.player.press("Space")
        self._expect("arrived")
        self.shot("arrived", "到场", "空格记到场; 按错了, 五分钟内 Ctrl+Z 撤销。", "空格")
        self._later(50 * MINUTE)

    def _return(self) -> None:
        order = self._order()
        self.player.press("F6")
        self.player.press(*str(order["no"])[-4:], "Enter")
        self._expect_focus("完工时间", 3)
        self.player.press(*"1640", "Enter", "1")
        self.player.say("阀芯 1 15")
        self.player.press("Enter", *"30", "Enter", "Enter", "Enter", "Enter", "2", "1", "1", "1")
        QGuiApplication.clipboard().setImage(self._scan)
        self.player.press("Ctrl+V")
        self.shot("slip-return", "回单", "输入尾号, 按单子从上到下, Enter 一路走到底; 扫描件 Ctrl+V 贴上。", "F6")
        self.player.press("F9")
        self._expect("slip_back")
        self.player.press("Esc")
        self.counter.ways.order_wanted.emit(str(order["id"]))
        self.shot("slip-filed", "单子归档", "签字的单子、用料、收款都在这一单里; 三天后回访。")

    def _expect_focus(self, name: str, most: int) -> None:
        """Enter until the field of this name has the focus: what is known already is passed over."""
        for _ in range(most):
            widget = QApplication.focusWidget()
            if widget is not None and widget.accessibleName() == name:
                return
            self.player.press("Enter")
        raise AssertionError(f"{name} is not reached")

    def _revisit(self) -> None:
        self._desk.lock()
        self._clock.now = at("2026-11-24", "9:42")
        self.player.pass_time(1_100)
        self.shot("lock", "锁屏", "不动就锁屏, 没写完的受理留着; 第二天输密码接着办。")
        self.player.press(*self._pin, "Enter")
        self.player.pass_time(1_100)
        row = self.counter.database.read("SELECT revisit_id FROM work_order WHERE id = ?", (self._order()["id"],))
        self.counter.ways.revisit_wanted.emit(str(row[0][0]))
        self.shot("revisit", "回访", "第 3 到第 7 天, 合适的钟点; 要念的话写在屏幕上。", "F7")
        self.player.press("Enter", "1")
        self._clock.go(40_000)
        self.player.press("1", "1", "1", "1", "F9")  # the lamp that was due, in the same call
        self._clock.go(30_000)
        self.player.press("1", "1", "1", "1")
        self.shot("revisit-answers", "问完一家", "每一问一个数字; 拨号才显示号码, 并且记下是谁看的。", "Enter 1 1 1 1")
        self.player.press("F9")
        self._expect("closed")
        self.clear_toast()
        self.counter.ways.order_wanted.emit(str(self._order()["id"]))
        self.shot("closed", "已结", "从第一声铃到回访, 什么时候、谁办的, 一条不少。")

    def _beside(self) -> None:
        """What else is on the counter: find, the resident card, the ledger, lock and night."""
        self.player.press("F3", *"6621")
        self.shot("find", "查找", "房号、姓名、首字母、尾号、单号, 在哪里都能查。", "F3 6 6 2 1")
        self.player.press("Esc")
        row = self.counter.database.read("SELECT resident_id FROM work_order WHERE id = ?", (self._order()["id"],))
        self.counter.ways.resident_wanted.emit(str(row[0][0]))
        self.shot("resident", "业主档案", "住哪、谁同住、在办、最近维修、待回访, 一眼看完; 号码遮着, 拨号才显示。")
        self.counter.ways.page_wanted.emit("slips")
        self.player.press("Right")
        self.shot("slips", "派工单台账", "每一张纸都有下落: 未打印、在外、缺单、已回。")
        self.counter.ways.page_wanted.emit("settings")
        self.player.press("3")
        self.shot("settings", "设置", "各公司不同的钟点、时限、比例都在这里, 写明白会怎样。", "3")


def signed_scan(page: QImage) -> QImage:
    """A slip as it comes back: written on by hand and scanned a little askew."""
    scan = QImage(page.size(), QImage.Format.Format_RGB32)
    scan.fill(Qt.GlobalColor.white)
    painter = QPainter(scan)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.rotate(0.4)
    painter.drawImage(0, 0, page)
    painter.setPen(QPen(QColor("#1f3a8a"), page.width() / 500))
    signature = QPainterPath(QPointF(page.width() * 0.62, page.height() * 0.80))
    for number in range(5):
        x, y = page.width() * (0.62 + 0.04 * number), page.height() * 0.80
        signature.cubicTo(x + 18, y - 46, x + 4, y + 40, x + page.width() * 0.04, y - 6)
    painter.drawPath(signature)
    painter.end()
    return scan
