"""Photos of a complaint stand where it stands, in its file and its scope; who has no grant there gets no byte."""

import pytest

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.services.slips import attachments, files
from desk.services.slips.files import Picture
from desk.services.slips.record import FileKind
from desk.store import erasing_plan
from desk.store.database import Database
from desk.store.steps import StepRefused, StepRequest
from sync.client import complaints
from sync.server.serving import Server
from tests.confidential import Safe
from tests.sync.blobs.photos import photo
from tests.sync.devices.desks import Desk, Line
from tests.sync.devices.test_complaints import ON_A_FILE, Pair, heard
from tests.world import World


def actor_at(safe: Safe, role: Role) -> Actor:
    world = safe.world
    return world.office.actor(world.database, world.scope, world.people[role].id)


def open_file(safe: Safe) -> Database:
    assert safe.file.database is not None
    return safe.file.database


def attach(safe: Safe, role: Role, ent: str, picture: Picture, scope: str = "", about: str = "complaint") -> None:
    """As the page does it: the bytes are put away, then the step names them."""
    files.keep(open_file(safe), picture)
    told = picture.values(ent, FileKind.PHOTO, about)
    safe.steps.take(actor_at(safe, role), StepRequest(scope or safe.scope, "attachment", "add", told))


def shown(safe: Safe, role: Role, ent: str) -> list[Picture]:
    own, actor = open_file(safe), actor_at(safe, role)
    found = files.of_order(own, actor, safe.scope, ent)
    return [files.content(own, actor, safe.scope, str(one["id"])) for one in found]


@ON_A_FILE
def test_a_photo_goes_to_those_who_read_the_complaint_and_to_nobody_else(
    first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar, server: Server
) -> None:
    pair = Pair(first, second, world, rules, calendar)
    here, there = pair.safes
    assert pair.read_on_first() == []
    picture = files.take_in(photo(3), "脏电梯.jpg")
    ent = here.complain(Role.HEAD_OFFICE, resident_id=world.resident)
    listening = Line(second.line.server)
    second.line, second.http._transport = listening, listening
    attach(here, Role.HEAD_OFFICE, ent, picture)
    for _ in range(2):
        pair.settle()
        second.greet()
    with server.store.reading() as session:
        assert session.read("SELECT scope, sha256 FROM blob") == [(pair.scope, picture.sha256)]
    own = open_file(here)
    assert own.read("SELECT state FROM blob") == [("there",)]
    assert [one.data for one in shown(here, Role.HEAD_OFFICE, ent)] == [picture.data]

    # the desk of a clerk: nothing in its file, nothing on its wire, nothing for the asking
    for desk in (first, second):
        assert desk.database.read("SELECT 1 FROM blob") == desk.database.read("SELECT 1 FROM attachment") == []
    part = picture.data[200:240]
    assert part not in heard(listening)
    assert picture.sha256.encode() not in heard(listening)
    path = f"/v1/scopes/{pair.scope.replace('/', '.')}/blobs/{picture.sha256}"
    token = {"authorization": f"Bearer {second.token}"}
    asked = [second.http.request(method, path, headers=token).status_code for method in ("GET", "HEAD")]
    assert asked == [403, 404], "not even whether it is there"
    for desk in (first, second):
        for one in desk.database.path.parent.iterdir():
            assert not one.is_file() or part not in one.read_bytes(), one.name

    # beside the open file: somebody whom no complaint names
    assert files.of_order(own, actor_at(here, Role.FOREMAN), pair.scope, ent) == []
    (row,) = (str(one[0]) for one in own.read("SELECT id FROM attachment"))
    with pytest.raises(DeskError):
        files.content(own, actor_at(here, Role.FOREMAN), pair.scope, row)

    # the manager at the other desk has it
    assert there.sign_in(Role.MANAGER) is not None
    complaints.ask_grants(pair.lines[1], there.world.people[Role.MANAGER].id)
    second.greet()
    for _ in range(3):
        pair.settle()
    assert [one.data for one in shown(there, Role.MANAGER, ent)] == [picture.data]
    assert second.database.read("SELECT 1 FROM blob") == []
    erased_with_the_person(pair, ent, picture)


def erased_with_the_person(pair: Pair, ent: str, picture: Picture) -> None:
    """Who is to be forgotten is forgotten there too."""
    here, world = pair.safes[0], pair.safes[0].world
    main = pair.desks[0].database
    wanted = erasing_plan.beside(open_file(here), main, world.rules, world.scope, [("resident", world.resident)])
    assert wanted.blobs == (picture.sha256,)
    head = actor_at(here, Role.HEAD_OFFICE)
    erasing_plan.ask_all(open_file(here), head, pair.scope, wanted, "本人要求", world.clock(), main)
    for _ in range(3):
        pair.settle()
    for safe in pair.safes:
        assert open_file(safe).read("SELECT 1 FROM blob") == []
        assert open_file(safe).read("SELECT title FROM attachment") == [(None,)]


def test_a_complaints_photo_stands_nowhere_else(world: World) -> None:
    safe = Safe(world)
    assert safe.sign_in(Role.MANAGER) is not None
    ent, order, picture = safe.complain(Role.MANAGER), world.order(), files.take_in(photo(3))
    with pytest.raises(StepRefused, match="投诉的照片只能附在投诉里"):
        attach(safe, Role.MANAGER, ent, picture, scope=world.scope)
    with pytest.raises(StepRefused, match="投诉的照片只能附在投诉里"):
        attach(safe, Role.MANAGER, order, picture, about="work_order")
    with pytest.raises(StepRefused, match="岗位不能"):
        attach(safe, Role.ACCOUNTANT, order, picture, scope=world.scope, about="work_order")
    attach(safe, Role.MANAGER, ent, picture)
    assert len(shown(safe, Role.MANAGER, ent)) == 1
    accountant = frozenset({Role.ACCOUNTANT})
    assert (attachments.may(accountant, safe.scope), attachments.may(accountant, world.scope)) == (True, False)
