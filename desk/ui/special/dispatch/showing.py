"""What the dispatch pane shows of an order and of what is chosen for it."""

from collections.abc import Sequence

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment, window_aloud
from desk.services.work_orders import story
from desk.services.work_orders.catalogue import Charging
from desk.services.work_orders.drafting import yuan_aloud
from desk.services.work_orders.reads import Window
from desk.services.work_orders.record import Area, Charge, PriceForm, Status, Urgency
from desk.services.work_orders.staffing import CrewOnDuty, Staffing, Technician
from desk.services.work_orders.wishing import load_words, window_brief
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, PRIMARY
from desk.ui.kit.choices import Choice
from desk.ui.kit.labels import retone
from desk.ui.special.dispatch import reading
from desk.ui.special.dispatch.form import DispatchForm
from desk.ui.special.dispatch.reading import Matter
from desk.ui.special.dispatch.sending import FACE, LATER, OUT, TOLD, Sending, price_of

FOREMAN = "工程班长分派"
HINT = "Enter 下一项 · 建议都对就直接按 F8"
PEOPLE = 8  # shown with a digit of their own
ALONE = "alone"
PRICES = (
    (str(Charge.FREE), Charge.FREE.label), (str(Charge.WARRANTY), Charge.WARRANTY.label),
    (str(PriceForm.LIST), PriceForm.LIST.label), (str(PriceForm.RANGE), PriceForm.RANGE.label),
    (str(PriceForm.ON_SITE), PriceForm.ON_SITE.label),
)  # fmt: skip
SAID = ((TOLD, "电话中已告知"), (LATER, "稍后回电"), (FACE, "当面已告知"))


class Showing:
    """Draws; it decides nothing."""

    def __init__(self, form: DispatchForm, counter: Counter) -> None:
        self._form = form
        self._counter = counter

    def waiting(self) -> None:
        """Nothing is read yet: the buttons say so, what was shown of another order is gone."""
        form = self._form
        form.notice.hide()
        form.content.show()
        for one in (form.crews, form.people, form.second, form.times, form.price, form.told):
            one.show_choices([], "")
        for name in ("second", "company"):
            form.body.show_rows(**{name: False})
        for words in (form.no, form.where, form.reporter, form.matter):
            words.setText("")
        for field in (
            form.low, form.high, form.tools, form.precautions, form.company, form.company_phone, form.company_no,
        ):  # fmt: skip
            field.setText("")
        form.urgent.hide()
        form.facts.show_facts([])
        form.aloud.show_sentence([])
        self.block("正在读取这张单")
        self.hint(HINT)

    def failed(self, error: DeskError) -> None:
        self._form.content.hide()
        self._form.notice.show()
        self._form.notice.failed(error.message, error.advice)

    def fill(self, matter: Matter, now: int) -> None:
        """The order, and what is suggested for it."""
        form, order, known = self._form, matter.order, matter.staffing
        self._head(matter, now)
        crew = known.crew(known.crew_id)
        self.show_crews(known, crew is not None and crew.outside, known.crew_id)
        form.crews.setVisible(not known.crew_id)
        form.company_no.setText(str(order.get("contractor_no") or ""))
        self.show_people(crew, str(order.get("technician_id") or known.technician_id))
        self.show_second(crew, str(order.get("second_technician_id") or ""), bool(matter.for_two))
        offered = reading.offered(order, matter.windows, now)
        # A company names its own time: only what was agreed already stays.
        free = crew is not None and crew.outside and not reading.is_agreed(order, now)
        first = str(offered[0].from_at) if offered and not free else ""
        self.show_times(offered, crew, first, now, order.get("window_from_at"))
        prices = [Choice(value, words, _reference(matter.reference, value)) for value, words in PRICES]
        form.price.show_choices(prices, price_of(order))
        form.low.show_fen(order.get("price_from_fen"))
        form.high.show_fen(order.get("price_to_fen"))
        self.show_amounts(form.price.value)
        out = order.get("status") in OUT
        form.tools.setText(str(order.get("tools") or ("" if out else matter.tools)))
        form.precautions.setText(str(order.get("precautions") or ("" if out else matter.precautions)))
        for one in (form.price, form.low, form.high, form.precautions):
            one.setEnabled(not out)
        form.told.show_choices([Choice(value, words) for value, words in SAID], "")

    def show_crews(self, known: Staffing, outside: bool, chosen: str) -> None:
        """The office's own crews or the companies outside, each with digits of its own."""
        boxes = [
            Choice(one.id, one.name, "" if one.outside else f"{one.load} 单", digit="0" * (one is reading.OTHER))
            for one in known.crews
            if one.outside is outside
        ]
        self._form.crews.show_choices(boxes, chosen)

    def _head(self, matter: Matter, now: int) -> None:
        form, order = self._form, matter.order
        out = order.get("status") in OUT
        form.title.setText("改派" if out else "派工")
        form.no.setText(str(order.get("no") or ""))
        form.urgent.setVisible(order.get("urgency") == Urgency.URGENT)
        form.where.setText(str(order.get("where") or ""))
        form.reporter.setText(str(order.get("reporter") or order.get("where") or ""))
        form.matter.setText(str(order.get("matter") or ""))
        phone = str(order.get("reporter_phone") or "")
        facts = [
            ("状态", Status.label_of(order.get("status"))),
            ("类别", str(order.get("problem_label") or "")),
            ("区域", Area.label_of(order.get("area"))),
            ("报修", moment(order["reported_at"], now) if order.get("reported_at") else ""),
            ("电话", mask(phone) if phone else ""),
            ("收费", story.price(order)),
            ("参考", matter.reference.words if matter.reference else ""),
            ("人数", f"两人 ({'、'.join(matter.for_two)})" if matter.for_two else ""),
            ("备注", str(order.get("note") or "")),
        ]
        form.facts.show_facts([(name, value) for name, value in facts if value])

    def show_people(self, crew: CrewOnDuty | None, chosen: str) -> None:
        """The people of the crew by number; 0 leaves it to the foreman. An outside company sends its own."""
        form = self._form
        form.crew_button.setText(f"{crew.name} · 在外 {crew.load} 单" if crew else "还没有选班组")
        form.crew_button.setAccessibleName(f"班组 {form.crew_button.text()}, 按 / 换班组")
        form.crew_button.updateGeometry()
        outside = crew is not None and crew.outside
        form.body.show_rows(people=not outside)
        form.body.show_rows(company=outside)
        form.body.show_rows(tools=not outside)
        form.body.show_rows(price=not outside)
        if crew is not None and outside:
            form.company.setText("" if crew.id == reading.OTHER.id else crew.name)
            form.company_phone.setText(crew.phone)
            form.people.show_choices([], "")
            return
        people = crew.people[:PEOPLE] if crew else ()
        boxes = [Choice(one.id, one.name, self._aside(one)) for one in people]
        form.people.show_choices([*boxes, Choice(FOREMAN, FOREMAN, digit="0")], chosen or FOREMAN)

    def show_second(self, crew: CrewOnDuty | None, chosen: str, wanted: bool) -> None:
        """Who goes along, where two are needed or the clerk asked for one; the foreman names his men himself."""
        form = self._form
        first = form.people.value
        people = [one for one in crew.people if one.id != first][:PEOPLE] if crew and not crew.outside else []
        shown = bool(people) and first not in ("", FOREMAN) and (wanted or bool(chosen))
        form.body.show_rows(second=shown)
        boxes = [Choice(one.id, one.name, self._aside(one)) for one in people]
        known = next((one.id for one in people if one.id == chosen), "")
        free = next((one.id for one in people if one.on_duty), "")
        given = ALONE if chosen == ALONE else known or free or ALONE
        form.second.show_choices([*boxes, Choice(ALONE, "一个人去", digit="0")] if shown else [], given)

    def _aside(self, one: Technician) -> str:
        lacks = "、".join(self._counter.catalogue.skills.get(code, code) for code in one.lacks)
        return " · ".join(part for part in (one.state, f"{one.load} 单", f"缺{lacks}" if lacks else "") if part)

    def show_times(
        self, offered: Sequence[Window], crew: CrewOnDuty | None, chosen: str, now: int, agreed_at: int | None = None
    ) -> None:
        boxes = []
        for one in offered:
            if not one.from_at:
                boxes.append(Choice("0", "马上", "紧急, 不等时段"))
                continue
            agreed = "已约的时间" if one.from_at == (agreed_at or 0) else ""
            load = "" if crew and crew.outside else load_words(crew.name if crew else "", one)
            aside = "已开始" if one.from_at <= now else load or agreed
            boxes.append(Choice(str(one.from_at), window_brief(one, now), aside))
        self._form.times.show_choices(boxes, chosen)

    def show_amounts(self, price: str) -> None:
        form = self._form
        form.amounts.setVisible(price in (str(PriceForm.LIST), str(PriceForm.RANGE)))
        form.to.setVisible(price == PriceForm.RANGE)
        form.high_field.setVisible(price == PriceForm.RANGE)

    def show_reference(self, matter: Matter, price: str) -> None:
        """Choosing a form of price takes the catalogue's own, where the clerk has typed none."""
        form, known = self._form, matter.reference
        typed = form.low.text().strip() or form.high.text().strip()
        if known is None or not known.high_fen or typed:
            return
        if price == PriceForm.RANGE or (price == PriceForm.LIST and known.low_fen == known.high_fen):
            form.low.show_fen(known.low_fen)
            form.high.show_fen(known.high_fen)

    def show_choice(self, matter: Matter, chosen: Sending, now: int) -> None:
        """The sentence for the resident, and what the buttons do."""
        form, outside = self._form, chosen.is_outside
        form.print.setText("转外单位" if outside else "派工并打印")
        form.send.setVisible(not outside)
        form.print.setAccessibleName(f"{form.print.text()} {form.print.key}")
        form.print.updateGeometry()
        form.aloud.show_sentence(sentence(matter.order, chosen, now))

    def block(self, reason: str, warning: str = "") -> None:
        """Grey with its reason, or free; a warning stands by and hinders nobody."""
        form = self._form
        for button in (form.print, form.send):
            button.block(reason)
        form.print.set_kind(PRIMARY)
        form.send.set_kind(PLAIN)
        said = reason or warning
        self.hint(said or HINT, "warn" if said else "")

    def hint(self, words: str, tone: str = "") -> None:
        self._form.hint.setText(words)
        self._form.hint.setAccessibleName(words)
        retone(self._form.hint, tone)


def _reference(known: Charging | None, price: str) -> str:
    """The catalogue's own price beside the form it has."""
    if known is None or not known.high_fen:
        return ""
    low, high = yuan_aloud(known.low_fen), yuan_aloud(known.high_fen)
    if price == PriceForm.LIST and low == high:
        return str(low)
    return f"{low}-{high}" if price == PriceForm.RANGE and low != high else ""


def sentence(order: Values, chosen: Sending, now: int) -> list[tuple[str, bool]]:
    """What the resident is told: who comes, when, and what it costs."""
    person = str(order.get("reporter") or "")
    said = [(f"{person}您好, " if person else "您好, ", False)]
    crew = chosen.crew.name if chosen.crew else ""
    if chosen.is_outside:
        said.append((chosen.company if chosen.window_from_at else f"{chosen.company}会联系您", True))
    else:
        name = f"{chosen.names}师傅" if chosen.technician else "师傅"
        said.append((f"{crew}{name}", True))
    if chosen.window_from_at:
        said.append((f"{window_aloud(chosen.window_from_at, chosen.window_to_at, now)}上门", True))
    elif chosen.window_from_at == 0 and order.get("urgency") == Urgency.URGENT:
        said.append(("马上就到", True))
    elif not chosen.is_outside:
        said.append(("上门", False))
    if chosen.is_outside:
        return [*said, ("。", False)]
    if chosen.price == PriceForm.ON_SITE:
        said += [(", ", False), ("上门看后现场报价, 您同意再修", True)]
    elif chosen.price in (PriceForm.LIST, PriceForm.RANGE) and chosen.low_fen is not None:
        low, high = yuan_aloud(chosen.low_fen), yuan_aloud(chosen.high_fen or chosen.low_fen)
        said += [(", ", False), (f"费用{low}元" if low == high else f"费用{low}到{high}元", True)]
    elif chosen.price == Charge.FREE:
        said.append((", 不收费", False))
    if chosen.precautions:
        said.append((f"。{chosen.precautions}", False))
    return [*said, ("。", False)]
