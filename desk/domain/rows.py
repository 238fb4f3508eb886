"""Settings and sample data kept as rows of TOML: read strictly, and a bad row is named in words a person can act on."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from desk.domain.code import Code
from desk.domain.errors import DeskError

C = TypeVar("C", bound=Code)


class Row:
    """One table of a file. Every reader names the key; `done` refuses keys nobody read (usually a slip of the pen)."""

    def __init__(self, file: str, where: str, values: dict[str, object]) -> None:
        self._file = file
        self._where = where
        self._values = values
        self._read: set[str] = set()

    def wrong(self, what: str) -> DeskError:
        code = self._values.get("code") or self._values.get("name")
        known = f" ({code})" if isinstance(code, str) else ""
        return DeskError(f"设置文件 {self._file} 的 {self._where}{known} 有误: {what}", "请改正该文件后重新启动")

    def _take(self, key: str, kind: type, default: object, word: str) -> object:
        self._read.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.wrong(f"缺少 {key}")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(f"{key} 应为{word}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        return str(self._take(key, str, default, "文字"))

    def number(self, key: str, default: int | None = None) -> int:
        value = self._take(key, int, default, "整数")
        assert isinstance(value, int)
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        return bool(self._take(key, bool, default, " true 或 false"))

    def texts(self, key: str, default: tuple[str, ...] | None = None, blank: bool = False) -> tuple[str, ...]:
        self._read.add(key)
        value = self._values.get(key, default)
        if value is None:
            raise self.wrong(f"缺少 {key}")
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) and (each or blank) for each in value):
            raise self.wrong(f"{key} 应为一列文字")
        return tuple(value)

    def text_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of words; empty where the key is absent."""
        self._read.add(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(part, list) and part and all(isinstance(each, str) and each for each in part) for part in value
        ):
            raise self.wrong(f"{key} 应为几列文字")
        return tuple(tuple(part) for part in value)

    def numbers(self, key: str) -> tuple[int, ...]:
        self._read.add(key)
        value = self._values.get(key)
        if not isinstance(value, list) or not value or not all(type(each) is int for each in value):
            raise self.wrong(f"{key} 应为一列整数")
        return tuple(value)

    def lists(self, key: str) -> list[list[object]]:
        """A list of lists of anything."""
        self._read.add(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, list) for each in value):
            raise self.wrong(f"{key} 应为几列")
        return [list(each) for each in value]

    def has(self, key: str) -> bool:
        return key in self._values

    def choice(self, key: str, codes: type[C], default: C | None = None) -> C:
        word = self.text(key, default.value if default else None)
        code = codes.of(word)
        if code is None:
            raise self.wrong(f"{key} 只能是 {' '.join(str(each) for each in codes)}, 现为 {word}")
        return code

    def rows(self, key: str, at_least: int = 0) -> list["Row"]:
        self._read.add(key)
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(f"{key} 应为若干行")
        if len(value) < at_least:
            raise self.wrong(f"{key} 至少要有 {at_least} 行")
        inside = f"{self._where} " if self._where else ""
        return [Row(self._file, f"{inside}{key} 第 {number} 行", each) for number, each in enumerate(value, start=1)]

    def row(self, key: str) -> "Row":
        self._read.add(key)
        value = self._values.get(key)
        if not isinstance(value, dict):
            raise self.wrong(f"缺少 [{key}]")
        return Row(self._file, f"[{key}]", value)

    def done(self) -> None:
        strange = sorted(set(self._values) - self._read)
        if strange:
            raise self.wrong(f"不认识的项 {' '.join(strange)}")


def read_rows(path: Path) -> Row:
    """The whole file as one row; DeskError names the file and, for bad TOML, the line."""
    try:
        return Row(path.name, "", _tables(path.read_text("utf-8")))
    except FileNotFoundError:
        raise DeskError(f"找不到设置文件 {path.name}", "请重新安装程序, 或从备份恢复该文件") from None
    except UnicodeDecodeError:
        raise DeskError(f"设置文件 {path.name} 不是 UTF-8 文字", "请用 UTF-8 编码另存该文件") from None
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第 {line.group(1)} 行" if line else "末尾"
        raise DeskError(f"设置文件 {path.name} {where}写法有误", "请改正该文件后重新启动") from None


@lru_cache(32)  # parsing is what costs: the same text is read for every office of a process
def _tables(text: str) -> dict[str, Any]:
    """Shared by all who read the same text: a `Row` hands out copies or what is never changed."""
    return tomllib.loads(text)
