"""电脑: which desks the company has, what they still hold, a code for a new one, and the end of one."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk.domain.calendar import DAY
from desk.domain.errors import DeskError
from desk.domain.scopes import complaints_of, is_confidential, office_of
from desk.domain.words_of_time import clock_word, when
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.kit.rows import Row
from desk.ui.special.head_office.line import OfficeLine
from desk.ui.special.head_office.part import Part

if TYPE_CHECKING:
    import httpx

    from sync.wire.office import Code, Device

STATES = {"active": "在用", "draining": "退役中", "revoked": "已停用", "stolen": "已挂失"}
GONE = ("revoked", "stolen")
LONGEST = 60  # of a name
DRAIN, REVOKE, STOLEN, KEEP, RENAME, SCOPES = "drain", "revoke", "stolen", "keep", "rename", "scopes"
GRANTS = {"active": "在用", "draining": "收回中, 7 天里还能传", "gone": "没有"}


class DevicesPart(Part):
    NAME, ADD, HINT = "电脑", "开接入码", "新电脑叫什么 (例如 前台2)"

    def __init__(self, counter: Counter, line: OfficeLine, parent: QWidget | None = None) -> None:
        super().__init__(counter, line, parent)
        self._found: dict[str, Device] = {}
        self._estates: dict[str, str] = {}
        self._choosing = ""  # whose estates are being chosen

    def read(self) -> None:
        from sync.client import office

        self.wait()
        self.line.ask(self, lambda http, token, by: office.devices(http, token, by), self._show, self.failed)

    def _show(self, found: "list[Device]") -> None:
        self._found = {one.id: one for one in found}
        self._estates = estates_of(self.counter)
        now = self.counter.now()
        rows = [row_of(one, now, self._estates) for one in found]
        self.show_rows(rows, "没有看得到的电脑 (刚接入的, 上传完才看得到)")
        if self._choosing and self._choosing == self.asked:
            self._ask_scopes(self._choosing)

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        one, self._choosing = self._found.get(ent), ""
        if one is None or one.status in GONE:
            return "", ()
        found = [
            Choice(DRAIN, "退役", "7 天内传完已做的"), Choice(REVOKE, "马上停用", "没传的会丢, 不能再打开"),
            Choice(STOLEN, "丢了或被偷", "停用, 它再传的单独存放"),
        ]  # fmt: skip
        found += [Choice(RENAME, "改名"), Choice(SCOPES, "看哪些小区", "给它, 或者收回")]
        if one.retaken:
            found.append(Choice(KEEP, "核对过, 是我们的", "服务器恢复后重新登记的"))
        return f"{one.name}: 还有 {one.waiting} 步没有传上来", found

    def act(self, ent: str, action: str) -> None:
        from sync.client import office

        if action == RENAME:
            one = self._found[ent]
            self.ask_words(ent, f"{one.name} 改叫什么", one.name, lambda words: self._rename(ent, words))
            return
        if action == SCOPES:
            self._ask_scopes(ent)
            return

        def work(http: "httpx.Client", token: str, by: str) -> None:
            done: dict[str, Callable[[], None]] = {
                DRAIN: lambda: office.drain(http, token, by, ent),
                REVOKE: lambda: office.revoke(http, token, by, ent),
                STOLEN: lambda: office.revoke(http, token, by, ent, stolen=True),
                KEEP: lambda: office.keep(http, token, by, ent),
            }
            done[action]()

        self.line.ask(self, work, lambda _: self.read(), self.failed)

    def _rename(self, ent: str, name: str) -> None:
        from sync.client import office

        if not 0 < len(name) <= LONGEST:
            raise DeskError("还没有写名字" if not name else "名字太长", f"{LONGEST} 个字以内, 例如 前台2")

        def renamed(_: None) -> None:
            self.counter.ways.said.emit(f"已改名 {name}, 别的电脑下次接收时知道")
            self.read()

        self.line.ask(self, lambda http, token, by: office.rename(http, token, by, ent, name), renamed, self.failed)

    def _ask_scopes(self, ent: str) -> None:
        """Each estate of the company with what this PC has of it; a digit gives it, or takes it back."""
        one, now = self._found.get(ent), self._estates
        if one is None:
            return
        has = dict(one.scopes)
        mine = [complaints_of(scope) for scope in now if has.get(scope) == "active"]
        every = sorted((*now, *mine), key=lambda scope: (office_of(scope), is_confidential(scope)))
        choices = [Choice(scope, named(scope, now), GRANTS.get(has.get(scope, "gone"), "没有")) for scope in every]
        self._choosing = ent
        words = f"{one.name} 看哪些小区: 按数字给它, 再按收回 (7 天里还能传已做的, 不再收新的); Esc 好了"
        self.ask_choice(ent, words, choices, lambda scope: self._turn(ent, scope, has.get(scope) == "active"))

    def _turn(self, ent: str, scope: str, had: bool) -> None:
        from sync.client import office

        status, name = "draining" if had else "active", self._found[ent].name
        estate = named(scope, self._estates)

        def turned(_: None) -> None:
            self.counter.ways.said.emit(f"{name}: {'收回' if had else '给了'} {estate}")
            self.read()

        self.line.ask(
            self, lambda http, token, by: office.grant(http, token, by, ent, scope, status), turned, self.failed
        )

    def add(self, name: str) -> None:
        """For the estate at hand; the code is shown once."""
        from sync.client import office

        scope = self.counter.scope
        self.line.ask(
            self, lambda http, token, by: office.make_code(http, token, by, [scope], name), self._say, self.failed
        )

    def _say(self, code: "Code") -> None:
        from sync.client import kept
        from sync.wire.signed import fingerprint

        me = kept.identity(self.counter.database)
        assert me is not None
        self.field.clear()
        self.tell(
            f"{code.name} 的接入码 {code.code} · {clock_word(code.until_at)} 前有效, 只显示这一次\n"
            f"服务器地址 {me.url} · 校验数字 {fingerprint(me.server_key)}"
        )


def estates_of(counter: Counter) -> dict[str, str]:
    """Names of the company's estates by their scope."""
    rows = counter.database.read(
        "SELECT id, name FROM estate WHERE scope = ? AND status = 'active'", (counter.office.company,)
    )
    return {f"e/{ent}": str(name) for ent, name in rows}


def scopes_words(one: "Device", estates: Mapping[str, str]) -> str:
    """翠湖花园、锦绣里 (收回中)."""
    told = [
        (named(scope, estates), status)
        for scope, status in sorted(one.scopes, key=lambda told: is_confidential(told[0]))
        if status != "gone"
    ]
    return "、".join(f"{name}{' (收回中)' if status == 'draining' else ''}" for name, status in told if name)


def named(scope: str, estates: Mapping[str, str]) -> str:
    """翠湖花园, 翠湖花园的投诉; empty for what is no estate's."""
    name = estates.get(office_of(scope), "")
    return f"{name}的投诉" if name and is_confidential(scope) else name


def row_of(one: "Device", now: int, estates: Mapping[str, str]) -> Row:
    """A line of the list: what it still holds, how far it is behind, since when nothing was heard of it."""
    silent = one.seen_at is not None and now - one.seen_at > DAY
    parts = [
        f"编号 {one.prefix}",
        f"待上传 {one.waiting}" if one.waiting else "",
        f"差 {one.behind} 步" if one.behind else "",
    ]
    parts += [f"{one.copies} 份拷贝" if one.copies > 1 else "", "服务器恢复后重新登记, 请核对" if one.retaken else ""]
    alive = one.status not in GONE
    return Row(
        one.id, STATES.get(one.status, one.status), one.name, " · ".join(part for part in parts if part),
        clock=f"{when(one.seen_at, now)} 来过" if one.seen_at else "还没有来过",
        tone="bad" if one.retaken or one.copies > 1 else "warn" if silent and alive else "",
        next_step="do" if alive else "", next_label="管理" if alive else "", next_key="Enter" if alive else "",
        detail=f"程序 {one.version or '未知'}; 小区: {scopes_words(one, estates) or '没有'}",
    )  # fmt: skip
