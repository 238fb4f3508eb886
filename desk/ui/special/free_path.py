"""A name for a new file that no other has yet: nothing is ever written over."""

from pathlib import Path


def free_path(folder: Path, name: str, ending: str = ".xlsx") -> Path:
    """name.xlsx, name (2).xlsx, …"""
    path, number = folder / f"{name}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}){ending}"
    return path
