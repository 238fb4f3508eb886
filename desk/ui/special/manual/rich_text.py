"""A page of the manual as rich text for the reader, in the colours and sizes worn now."""

from collections.abc import Sequence
from html import escape

from desk.ui.theme import theme
from reports.manual.tree import Block, Heading, Image, Keys, Link, Listing, Page, Paragraph, Run, Said, Table, text_of

WIDE_CELL = 44  # signs; longer cells take more lines


def style() -> str:
    """The reader's style sheet: Qt knows a small part of CSS."""
    look = theme()
    words = {name: look.colour(name).name() for name in ("ink", "text", "quiet", "raised", "line", "link")}
    return f"""
        body {{ color: {words["text"]}; font-size: {look.type("matter")}px; }}
        h1 {{ color: {words["ink"]}; font-size: {look.type("who")}px; margin: 0 0 {look.px(10)}px 0; }}
        h2 {{ color: {words["ink"]}; font-size: {look.type("room")}px;
              margin: {look.px(22)}px 0 {look.px(6)}px 0; }}
        h3 {{ color: {words["ink"]}; font-size: {look.type("title")}px;
              margin: {look.px(16)}px 0 {look.px(4)}px 0; }}
        p {{ margin: {look.px(6)}px 0; }}
        p.caption {{ color: {words["quiet"]}; font-size: {look.type("caption")}px; }}
        p.picture {{ margin-top: {look.px(14)}px; margin-bottom: 0; }}
        li {{ margin: {look.px(4)}px 0; }}
        b {{ color: {words["ink"]}; }}
        a {{ color: {words["link"]}; text-decoration: none; }}
        span.key {{ color: {words["ink"]}; background-color: {words["raised"]}; }}
        th {{ color: {words["quiet"]}; font-weight: 400; text-align: left; }}
    """


def page_text(page: Page) -> str:
    """The whole page; pictures are named by their files, which the reader brings in its own size."""
    return f"<body><h1>{escape(page.title)}</h1>{''.join(_block(block) for block in page.blocks)}</body>"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{_runs(block.runs)}</p>"
    if isinstance(block, Said):
        return _said(block)
    if isinstance(block, Listing):
        kind = "ol" if block.ordered else "ul"
        return f"<{kind}>{''.join(f'<li>{_runs(item)}</li>' for item in block.items)}</{kind}>"
    if isinstance(block, Table):
        return _table(block)
    return _picture(block)


def _said(block: Said) -> str:
    look = theme()
    tint, accent = look.colour("tint").name(), look.colour("accent").name()
    cell = f"border-left: {look.px(3)}px solid {accent}; background-color: {tint}; padding: {look.px(8)}px"
    return (
        f'<table width="100%" cellspacing="0" style="margin-top: {look.px(8)}px; margin-bottom: {look.px(8)}px">'
        f'<tr><td style="{cell}">{_runs(block.runs)}</td></tr></table>'
    )


def _table(block: Table) -> str:
    look = theme()
    edge = f"border-bottom: 1px solid {look.colour('line').name()}; padding: {look.px(5)}px {look.px(8)}px"
    wide = _shares(block)
    cells = zip(wide, block.head, strict=True)
    head = "".join(f'<th width="{share}%" style="{edge}">{_runs(cell)}</th>' for share, cell in cells)
    lines = ["".join(f'<td style="{edge}">{_runs(cell)}</td>' for cell in row) for row in block.rows]
    rows = "".join(f"<tr>{row}</tr>" for row in lines)
    return (
        f'<table width="100%" cellspacing="0" style="margin-top: {look.px(8)}px; margin-bottom: {look.px(8)}px">'
        f"<tr>{head}</tr>{rows}</table>"
    )


def _shares(block: Table) -> list[int]:
    """How wide each column is, in hundredths: by its longest cell, neither a sliver nor everything."""
    columns = zip(block.head, *block.rows, strict=True)
    wanted = [min(max(len(text_of(cell)) for cell in column) + 4, WIDE_CELL) for column in columns]
    return [max(1, round(100 * one / sum(wanted))) for one in wanted]


def _picture(block: Image) -> str:
    words = escape(block.words)
    return f'<p class="picture"><img src="{block.file}" alt="{words}"></p><p class="caption">{words}</p>'


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_run(run) for run in runs)


def keys_text(keys: Sequence[tuple[str, str]]) -> str:
    """Keys with what they do, on as many lines as they need; a key is not parted from its words."""
    look = theme()
    cap = f"color: {look.colour('ink').name()}; background-color: {look.colour('raised').name()}"
    return " &nbsp; ".join(
        f'<span style="{cap}">&nbsp;{_whole(key)}&nbsp;</span>&nbsp;{_whole(words)}' for key, words in keys
    )


def _whole(words: str) -> str:
    """Words that no line breaks: a joiner between every two signs."""
    return "\u2060".join(escape(words.replace(" ", "\u00a0"), quote=False)) if words.isalnum() else escape(words)


def _run(run: Run) -> str:
    if isinstance(run, Keys):
        return " ".join(f'<span class="key">&nbsp;{escape(key)}&nbsp;</span>' for key in run.keys)
    if isinstance(run, Link):
        return f'<a href="{run.page}">{escape(run.text)}</a>'
    return f"<b>{escape(run.text)}</b>" if run.strong else escape(run.text)
