"""Pictures of every kind, made here, and what is said of them."""

import base64
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from cardprint.errors import Place, Problem
from cardprint.load.images import check_images

Colour = tuple[int, int, int]
Size = tuple[int, int]
Make = Callable[[Colour], bytes]

SIZE = (60, 40)
PLACE = Place("toolkit.yaml", 7, 9)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(colour: Colour) -> Image.Image:
    return Image.new("RGB", SIZE, colour)


def png(image: Image.Image, **options: object) -> bytes:
    return saved(image, "PNG", **options)


def jpeg(image: Image.Image, **options: object) -> bytes:
    return saved(image, "JPEG", quality=95, **options)


def chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png_by_hand(depth: int, pixel: bytes, sizes: list[Size], *, is_interlaced: bool) -> bytes:
    """A PNG of one colour of the kinds that Pillow does not write.

    :param sizes: of each pass over the picture.
    """
    header = struct.pack(">IIBBBBB", *SIZE, depth, 2, 0, 0, int(is_interlaced))
    rows = b"".join((b"\0" + pixel * width) * height for width, height in sizes)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def sixteen_bits(colour: Colour) -> bytes:
    pixel = b"".join(bytes((value, value)) for value in colour)
    return png_by_hand(16, pixel, [SIZE], is_interlaced=False)


STARTS_AND_STEPS = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
    (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
)  # fmt: skip
"""The seven passes over an interlaced picture (ISO 15948, 8.2)."""


def interlaced(colour: Colour) -> bytes:
    sizes = [
        (-((left - SIZE[0]) // wide), -((top - SIZE[1]) // high))
        for left, top, wide, high in STARTS_AND_STEPS
    ]
    return png_by_hand(8, bytes(colour), sizes, is_interlaced=True)


def palette(colour: Colour) -> bytes:
    """Half of it is transparent."""
    image = plain(colour).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 60, 20))
    return png(image.quantize(4))


def half_clear(colour: Colour) -> bytes:
    image = plain(colour).convert("RGBA")
    image.paste((*colour, 128), (0, 0, 60, 20))
    return png(image)


def half_clear_webp(colour: Colour) -> bytes:
    image = plain(colour).convert("RGBA")
    image.paste((*colour, 0), (0, 0, 60, 20))
    return saved(image, "WEBP", lossless=True)


def one_clear_colour(colour: Colour) -> bytes:
    image = plain(colour)
    image.paste((1, 2, 3), (0, 0, 60, 20))
    return png(image, transparency=(1, 2, 3))


def turned(colour: Colour) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(plain(colour), exif=exif)


def two_in_one(colour: Colour) -> bytes:
    """As a camera saves it: the picture and a small one."""
    small = plain(colour).resize((6, 4))
    return saved(plain(colour), "MPO", save_all=True, append_images=[small], quality=95)


SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(content: str, size: str = 'viewBox="0 0 60 40"') -> bytes:
    return f"<svg {SVG} {size}>{content}</svg>".encode()


def hexadecimal(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def rectangle(colour: Colour, more: str = "") -> str:
    return f'<rect width="60" height="40" fill="{hexadecimal(colour)}" {more}/>'


def gradients(colour: Colour) -> bytes:
    own = hexadecimal(colour)
    return svg(f"""
        <linearGradient id="a"><stop stop-color="red"/><stop offset=".5" stop-color="lime"/>
          <stop offset="1" stop-color="{own}" stop-opacity=".5"/></linearGradient>
        <radialGradient id="b"><stop stop-color="white"/><stop offset="1" stop-color="{own}"/>
        </radialGradient>
        <rect width="20" height="40" fill="{own}"/>
        <rect x="20" width="20" height="40" fill="url(#a)"/>
        <circle cx="50" cy="20" r="9" fill="url(#b)" stroke="url(#a)"/>""")


def masked(colour: Colour) -> bytes:
    return svg(f"""
        <linearGradient id="a"><stop stop-color="white"/><stop offset="1" stop-color="black"/>
        </linearGradient>
        <mask id="m"><rect width="60" height="20" fill="url(#a)"/>
          <rect y="20" width="60" height="20" fill="white"/></mask>
        <g opacity=".99"><g mask="url(#m)">{rectangle(colour)}</g></g>
        {rectangle(colour, 'clip-path="url(#c)"')}
        <clipPath id="c"><circle cx="30" cy="30" r="10"/></clipPath>""")


def patterned(colour: Colour) -> bytes:
    return svg(f"""
        <style>.own {{ fill: {hexadecimal(colour)} }}</style>
        <defs><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse">
          <circle r="2" fill="blue"/></pattern>
          <symbol id="s" viewBox="0 0 2 2"><rect class="own" width="2" height="2"/></symbol>
          <marker id="m"><circle r="1" class="own"/></marker></defs>
        <rect width="60" height="20" fill="url(#p)"/>
        <use xlink:href="#s" y="20" width="60" height="20"/>
        <path d="M 2 2 L 20 10 40 2" fill="none" stroke="red" marker-mid="url(#m)"/>""")


def holding_a_picture(colour: Colour) -> bytes:
    inner = base64.b64encode(png(plain(colour))).decode()
    address = f"data:image/png;base64,{inner}"
    return svg(f'<image xlink:href="{address}" width="60" height="40"/>')


ACCEPTED: dict[str, tuple[str, Make]] = {
    "png": ("a.png", lambda colour: png(plain(colour))),
    "png with a palette": ("palet.png", palette),
    "png with a clear colour": ("een kleur.png", one_clear_colour),
    "png half clear": ("half.png", half_clear),
    "png interlaced": ("interlaced.png", interlaced),
    "png of 16 bits": ("zestien.png", sixteen_bits),
    "jpeg": ("a.jpg", lambda colour: jpeg(plain(colour))),
    "jpeg progressive": ("p.jpeg", lambda colour: jpeg(plain(colour), progressive=True)),
    "jpeg turned": ("gedraaid.jpg", turned),
    "jpeg of a camera": ("camera.jpg", two_in_one),
    "webp": ("a.webp", lambda colour: saved(plain(colour), "WEBP", lossless=True)),
    "webp with a clear part": ("half.webp", half_clear_webp),
    "a name with signs": ("Bij ’t raam (é) 100%.png", lambda colour: png(plain(colour))),
    "jpeg called png": ("eigenlijk-jpeg.png", lambda colour: jpeg(plain(colour))),
    "png called svg": ("eigenlijk-png.svg", lambda colour: png(plain(colour))),
    "svg called png": ("eigenlijk-svg.png", lambda colour: svg(rectangle(colour))),
    "png in capitals": ("GROOT.PNG", lambda colour: png(plain(colour))),
    "svg": ("a.svg", lambda colour: svg(rectangle(colour))),
    "svg with gradients": ("verloop.svg", gradients),
    "svg with masks": ("masker.svg", masked),
    "svg with patterns": ("patroon.svg", patterned),
    "svg with a picture": ("plaatje.svg", holding_a_picture),
    "svg in utf-16": (
        "u16.svg",
        lambda colour: svg(rectangle(colour)).decode().encode("utf-16"),
    ),
    "svg with a width": (
        "mm.svg",
        lambda colour: svg(rectangle(colour), 'width="6cm" height="4cm"'),
    ),
}
"""Pictures of one colour, in the part of them that shows it."""
COLOURLESS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "png in greys": ("grijs.png", lambda: png(plain((90, 90, 90)).convert("LA"))),
    "png of two colours": ("zwart.png", lambda: png(Image.new("1", SIZE))),
    "jpeg in greys": ("grijs.jpg", lambda: jpeg(plain((90, 90, 90)).convert("L"))),
}
COLOURS: dict[str, Colour] = {
    name: (255 - 10 * i, 5 + 10 * i, (37 * i + 60) % 200) for i, name in enumerate(ACCEPTED)
}


def said(folder: Path, file: str) -> list[str]:
    """What is said of an image, without its place and its name."""
    found: list[Problem] = []
    check_images(folder, [(file, PLACE)], found.append)
    assert all(problem.place == PLACE and problem.hint for problem in found)
    return [problem.message.replace(f"image '{file}' ", "") for problem in found]
