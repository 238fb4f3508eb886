"""A name for a new workbook that no file has yet: nothing is ever written over."""

from pathlib import Path


def free_path(folder: Path, name: str) -> Path:
    """name.xlsx, name (2).xlsx, …"""
    path, number = folder / f"{name}.xlsx", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}).xlsx"
    return path
