"""`python -m desk [--data DIR]`: the desk on a data folder, or on sample data in the user's own."""

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Parse first, import after: Qt is looked for only when a window is wanted."""
    parser = argparse.ArgumentParser(prog="python -m desk", description="物业客服前台")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹; 不给就用示例数据")
    options = parser.parse_args(arguments)
    from desk.app import run

    return run(options.data)


if __name__ == "__main__":
    sys.exit(main())
