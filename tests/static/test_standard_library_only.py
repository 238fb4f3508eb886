"""What must start or decide before anything is installed uses Python's own library alone."""

import sys

import grimp
import pytest

OUR_ROOMS = {"desk", "sync", "reports", "installer"}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*sorted(OUR_ROOMS), include_external_packages=True)


@pytest.mark.parametrize(
    ("room", "may_use"),
    [
        ("desk.domain", ("desk.domain",)),
        ("sync.protocol", ("sync.protocol", "desk.domain")),
        ("installer", ("installer",)),
    ],
)
def test_room_uses_the_standard_library_alone(imports: grimp.ImportGraph, room: str, may_use: tuple[str, ...]) -> None:
    modules = {room, *imports.find_descendants(room)}
    strangers = {
        f"{module} -> {imported}"
        for module in modules
        for imported in imports.find_modules_directly_imported_by(module)
        if imported.split(".")[0] not in sys.stdlib_module_names
        and not any(imported == ours or imported.startswith(f"{ours}.") for ours in may_use)
    }
    assert strangers == set()
