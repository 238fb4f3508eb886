"""How a scope stands in a URL: with dots, because proxies treat an escaped slash as they like."""


def scope_in_path(scope: str) -> str:
    """`e/<uuid>` as one segment of a path."""
    return scope.replace("/", ".")


def scope_of_path(segment: str) -> str:
    return segment.replace(".", "/")
