"""Photographs of pages, small enough to belong to the project."""

import base64
import os
import zlib

from playwright.sync_api import Page

from support.source import ROOT

KEPT, OTHERS, TALLEST = ROOT / "docs" / "screens", ROOT / "build" / "screens", 2000
"""Where pictures go, and how many pixels of a long page are kept."""

PNG = b"\x89PNG\r\n\x1a\n"
FEW_COLOURS = """async (picture) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([pixel]) => pixel);
  const palette = ranked.slice(0, 128).map(parts);
  const places = new Map();
  for (const pixel of ranked) {
    const own = parts(pixel);
    const far = palette.map((each) => each.reduce((sum, part, at) => sum + (part - own[at]) ** 2, 0));
    places.set(pixel, far.indexOf(Math.min(...far)));
  }
  const rows = new Uint8Array((width + 1) * height);
  for (let at = 0; at < pixels.length; at++) rows[at + Math.floor(at / width) + 1] = places.get(pixels[at]);
  const text = [];
  for (let at = 0; at < rows.length; at += 32768) text.push(String.fromCharCode(...rows.subarray(at, at + 32768)));
  return { width, height, palette: palette.flat(), rows: btoa(text.join("")) };
}"""
"""The most frequent colours of a picture, and its pixels as places among them; a rare colour goes to the nearest."""


def photograph(page: Page, name: str, *, main: bool = False) -> None:
    """Photograph the page with ``XIUHUA_SCREENS=1``: as much as stands above a line, of an open sheet what is seen.

    The Chinese pictures belong to the project (``docs/screens``), and of ``main`` pages the English ones as well.
    """
    seen = page.viewport_size
    if os.environ.get("XIUHUA_SCREENS") != "1" or seen is None:
        return
    page.locator("body").wait_for()  # a page that leads on by itself has none for a moment
    if not page.locator("dialog[open]").count():
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": seen["width"], "height": min(height, TALLEST)})
    path = (KEPT if main or not name.endswith("-en") else OTHERS) / f"{name}-{seen['width']}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_of_few_colours(page, page.screenshot(animations="disabled")))
    page.set_viewport_size(seen)


def write_index() -> None:
    """Write the list of the pictures that belong to the project."""
    names = sorted({path.stem.rpartition("-")[0] for path in KEPT.glob("*.png")})
    lines = [
        "# 页面图 / Pictures of the pages",
        "",
        "由 `make screens` 拍摄，人和数都是编的。/ Made by `make screens`;",
    ]
    lines += ["people and figures are invented.", "", "| | |", "|---|---|"]
    for name in names:
        links = (f"[{path.stem.rpartition('-')[2]}]({path.name})" for path in sorted(KEPT.glob(f"{name}-[0-9]*.png")))
        lines.append(f"| {name} | {' · '.join(links)} |")
    (KEPT / "README.md").write_text("\n".join(lines) + "\n", "utf-8")


def _of_few_colours(page: Page, picture: bytes) -> bytes:
    """Return a picture with a palette: a fourth of the size, and as good to look at."""
    darkroom = page.context.new_page()
    found = darkroom.evaluate(FEW_COLOURS, base64.b64encode(picture).decode())
    darkroom.close()
    header = found["width"].to_bytes(4) + found["height"].to_bytes(4) + bytes((8, 3, 0, 0, 0))
    chunks = {
        b"IHDR": header,
        b"PLTE": bytes(found["palette"]),
        b"IDAT": zlib.compress(base64.b64decode(found["rows"]), 9),
        b"IEND": b"",
    }
    return PNG + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
        for kind, content in chunks.items()
    )
