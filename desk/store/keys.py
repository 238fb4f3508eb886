"""The file's key: kept by the operating system where it can, else in a file only this user may read."""

import os
import sys
from pathlib import Path

from desk.domain.errors import DeskError
from desk.store.database import KEY_BYTES, new_key

REVOKED = ".revoked"


def key_for(folder: Path, name: str = "desk") -> bytes:
    """The key of a data folder, made at the first start. On Windows it is sealed to the user by DPAPI."""
    path = folder / f"{name}.key"
    if (folder / f"{name}{REVOKED}").exists():
        raise DeskError("这台电脑已被总部停用", "数据不能再打开; 要重新使用请清空数据文件夹, 再用新的接入码接入")
    if path.exists():
        key = _unseal(path.read_bytes())
        if len(key) != KEY_BYTES:
            raise DeskError("钥匙文件不对, 打不开数据", f"请从备份恢复 {path.name}, 不要新建")
        return key
    if (folder / f"{name}.db").exists():
        raise DeskError("钥匙文件不见了, 打不开数据", f"请从备份恢复 {path.name}; 没有它任何人都读不出数据")
    key = new_key()
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(_seal(key))
        file.flush()
        os.fsync(file.fileno())
    return key


def destroy(folder: Path, name: str = "desk") -> None:
    """The key of a data folder, for ever: nobody reads its files again. What is left says why."""
    path = folder / f"{name}.key"
    (folder / f"{name}{REVOKED}").touch()
    if path.exists():
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def _seal(key: bytes) -> bytes:
    return _dpapi(key, seal=True) if sys.platform == "win32" else key.hex().encode()


def _unseal(stored: bytes) -> bytes:
    if sys.platform == "win32":
        return _dpapi(stored, seal=False)
    try:
        return bytes.fromhex(stored.decode().strip())
    except ValueError:
        return b""


def _dpapi(data: bytes, *, seal: bool) -> bytes:
    """CryptProtectData / CryptUnprotectData for the signed-in user."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Blob(ctypes.Structure):
            _fields_ = (("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char)))

        buffer = ctypes.create_string_buffer(data, len(data))
        source, target = Blob(len(data), buffer), Blob()
        call = ctypes.windll.crypt32.CryptProtectData if seal else ctypes.windll.crypt32.CryptUnprotectData
        if not call(ctypes.byref(source), None, None, None, None, 0, ctypes.byref(target)):
            raise DeskError("Windows 拒绝打开钥匙", "请用安装时的那个 Windows 用户登录")
        try:
            return ctypes.string_at(target.data, target.size)
        finally:
            ctypes.windll.kernel32.LocalFree(target.data)
    raise NotImplementedError("DPAPI is Windows only")
