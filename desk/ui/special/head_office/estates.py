"""小区: those of the company; a new one is founded here, one that was given up is closed."""

from collections.abc import Sequence

from desk.domain.flow import Life, Values
from desk.services.estates.record import ESTATE
from desk.store.query import ListQuery, all_of
from desk.store.steps import StepRequest
from desk.ui.kit.choices import Choice
from desk.ui.kit.rows import Row
from desk.ui.special.head_office.part import Part

GRANTED = 'SELECT COUNT(DISTINCT staff_id) FROM "grant" WHERE estate_id = ? AND status = ?'


class EstatesPart(Part):
    """Who founds an estate holds the head office's role there: somebody must be able to give the others theirs."""

    NAME, ADD, HINT = "小区", "新增小区", "小区名称"

    def read(self) -> None:
        counter = self.counter
        database, actor, company = counter.database, counter.actor, counter.office.company

        def work() -> list[tuple[Values, int]]:
            rows = all_of(database, actor, ListQuery(company, ESTATE, (), "name"))
            people = [int(database.read(GRANTED, (row["id"], str(Life.ACTIVE)))[0][0]) for row in rows]
            return list(zip(rows, people, strict=True))

        self.wait()
        counter.read(self, work, self._show, self.failed)
        self.adding.setVisible(counter.may("estate", "add"))

    def _show(self, found: list[tuple[Values, int]]) -> None:
        self._names = {str(row["id"]): str(row["name"]) for row, _ in found}
        self._live = {str(row["id"]) for row, _ in found if row["status"] == Life.ACTIVE}
        may = self.counter.may("estate", "void")
        self.show_rows([
            Row(
                str(row["id"]), Life.label_of(row["status"]), str(row["name"]), f"{people} 人有岗位",
                clock="现在这个" if row["id"] == self.counter.estate_id else "", next_step="do" if may else "",
                next_label="管理" if may else "", next_key="Enter" if may else "",
                detail=" ".join(str(row.get(one) or "") for one in ("company", "desk_phone")).strip(),
            )
            for row, people in found
        ], "还没有小区")  # fmt: skip

    def choices(self, ent: str) -> tuple[str, Sequence[Choice]]:
        if not self.counter.may("estate", "void"):
            return "", ()
        name = self._names.get(ent, "")
        if ent in self._live:
            return f"{name}: 停用以后不能再选这个小区, 记录都留着", [Choice("void", "停用小区")]
        return f"{name} 已停用", [Choice("restore", "恢复使用")]

    def act(self, ent: str, action: str) -> None:
        request = StepRequest(self.counter.office.company, "estate", action, {}, ent)
        self.counter.take(self, [request], lambda _: self.read(), self.failed)

    def add(self, name: str) -> None:
        counter, company = self.counter, self.counter.office.company
        grant = {"staff_id": counter.actor.id, "estate_id": "@0", "role": "head_office"}
        requests = [
            StepRequest(company, "estate", "add", {"name": name}), StepRequest(company, "grant", "add", grant),
        ]  # fmt: skip

        def done(_changed: object) -> None:
            self.field.clear()
            self.tell(f"已新增 {name}; 在“小区”里换过去, 再导入业主名单、给人员岗位")
            self.read()

        counter.take(self, requests, done, self.failed)
