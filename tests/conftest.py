"""What every room's tests share: a prepared database, the rules, a movable clock, a small whole office."""

import fcntl
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desk.domain.calendar import Calendar, at
from desk.domain.service import Rulebook
from desk.paths import RESOURCES
from desk.services import rulebook
from desk.store import accounts, schema
from desk.store.confidential import SUFFIX
from desk.store.database import Database
from desk.store.holidays import load_holidays
from desk.store.office import Office
from tests import postgres as servers
from tests import world as worlds
from tests.memory import GIB, in_memory
from tests.world import KEY, Clock, World

# The same examples in every run, on machines of any speed, and no folder left behind.
settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("suite")

# Before pytest makes its first folder. Whoever has said where wants it there.
if "TMPDIR" not in os.environ and (memory := in_memory(4 * GIB)) is not None:
    os.environ["TMPDIR"] = tempfile.tempdir = str(memory)

gc.disable()  # until everything is collected

# Files of a few long tests: at the beginning, so that no process is left alone with one at the end. Whole windows come
# last, two of a length: every test behind them would be slower by what Qt keeps.
FIRST = (
    "mutants/test_mutants.py",
    "simulation/net/test_kills_net.py",
    "static/test_static.py",
    "simulation/net/test_seeds.py",
    "benchmarks/test_sync_short.py",
    "simulation/test_commands.py",
    "simulation/net/test_mutants.py",
    "mutants/test_devices.py",
)
PREPARED = "DESK_TESTS_PREPARED"
SAMPLE_NOW, SAMPLE_SINCE = at("2026-11-20", "14:02"), at("2026-09-20", "0:00")
LAST = (
    "scenarios/test_scenarios.py",
    "scenarios/test_orders.py",
    "scenarios/real/test_real.py",
    "scenarios/test_tour.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of the files; within one, and among all others, it stays as it is."""
    here = Path(__file__).parent
    ranks = {here / name: rank - len(FIRST) for rank, name in enumerate(FIRST)}
    ranks |= {here / name: rank for rank, name in enumerate(LAST, 1)}
    items.sort(key=lambda item: ranks.get(item.path, 0))


PRODUCTS_COST = (accounts.TIME_COST, accounts.MEMORY_KIB)


@pytest.fixture(scope="session", autouse=True)
def _cheap_secrets() -> Iterator[None]:
    """A try costs a guesser 0.1 s: tests/store/test_accounts.py. Others sign in at the least that a server takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "TIME_COST", 1)
        patch.setattr(accounts, "MEMORY_KIB", 1_024)
        yield


@pytest.fixture
def products_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets cost what they cost in the product."""
    monkeypatch.setattr(accounts, "TIME_COST", PRODUCTS_COST[0])
    monkeypatch.setattr(accounts, "MEMORY_KIB", PRODUCTS_COST[1])


def pytest_collection_finish() -> None:
    """Modules and thousands of tests stay to the end: the collector looks at them neither while they come nor later."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return rulebook()


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar(load_holidays())


@pytest.fixture(scope="session")
def office(calendar: Calendar) -> Office:
    """An office by itself, of no founded company; `world.office` is the one of the world."""
    return Office("o/1", calendar)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what is made once lies: with this process, or with the run of many processes around it (the mutants')."""
    around = os.environ.get(PREPARED)
    return Path(around) if around else tmp_path_factory.mktemp("prepared")


@pytest.fixture(scope="session")
def empty_file(prepared: Path) -> Path:
    """A file of the newest schema, made once: preparing takes longer than copying."""
    path = prepared / "empty.db"
    if not path.exists():
        database = Database(path, KEY)
        schema.prepare(database)
        database.close()
    return path


@pytest.fixture(scope="session")
def sample_file(
    empty_file: Path, rules: Rulebook, calendar: Calendar, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The sample office on Friday, 2026-11-20 at 14:02, under KEY, with its complaints beside it.

    It has the orders of the last two months: the year takes twice as long to build, and to copy. Copy it before
    writing. The first of several processes of one run builds it, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = shared / "sample.db"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            from desk.sample.build import build_sample  # few processes build it, all would pay for its parts

            path = empty_file.with_name("sample.db")
            shutil.copyfile(empty_file, path)
            database = Database(path, KEY)
            build_sample(database, rules, calendar, RESOURCES, SAMPLE_NOW, orders_since=SAMPLE_SINCE)
            database.close()
            path.with_suffix(SUFFIX).rename(made.with_suffix(SUFFIX))
            path.rename(made)
    return made


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A new, empty, encrypted database of the newest schema."""
    path = tmp_path / "desk.db"
    shutil.copyfile(empty_file, path)
    database = Database(path, KEY)
    yield database
    database.close()


@pytest.fixture(scope="session")
def built_world(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar, empty_file: Path) -> World:
    world = worlds.build(tmp_path_factory.mktemp("world") / "world.db", calendar, empty_file)
    world.database.close()
    return world


@pytest.fixture
def world(built_world: World, tmp_path: Path) -> Iterator[World]:
    """A founded office with a person of every role, a crew, homes, a resident; the clock at its start."""
    world = worlds.copy_of(built_world, tmp_path / "world.db")
    yield world
    world.database.close()


@pytest.fixture(scope="session")
def clusters() -> Iterator[servers.Clusters]:
    """Where PostgreSQL clusters are made; they end with this process. A test that kills one makes its own."""
    with servers.clusters() as clusters:
        yield clusters


@pytest.fixture(scope="session")
def postgres(clusters: servers.Clusters) -> servers.Postgres:
    """A running cluster for all tests of this process that leave it as it is."""
    cluster = clusters.new()
    cluster.start()
    return cluster


@pytest.fixture
def postgres_url(postgres: servers.Postgres) -> Iterator[str]:
    """The address of a new, empty database."""
    name = postgres.new_database()
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def prepared_server(prepared: Path) -> Path:
    """A folder with a server's prepared file: copying it takes a hundredth of the time of making it."""
    folder = prepared / "server"
    if not folder.exists():
        _prepare_server(None, folder)
    return folder


@pytest.fixture(scope="session")
def prepared_template(postgres: servers.Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a prepared database, as a template of others."""
    name = postgres.new_database()
    _prepare_server(postgres.url(name), tmp_path_factory.mktemp("unused"))
    return name


def _prepare_server(url: str | None, folder: Path) -> None:
    from sync.server.building import open_store
    from sync.server.schema import prepare

    store = open_store(url, folder)
    prepare(store)
    store.close()
