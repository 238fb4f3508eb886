"""`python -m desk [--data DIR]`: the desk on a data folder, or on sample data; `--tour DIR` plays a whole job."""

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Parse first, import after: Qt is looked for only when a window is wanted."""
    parser = argparse.ArgumentParser(prog="python -m desk", description="物业客服前台")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹; 不给就用示例数据")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="不等人, 自己走一遍, 图和单据放进这个文件夹")
    options = parser.parse_args(arguments)
    if options.tour is not None:
        return tour(options.tour)
    from desk.ui import plain_imports

    plain_imports.begin()
    from desk.app import run

    return run(options.data)


def tour(out: Path) -> int:
    """Play the tour on a sample made for its own day, in a folder that is gone afterwards."""
    from tempfile import TemporaryDirectory

    from desk.app import compose, make_application
    from desk.parts import make_data
    from desk.sample.pins import sample_pin
    from desk.ui.tasks import Tasks, Token
    from desk.ui.tour.journey import START, Journey, MovableClock

    application = make_application()
    clock = MovableClock(START)
    with TemporaryDirectory() as folder:
        print("正在准备示例数据 …", flush=True)
        database = make_data(Path(folder), "desk.db", START, True, lambda done, total: None, Token())
        lanes = {"db": Tasks(1), "work": Tasks(2)}
        desk = compose(application, database, clock, lanes, sample=True)

        def settle() -> None:
            for lane in lanes.values():
                lane.wait()

        page = Journey(desk, clock, out.resolve(), settle, sample_pin("03"))
        print(f"图和单据在 {page.play()}")
        desk.window.close()
        desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
