"""The child that opens what people attach: turned upright, made smaller, stripped of what cameras add. A program of its
own, started with the raw file on its input; it answers one line of JSON and, where all is well, the file to keep.

Told "as_is" it makes nothing: it only says whether the file is one that it could have made.
"""

import io
import json
import sys

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_048
MOST_PAGES = 50
MEMORY = 2 * 1024**3
SECONDS = 20  # of the processor
QUALITY = 85
PLAIN = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"})
ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}


def main() -> int:
    _fence()
    data = sys.stdin.buffer.read()
    media, is_final = sys.argv[1], sys.argv[2:] == ["as_is"]
    try:
        if media == "application/pdf":
            head, kept = _pdf(data)
        else:
            head, kept = _seen(data, media) if is_final else _picture(data, media)
    except MemoryError:
        head, kept = {"wrong": "large"}, b""
    except Exception:
        head, kept = {"wrong": "damaged"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + (b"" if is_final else kept))
    return 0


def _fence() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit is held, memory is not
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def _picture(data: bytes, media: str) -> tuple[dict[str, object], bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, in words of our own
    kind = {"image/jpeg": "JPEG", "image/png": "PNG"}[media]
    with Image.open(io.BytesIO(data), formats=(kind,)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return {"wrong": "large"}, b""
        picture: Image.Image = ImageOps.exif_transpose(opened)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clear = "A" in picture.getbands() or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "RGB")
        if clear:
            ground = Image.new("RGB", picture.size, "white")
            ground.paste(picture, mask=picture.getchannel("A"))
            picture = ground
        out = io.BytesIO()
        if kind == "PNG":
            Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "PNG")
        else:
            Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "JPEG", quality=QUALITY)
    return {"media": media, "width": picture.width, "height": picture.height}, out.getvalue()


def _seen(data: bytes, media: str) -> tuple[dict[str, object], bytes]:
    """Every point of it is read. It is upright, small enough and plain, and nothing stands behind its end."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    kind = {"image/jpeg": "JPEG", "image/png": "PNG"}[media]
    with Image.open(io.BytesIO(data), formats=(kind,)) as opened:
        if max(opened.size) > LONGEST_SIDE:
            return {"wrong": "large"}, b""
        opened.load()
        told = {name for name, value in opened.info.items() if value not in (None, b"", 0)}
        if not told <= PLAIN or opened.getexif() or getattr(opened, "n_frames", 1) != 1:
            return {"wrong": "not_plain"}, b""
    if not data.endswith(ENDS[kind]):
        return {"wrong": "damaged"}, b""
    return {"media": media, "width": opened.width, "height": opened.height}, b""


def _pdf(data: bytes) -> tuple[dict[str, object], bytes]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"wrong": "locked" if "assword" in str(error) else "damaged"}, b""
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        return {"wrong": "pages"}, b""
    document[0].render(scale=0.2)  # a first page that cannot be painted cannot be read by anybody
    return {"media": "application/pdf", "pages": pages}, data


if __name__ == "__main__":
    sys.exit(main())
