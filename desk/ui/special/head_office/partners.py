"""合作方: who may send reports and orders to this company's estates; keys are said once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.ui.kit.choices import Choice
from desk.ui.kit.rows import Row
from desk.ui.special.head_office.part import Part

if TYPE_CHECKING:
    import httpx

    from sync.wire.partners import Partner

KINDS = {"channel": "业主渠道", "shop": "门店", "company": "外单位"}
CLOSE, OPEN, REKEY, AGAIN = "closed", "active", "rekey", "again"


class PartnersPart(Part):
    NAME, ADD, HINT = "合作方", "新增业主渠道", "合作方名称 (例如 微信公众号)"

    def read(self) -> None:
        from sync.client import partners

        self._found: dict[str, Partner] = {}
        self.wait()
        self.line.ask(self, lambda http, token, by: partners.partners(http, token, by), self._show, self.failed)

    def _show(self, found: "list[Partner]") -> None:
        self._found = {one.id: one for one in found}
        self.show_rows([row_of(one) for one in found], "还没有合作方")

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        one = self._found.get(ent)
        if one is None:
            return "", ()
        turn = Choice(OPEN, "恢复") if one.status == CLOSE else Choice(CLOSE, "停用", "不再收它的消息")
        found = [turn, Choice(REKEY, "换密钥", "旧的还能用一天")]
        if one.dead:
            found.append(Choice(AGAIN, "重发没送到的", f"{one.dead} 条"))
        return one.name, found

    def act(self, ent: str, action: str) -> None:
        from sync.client import partners

        one = self._found[ent]

        def work(http: "httpx.Client", token: str, by: str) -> str:
            if action == REKEY:
                return partners.rekey(http, token, by, ent).key
            if action == AGAIN:
                dead = [each.id for each in partners.dead_letters(http, token, by) if each.partner == ent]
                partners.send_again(http, token, by, dead)
            else:
                partners.change(http, token, by, one, action)
            return ""

        self.line.ask(self, work, lambda key: self._done(one.name, key), self.failed)

    def add(self, name: str) -> None:
        """A channel of residents for the estate at hand."""
        from sync.client import partners

        estate = self.counter.estate_id

        def work(http: "httpx.Client", token: str, by: str) -> str:
            return partners.make(http, token, by, name, "channel", [estate]).key

        self.line.ask(self, work, lambda key: self._done(name, key), self.failed)

    def _done(self, name: str, key: str) -> None:
        self.field.clear()
        self.tell(f"{name} 的密钥 (只显示这一次, 请交给对方保存): {key}" if key else "")
        self.read()


def row_of(one: "Partner") -> Row:
    parts = [f"{len(one.estates)} 个小区", f"待送 {one.waiting}" if one.waiting else "", one.webhook]
    return Row(
        one.id, "已停用" if one.status == CLOSE else "在用", one.name,
        " · ".join(part for part in (KINDS.get(one.kind, one.kind), *parts) if part),
        clock=f"没送到 {one.dead}" if one.dead else "", tone="warn" if one.dead else "",
        next_step="do", next_label="管理", next_key="Enter",
        detail="消息送到对方的网址; 送不到的留着, 可以重发" if one.webhook else "没有网址: 对方自己来问进度",
    )  # fmt: skip
