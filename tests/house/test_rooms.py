"""The laws of the rooms: who may import whom, what stands at the top, how long a file is."""

import ast
import subprocess
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("desk", "sync", "reports", "installer")
AT_THE_TOP = {*ROOMS, "resources", "tests", "pyproject.toml", "README.md"}
LONGEST = 400


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("desk", "sync", "reports", include_external_packages=True)


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def test_services_do_not_import_one_another(graph: grimp.ImportGraph) -> None:
    services = sorted(graph.find_children("desk.services"))
    assert len(services) > 5
    for service in services:
        inside = {service, *graph.find_descendants(service)}
        others = {
            target
            for module in inside
            for target in graph.find_modules_directly_imported_by(module)
            if target.startswith("desk.services.") and target not in inside
        }
        assert others == set(), service


def test_only_the_window_and_the_start_know_qt(graph: grimp.ImportGraph) -> None:
    for package in ("PySide6", "pyqtgraph", "shiboken6"):
        if package in graph.modules:
            users = graph.find_modules_that_directly_import(package)
            assert {user for user in users if not user.startswith(QT_ROOMS)} == set()


QT_ROOMS = ("desk.ui", "desk.app", "desk.__main__")


def test_only_tasks_knows_threads(graph: grimp.ImportGraph) -> None:
    """A thread is started in one place; a lock or a thread's own value may be held anywhere below."""
    started = {"Thread(", "ThreadPoolExecutor(", "QThread(", "QThreadPool", "QRunnable"}
    for path in sources(*ROOMS[:3]):
        if path.name != "tasks.py":
            text = path.read_text("utf-8")
            assert not any(word in text for word in started), path


def test_the_modules_have_no_knots() -> None:
    """No module reaches itself, imports inside functions counted; what stands under TYPE_CHECKING is not run."""
    graph = grimp.build_graph("desk", "sync", "reports", exclude_type_checking_imports=True)
    knots = set()
    for module in sorted(graph.modules):
        for target in graph.find_modules_directly_imported_by(module):
            chain = graph.find_shortest_chain(target, module)
            if chain is not None and not module.startswith(f"{target}."):
                knots.add(" -> ".join((module, *chain)))
    assert knots == set()


def test_nothing_else_stands_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = {line.split("/")[0] for line in listed.stdout.splitlines()} or {path.name for path in ROOT.iterdir()}
    assert {name for name in names if not name.startswith(".")} <= AT_THE_TOP


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_files_are_about_one_thing(room: str) -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in sources(room)
        if "versions" not in path.parts and (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_a_docstring_says_what_a_module_is_for(room: str) -> None:
    for path in sources(room):
        if "versions" in path.parts:
            continue
        said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert said, path


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_is_called_by_what_it_is_not(room: str) -> None:
    assert not {
        path for path in sources(room) if path.stem in ("misc", "util", "utils", "helpers", "common", "manager")
    }
