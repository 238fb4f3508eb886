"""The laws of facts: codes have labels, names say their kind, every name in a page is a field."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import desk.domain
import desk.services
import desk.store
from desk.domain.code import Code
from desk.domain.field import Field, Kind, RecordType
from desk.domain.office_lists import list_facts
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.page import PageSpec
from desk.domain.settings import Settings
from desk.services import SERVICES, rulebook
from desk.store import tables

ROOT = Path(__file__).resolve().parents[2]
RULES = rulebook()
FIELDS = [(record, field) for record in RULES.records for field in record.fields]
PAGES = [page for service in RULES.services for page in service.pages]
WORD = re.compile(r"[a-z][a-z0-9_]*")

each_field = pytest.mark.parametrize(("record", "field"), FIELDS, ids=[f"{r.name}.{f.name}" for r, f in FIELDS])
each_page = pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])


def codes() -> Iterator[type[Code]]:
    """Every code of the rooms below the screen, wherever it is written."""
    for room in (desk.domain, desk.services, desk.store):
        for found in walk_packages(room.__path__, f"{room.__name__}."):
            if "migrations" not in found.name:
                import_module(found.name)
    waiting = list(Code.__subclasses__())
    while waiting:
        code = waiting.pop()
        waiting += code.__subclasses__()
        if code.__module__.startswith("desk."):
            yield code


@pytest.mark.parametrize("code", sorted(codes(), key=str))
def test_every_code_has_a_word_and_a_label(code: type[Code]) -> None:
    assert len(code) > 0
    for member in code:
        assert WORD.fullmatch(str(member)), "words, never numbers and never pinyin"
        assert member.label.strip() == member.label
        assert member.label or member == "none"
    labels = [member.label for member in code]
    assert len(set(labels)) == len(labels), "two words would look the same on a screen"


@each_field
def test_a_name_says_its_kind(record: RecordType, field: Field) -> None:
    """`_at` moments, `_on` dates, `_fen` money, `_id` keys."""
    assert WORD.fullmatch(field.name)
    assert field.name.endswith("_at") == (field.kind is Kind.MOMENT)
    assert field.name.endswith("_on") == (field.kind is Kind.DAY)
    assert field.name.endswith("_fen") == (field.kind is Kind.MONEY)
    if field.kind is Kind.REF:
        assert field.name.endswith(("_id", "_of"))
    assert not field.name.endswith("_id") or field.kind is Kind.REF


@each_field
def test_a_field_is_whole(record: RecordType, field: Field) -> None:
    assert field.label
    assert field.limit > 0
    assert field.width > 0
    assert (field.kind is Kind.CODE) == (field.code is not None)
    assert (field.kind is Kind.REF) == (field.refers is not None or bool(field.refers_by))
    assert not field.listed or list_facts(field.listed) is not None, f"the office has no list {field.listed}"
    assert not field.refers_by or record.field(field.refers_by).kind is Kind.TEXT
    assert field.refers is None or RULES.flow(field.refers) is not None, f"nothing is called {field.refers}"
    assert not field.lends or record.field(field.lends).kind is Kind.REF
    assert not field.private or field.kind not in (Kind.REF, Kind.CODE), "a verdict could not tell it"


@pytest.mark.parametrize("record", RULES.records, ids=lambda record: record.name)
def test_a_record_has_no_two_fields_alike_and_its_own_status(record: RecordType) -> None:
    names = [field.name for field in record.fields]
    assert len(set(names)) == len(names)
    assert not {"id", "scope", "head", "head_eff"} & set(names), "columns of the store's own"
    labels = [field.label for field in record.fields if field.exported]
    assert len(set(labels)) == len(labels), "two columns of a workbook would have one heading"
    assert record.field("status").code is RULES.known(record.name).status


def test_records_are_named_once_and_the_desks_own_tables_are_others() -> None:
    names = [record.name for record in RULES.records]
    assert len(set(names)) == len(names)
    own = set(tables.build(()).tables)
    assert not own & set(names)
    assert set(tables.build(RULES.records).tables) == own | set(names)


@each_page
def test_every_name_in_a_page_is_a_field(page: PageSpec) -> None:
    record = RULES.known(page.record).record
    for name in (*page.columns, *page.filters, *page.facts, *page.export):
        assert record.has(name), name
    for name in page.export:
        assert record.field(name).exported, name
    assert len(page.columns) <= 7, "what passes seven columns is not read (counter.md 3.3)"


@each_page
def test_every_pile_holds_states_in_an_order_that_is_a_field(page: PageSpec) -> None:
    flow = RULES.known(page.record)
    for pile in page.piles:
        assert pile.label
        assert set(pile.states) <= {str(state) for state in flow.status}
        name = pile.order.removeprefix("-")
        assert name == "id" or flow.record.has(name)
    held = [state for pile in page.piles for state in pile.states]
    assert len(set(held)) == len(held), "a record would lie in two piles"


@each_page
def test_no_open_record_lies_in_no_pile(page: PageSpec) -> None:
    flow = RULES.known(page.record)
    held = {state for pile in page.piles for state in pile.states}
    if any(not pile.states for pile in page.piles):
        held |= {str(state) for state in flow.status if not any(state in step.frm and step.to for step in flow.steps)}
        held |= {"closed"}
    assert {str(state) for state in flow.status} - held <= {"void"}


@each_page
def test_a_page_says_what_to_do_when_it_is_empty(page: PageSpec) -> None:
    assert page.label
    assert page.icon
    assert page.empty
    assert page.first_step
    assert len({pile.name for pile in page.piles}) == len(page.piles)


def test_services_are_found_by_their_folders() -> None:
    folders = {path.parent.name for path in (ROOT / "desk/services").glob("*/record.py")}
    assert folders == set(SERVICES)
    assert [service.name for service in RULES.services] == list(SERVICES)


def test_every_setting_has_a_default_that_can_stand() -> None:
    settings = Settings(facts=ALL_SETTINGS)
    keys = [setting.key for setting in ALL_SETTINGS]
    assert len(set(keys)) == len(keys)
    for setting in ALL_SETTINGS:
        assert settings.get(setting.key) == setting.read(setting.default)
        assert setting.label


def test_every_setting_that_is_read_is_written_down() -> None:
    """`settings.number("...")`, `.hours("...")`, and the limits of the clocks."""
    asked: set[str] = set()
    for path in (ROOT / "desk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and called(node) in ("number", "hours", "Rule"):
                words = [part.value for part in node.args if isinstance(part, ast.Constant)]
                asked |= {word for word in words if isinstance(word, str) and "." in word}
    assert len(asked) > 20
    assert asked <= {setting.key for setting in ALL_SETTINGS}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
