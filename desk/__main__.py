"""`python -m desk [--data DIR | --sample million]`: the desk on a folder or sample data; `--tour DIR` plays a job."""

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Parse first, import after: Qt is looked for only when a window is wanted."""
    parser = argparse.ArgumentParser(prog="python -m desk", description="物业客服前台")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹; 不给就用示例数据")
    source.add_argument("--sample", choices=("million",), help="示例数据换成 200 个小区、100 万张报修单 (要建几分钟)")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="不等人, 自己走一遍, 图和单据放进这个文件夹")
    options = parser.parse_args(arguments)
    if options.tour is not None:
        return tour(options.tour)
    from desk.ui import plain_imports

    plain_imports.begin()
    from desk.app import run

    return run(options.data, many=options.sample is not None)


def tour(out: Path) -> int:
    """Play all parts of the tour on a sample made for their own day, in a folder that is gone afterwards."""
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    from desk.app import make_application, touring
    from desk.parts import make_data
    from desk.store.database import Database
    from desk.store.keys import key_for
    from desk.ui.tasks import Token

    application = make_application()
    with TemporaryDirectory() as home:
        folder = Path(home)
        print("正在准备示例数据 …", flush=True)
        database = make_data(folder, "desk.db", touring.START, True, lambda done, total: None, Token())
        database.close()
        copyfile(folder / "desk.db", folder / "office.db")
        print(f"图和单据在 {touring.one_desk(application, database, out.resolve())}", flush=True)
        office = Database(folder / "office.db", key_for(folder))
        played = touring.beside_a_server(application, office, folder, out.resolve() / "two-desks")
        office.close()
        print(f"两台前台的图在 {played.page}")
        print(f"生鲜、公告、投诉、交接班的图在 {played.rooms_page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
