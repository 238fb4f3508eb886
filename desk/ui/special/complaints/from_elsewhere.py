"""A complaint that begins elsewhere: in a call at the intake, or in a revisit that found somebody dissatisfied."""

from desk.services.complaints.receiving import Draft
from desk.services.complaints.record import ComplaintChannel
from desk.services.revisits.due import Call
from desk.services.work_orders.drafting import Draft as Call_
from desk.services.work_orders.record import Channel

REPAIRS = "02"  # 维修不及时/质量: what a dissatisfied revisit of a repair is about
CHANNELS = {
    str(Channel.COUNTER): ComplaintChannel.COUNTER,
    str(Channel.WECHAT): ComplaintChannel.WECHAT,
    str(Channel.FORWARDED): ComplaintChannel.FORWARDED,
}


def complaint_of(draft: Call_, order_id: str = "") -> Draft:
    """The caller of an intake, with the words that were said so far; `order_id`: the enquiry it comes from."""
    return Draft(
        channel=str(CHANNELS.get(draft.channel, ComplaintChannel.PHONE)), home_id=draft.home_id,
        resident_id=draft.resident_id, where=draft.where, who=draft.reporter, salutation=draft.salutation,
        phone=draft.reporter_phone, content=draft.matter, order_id=order_id, forwarded_no=draft.forwarded_no,
    )  # fmt: skip


def complaint_after(call: Call) -> Draft:
    """Id and neutral facts of a revisit; what was said there is asked anew here."""
    due = call.dues[0]
    repair = due.about == "work_order"
    return Draft(
        channel=str(ComplaintChannel.REVISIT), home_id=call.home_id, resident_id=call.resident_id, where=call.where,
        who=call.name, salutation=call.salutation, phone=call.phones[0] if call.phones else "", level=call.level,
        type=REPAIRS if repair else "", revisit_id=due.id, source_no=due.about_no,
        order_id=due.about_id if repair else "",
    )  # fmt: skip
