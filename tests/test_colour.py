"""Colours become greys or inks, wherever they are: in text, shapes, gradients, masks, pictures."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import weasyprint
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageStat

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
        return document[0].render().to_pil().convert("RGB")


LUMA = (0.2126, 0.7152, 0.0722, 0)
"""The shares of red, green and blue (ITU-R BT.709, 3.2)."""


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_page_in_greys_is_as_light_as_it_was_in_colour(name: str) -> None:
    pdf = drawn(DRAWINGS[name])
    luma = shown(pdf).convert("L", LUMA)
    red, green, blue = shown(convert(pdf, None)).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert ImageChops.difference(red, luma).getextrema()[1] <= 4
    assert luma.getextrema()[0] < 200


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_page_in_inks_has_no_other_colours_and_looks_alike(name: str) -> None:
    pdf = drawn(DRAWINGS[name])
    changed = convert(pdf, PROFILE)
    for space in (b"/DeviceRGB", b"/DeviceGray"):
        assert space not in unpacked(changed)
    before, after = shown(pdf), shown(changed)
    assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) < 60
    assert after.convert("L").getextrema()[0] < 200


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


def operators(pdf: bytes) -> list[tuple[list[object], str]]:
    with Pdf.open(BytesIO(pdf)) as file:
        read = pikepdf.parse_content_stream(file.pages[0])
        return [([*each.operands], str(each.operator)) for each in read]


def test_words_that_look_like_colours_stay_as_they_are() -> None:
    """A colour is an operator, not whatever looks like one."""
    words = b"BT /F 9 Tf ( 1 0 0 rg ) Tj <203120302030207267> Tj ET 1 0 0 rg 0.5 G\n"
    changed = operators(convert(page_with(words), None))
    assert [name for _, name in changed] == ["BT", "Tf", "Tj", "Tj", "ET", "g", "G"]
    assert bytes(changed[2][0][0]) == b" 1 0 0 rg "
    assert [float(value) for value in changed[5][0]] == [0.2126]
    assert [float(value) for value in changed[6][0]] == [0.5]


@pytest.mark.parametrize("profile", [None, PROFILE])
def test_the_same_page_has_the_same_bytes(profile: Path | None) -> None:
    pdf = drawn(DRAWINGS["a gradient that fades"])
    assert convert(pdf, profile) == convert(pdf, profile)
