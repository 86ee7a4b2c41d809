"""Pictures: what is accepted is on its page in every layout; the rest is told where it is named."""

import shutil
import struct
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, PngImagePlugin

from cardprint import Cache, build
from conftest import MINI
from pictures import (
    ACCEPTED,
    COLOURLESS,
    COLOURS,
    SIZE,
    Colour,
    chunk,
    jpeg,
    plain,
    png,
    said,
    saved,
)

LAYOUTS = ("screen", "grid-a4+mono", "grid-a3+press")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache) -> Path:
    """The small project with every kind of picture that is accepted, on one page."""
    home = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("gallery") / "project"))
    kit = home / "toolkits" / "slapen"
    files = {file: make(COLOURS[name]) for name, (file, make) in ACCEPTED.items()}
    files |= {file: make() for file, make in COLOURLESS.values()}
    sections = ""
    for file, content in files.items():
        (kit / "images" / file).write_bytes(content)
        sections += f"\n  - heading: Beeld\n    picture: {{file: images/{file}, alt: Een vlak}}"
    page = kit / "pages" / "gids.yaml"
    page.write_text(page.read_text("utf-8").rstrip() + sections + "\n", "utf-8")
    build(home, layouts=LAYOUTS, jobs=1, cache=mini_cache)
    return home / "out"


def counted(file: Path) -> dict[Colour, int]:
    """How often each colour is on the pages of a file."""
    found: dict[Colour, int] = {}
    with pdfium.PdfDocument(file) as document:
        for page in document:
            picture = page.render(scale=0.5).to_pil().convert("RGB")
            for count, colour in picture.getcolors(picture.width * picture.height):
                found[colour] = found.get(colour, 0) + count
    return found


def near(colour: Colour, other: Colour) -> bool:
    return all(abs(one - two) <= 4 for one, two in zip(colour, other, strict=True))


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_picture_that_is_accepted_is_on_its_page(name: str, gallery: Path) -> None:
    shown = counted(gallery / "slapen-screen.pdf")
    area = sum(count for colour, count in shown.items() if near(colour, COLOURS[name]))
    assert area > 100


def test_every_picture_is_grey_in_greys(gallery: Path) -> None:
    shown = counted(gallery / "slapen-grid-a4-mono.pdf")
    assert all(max(colour) == min(colour) for colour in shown)
    for name, (red, green, blue) in COLOURS.items():
        luma = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        area = sum(count for grey, count in shown.items() if near(grey, (luma,) * 3))
        assert area > 100, name


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def noisy(kind: str) -> bytes:
    """A picture that does not compress to nothing, so that half of its file is half of it."""
    return saved(Image.effect_noise((200, 200), 90).convert("RGB"), kind)


def with_a_wrong_sum(content: bytes) -> bytes:
    """The pixels are all there; the sum after them says that they are not what was saved."""
    at = content.index(b"IEND") - 5
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def moving(kind: str = "PNG") -> bytes:
    frames = [plain((200, 0, 0)), plain((0, 200, 0))]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def bomb_of_text() -> bytes:
    more = PngImagePlugin.PngInfo()
    more.add_text("Comment", "a" * 80_000_000, zip=True)
    return png(plain((9, 9, 9)), pnginfo=more)


def high_bomb() -> bytes:
    """As many pixels as Pillow itself refuses, in a file of nothing."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def many_scans() -> bytes:
    """The last pass over a picture, again and again: a few bytes, and all of the work."""
    content = jpeg(plain((9, 9, 9)), progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * 100 + content[-2:]


DAMAGED, TOO_LARGE = "is damaged or not complete", "has more than 20,000,000 pixels"
REFUSED_PICTURES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "a web page": (b"<!DOCTYPE html><p>404</p>", "is in the format HTML"),
    "words": (b"geen plaatje", "is not a picture that can be used"),
    "gif": (saved(plain((9, 9, 9)), "GIF"), "is in the format GIF"),
    "bmp": (saved(plain((9, 9, 9)), "BMP"), "is in the format BMP"),
    "tiff": (saved(plain((9, 9, 9)), "TIFF"), "is in the format TIFF"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is in the format HEIC"),
    "pdf": (b"%PDF-1.7\n", "is in the format PDF"),
    "svgz": (b"\x1f\x8b\x08", "is in the format SVGZ"),
    "half a webp": (cut(noisy("WEBP")), DAMAGED),
    "a film in webp": (moving("WEBP"), "is animated"),
    "greys of 16 bits": (png(Image.new("I;16", SIZE)), "has more than 8 bits for each colour"),
    "half a jpeg": (cut(noisy("JPEG")), DAMAGED),
    "half a png": (cut(noisy("PNG")), DAMAGED),
    "the head of a png": (noisy("PNG")[:40], DAMAGED),
    "the head of a jpeg": (noisy("JPEG")[:4], DAMAGED),
    "a wrong checksum": (with_a_wrong_sum(noisy("PNG")), DAMAGED),
    "text without end": (bomb_of_text(), DAMAGED),
    "too many pixels": (png(Image.new("1", (5000, 4001))), TOO_LARGE),
    "a bomb": (high_bomb(), TOO_LARGE),
    "passes without end": (many_scans(), "takes too long to show"),
    "a film": (moving(), "is animated"),
}


@pytest.mark.parametrize("name", REFUSED_PICTURES)
def test_a_picture_that_cannot_be_used_is_refused_where_it_is_named(
    name: str, tmp_path: Path
) -> None:
    content, message = REFUSED_PICTURES[name]
    (tmp_path / "a.png").write_bytes(content)
    assert said(tmp_path, "a.png") == [message]


def test_half_a_picture_is_refused_also_after_a_build(tmp_path: Path) -> None:
    """WeasyPrint tells Pillow to fill in what is missing, for the whole process."""
    import weasyprint  # noqa: F401
    from PIL import ImageFile

    (tmp_path / "a.jpg").write_bytes(cut(noisy("JPEG")))
    assert ImageFile.LOAD_TRUNCATED_IMAGES
    assert said(tmp_path, "a.jpg") == [DAMAGED]
    assert ImageFile.LOAD_TRUNCATED_IMAGES
