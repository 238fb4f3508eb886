"""`python3 -m installer ...`: an old Python is told so before newer syntax is read."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an old Python that got here must be told, not shown a SyntaxError
    sys.exit("需要 Python 3.11 或更新的版本, 这里是 %d.%d。\n请安装后用新版本的命令再运行一次。" % sys.version_info[:2])  # noqa: UP031

from installer.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
