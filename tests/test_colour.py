"""Colours become greys or inks, wherever they are: in text, shapes, gradients, masks, pictures."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
import weasyprint
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageCms, ImageStat

from cardprint.assemble.profile import tags_of, without_measurements
from cardprint.link.colour import SAMPLES, convert
from conftest import ROOT

(PROFILE,) = (ROOT / "layouts" / "press").glob("*.icc")

DRAWINGS = {
    "text": '<p style="color: #c02040; font-size: 60px">Slaap</p>',
    "shapes": """<svg viewBox="0 0 60 40"><circle cx="20" cy="20" r="15" fill="#26a" stroke="#c80"
        stroke-width="4"/></svg>""",
    "a gradient": """<svg viewBox="0 0 60 40"><linearGradient id="a"><stop stop-color="red"/>
        <stop offset=".3" stop-color="blue"/><stop offset=".9" stop-color="lime"/></linearGradient>
        <rect width="60" height="40" fill="url(#a)"/></svg>""",
    "a gradient with a hard edge": """<svg viewBox="0 0 60 40"><linearGradient id="a">
        <stop stop-color="white"/><stop offset=".5" stop-color="#a00"/>
        <stop offset=".5" stop-color="#0aa"/><stop offset="1" stop-color="black"/></linearGradient>
        <rect width="60" height="40" fill="url(#a)"/></svg>""",
    "a gradient around a point": """<svg viewBox="0 0 60 40"><radialGradient id="a" r=".4">
        <stop offset=".2" stop-color="#fd0"/><stop offset=".8" stop-color="#063"/></radialGradient>
        <rect width="60" height="40" fill="url(#a)"/></svg>""",
    "a gradient that fades": """<svg viewBox="0 0 60 40"><linearGradient id="a">
        <stop stop-color="red"/><stop offset=".5" stop-color="#00f" stop-opacity=".5"/>
        <stop offset="1" stop-color="#0c0" stop-opacity=".1"/></linearGradient>
        <rect width="60" height="40" fill="url(#a)"/></svg>""",
    "a gradient along a line": """<svg viewBox="0 0 60 40"><linearGradient id="a" x1="0" y1="0"
        x2="60" y2="40" gradientUnits="userSpaceOnUse"><stop stop-color="red"/>
        <stop offset="1" stop-color="blue"/></linearGradient>
        <path d="M 0 0 L 60 40" stroke="url(#a)" stroke-width="9"/></svg>""",
    "a gradient of a style sheet": """<div style="height: 9cm;
        background: linear-gradient(90deg, red, blue 30%, rgb(0 200 0 / 40%))"></div>""",
    "a mask": """<svg viewBox="0 0 60 40"><linearGradient id="a"><stop stop-color="white"/>
        <stop offset="1" stop-color="black"/></linearGradient>
        <mask id="m"><rect width="60" height="40" fill="url(#a)"/></mask>
        <g mask="url(#m)"><rect width="60" height="40" fill="#a02"/></g></svg>""",
    "a pattern": """<svg viewBox="0 0 60 40"><pattern id="a" width="10" height="10"
        patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#84c"/></pattern>
        <rect width="60" height="40" fill="url(#a)"/></svg>""",
    "groups that are half clear": """<svg viewBox="0 0 60 40"><g opacity=".5">
        <rect width="40" height="40" fill="#a50"/><rect x="20" width="40" height="40" fill="#05a"/>
        </g></svg>""",
}


def drawn(content: str) -> bytes:
    style = "<style>@page { size: 300px 200px; margin: 0 } svg { display: block }</style>"
    return bytes(weasyprint.HTML(string=style + content).write_pdf(uncompressed_pdf=True))


def shown(pdf: bytes) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render().to_pil().convert("RGB")
        return picture


LUMA = (0.2126, 0.7152, 0.0722, 0)
"""The shares of red, green and blue (ITU-R BT.709, 3.2)."""


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_page_in_greys_is_as_light_as_it_was_in_colour(name: str) -> None:
    pdf = drawn(DRAWINGS[name])
    luma = shown(pdf).convert("L", LUMA)
    red, green, blue = shown(convert(pdf, None)).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert max(ImageChops.difference(red, luma).tobytes()) <= 4
    assert min(luma.tobytes()) < 200


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_page_in_inks_has_no_other_colours_and_looks_alike(name: str) -> None:
    pdf = drawn(DRAWINGS[name])
    changed = convert(pdf, PROFILE)
    for space in (b"/DeviceRGB", b"/DeviceGray"):
        assert space not in unpacked(changed)
    before, after = shown(pdf), shown(changed)
    assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) < 60
    assert min(after.convert("L").tobytes()) < 200


def unpacked(pdf: bytes) -> bytes:
    output = BytesIO()
    with Pdf.open(BytesIO(pdf)) as file:
        file.save(output, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
                  object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    return output.getvalue()


def sampled(pdf: bytes) -> list[list[tuple[int, ...]]]:
    """The inks along each piece of a gradient, from 0 to 255."""
    with Pdf.open(BytesIO(pdf)) as file:
        found = [item for item in file.objects if isinstance(item, Stream)]
        functions = [item.read_bytes() for item in found if item.get("/FunctionType") == 0]
    count = len(functions[0]) // SAMPLES
    return [[*zip(*[iter(each)] * count, strict=True)] for each in functions]


def test_a_gradient_of_greys_is_black_ink_alone() -> None:
    (inks,) = sampled(convert(drawn(gradient("white", "#000")), PROFILE))
    assert {each[:3] for each in inks} == {(0, 0, 0)}
    black = [each[3] for each in inks]
    assert black == sorted(black)
    assert (black[0], black[-1]) == (0, 255)


def test_the_inks_along_a_gradient_are_those_of_its_colours() -> None:
    """In the middle between red and blue is purple, not the middle between their inks."""
    (inks,) = sampled(convert(drawn(gradient("red", "blue")), PROFILE))
    (purple,) = sampled(convert(drawn(gradient("#800080", "#800080")), PROFILE))
    middle = inks[SAMPLES // 2]
    assert all(abs(one - other) <= 2 for one, other in zip(middle, purple[0], strict=True))
    between = [(first + last) / 2 for first, last in zip(inks[0], inks[-1], strict=True)]
    assert any(abs(one - other) > 20 for one, other in zip(middle, between, strict=True))


def gradient(first: str, last: str) -> str:
    stops = f'<stop stop-color="{first}"/><stop offset="1" stop-color="{last}"/>'
    return f"""<svg viewBox="0 0 60 40"><linearGradient id="a">{stops}</linearGradient>
        <rect width="60" height="40" fill="url(#a)"/></svg>"""


def page_with(content: bytes) -> bytes:
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
        output = BytesIO()
        pdf.save(output)
    return output.getvalue()


def operators(pdf: bytes) -> list[tuple[list[Any], str]]:
    with Pdf.open(BytesIO(pdf)) as file:
        read = pikepdf.parse_content_stream(file.pages[0])
        return [([*each.operands], str(each.operator)) for each in read]


def test_words_that_look_like_colours_stay_as_they_are() -> None:
    """A colour is an operator, not whatever looks like one; it is set where something needs it."""
    words = b"BT /F 9 Tf ( 1 0 0 rg ) Tj <203120302030207267> Tj ET 1 0 0 rg 0.5 G 9 9 9 9 re B\n"
    changed = operators(convert(page_with(words), None))
    names = ["BT", "Tf", "g", "Tj", "Tj", "ET", "g", "G", "w", "re", "B"]
    assert [name for _, name in changed] == names
    assert bytes(changed[3][0][0]) == b" 1 0 0 rg "
    assert [float(value) for value in changed[6][0]] == [0.2126]
    assert [float(value) for value in changed[7][0]] == [0.5]


@pytest.mark.parametrize("profile", [None, PROFILE])
def test_the_same_page_has_the_same_bytes(profile: Path | None) -> None:
    pdf = drawn(DRAWINGS["a gradient that fades"])
    assert convert(pdf, profile) == convert(pdf, profile)


def painted(content: bytes, profile: Path | None = PROFILE) -> list[tuple[list[Any], str]]:
    """The operators of a page that matter, once its colours are inks."""
    return operators(convert(page_with(content), profile))


def numbers(found: list[tuple[list[Any], str]], name: str) -> list[list[float]]:
    return [[float(value) for value in operands] for operands, each in found if each == name]


BLACK, RED = [0, 0, 0, 1], b"0.8 0.1 0.1 rg 0.8 0.1 0.1 RG "


@pytest.mark.parametrize(
    ("content", "is_black"),
    [
        (b"BT /F 13.9 Tf (a) Tj ET", True),
        (b"BT /F 14 Tf (a) Tj ET", False),
        (b"BT /F 1 Tf 13 0 0 13 9 9 Tm (a) Tj ET", True),
        (b"BT /F 1 Tf 0 15 -15 0 9 9 Tm (a) Tj ET", False),
        (b"0.5 0 0 -0.5 0 9 cm BT /F 26 Tf (a) Tj ET", True),
        (b"0.5 0 0 -0.5 0 9 cm BT /F 30 Tf [(a) 9 (b)] TJ ET", False),
        (b"q 0.5 0 0 0.5 0 0 cm Q BT /F 26 Tf (a) Tj ET", False),
    ],
)
def test_small_text_is_black_and_large_text_has_its_colour(content: bytes, is_black: bool) -> None:  # noqa: FBT001
    (inks,) = numbers(painted(RED + content), "k")
    assert (inks == BLACK) == is_black


@pytest.mark.parametrize("drawn", [b"BT /F 30 Tf (a) Tj ET", b"9 9 50 50 re f"])
def test_a_brown_that_is_nearly_black_is_black_ink_alone(drawn: bytes) -> None:
    assert numbers(painted(b"0.18 0.145 0.125 rg " + drawn), "k") == [BLACK]
    (lighter,) = numbers(painted(b"0.25 0.2 0.17 rg " + drawn), "k")
    assert any(lighter[:3])


def test_text_of_two_sizes_in_one_colour_has_the_ink_of_each() -> None:
    found = painted(RED + b"BT /F 30 Tf (a) Tj /F 10 Tf (b) Tj /F 30 Tf (c) Tj ET")
    first, second, third = numbers(found, "k")
    assert first == third != BLACK
    assert second == BLACK


def test_light_text_stays_light_and_grey_text_stays_grey() -> None:
    white, grey = b"1 1 1 rg BT /F 9 Tf (a) Tj ET ", b"0.4 g BT /F 9 Tf (b) Tj ET"
    assert numbers(painted(white + grey), "k") == [[0, 0, 0, 0], [0, 0, 0, 0.6]]


@pytest.mark.parametrize(
    ("content", "is_grey"),
    [
        (b"0.9 w 9 9 m 50 9 l S", True),
        (b"1 w 9 9 m 50 9 l S", False),
        (b"0.5 0 0 0.5 0 0 cm 1.9 w 9 9 m 50 9 l S", True),
        (b"9 9 50 0.9 re f", True),
        (b"9 9 0.9 50 re f", True),
        (b"9 9 50 1.1 re f", False),
        (b"9 9 50 50 re 9.5 9.5 49 49 re f*", True),
        (b"9 9 50 50 re 11 11 46 46 re f*", False),
    ],
)
def test_thin_lines_have_one_ink_of_the_same_lightness(content: bytes, is_grey: bool) -> None:  # noqa: FBT001
    found = painted(RED + content)
    (inks,) = numbers(found, "k") or numbers(found, "K")
    assert (inks[:3] == [0, 0, 0]) == is_grey
    assert not is_grey or inks[3] == pytest.approx(1 - 0.2126 * 0.8 - 0.7874 * 0.1, abs=1e-4)


def test_black_text_is_printed_over_what_lies_below_and_nothing_else_is() -> None:
    found = painted(
        b"0 g BT /F 9 Tf (a) Tj (b) Tj ET 9 9 50 50 re f q BT /F 9 Tf (c) Tj ET Q 0 0 9 9 re f"
    )
    order = [str(operands[0]) if name == "gs" else name for operands, name in found
             if name in ("gs", "Tj", "f")]  # fmt: skip
    assert order == ["/Over", "Tj", "Tj", "/Knock", "f", "/Over", "Tj", "f"]


def test_nothing_is_thinner_than_a_press_can_print() -> None:
    found = painted(
        b"0 g 0.5 0 0 0.5 0 0 cm 0.1 w 9 9 m 50 9 l S 2 w 9 9 m 50 9 l S 9 9 50 0.1 re f"
    )
    assert numbers(found, "w") == [[0.5], [2]]
    assert numbers(found, "re") == [[9, 8.8, 50, 0.5]]


def test_a_clip_that_is_thin_stays_so() -> None:
    assert numbers(painted(b"9 9 50 0.1 re W n"), "re") == [[9, 9, 50, 0.1]]


@pytest.mark.parametrize(
    "content",
    [b"9 9 50 0 re f", b"/Hidden gs 9 9 50 50 re f", b"/Hidden gs 9 9 50 50 re S", b"3 Tr (a) Tj"],
)
def test_what_cannot_be_seen_is_not_drawn(content: bytes) -> None:
    with Pdf.open(BytesIO(page_with(b"BT /F 9 Tf " + content + b" ET"))) as file:
        states = Dictionary(Hidden=Dictionary(ca=0, CA=0))
        file.pages[0].obj.Resources.ExtGState = states
        output = BytesIO()
        file.save(output)
    drawn = {name for _, name in operators(convert(output.getvalue(), PROFILE))}
    assert not drawn & {"f", "S", "Tj"}


def test_text_in_a_form_has_the_size_at_which_it_is_drawn() -> None:
    with Pdf.open(BytesIO(page_with(b"0.8 0.1 0.1 rg 0.5 0 0 0.5 0 0 cm /X Do"))) as file:
        resources = file.pages[0].obj.Resources
        form = file.make_stream(
            b"BT /F 30 Tf (a) Tj /F 26 Tf (b) Tj ET",
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99],
            Resources=Dictionary(Font=resources.Font),
        )  # fmt: skip
        resources.XObject = Dictionary(X=form)
        output = BytesIO()
        file.save(output)
    with Pdf.open(BytesIO(convert(output.getvalue(), PROFILE))) as file:
        (found,) = [item for item in file.objects if "/BBox" in item]
        inks = [
            list(map(float, each.operands)) for each in pikepdf.parse_content_stream(found, "k")
        ]
    assert inks[0] != BLACK
    assert inks[1] == BLACK


def test_a_profile_without_its_measurements_makes_the_same_colours() -> None:
    whole = PROFILE.read_bytes()
    bare = without_measurements(whole)
    assert len(bare) < len(whole) * 0.6
    assert not tags_of(bare).keys() & {b"targ", b"CIED", b"DevD"}
    assert {**tags_of(whole), **tags_of(bare)} == tags_of(whole)
    swatch = Image.new("CMYK", (1, 1), (90, 200, 30, 40))
    screen = ImageCms.createProfile("sRGB")
    colours = [
        ImageCms.profileToProfile(
            swatch, ImageCms.ImageCmsProfile(BytesIO(each)), screen, outputMode="RGB"
        )
        for each in (whole, bare)
    ]
    one, other = (colour.getpixel((0, 0)) for colour in colours if colour)
    assert one == other
