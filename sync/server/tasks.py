"""The only file of the server that starts threads: workers for what blocks, and followers that end when told to."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Thread


def workers(size: int) -> Executor:
    """So many threads for work that blocks; `shutdown` waits for what runs."""
    return ThreadPoolExecutor(size, thread_name_prefix="work")


def follow(work: Callable[[], None], name: str) -> Callable[[], None]:
    """Run it beside everything else; returns what waits for its end."""
    thread = Thread(target=work, name=name)
    thread.start()
    return thread.join
