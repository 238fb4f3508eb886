"""What the caller says becomes a draft, and a draft becomes steps: the pure half of the intake card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from desk.domain.phones import PhoneKind, mask, read_phone
from desk.domain.places import parse_rooms
from desk.services.residents.lookup import Candidate, Means
from desk.services.residents.record import Relation
from desk.services.slips import files
from desk.services.work_orders import drafting
from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.radar import Asked
from desk.services.work_orders.record import Charge, OrderKind, Urgency
from desk.services.work_orders.suggest import UNCLEAR, Suggestion, for_problem
from desk.store.steps import StepRequest

NO_PLACE = "来电咨询"  # an enquiry need not say from where
ANSWERED = "已当场答复"
TAIL = 5  # so few digits alone are the end of a number or of a room, never an address
LONGEST_NAME = 4  # longer words that nobody is called by are a place


def found_in(draft: Draft, catalogue: Catalogue) -> Suggestion:
    """What the words suggest; before the first word nothing is looked for, the card has to open at once."""
    if not draft.matter and not draft.problem:
        return for_problem(catalogue.problems[UNCLEAR], "", catalogue)
    return drafting.suggestion(draft, catalogue)


def taken(draft: Draft, one: Candidate, typed: str) -> Draft:
    """The caller chose (or is) this line of the pick list. A number told before stays the one to ring."""
    where = one.room_long if one.kind is Means.PLACE else one.room_short
    known = one.kind is Means.PERSON
    at = draft
    if one.kind is Means.PLACE or one.home_id or not draft.where:
        at = replace(
            draft,
            home_id=one.home_id,
            place_id=one.place_id,
            place_kind=one.place_kind,
            where=where,
            where_aloud=one.room_long or where,
        )
    if not known:
        return replace(at, typed_who=typed)
    return replace(
        at,
        typed_who=typed,
        resident_id=one.resident_id,
        reporter=one.name,
        salutation=one.salutation,
        reporter_relation=one.relation_label,
        reporter_phone=draft.reporter_phone or one.phone,
    )


def untaken(draft: Draft) -> Draft:
    """Who and where are asked again; what was said of the matter stays."""
    blank = Draft()
    names = ("typed_who", "home_id", "place_id", "place_kind", "where", "where_aloud", "resident_id", "reporter",
             "salutation", "reporter_phone", "reporter_relation", "from_home_id", "from_where", "from_aloud",
             "rework_of", "rework_of_no")  # fmt: skip
    return replace(draft, **{name: getattr(blank, name) for name in names})


def at_place(draft: Draft, one: Candidate) -> Draft:
    """The caller speaks of a public place; where the call comes from is kept."""
    at_home = replace(draft, from_home_id=draft.home_id, from_where=draft.where, from_aloud=draft.where_aloud)
    kept = at_home if draft.home_id else draft
    return replace(kept, home_id="", place_id=one.place_id, place_kind=one.place_kind, where=one.room_long,
                   where_aloud=one.room_long)  # fmt: skip


def back_home(draft: Draft) -> Draft:
    """It is about the caller's own home after all."""
    if not draft.from_home_id:
        return draft
    return replace(draft, home_id=draft.from_home_id, place_id="", place_kind="", where=draft.from_where,
                   where_aloud=draft.from_aloud, from_home_id="", from_where="", from_aloud="")  # fmt: skip


def rework_turned(draft: Draft, old: Mapping[str, Any]) -> Draft:
    """Linked to the repair that did not hold, which costs the resident nothing; again: not linked."""
    if draft.rework_of == old["id"]:
        return replace(draft, rework_of="", rework_of_no="", charge="")
    warranty = old.get("charge") == Charge.WARRANTY
    charge = str(Charge.WARRANTY if warranty else Charge.FREE)
    return replace(draft, rework_of=old["id"], rework_of_no=str(old.get("no") or ""), charge=charge)


def asked(draft: Draft, found: Suggestion) -> Asked:
    """What the radar is asked about: nothing but what was said or chosen."""
    spoken = bool(draft.matter or draft.problem)
    urgent = spoken and drafting.outcome(draft, found).urgency is Urgency.URGENT
    problem = found.problem.code if spoken else ""
    return Asked(draft.home_id, draft.place_id, draft.resident_id, draft.reporter_phone, problem, urgent)


def co_report(draft: Draft, order: Mapping[str, Any], taken_by: str) -> dict[str, Any]:
    """Who else rang about an order. Called back unless the caller says no, or there is no number to ring."""
    told = {
        "order_id": order["id"],
        "order_no": order.get("no"),
        "home_id": draft.from_home_id or draft.home_id,
        "resident_id": draft.resident_id,
        "where": draft.from_where or draft.where or draft.typed_who,
        "reporter": draft.reporter,
        "reporter_phone": draft.reporter_phone,
        "reporter_relation": draft.reporter_relation,
        "matter": draft.matter,
        "taken_by": taken_by,
    }
    return {name: value for name, value in told.items() if value} | {"wants_reply": bool(draft.reporter_phone)}


Heard = Literal["phone", "place", "name", "nothing"]


def unknown(draft: Draft, typed: str) -> tuple[Draft, Heard]:
    """先记下: nobody is known under these words, so they are kept as they are: a number, a place or a name."""
    text = typed.strip()
    phone = read_phone(text)
    room = any(one.complete for one in parse_rooms(text))
    if phone.kind is PhoneKind.MOBILE or (phone.kind is PhoneKind.LANDLINE and not room):
        return replace(draft, reporter_phone=phone.number), "phone"
    if text.isdigit() and len(text) <= TAIL:
        return draft, "nothing"
    if room or any(char.isdigit() for char in text) or len(text) > LONGEST_NAME or draft.reporter:
        kept = replace(draft, where=text, where_aloud=text, home_id="", place_id="", place_kind="")
        return replace(kept, typed_who=text), "place"
    return replace(draft, reporter=text, typed_who=text), "name"


def knows(person: Mapping[str, Any] | None, number: str) -> bool:
    """Whether the number is one of the person's."""
    return any(one.get("number") == number for one in (person or {}).get("phones") or ())


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is to be added to the residents' book with the order; `relation` of somebody new to the home."""

    keep: bool = True
    relation: str = str(Relation.FAMILY)


def requests(
    scope: str, draft: Draft, found: Suggestion, person: Mapping[str, Any] | None, newcomer: Newcomer
) -> list[StepRequest]:
    """The steps of one intake, the order last: a new number or a new person goes with it or not at all."""
    before: list[StepRequest] = []
    values = drafting.values(ready(draft), found)
    number = draft.reporter_phone
    own = person is not None and draft.reporter == person.get("name")
    if newcomer.keep and draft.resident_id and number and person is not None and own and not knows(person, number):
        phones = [*(person.get("phones") or ()), {"number": number, "note": "来电"}]
        before.append(StepRequest(scope, "resident", "edit", {"phones": phones}, draft.resident_id))
    elif newcomer.keep and is_newcomer(draft) and draft.reporter:
        phones = [{"number": number, "note": "来电"}] if number else []
        told = {"name": draft.reporter, "salutation": draft.salutation, "phones": phones}
        before.append(StepRequest(scope, "resident", "add", {name: value for name, value in told.items() if value}))
        lives = {"resident_id": "@0", "home_id": draft.home_id, "relation": newcomer.relation}
        before.append(StepRequest(scope, "residence", "add", lives))
        values |= {"resident_id": "@0", "reporter_relation": Relation.label_of(newcomer.relation)}
    return [*before, StepRequest(scope, "work_order", "intake", values)]


def with_photos(scope: str, draft: Draft, place: int) -> list[StepRequest]:
    """The photos of the call, on the order that is made at this place of the group."""
    return files.additions(scope, files.ORDER, f"@{place}", draft.photos)


def is_newcomer(draft: Draft) -> bool:
    """A home of ours, and a caller who is not in the book."""
    return bool(draft.home_id) and not draft.resident_id


def ready(draft: Draft) -> Draft:
    """An enquiry needs no place and is answered in a word."""
    if draft.kind != OrderKind.ENQUIRY:
        return draft
    return replace(draft, where=draft.where or draft.typed_who or NO_PLACE)


def missing(draft: Draft) -> tuple[str, str]:
    """What still has to be said, as (field, sentence); empty when it can be saved."""
    if draft.kind != OrderKind.ENQUIRY and not draft.where:
        return "where", "还没有地址: 请先写哪一户或哪个公共部位"
    if not draft.matter:
        words = "咨询内容" if draft.kind == OrderKind.ENQUIRY else "报修内容"
        return "matter", f"还没有{words}: 请写一句业主的原话"
    return "", ""


def urgent_toggled(draft: Draft, found: Suggestion) -> Draft:
    """`*`: urgent, or no longer urgent where the words had made it so."""
    now = drafting.outcome(draft, found).urgency
    return replace(draft, urgency=str(Urgency.GENERAL if now is Urgency.URGENT else Urgency.URGENT))


def charge_turned(draft: Draft, found: Suggestion) -> Draft:
    """The next way of charging after the one shown."""
    ways: Sequence[Charge] = (Charge.FREE, Charge.PAID, Charge.WARRANTY)
    now = drafting.outcome(draft, found).charge
    after = ways[(ways.index(now) + 1) % len(ways)] if now in ways else Charge.FREE
    return replace(draft, charge=str(after))


def say_now(draft: Draft, found: Suggestion, estate: str, staff_no: str, window_words: str) -> str:
    """现在说: the next thing for the clerk's mouth. `window_words` is the chosen time, said aloud."""
    if draft.kind == OrderKind.ENQUIRY:
        return "您请讲, 我帮您看一下。" if not draft.matter else "还有别的需要帮您吗?"
    if not draft.where and not draft.reporter and not draft.reporter_phone:
        badge = f", 工号 {staff_no}" if staff_no else ""
        return f"您好, {estate}物业{badge}, 请讲。"
    if not draft.where:
        return "请问您是哪一栋、哪个单元、几零几?"
    if not draft.matter:
        person = draft.salutation or draft.reporter
        hello = f"{person}您好, " if person else ""
        return f"{hello}{draft.where_aloud or draft.where}, 对吧? 请问是什么问题?"
    if found.script:
        return found.script
    decided = drafting.outcome(draft, found)
    if decided.urgency is Urgency.URGENT:
        return "我马上派人过去, 请先注意安全。"
    if not window_words:
        return "您看什么时间方便上门?"
    price = "上门看后报价, 您同意再修。" if decided.charge is Charge.PAID else ""
    if is_newcomer(draft) and not draft.reporter:
        return f"{window_words}上门。请问您贵姓? 电话怎么联系您?"
    return f"{window_words}可以吗?\n{price}".strip()


def phone_words(draft: Draft) -> str:
    return mask(draft.reporter_phone) if draft.reporter_phone else ""
