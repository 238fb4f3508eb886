"""An intake as the clerk speaks it: who, words, what follows from them, when. Pure; parked and resumed as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from desk.domain.money import fen_text
from desk.domain.words_of_time import window_aloud
from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.record import Area, Channel, Charge, OrderKind, PriceForm, Urgency
from desk.services.work_orders.suggest import HOME, Suggestion, for_problem, suggest

ADD_LATER = "先记下"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said so far. `problem`, `urgency`, `charge` are empty until the clerk overrules the suggestion."""

    typed_who: str = ""
    home_id: str = ""
    place_id: str = ""
    place_kind: str = ""
    where: str = ""
    where_aloud: str = ""
    resident_id: str = ""
    reporter: str = ""
    salutation: str = ""
    reporter_phone: str = ""
    reporter_relation: str = ""
    # the home of a caller who speaks of a public place
    from_home_id: str = ""
    from_where: str = ""
    from_aloud: str = ""
    related_home_id: str = ""
    related_where: str = ""
    rework_of: str = ""
    rework_of_no: str = ""
    matter: str = ""
    problem: str = ""
    urgency: str = ""
    charge: str = ""
    kind: str = str(OrderKind.FAULT)
    channel: str = str(Channel.PHONE)
    window_from_at: int = 0
    window_to_at: int = 0
    note: str = ""
    answer: str = ""
    forwarded_no: str = ""
    late_technician: str = ""
    late_arrived: str = ""
    late_done: str = ""
    late_blank: str = ""
    began_at: int = 0
    forwarded_due_at: int = 0
    forwarded_to: str = ""
    call_back_at: int = 0
    photos: tuple[Mapping[str, Any], ...] = field(default=())  # what `attachment.add` asks, but the order

    @property
    def is_empty(self) -> bool:
        said = (self.typed_who, self.where, self.reporter, self.reporter_phone, self.matter, self.note, self.photos)
        return not any(said)

    @property
    def is_late(self) -> bool:
        """补单: a technician was asked directly and has been there already."""
        return self.channel == Channel.TECHNICIAN and bool(self.late_arrived or self.late_done)

    @property
    def title(self) -> str:
        """What the parked strip shows."""
        tail = f"尾号{self.reporter_phone[-4:]}" if self.reporter_phone else ""
        words = "回拨" if self.call_back_at else self.matter[:6]
        return f"{self.where or self.typed_who or self.reporter or tail or '未知'} {words}".strip()


def to_json(draft: Draft) -> dict[str, Any]:
    """Only what was said, for parking."""
    return {name: value for name, value in asdict(draft).items() if value}


def of_json(stored: Mapping[str, Any]) -> Draft:
    """A parked intake, also one that an older or newer program parked: unknown words are passed over."""
    known = {f.name for f in fields(Draft)}
    values = {name: value for name, value in stored.items() if name in known}
    return replace(Draft(), **{**values, "photos": tuple(values.get("photos", ()))})


def suggestion(draft: Draft, catalogue: Catalogue) -> Suggestion:
    """What follows from the words and the place, with the clerk's own choice of problem before it."""
    place = draft.place_kind or (HOME if draft.home_id else None)
    if draft.problem in catalogue.problems:
        return for_problem(catalogue.problems[draft.problem], draft.matter, catalogue, place)
    return suggest(draft.matter, catalogue, place, draft.where if draft.place_id else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The four words under the matter, after suggestion and overruling."""

    problem_label: str
    urgency: Urgency
    area: Area
    charge: Charge
    price_form: PriceForm | None
    price_from_fen: int
    price_to_fen: int
    charge_words: str


def outcome(draft: Draft, found: Suggestion) -> Outcome:
    charge = Charge.of(draft.charge) or found.charging.charge
    paid = charge is Charge.PAID
    form = found.charging.price_form or PriceForm.ON_SITE if paid else None
    low, high = (found.charging.low_fen, found.charging.high_fen) if paid else (0, 0)
    return Outcome(
        found.problem.label,
        Urgency.of(draft.urgency) or found.urgency,
        found.area,
        charge,
        form,
        low,
        high,
        _charge_words(charge, form, low, high),
    )


def _charge_words(charge: Charge, form: PriceForm | None, low: int, high: int) -> str:
    if charge is not Charge.PAID:
        return charge.label
    if form is PriceForm.ON_SITE:
        return "有偿, 现场报价"
    amount = fen_text(low) if low == high else f"{fen_text(low)}-{fen_text(high)}"
    return f"有偿 {amount}"


def values(draft: Draft, found: Suggestion) -> dict[str, Any]:
    """What the intake step is given."""
    decided = outcome(draft, found)
    said: dict[str, Any] = {
        "kind": draft.kind,
        "channel": draft.channel,
        "where": draft.where or draft.typed_who,
        "matter": draft.matter,
        "problem": found.problem.code,
        "problem_label": decided.problem_label,
        "urgency": str(decided.urgency),
        "area": str(decided.area),
        "charge": str(decided.charge),
        "price_form": str(decided.price_form) if decided.price_form else None,
        "price_from_fen": decided.price_from_fen or None,
        "price_to_fen": decided.price_to_fen or None,
        "window_from_at": draft.window_from_at or None,
        "window_to_at": draft.window_to_at or None,
        "precautions": "; ".join(found.precautions) or None,
        "tools": "、".join(found.tools) or None,
        "happened_at": draft.began_at or None,
    }
    plain = ("home_id", "place_id", "resident_id", "reporter", "reporter_phone", "reporter_relation",
             "related_home_id", "related_where", "rework_of", "rework_of_no", "note", "answer",
             "forwarded_no", "forwarded_due_at", "forwarded_to")  # fmt: skip
    said |= {name: getattr(draft, name) for name in plain}
    if draft.from_where:
        said["reporter_relation"] = f"{draft.from_where} {draft.reporter_relation}".strip()
    if draft.kind == OrderKind.ENQUIRY:
        for name in ("charge", "price_form", "price_from_fen", "price_to_fen", "tools", "precautions"):
            said[name] = None
    return {name: value for name, value in said.items() if value not in (None, "", 0)}


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the sentence to read aloud; facts are bold."""

    text: str
    bold: bool = False


def repeat_back(draft: Draft, found: Suggestion, who_comes: str, now: int) -> Sequence[Said]:
    """The one sentence that repeats the order to the caller: the best protection against wrong slips."""
    decided = outcome(draft, found)
    parts = [Said(draft.where_aloud or draft.where or draft.typed_who, True)]
    person = draft.salutation or draft.reporter
    parts.append(Said(f" {person}, " if person else ", "))
    parts.append(Said(draft.matter or "…"))
    if draft.window_from_at:
        parts += [Said(", "), Said(window_aloud(draft.window_from_at, draft.window_to_at, now), True)]
    elif decided.urgency is Urgency.URGENT:
        parts += [Said(", "), Said("马上派人过去", True)]
    if who_comes:
        parts.append(Said(f", {who_comes}师傅上门"))
    if draft.reporter_phone:
        tail = draft.reporter_phone
        parts.append(Said(f", 电话 {tail[:3]}…{tail[-4:]}"))
    if decided.charge is Charge.PAID:
        parts.append(Said(", "))
        if decided.price_form is PriceForm.ON_SITE or not decided.price_from_fen:
            parts.append(Said("上门看后现场报价, 您同意再修", True))
        else:
            low, high = yuan_aloud(decided.price_from_fen), yuan_aloud(decided.price_to_fen)
            parts.append(Said(f"费用{low}元" if low == high else f"费用{low}到{high}元", True))
            parts.append(Said(", 看后报价您同意再修"))
    parts.append(Said(", 对吗?"))
    return parts


def yuan_aloud(fen: int) -> str:
    """30, 30.5: as one says an amount, without the unit."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan}" if not rest else f"{yuan}.{rest:02d}".rstrip("0")
