"""The scopes of the log by their names: a company's, an estate's, and under that the one of its complaints.

Nobody else writes or reads the name of a complaints' scope. Its office (roles, settings, lists, calendar) is that of
the estate; its rows stand in a file of their own (desk.store.confidential).
"""

from desk.domain.field import Scope

UNDER = f"/{Scope.COMPLAINT}"


def kind_of(scope: str) -> str:
    """The kind of a scope, as a record names the one it lives in."""
    return str(Scope.COMPLAINT) if is_confidential(scope) else scope.partition("/")[0]


def estate_of(scope: str) -> str:
    """The estate's id, of its own scope and of that of its complaints; empty for a company's."""
    kind, _, rest = scope.partition("/")
    return rest.removesuffix(UNDER) if kind == Scope.ESTATE else ""


def complaints_of(scope: str) -> str:
    """The scope of an estate's complaints, from the estate's own."""
    return office_of(scope) + UNDER


def office_of(scope: str) -> str:
    """The scope in which roles, settings and lists stand that decide here."""
    return scope.removesuffix(UNDER)


def is_confidential(scope: str) -> bool:
    """Whether only named handlers may read what is written here."""
    return scope.endswith(UNDER)
