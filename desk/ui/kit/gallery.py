"""`python -m desk.ui.kit.gallery --out DIR [--dark] [--scale 1.5]`: every piece of the kit as pictures."""

import argparse
import os
import sys
from pathlib import Path

WIDTH, HEIGHT = 1366, 768


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m desk.ui.kit.gallery")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desk.paths import RESOURCES
    from desk.ui.theme import Theme, load_fonts

    application = QApplication(["gallery", "-style", "fusion"])
    load_fonts(RESOURCES)
    Theme(RESOURCES, options.dark, options.scale).apply(application)
    for path in paint_all(options.out):
        print(path)
    return 0


def paint_all(folder: Path) -> list[Path]:
    """One picture of every scene in the theme worn now."""
    from PySide6.QtWidgets import QApplication

    from desk.ui.kit.gallery_scenes import SCENES
    from desk.ui.theme import theme

    look = theme()
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, scene in SCENES.items():
        window = scene()
        window.resize(look.px(WIDTH), look.px(HEIGHT))
        window.show()
        QApplication.processEvents()
        path = folder / f"{name}-{look.mode}-{round(look.scale * 100)}.png"
        window.grab().save(str(path))
        paths.append(path)
        window.close()
        window.deleteLater()
    return paths


if __name__ == "__main__":
    sys.exit(main())
