"""The commands: run, server, channel, shop, reports, test, tour, lock."""

import argparse
import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from installer import programs, system_libraries
from installer.environment import Contents, Environment, environment_for
from installer.messages import SetUpError, say
from installer.system_libraries import Screen
from installer.system_packages import Need, Packager, this_machine

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """Do one command; returns only when it could not, or for `lock`: the others become the desk, server or tests."""
    parser = _parser()
    rest_of_line = list(arguments[1:]) if arguments and arguments[0] in HANDED_ON else None
    options, rest = parser.parse_known_args(arguments if rest_of_line is None else arguments[:1])
    if rest and options.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        match options.command:
            case "run":
                _run(options.data, options.sample)
            case "server" | "channel" | "shop" | "reports":
                _become(_python_for(options.command), ["-m", HANDED_ON[options.command], *(rest_of_line or ())], {})
            case "test":
                _test(options.machine, rest)
            case "tour":
                _tour(options.out)
            case _:
                from installer.lock import write_locks

                write_locks(ROOT, upgrade=options.upgrade)
    except SetUpError as reason:
        say(str(reason))
        return reason.exit_code
    except KeyboardInterrupt:
        say("已停止。再运行一次同样的命令即可继续。")
        return 130
    return 0


COMMANDS = ("run", "server", "channel", "shop", "reports", "test", "tour", "lock")
# What runs in the server's environment and reads its own arguments, `--help` too.
HANDED_ON = {
    "server": "sync.server",
    "channel": "sync.reference_channel",
    "shop": "sync.reference_shop",
    "reports": "reports",
}
SERVER_PYTHON = "WUYE_SERVER_PYTHON"
# The whole suite on two cores; a part of it runs in one process, where it is easier to follow.
WHOLE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def pytest_arguments(machine: bool, given: Sequence[str]) -> list[str]:
    """Choose the tests: everything but the long ones, and without `machine` nothing that needs a program."""
    if any(argument.startswith("-m") for argument in given):
        return list(given)
    marks = "not long" if machine else "not machine and not long"
    return ["-m", marks, *(given or WHOLE)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m installer", description="物业前台: 安装、启动和检验", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=" | ".join(COMMANDS))
    run = commands.add_parser("run", help="启动前台程序 (第一次会先安装)", allow_abbrev=False)
    source = run.add_mutually_exclusive_group()
    source.add_argument("--data", type=Path, metavar="DIR", help="业务数据所在的文件夹; 不写则打开示例数据")
    source.add_argument("--sample", choices=("million",), help="示例数据换成 200 个小区、100 万张报修单 (要建几分钟)")
    commands.add_parser("server", help="启动同步服务器 (不需要屏幕); 其余参数交给它, 例如 --help", add_help=False)
    commands.add_parser("channel", help="像住户那样报修的参考渠道; 其余参数交给它", add_help=False)
    commands.add_parser("shop", help="像生鲜门店那样下单的参考商户; 其余参数交给它", add_help=False)
    commands.add_parser("reports", help="不开窗口出考核表、月度分析和登记簿; 其余参数交给它", add_help=False)
    test = commands.add_parser("test", help="运行全部测试; 其余参数交给 pytest", allow_abbrev=False)
    test.add_argument("--machine", action="store_true", help="连同需要 LibreOffice、poppler 等程序的测试")
    tour = commands.add_parser("tour", help="自动走完一单报修, 留下截图、单据和索引页", allow_abbrev=False)
    tour.add_argument("--out", type=Path, metavar="DIR", required=True, help="存放结果的文件夹")
    lock = commands.add_parser("lock", help="开发用: 按 pyproject.toml 重做依赖锁定文件 (需要 uv)", allow_abbrev=False)
    lock.add_argument("--upgrade", action="store_true", help="同时升级到允许的最新版本")
    return parser


def _run(data: Path | None, sample: str | None) -> NoReturn:
    screen = system_libraries.screen_of(os.environ)
    if screen is Screen.NONE:
        raise SetUpError(
            "这台机器没有屏幕 (DISPLAY 和 WAYLAND_DISPLAY 都没有设置), 窗口打不开。",
            "想看程序的样子, 请运行: python3 -m installer tour --out 文件夹",
            exit_code=2,
        )
    python = _set_up(Contents.RUN, system_libraries.needed(screen))
    unprintable = system_libraries.missing(system_libraries.printing())
    if unprintable:
        say(f"提醒: 没有打印组件, 现在只能预览和存成 PDF。要打印请安装: {this_machine().line(unprintable)}")
    chosen = ["--data", str(data.absolute())] if data else ["--sample", sample] if sample else []
    _become(python, ["-m", "desk", *chosen], {})


def _python_for(command: str) -> Path:
    """Paper is made in the desk's environment where there is one: a PC at a counter needs no server's."""
    desk = Environment(ROOT)
    if command == "reports" and desk.is_ready(Contents.RUN):
        return desk.python
    return _set_up(Contents.SERVER)


def _test(machine: bool, given: Sequence[str]) -> NoReturn:
    screen = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM") or "offscreen"}
    wanted = programs.PROGRAMS if machine else ()
    libraries = system_libraries.needed(system_libraries.screen_of(screen))
    python = _set_up(Contents.TEST, libraries, wanted)
    _become(python, ["-m", "pytest", *pytest_arguments(machine, given)], screen)


def _tour(out: Path) -> NoReturn:
    screen = system_libraries.screen_of(os.environ)
    server = _set_up(Contents.SERVER)
    python = _set_up(Contents.RUN, system_libraries.needed(screen))
    changes = {"QT_QPA_PLATFORM": "offscreen"} if screen is Screen.NONE else {}
    changes[SERVER_PYTHON] = str(server)  # the second tour starts a server beside its two desks
    _become(python, ["-m", "desk", "--tour", str(out.absolute())], changes)


def _set_up(contents: Contents, opened: Sequence[Need] = (), started: Sequence[Need] = ()) -> Path:
    """Bring the system libraries and programs the machine lacks, all in one go, then the environment's packages.

    Returns the environment's Python.
    """
    environment = environment_for(contents, ROOT)
    is_ready = environment.is_ready(contents)

    def lacking() -> tuple[Need, ...]:
        python = () if is_ready else _lacking_python()
        return python + system_libraries.missing(opened) + programs.missing(started)

    needs = lacking()
    if needs:
        packager: Packager = this_machine()
        if packager.may_install:
            packager.install(needs)
            importlib.invalidate_caches()
            needs = lacking()
        if needs:
            raise packager.refusal(needs)
    if not is_ready:
        environment.make_ready(contents)
    return environment.python


def _lacking_python() -> tuple[Need, ...]:
    """Debian keeps parts of Python's own library in a package of their own."""
    if all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        return ()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (Need("venv", f"{version}-venv", "python3"),)


def _become(python: Path, arguments: Sequence[str], changes: Mapping[str, str]) -> NoReturn:
    """Hand the terminal, the signals and the exit code over to the environment's Python."""
    os.chdir(ROOT)
    command = [str(python), *arguments]
    environment = {**os.environ, **changes}
    if sys.platform == "win32":  # there exec returns to the shell at once
        sys.exit(subprocess.call(command, env=environment))
    os.execve(python, command, environment)
