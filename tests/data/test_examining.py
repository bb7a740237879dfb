"""What is taken as evidence and what is not, and that of a picture only the picture is kept."""

import io
import zlib

import pytest
from PIL import Image

from support.evidence import SECRET, action, document, drawing, on_the_page, packed_document, photograph, saved
from xiuhua.platform.files.examining import FileRefused, Limits, examine

LIMITS = Limits(bytes=2_000_000, pixels=1_000_000)


def taken(data: bytes, name: str = "") -> tuple[str, bytes]:
    found = examine(data, name=name, limits=LIMITS)
    return found.media_type, found.data


def refused(data: bytes, name: str = "", limits: Limits = LIMITS) -> str:
    with pytest.raises(FileRefused) as error:
        examine(data, name=name, limits=limits)
    return error.value.problem.code


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_of_a_photograph_only_the_picture_is_kept(kind: str) -> None:
    data = photograph(kind=kind)
    assert SECRET.encode() in data
    media_type, kept = taken(data, "合同.jpg")
    assert media_type == "image/jpeg"
    assert SECRET.encode() not in kept
    assert "何慧珍".encode() not in kept
    again = Image.open(io.BytesIO(kept))
    assert (again.size, dict(again.getexif())) == ((640, 480), {})
    assert again.convert("RGB").getpixel((10, 10))[0] > 200, "the picture itself is still the same"


def test_a_picture_stands_upright_afterwards() -> None:
    kept = Image.open(io.BytesIO(taken(photograph(orientation=6))[1]))
    assert kept.size == (480, 640)
    assert kept.getpixel((470, 10))[0] > 200


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "1", "LA"])
def test_a_drawn_picture_stays_sharp(mode: str) -> None:
    data = drawing(mode="L" if mode == "LA" else mode)
    media_type, kept = taken(data, "截图.png")
    assert media_type == "image/png"
    assert Image.open(io.BytesIO(kept)).convert("L").tobytes() == Image.open(io.BytesIO(data)).convert("L").tobytes()


def test_what_hangs_behind_a_picture_is_gone() -> None:
    assert b"PK\x03\x04" not in taken(photograph() + b"PK\x03\x04" + b"<script>alert(1)</script>")[1]
    assert b"<script>" not in taken(drawing() + b"<script>alert(1)</script>")[1]


def test_a_small_file_that_unpacks_to_a_huge_picture_is_not_unpacked() -> None:
    header = b"\x00\x00\xff\xff" * 2 + b"\x08\x02\x00\x00\x00"
    packed = zlib.compress(b"\0" * 1000)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big") for kind, body in chunks
    )
    assert refused(bomb) == "evidence_too_many_pixels"
    assert refused(saved(Image.new("1", (1001, 1000)), "PNG")) == "evidence_too_many_pixels"
    assert taken(saved(Image.new("1", (1000, 1000)), "PNG"))


def test_a_document_is_kept_as_it_is() -> None:
    data = document()
    assert taken(data, "合同.pdf") == ("application/pdf", data)


@pytest.mark.parametrize(
    "change",
    [
        action("/JavaScript"),
        lambda writer: writer.add_attachment("a.exe", b"MZ"),
        action("/Launch"),
        action("/GoToR"),
        action("/SubmitForm"),
        on_the_page("/Subtype", "/FileAttachment"),
        on_the_page("/Subtype", "/RichMedia"),
    ],
)
def test_a_document_that_acts_or_carries_something_is_refused(change: object) -> None:
    assert refused(document(change)) == "evidence_active"


def test_names_in_disguise_and_compressed_objects_are_seen_through() -> None:
    assert refused(document(action("/Launch")).replace(b"/Launch", b"/#4caunch")) == "evidence_active"
    assert refused(packed_document(b"<</S /Launch /F (calc.exe)>>")) == "evidence_active"
    assert taken(packed_document(b"<</S /GoTo /D [3 0 R /Fit]>>"))


def test_a_document_that_leads_inside_itself_or_to_a_page_of_the_web_is_taken() -> None:
    assert taken(document(action("/GoTo")))
    assert taken(document(action("/URI")))


def test_a_locked_document_is_refused() -> None:
    assert refused(document(lambda writer: writer.encrypt("secret"))) == "evidence_encrypted"
    assert refused(document(lambda writer: writer.encrypt(""))) == "evidence_encrypted"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.jpg", "evidence_empty"),
        (b"x" * 2_000_001, "a.jpg", "evidence_too_large"),
        (b"PK\x03\x04" + b"\0" * 100, "a.docx", "evidence_kind"),
        (b"PK\x03\x04" + b"\0" * 100, "a.jpg", "evidence_kind"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "a.heic", "evidence_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "evidence_kind"),
        (b"GIF89a" + b"\0" * 100, "a.gif", "evidence_kind"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.webp", "evidence_kind"),
        (b"MZ\0\0", "a.pdf", "evidence_kind"),
        (document(), "a.jpg", "evidence_not_what_it_says"),
        (photograph(8, 8), "a.pdf", "evidence_not_what_it_says"),
        (photograph(8, 8), "a.exe", "evidence_not_what_it_says"),
        (photograph()[:2000], "a.jpg", "evidence_damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "a.jpg", "evidence_damaged"),
        (b"%PDF-1.7\nnothing more", "a.pdf", "evidence_damaged"),
        (document()[:300], "a.pdf", "evidence_damaged"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_its_reason(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_a_picture_with_a_wrong_picture_ending_is_only_a_picture() -> None:
    assert taken(photograph(8, 8, kind="WEBP"), "从微信.jpg")[0] == "image/jpeg"
