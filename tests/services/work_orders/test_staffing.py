"""Who can go: on duty before off, those who can before those who cannot, the free before the busy."""

from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.work_orders.catalogue import load_catalogue
from desk.services.work_orders.staffing import CrewOnDuty, crew_names, crews, skills_for, suggested
from tests.world import World


def hire(world: World, name: str, no: str, crew: str, shift: str = "day", skills: tuple[str, ...] = ()) -> str:
    """A technician without an account, in a crew."""
    made = world.changed(
        Role.HEAD_OFFICE,
        world.request("staff.add", name=name, staff_no=no, skills=list(skills)),
        world.request(
            "grant.add", staff_id="@0", estate_id=world.scope[2:], role="technician", crew_id=crew, shift=shift
        ),
    )
    return made.ents[0]


def read(world: World, skills: tuple[str, ...] = ()) -> list[CrewOnDuty]:
    settings = world.office.settings(world.database, world.scope)
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    return crews(world.database, actor, world.scope, settings, world.office.calendar, world.clock(), skills)


def names(crew: CrewOnDuty) -> list[str]:
    return [one.name for one in crew.people]


def test_the_one_on_duty_with_the_least_in_hand_stands_first(world: World) -> None:
    busy = hire(world, "王建国", "51", world.crew)
    hire(world, "李伟", "52", world.crew)
    hire(world, "夜里", "53", world.crew, "night")
    hire(world, "休息", "54", world.crew, "off")
    order = world.order()
    world.take(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班", technician_id=busy,
               technician="王建国")  # fmt: skip

    (crew,) = read(world)
    assert names(crew) == ["李伟", "王建国", "夜里", "休息"]
    assert [(one.state, one.load) for one in crew.people] == [("在岗", 0), ("在岗", 1), ("不当班", 0), ("不当班", 0)]
    assert crew.load == 1


def test_at_night_the_night_shift_is_on_duty(world: World) -> None:
    hire(world, "王建国", "51", world.crew)
    hire(world, "夜里", "53", world.crew, "night")
    world.clock.set("2026-11-18", "22:00")
    assert names(read(world)[0]) == ["夜里", "王建国"]


def test_who_lacks_a_skill_stands_behind(world: World) -> None:
    hire(world, "不会电", "51", world.crew)
    hire(world, "电工", "52", world.crew, skills=("electrician",))
    (crew,) = read(world, ("electrician",))
    assert names(crew) == ["电工", "不会电"]
    assert crew.people[1].lacks == ("electrician",)
    assert suggested([crew], ["水电班"]).technician_id == crew.people[0].id


def test_a_suspended_or_finished_order_is_in_nobodys_hand(world: World) -> None:
    hire(world, "王建国", "51", world.crew)
    world.finished()
    assert read(world)[0].load == 0


def test_a_person_who_left_or_lost_the_role_is_not_offered(world: World) -> None:
    gone = hire(world, "王建国", "51", world.crew)
    world.take(Role.HEAD_OFFICE, "staff.void", gone)
    assert read(world)[0].people == ()


def test_the_problem_names_its_crew_and_the_orders_own_crew_comes_before_it(world: World) -> None:
    other = world.take(Role.SUPERVISOR, "crew.add", name="综合班")
    found = read(world)
    catalogue = load_catalogue(RESOURCES / "catalogue")
    names_of = crew_names("11", catalogue)
    assert names_of[0] == "水电班"
    assert suggested(found, names_of).crew_id == world.crew
    assert suggested(found, names_of, other).crew_id == other
    assert suggested(found, ["没有的班"]).crew_id == ""


def test_the_tree_says_which_skills_a_problem_asks_for() -> None:
    catalogue = load_catalogue(RESOURCES / "catalogue")
    assert skills_for("21", catalogue) == ("electrician",)
    assert skills_for("??", catalogue) == ()
    assert crew_names("??", catalogue) == []
