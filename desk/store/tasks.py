"""The only file of the store that starts a thread: for a commit, which is the driver's work and needs no Python."""

from collections.abc import Callable


def at_once(aside: Callable[[], object], here: Callable[[], object]) -> None:
    """One on a thread of its own, the other on this one; done when both are, and what either raises is raised."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(aside)
        try:
            here()
        finally:
            done.result()
