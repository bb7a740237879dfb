"""Pictures and documents for tests: what an office uploads, and what somebody would rather slip in."""

import io
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

SECRET = "POSITION1039501N363344E"
"""Stands in the data about a picture, never in the picture."""


def photograph(width: int = 640, height: int = 480, *, kind: str = "JPEG", orientation: int = 1) -> bytes:
    """Return a photograph as a phone makes it, with its position, its owner and a comment."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height // 4), fill="red")
    exif = Image.Exif()
    exif[0x010E], exif[0x0112], exif[0x013B] = SECRET, orientation, "何慧珍"
    exif.get_ifd(0x8825)[29] = SECRET
    more = {"comment": SECRET.encode()} if kind == "JPEG" else {}
    return saved(picture, kind, exif=exif, **more)


def drawing(*, mode: str = "RGB") -> bytes:
    """Return a drawn picture, as a screenshot is."""
    picture = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(picture).text((40, 40), "3860.00", fill="black")
    return saved(picture.convert(mode), "PNG")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return the bytes of a picture."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def document(change: Callable[[PdfWriter], object] | None = None) -> bytes:
    """Return a PDF of one page, changed before it is written."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change is not None:
        change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def action(kind: str) -> Callable[[PdfWriter], object]:
    """Return a change that lets something happen when the document is opened."""
    what = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("calc.exe")})

    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(what)

    return change


def on_the_page(key: str, kind: str) -> Callable[[PdfWriter], object]:
    """Return a change that puts an annotation of a kind on the page."""

    def change(writer: PdfWriter) -> None:
        annotation = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject(key): NameObject(kind)})
        writer.pages[0][NameObject("/Annots")] = writer._add_object(annotation)

    return change


def packed_document(opening: bytes) -> bytes:
    """Return a PDF whose objects lie in a compressed stream, with something that happens when it is opened."""
    inside = (
        b"<</Type /Catalog /Pages 2 0 R /OpenAction 4 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
        opening,
    )
    starts = [sum(len(each) + 1 for each in inside[:at]) for at in range(len(inside))]
    heads = b" ".join(b"%d %d" % (at, start) for at, start in enumerate(starts, 1)) + b"\n"
    objects = _stream(5, b"/Type /ObjStm /N 4 /First %d" % len(heads), heads + b"\n".join(inside))
    begin = b"%PDF-1.5\n"
    table = [(0, 0, 255), *((2, 5, at) for at in range(4)), (1, len(begin), 0), (1, len(begin) + len(objects), 0)]
    rows = b"".join(bytes((kind, *value.to_bytes(2, "big"), last)) for kind, value, last in table)
    end = b"startxref\n%d\n%%%%EOF\n" % (len(begin) + len(objects))
    return begin + objects + _stream(6, b"/Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R", rows) + end


def _stream(number: int, entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    head = b"%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>>\nstream\n" % (number, entries, len(packed))
    return head + packed + b"\nendstream\nendobj\n"
