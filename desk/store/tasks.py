"""The only file of the store that starts a thread: beside long work of the driver, which needs no Python."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

T = TypeVar("T")


def at_once(aside: Callable[[], T], here: Callable[[], object]) -> T:
    """One on a thread of its own, the other on this one; done when both are, and what either raises is raised."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(aside)
        try:
            here()
        except BaseException:
            done.exception()  # it is waited for; what went wrong here goes before
            raise
        return done.result()


def one_ahead(items: Iterator[T], work: Callable[[T], object]) -> None:
    """Every item in its turn; the next one is made meanwhile."""
    item = next(items, None)
    while item is not None:
        item = at_once(partial(next, items, None), partial(work, item))
