"""Pictures made by code: with what a camera adds, and with what an enemy would."""

import io

from PIL import Image


def photo(seed: int = 1, size: tuple[int, int] = (640, 480), kind: str = "JPEG", **told: object) -> bytes:
    """A picture of stripes; the camera says that it lies on its side and where it was taken."""
    picture = Image.new("RGB", size, (seed * 37 % 256, seed * 59 % 256, 90))
    for x in range(0, size[0], 16):
        picture.paste((x % 256, seed * 11 % 256, 200), (x, 0, x + 8, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "a camera"
    out = io.BytesIO()
    picture.save(out, kind, **({"exif": exif} | told))
    return out.getvalue()


def plain(seed: int = 1, size: tuple[int, int] = (640, 480), kind: str = "JPEG", **told: object) -> bytes:
    """The same without a word of the camera."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo(seed, size, kind))) as picture:
        Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes()).save(out, kind, **told)
    return out.getvalue()
