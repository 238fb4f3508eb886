"""The tour's index page: every picture with its words, and the papers beside."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

STYLE = """
body { font: 15px/1.6 "Wuye Sans SC", "Noto Sans SC", sans-serif; margin: 32px auto; max-width: 1100px; color: #101828;
       background: #f5f6f8; }
h1 { font-size: 26px; } h2 { font-size: 18px; margin: 40px 0 8px; }
img { width: 100%; border: 1px solid #e4e7ec; border-radius: 8px; background: #fff; }
p { margin: 0 0 12px; color: #344054; } kbd { background: #fff; border: 1px solid #d0d5dd; border-radius: 4px;
padding: 0 6px; font: inherit; font-size: 13px; }
"""


@dataclass
class Album:
    """Numbered pictures and papers in one folder, and the page that shows them."""

    folder: Path
    title: str
    _parts: list[str] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def next_name(self, name: str, ending: str = "png") -> Path:
        """The file of the next picture: 03-intake.png."""
        self._count += 1
        return self.folder / f"{self._count:02d}-{name}.{ending}"

    def add_picture(self, path: Path, heading: str, words: str, keys: str = "") -> None:
        pressed = "".join(f"<kbd>{escape(key)}</kbd> " for key in keys.split())
        self._parts.append(
            f"<h2>{escape(path.name[:2])} {escape(heading)}</h2><p>{escape(words)} {pressed}</p>"
            f'<img src="{escape(path.name)}" alt="{escape(heading)}">'
        )

    def add_paper(self, path: Path, words: str) -> None:
        self._parts.append(f'<p><a href="{escape(path.name)}">{escape(words)}</a></p>')

    def write(self) -> Path:
        page = self.folder / "index.html"
        body = "\n".join(self._parts)
        page.write_text(
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(self.title)}</title>'
            f"<style>{STYLE}</style><h1>{escape(self.title)}</h1>{body}</html>",
            encoding="utf-8",
        )
        return page
