"""The libraries that paper and workbooks need: a server alone has none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk.domain.errors import DeskError

OURS = ("desk", "reports")


@contextmanager
def parts_needed() -> Iterator[None]:
    """Around an import that is made when the call was understood; what is missing is said in words."""
    try:
        yield
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] in OURS:
            raise
        raise DeskError(f"缺少出表的组件: {error.name}", "请把出表的那一组组件 (reports) 也装上") from error
