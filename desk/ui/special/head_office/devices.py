"""电脑: which desks the company has, what they still hold, a code for a new one, and the end of one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desk.domain.calendar import DAY
from desk.domain.words_of_time import clock_word, when
from desk.ui.kit.choices import Choice
from desk.ui.kit.rows import Row
from desk.ui.special.head_office.part import Part

if TYPE_CHECKING:
    import httpx

    from sync.wire.office import Code, Device

STATES = {"active": "在用", "draining": "退役中", "revoked": "已停用", "stolen": "已挂失"}
GONE = ("revoked", "stolen")
DRAIN, REVOKE, STOLEN, KEEP = "drain", "revoke", "stolen", "keep"


class DevicesPart(Part):
    NAME, ADD, HINT = "电脑", "开接入码", "新电脑叫什么 (例如 前台2)"

    def read(self) -> None:
        from sync.client import office

        self._found: dict[str, Device] = {}
        self.wait()
        self.line.ask(self, lambda http, token, by: office.devices(http, token, by), self._show, self.failed)

    def _show(self, found: "list[Device]") -> None:
        self._found = {one.id: one for one in found}
        now = self.counter.now()
        self.show_rows([row_of(one, now) for one in found], "没有看得到的电脑 (刚接入的, 上传完才看得到)")

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        one = self._found.get(ent)
        if one is None or one.status in GONE:
            return "", ()
        found = [
            Choice(DRAIN, "退役", "7 天内传完已做的"), Choice(REVOKE, "马上停用", "没传的会丢, 不能再打开"),
            Choice(STOLEN, "丢了或被偷", "停用, 它再传的单独存放"),
        ]  # fmt: skip
        if one.retaken:
            found.append(Choice(KEEP, "核对过, 是我们的", "服务器恢复后重新登记的"))
        return f"{one.name}: 还有 {one.waiting} 步没有传上来", found

    def act(self, ent: str, action: str) -> None:
        from sync.client import office

        def work(http: "httpx.Client", token: str, by: str) -> None:
            done: dict[str, Callable[[], None]] = {
                DRAIN: lambda: office.drain(http, token, by, ent),
                REVOKE: lambda: office.revoke(http, token, by, ent),
                STOLEN: lambda: office.revoke(http, token, by, ent, stolen=True),
                KEEP: lambda: office.keep(http, token, by, ent),
            }
            done[action]()

        self.line.ask(self, work, lambda _: self.read(), self.failed)

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


def row_of(one: "Device", now: int) -> Row:
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
        detail=f"程序 {one.version or '未知'}; {len(one.scopes)} 份数据",
    )  # fmt: skip
