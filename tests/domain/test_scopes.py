"""The names of scopes: an estate's complaints stand under it, and its office decides there."""

from desk.domain import scopes

ESTATE = "e/0192aaaa-0000-7000-8000-000000000001"
COMPLAINTS = "e/0192aaaa-0000-7000-8000-000000000001/complaint"


def test_complaints_have_a_scope_of_their_own_under_the_office_of_their_estate() -> None:
    assert scopes.complaints_of(ESTATE) == COMPLAINTS
    assert scopes.office_of(COMPLAINTS) == scopes.office_of(ESTATE) == ESTATE
    assert scopes.estate_of(COMPLAINTS) == scopes.estate_of(ESTATE) == ESTATE[2:]


def test_only_complaints_are_confidential() -> None:
    assert scopes.is_confidential(COMPLAINTS)
    assert not any(map(scopes.is_confidential, (ESTATE, "o/company", "d/k7q2")))
    assert scopes.office_of("o/company") == "o/company"
    assert scopes.estate_of("o/company") == ""
