"""合作方: who may send reports and orders to this company's estates; keys are said once."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.kit.rows import Row
from desk.ui.special.head_office.devices import estates_of
from desk.ui.special.head_office.line import OfficeLine
from desk.ui.special.head_office.part import Part

if TYPE_CHECKING:
    import httpx

    from sync.wire.partners import Partner

KINDS = {"channel": "业主渠道", "shop": "门店", "company": "外单位"}
CLOSE, OPEN, REKEY, AGAIN = "closed", "active", "rekey", "again"
WEBHOOK, RENAME, ESTATES = "webhook", "rename", "estates"
ADDRESS = re.compile(r"(https?://[!-~]+)?")  # as the server takes it
LONGEST, LONGEST_NAME = 300, 60


class PartnersPart(Part):
    NAME, ADD, HINT = "合作方", "新增业主渠道", "合作方名称 (例如 微信公众号)"

    def __init__(self, counter: Counter, line: OfficeLine, parent: QWidget | None = None) -> None:
        super().__init__(counter, line, parent)
        self._found: dict[str, Partner] = {}
        self._choosing = ""  # whose estates are being chosen

    def read(self) -> None:
        from sync.client import partners

        self.wait()
        self.line.ask(self, lambda http, token, by: partners.partners(http, token, by), self._show, self.failed)

    def _show(self, found: "list[Partner]") -> None:
        self._found = {one.id: one for one in found}
        self.show_rows([row_of(one) for one in found], "还没有合作方")
        if self._choosing and self._choosing == self.asked and self._choosing in self._found:
            self._ask_estates(self._found[self._choosing])

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        one = self._found.get(ent)
        if one is None:
            return "", ()
        turn = Choice(OPEN, "恢复") if one.status == CLOSE else Choice(CLOSE, "停用", "不再收它的消息")
        found = [turn, Choice(REKEY, "换密钥", "旧的还能用一天")]
        if one.dead:
            found.append(Choice(AGAIN, "重发没送到的", f"{one.dead} 条"))
        found += [
            Choice(WEBHOOK, "消息网址", one.webhook or "没有"),
            Choice(RENAME, "改名"),
            Choice(ESTATES, "哪些小区"),
        ]
        return one.name, found

    def act(self, ent: str, action: str) -> None:
        from sync.client import partners

        one = self._found[ent]
        if action in (WEBHOOK, RENAME, ESTATES):
            self._ask_more(one, action)
            return

        def work(http: "httpx.Client", token: str, by: str) -> str:
            if action == REKEY:
                return partners.rekey(http, token, by, ent).key
            if action == AGAIN:
                dead = [each.id for each in partners.dead_letters(http, token, by) if each.partner == ent]
                partners.send_again(http, token, by, dead)
            else:
                partners.change(http, token, by, replace(one, status=action))
            return ""

        self.line.ask(self, work, lambda key: self._done(one.name, key), self.failed)

    def _ask_more(self, one: "Partner", action: str) -> None:
        if action == WEBHOOK:
            words = f"{one.name} 的消息网址: 派工、完工时通知到这里; 空着就是对方自己来问进度"
            self.ask_words(one.id, words, one.webhook, lambda url: self._webhook(one, url), "https://")
        elif action == RENAME:
            self.ask_words(one.id, f"{one.name} 改叫什么", one.name, lambda name: self._rename(one, name))
        else:
            self._ask_estates(one)

    def _webhook(self, one: "Partner", url: str) -> None:
        if not ADDRESS.fullmatch(url) or len(url) > LONGEST:
            raise DeskError("网址不对", "要以 https:// 或 http:// 开头, 不含空格和汉字; 不要通知就空着")
        self._change(replace(one, webhook=url), f"{one.name}: {f'通知到 {url}' if url else '不再通知'}")

    def _rename(self, one: "Partner", name: str) -> None:
        if not 0 < len(name) <= LONGEST_NAME:
            raise DeskError("还没有写名字" if not name else "名字太长", f"{LONGEST_NAME} 个字以内")
        self._change(replace(one, name=name), f"已改名 {name}")

    def _ask_estates(self, one: "Partner") -> None:
        """Whose residents it speaks for; at least one. What fits nowhere goes to the first."""
        names = {scope.partition("/")[2]: name for scope, name in sorted(estates_of(self.counter).items())}
        choices = [Choice(ent, name, "在用" if ent in one.estates else "没有") for ent, name in names.items()]
        self._choosing = one.id
        words = f"{one.name} 通到哪些小区: 按数字加上, 再按去掉; Esc 好了"
        self.ask_choice(one.id, words, choices, lambda ent: self._turn(one, ent, names[ent]))

    def _turn(self, one: "Partner", ent: str, name: str) -> None:
        had = ent in one.estates
        estates = [each for each in one.estates if each != ent] if had else [*one.estates, ent]
        if not estates:
            self.counter.ways.warned.emit(f"{one.name} 至少要通到一个小区; 不用了就停用")
            return
        reception = one.reception if one.reception in estates else estates[0]
        changed = replace(one, estates=estates, reception=reception)
        self._change(changed, f"{one.name}: {'去掉' if had else '加上'} {name}")

    def _change(self, one: "Partner", words: str) -> None:
        from sync.client import partners

        def changed(_: "Partner") -> None:
            self.counter.ways.said.emit(words)
            self.read()

        self.line.ask(self, lambda http, token, by: partners.change(http, token, by, one), changed, self.failed)

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
