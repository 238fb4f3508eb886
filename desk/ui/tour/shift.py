"""The rest of the tour's day: a notice corrected, a complaint answered and revisited, a shift handed over."""

from typing import TYPE_CHECKING

from desk.sample.pins import sample_pin
from desk.ui.kit.choices import Choices
from desk.ui.special.complaints.page import ComplaintsPage
from desk.ui.special.hand_over.page import HandOverPage
from desk.ui.special.notices.page import NoticesPage
from desk.ui.tour.player import focus

if TYPE_CHECKING:
    from desk.ui.tour.rooms import Rooms

CLERK, SUPERVISOR, MANAGER, GUARD = "李敏", "张敏", "陈国平", "赵刚"
TITLE = "停水通知"
NOTICE = "SELECT id, status FROM notice WHERE title = ? ORDER BY COALESCE(correction_no, 0) DESC, id DESC"
SAID = "水龙头修了三次还漏, 每次都说修好了"
LINE = "SELECT status FROM in_hand WHERE id = ?"
COMPLAINT = "SELECT id, status, content FROM complaint ORDER BY id DESC LIMIT 1"
BOOK = "SELECT status FROM hand_over ORDER BY given_at DESC LIMIT 1"
MOST = 60
LOOK_MS = 100
POSTER_MS = 800  # the poster follows the typing


def notice(rooms: "Rooms") -> None:
    """Written, read by a second person, and found wrong: the correction is read by a second person too."""
    rooms.press("Esc")
    rooms.open("notices")
    rooms.press("+", "1", "1")
    for words in ("11-22 0900", "1700", "3-2"):
        rooms.say(words)
        rooms.press("Enter")
    rooms.press("Enter")
    rooms.say("二次供水设备检修")
    rooms.hand.player.pass_time(POSTER_MS)
    rooms.shot("notice", "起草公告", "类型、时间、范围选好, 正文自己出来; 提前多少小时、够不够, 写在旁边。", "+ 1 1 F9")
    rooms.press("F9")
    rooms.wait(lambda: _notice(rooms)[1] == "to_review", "the notice waits for its reader")
    _read(
        rooms, SUPERVISOR, "notice-review", "另一个人看过才发", "自己写的不能自己复核: 时间、范围、原因、电话, 逐项看。"
    )
    wrong = _notice(rooms)[0]
    rooms.open_record("notice", str(wrong))
    (page,) = rooms.hand.desk.window.findChildren(NoticesPage)
    rooms.wait(lambda: any(one.name == "correct" for one in page.detail.acts), "it can be corrected")
    rooms.press("7")
    rooms.reaches("谁发现")
    rooms.press("1", "1")
    _goes_to(rooms, "到")
    rooms.press("Ctrl+A")
    rooms.say("11-22 1900")
    _goes_to(rooms, "预计恢复", "Tab")
    rooms.press("Ctrl+A")
    rooms.say("11-22 1900")
    rooms.hand.player.pass_time(POSTER_MS)
    rooms.shot(
        "notice-correct",
        "写错了, 马上更正",
        "哪里错了、谁发现的选两个数字; 原来的一份不再算数, 更正的要再复核。",
        "7 1 1 F9",
    )
    rooms.press("F9")
    rooms.wait(lambda: _notice(rooms)[1] == "to_review" and _notice(rooms)[0] != wrong, "the correction waits")
    _read(rooms, CLERK, "notice-again", "更正也要复核", "换一个人看更正; 发出的海报上写着更正第几次、改了什么。")
    state = "SELECT status FROM notice WHERE id = ?"
    rooms.wait(lambda: rooms.one(state, wrong) == "corrected", "the first one does not count any more")
    rooms.shot("notice-corrected", "更正发出了", "新的在贴, 旧的写着“已更正”; 来电问起, 受理页上照新的念。")


def _notice(rooms: "Rooms") -> tuple[object, object]:
    rows = rooms.hand.counter.database.read(NOTICE, (TITLE,))
    return (rows[0][0], rows[0][1]) if rows else ("", "")


def _read(rooms: "Rooms", who: str, name: str, heading: str, words: str) -> None:
    """Somebody else sits down and reads the notice as it will hang."""
    rooms.sits(who)
    rooms.open_record("notice", str(_notice(rooms)[0]))
    rooms.press("Enter")
    rooms.wait(lambda: "复核" in focus(), f"the notice is before {who}: {focus()}")
    rooms.shot(name, heading, words, "Enter F9")
    rooms.press("F9")
    rooms.wait(lambda: _notice(rooms)[1] == "sent", "the notice is out")


def complaint(rooms: "Rooms") -> None:
    """The clerk takes it in and keeps only a neutral line; who answers for it reads, judges, assigns, answers."""
    rooms.open("complaints")
    rooms.press("+", *"6621", "Enter", "0", "2", "2")
    rooms.say(SAID)
    rooms.shot("complaint", "登记投诉", "原话照写; 谁来答复、几点之前, 念给业主听。", "+ 6 6 2 1 Enter 0 2 2 F9")
    known = _lines(rooms)
    rooms.press("F9")
    rooms.wait(lambda: _lines(rooms) > known, "the complaint is taken in")
    (rooms.line,) = _lines(rooms) - known
    rooms.press("Esc")
    rooms.shot("complaint-line", "前台只剩一行", "登记完, 前台看不到内容: 编号、请转谁、几点前答复; 业主来问照着答。")
    assert rooms.one("SELECT COUNT(*) FROM complaint") == 0, "nothing of it in the clerk's file"
    rooms.sent()
    rooms.sits(MANAGER)
    rooms.wait(lambda: _complaint(rooms)[2] == SAID, "it is in the file of those who may read it")
    _stands(rooms)
    rooms.shot("complaint-read", "责任人才看得到", "单独一个加密文件, 换人就关上; 内容、经过、时限都在这里。")
    _comes_to(rooms, "judged", "Enter", "1", "Enter")
    _comes_to(rooms, "assigned", "Enter", "F9")
    rooms.press("Enter")
    rooms.say("换了整个阀芯, 业主试过不漏")
    _comes_to(rooms, "acted", "F9")
    rooms.press("F4")
    rooms.say("已换新, 向您道歉, 一年内再漏免费修")
    rooms.press("Enter", "1")
    rooms.shot("complaint-answer", "答复", "怎么处理的、怎么答复业主的、业主接受没有; 前台那一行跟着变。", "F4 F9")
    _comes_to(rooms, "answered", "F9")
    rooms.wait(lambda: rooms.one(LINE, rooms.line) == "answered", "the neutral line follows")


def _lines(rooms: "Rooms") -> set[str]:
    """The neutral lines of the estate."""
    return {str(row[0]) for row in rooms.hand.counter.database.read("SELECT id FROM in_hand")}


def _complaint(rooms: "Rooms") -> tuple[object, ...]:
    """The newest in the file of its readers, while it is open."""
    file = rooms.hand.counter.confidential
    rows = file.read(COMPLAINT) if file is not None else []
    return tuple(rows[0]) if rows else ("", "", "")


def _stands(rooms: "Rooms") -> None:
    """The keyboard on the complaint, in whichever pile it is by now."""
    rooms.open("complaints")
    (page,) = rooms.hand.desk.window.findChildren(ComplaintsPage)
    ent = str(_complaint(rooms)[0])
    for _ in range(MOST):
        row, shown = page.list.chosen(), page.detail.found
        now = shown is not None and (shown.values["id"], shown.values["status"]) == _complaint(rooms)[:2]
        if now and row is not None and row.id == ent and page.list.hasFocus():
            return
        rooms.open_record("complaint", ent)
        rooms.hand.player.pass_time(LOOK_MS)
    raise AssertionError("the complaint is not shown")


def _comes_to(rooms: "Rooms", status: str, *keys: str) -> None:
    """The complaint as it stands in its pile, the keys, and what has become of it."""
    rooms.press(*keys)
    rooms.wait(lambda: _complaint(rooms)[1] == status, f"the complaint is {status}")
    _stands(rooms)


def handed_over(rooms: "Rooms") -> None:
    """Five to five: what is open is in the book, the things are counted, two people sign with their own PINs."""
    rooms.go_to("2026-11-20", "16:55")
    rooms.sits(CLERK)
    rooms.open("hand_over")
    (page,) = rooms.hand.desk.window.findChildren(HandOverPage)
    rooms.wait(lambda: page.list.hasFocus() and page.list.rows.rowCount() > 0, "what is open stands in the book")
    rooms.press("Ctrl+N")
    rooms.wait(lambda: page.panels.is_open, "a promise can be written")
    rooms.say("今晚给 3-2-1801 回电: 水停到几点")
    rooms.press("Enter", *"1930", "Enter", "F9")
    promised = "SELECT COUNT(*) FROM promise WHERE due_at > ?"
    rooms.wait(lambda: rooms.one(promised, rooms.clock.now) != 0, "the promise is written down")
    rooms.shot(
        "hand-over",
        "交班前",
        "没办完的一样一行: 在办的单、答应的回电、在送的生鲜、待答复的投诉 (只有编号)。",
        "Ctrl+N F9",
    )
    rooms.press("F9")
    _goes_to(rooms, "交班人密码")
    rooms.press(*_pin(rooms, CLERK), "Enter")
    boxes = next(one for one in rooms.hand.desk.window.findChildren(Choices) if one.accessibleName() == "接班人")
    rooms.press(next(one.digit for one in boxes.choices if one.words == GUARD))
    rooms.press(*_pin(rooms, GUARD))
    rooms.shot("hand-over-sign", "两个人签字", "物品一样样点过; 交的人、接的人各输各的密码, 谁也替不了谁。", "F9 Enter")
    rooms.press("Enter")
    rooms.wait(lambda: rooms.one(BOOK) == "taken", "the shift is taken over")
    rooms.shot("handed-over", "已接班", "从现在起算接班人的; 交接的内容以后改不了, 随时可以翻出来打印。")
    rooms.sent()


def asked_back(rooms: "Rooms") -> None:
    """The next morning the complainant is rung by who answers for it."""
    rooms.go_to("2026-11-21", "10:00")
    rooms.sits(MANAGER)
    rooms.wait(lambda: _complaint(rooms)[1] == "answered", "his file is open")
    _stands(rooms)
    rooms.press("F7")
    rooms.press("Enter", "1", "1", "1", "2", "1")
    rooms.shot(
        "complaint-call", "投诉回访", "答复后问一次: 处理了没有、满意不满意; 号码拨的时候才显示。", "F7 Enter 1 1 1 2 1"
    )
    rooms.press("F9")
    rooms.wait(lambda: _complaint(rooms)[1] == "closed", "the complaint is closed")
    rooms.wait(lambda: rooms.one(LINE, rooms.line) == "closed", "the neutral line is closed too")
    rooms.open("complaints")
    rooms.press("Right")  # the next pile: what is closed
    rooms.hand.player.pass_time(LOOK_MS)
    rooms.shot("complaint-closed", "已结", "登记、判定、答复、回访, 一步一步都在; 前台那一行也结了。")
    rooms.sent()


def _goes_to(rooms: "Rooms", name: str, key: str = "Enter") -> None:
    """The key until the keyboard is in the field of this name."""
    for _ in range(MOST):
        if focus() == name:
            return
        rooms.press(key)
    raise AssertionError(f"{name} is not reached, the keyboard is in {focus()}")


def _pin(rooms: "Rooms", name: str) -> str:
    return sample_pin(str(rooms.one("SELECT staff_no FROM staff WHERE name = ?", name)))
