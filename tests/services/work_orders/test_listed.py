"""The catalogue as rows and rows as a catalogue: nothing is lost on the way, a changed row is the desk's at once."""

from desk.domain.list_codes import Urgency
from desk.domain.lists import OFF, YES, Cells, Layer, Level, Lists
from desk.domain.office_lists import CREWS, PROBLEMS, SKILLS, URGENT, WISHES
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import Catalogue, load_catalogue
from desk.services.work_orders.listed import default_rows, merged
from desk.services.work_orders.suggest import suggest

OWN = load_catalogue(RESOURCES / "catalogue")
ROWS = default_rows(OWN)


def told(estate: Layer) -> Catalogue:
    return merged(OWN, Lists(lambda: (ROWS, [(Level.ESTATE, estate)])))


def row(name: str, code: str, **change: str) -> Layer:
    cells: Cells = {**ROWS[name][code], **change}
    return {name: {code: cells}}


def test_nothing_changed_is_the_catalogue_itself() -> None:
    assert told({}) is OWN


def test_every_row_written_again_as_it_is_says_the_same() -> None:
    again = told({name: rows for name, rows in ROWS.items() if name != CREWS})
    for name in ("groups", "skills", "crews", "problems", "urgent_words", "wishes", "denied_by", "not_denied_by"):
        assert getattr(again, name) == getattr(OWN, name), name


def test_a_changed_row_is_suggested_by() -> None:
    changed = told(row(PROBLEMS, "11", words="花洒", things="花洒", sure="花洒漏", charges="有偿 66", minutes="25"))
    found = suggest("花洒漏水", changed)
    assert (found.problem.code, found.minutes, found.charging.high_fen) == ("11", 25, 6600)


def test_a_word_that_lifts_is_the_offices() -> None:
    assert suggest("厨房龙头滴水, 地板打滑", OWN).urgency == Urgency.GENERAL
    slippery: Layer = {URGENT: {"打滑": {"name": "打滑"}}}
    assert suggest("厨房龙头滴水, 地板打滑", told(slippery)).urgency == Urgency.URGENT


def test_what_is_out_of_use_is_offered_no_more() -> None:
    assert "91" not in told(row(PROBLEMS, "91", **{OFF: YES})).problems
    assert "00" in told(row(PROBLEMS, "00", **{OFF: YES})).problems
    assert [wish.digit for wish in told(row(WISHES, "3", **{OFF: YES})).wishes] == ["1", "2", "4", "5", "6"]


def test_a_row_two_desks_wrote_against_each_other_gives_way() -> None:
    changed = told(row(PROBLEMS, "11", skills="潜水"))
    assert changed.problems["11"] == OWN.problems["11"]
    both = told({**row(PROBLEMS, "11", skills="潜水"), SKILLS: {"潜水": {"name": "潜水"}}})
    assert both.problems["11"].skills == ("潜水",)
