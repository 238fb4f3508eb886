"""The QR of a sheet as runs of dark modules."""

import segno

QUIET = 4  # light modules that must stay free on every side (ISO/IEC 18004)
# One mask for all: trying the eight costs five times as much, and any mask is readable.
_MASK = 2


def qr_runs(payload: str) -> tuple[int, list[tuple[int, int, int]]]:
    """(modules a side, [(column, row, length)]) at error level M."""
    code = segno.make_qr(payload, error="m", mask=_MASK, boost_error=False)
    runs: list[tuple[int, int, int]] = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x] & 1:
                x += 1
            if x > start:
                runs.append((start, y, x - start))
            x += 1
    return len(code.matrix), runs
