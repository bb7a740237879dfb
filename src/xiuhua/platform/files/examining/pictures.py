"""Pictures: opened, turned upright and drawn anew, so that nothing but the picture is kept.

Position, device and owner (EXIF, XMP, comments, thumbnails) and whatever was hung behind the picture are gone
afterwards. The header says how many pixels there are before any is unpacked.
"""

import io
import threading

from PIL import Image, ImageOps, UnidentifiedImageError

from xiuhua.platform.files.contents import Content
from xiuhua.platform.files.examining.refusing import FileRefused

Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is unpacked, against the limit of the policy

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 88
"""Of a JPEG: no difference to the eye, and small print stays readable."""

_FEW_BYTES_A_PIXEL = 0.6
"""A drawn picture or a screenshot stays below this as PNG; a photograph does not and becomes a JPEG."""

_ONE_AT_A_TIME = threading.Lock()
"""Each picture takes up to a few hundred megabytes while it is drawn; the threads of the server wait for each other."""


def draw_anew(data: bytes, *, most_pixels: int) -> Content:
    """Return the picture as a JPEG, or as a PNG where it was one and stays small. Raise :class:`FileRefused`."""
    with _ONE_AT_A_TIME:
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                pixels = picture.width * picture.height
                if pixels > most_pixels:
                    raise FileRefused("evidence_too_many_pixels", pixels=_millions(pixels), most=_millions(most_pixels))
                upright = ImageOps.exif_transpose(picture)
                return _drawn(upright, as_png=picture.format == "PNG")
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise FileRefused("evidence_damaged") from error


def _drawn(picture: Image.Image, *, as_png: bool) -> Content:
    if as_png:
        plain = _without_palette(picture)
        drawn = _saved(plain, "PNG", optimize=False)
        if len(drawn) <= _FEW_BYTES_A_PIXEL * picture.width * picture.height:
            return Content("image/png", drawn)
    return Content("image/jpeg", _saved(_on_white(picture), "JPEG", quality=QUALITY))


def _without_palette(picture: Image.Image) -> Image.Image:
    if picture.mode in ("1", "L", "RGB", "RGBA"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency: what shines through is white, as paper is."""
    if picture.mode in ("L", "RGB"):
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _saved(picture: Image.Image, kind: str, **options: int | bool) -> bytes:
    pixels = picture.copy()
    pixels.info = {}
    target = io.BytesIO()
    pixels.save(target, kind, **options)
    return target.getvalue()


def _millions(pixels: int) -> str:
    return f"{pixels / 1_000_000:.0f}"
