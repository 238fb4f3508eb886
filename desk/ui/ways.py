"""The ways between pages: a page asks for another by a signal, the window joins them."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal


class Ways(QObject):
    """Signals only. Ids are record ids; an empty text means "none in particular"."""

    page_wanted = Signal(str)  # a page's name: today work_orders revisits slips residents settings
    order_wanted = Signal(str)  # show this order in the list
    matter_wanted = Signal(str, str)  # a record and an id: the page of the room that keeps it shows it
    intake_wanted = Signal(object)  # a Draft or a ParkedDraft to start from, or None
    parked_changed = Signal()  # the strip of parked intakes is to be read anew
    dispatch_wanted = Signal(str)  # the dispatch pane for this order
    missing_wanted = Signal()  # the sheets that should be back
    payment_wanted = Signal(str)  # a sum for this order
    side_payment_wanted = Signal(str, str)  # a sum for one side of an order that is to be decided: order, side
    fresh_wanted = Signal(str)  # this fresh order: on the board while it runs, else in the list
    slip_grid_wanted = Signal()  # the slips of the evening, row by row
    slip_return_wanted = Signal(str)  # the slip return pane, for this order or for a number to type
    replies_wanted = Signal(str)  # ring those who wait to hear of this order, or of any
    revisit_wanted = Signal(str)  # call for this revisit, or the first one due
    resident_wanted = Signal(str)  # the resident card
    step_wanted = Signal(str, str)  # order id, step name: the page that can take it does
    booking_wanted = Signal(str, str)  # a housekeeping booking for this resident and home; empty: whoever rings
    print_wanted = Signal(object)  # Papers, or the ids of the orders whose slips are to be printed
    print_now = Signal(object)  # the same, at once on the printer used last; the preview waits where there is none
    bind_wanted = Signal(str, str)  # a blank slip and an order to be bound; one of the two may be empty
    sync_wanted = Signal()  # 同步: what waits, what was turned away, what is to be decided
    enrolled = Signal()  # this desk has joined its server: the traffic may begin
    agree_wanted = Signal(str)  # of this scope somebody says that going back to the server's place is right
    sync_now = Signal()  # somebody does not want to wait for the next round
    review_wanted = Signal(str)  # 待裁定: the sides of this one, or of the first that waits
    complaint_wanted = Signal(object)  # a complaint to be taken in: a Draft of it to start from, or None
    register_wanted = Signal(str)  # the register of this name, or `monthly`: the month's analysis
    notice_wanted = Signal(object)  # a notice to be written, with what is known of it already
    said = Signal(str)  # a word that passes: something was done
    warned = Signal(str)  # a word that passes: why it was not done, and what to do
    undoable = Signal(str, object)  # words, and the StepRequest that takes it back
    refused = Signal(object)  # an exception to be shown where nothing better can show it


class Place(Protocol):
    """What the window asks of a page or a panel."""

    def enter(self) -> None:
        """Shown: read anew, put the focus where work begins."""

    def keys(self) -> Sequence[tuple[str, str]]:
        """Its keys and their words, for the status line."""

    def press(self, key: str) -> bool:
        """A function key (`F4` .. `F9`, `Ctrl+Return`, `Esc`); whether it was used."""
