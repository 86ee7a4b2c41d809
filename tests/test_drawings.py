"""Drawings (SVG) that cannot be used are told where they are named, and none runs without end."""

import base64
from pathlib import Path

import pytest
from PIL import Image

from cardprint.errors import Place, Problem
from cardprint.load import trial
from cardprint.load.images import check_images
from cardprint.load.trial import Verdict, verdicts
from pictures import SVG, png, said, svg

TOO_LARGE = "has more than 20,000,000 pixels"


def bombs(holder: str, use: str) -> str:
    """Each holds the one before ten times: ten to the ninth in all."""
    levels = "".join(
        f'<{holder} id="l{i}" width="1" height="1">{use.format(i - 1) * 10}</{holder}>'
        for i in range(1, 10)
    )
    return f'<defs><rect id="l0" width="1" height="1"/>{levels}</defs>{use.format(9)}'


BOX = '<rect width="50" height="30"/>'
ENDLESS = "has more than 20,000 shapes, counting each repeat"
SIZELESS = "is a drawing without a size"
NOT_DRAWN = "cannot be drawn"
LARGE = base64.b64encode(png(Image.new("1", (4000, 4000)))).decode()
LARGER = base64.b64encode(png(Image.new("1", (5000, 4001)))).decode()


def embedded(*contents: str, kind: str = "image/png;base64") -> str:
    return "".join(f'<image href="data:{kind},{each}" width="9" height="9"/>' for each in contents)


REFUSED_DRAWINGS: dict[str, tuple[bytes, list[str]]] = {
    "not closed": (
        svg("<g"),
        ["is not valid SVG"],
    ),
    "another language": (b"<rss/>", ["is not SVG"]),
    "entities": (
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
        ["declares entities, which is not safe"],
    ),
    "unknown encoding": (
        b'<?xml version="1.0" encoding="geen"?>' + svg(BOX),
        ["is not valid SVG"],
    ),
    "no size": (svg(BOX, ""), [SIZELESS]),
    "only a width": (svg(BOX, 'width="9"'), [SIZELESS]),
    "no width": (svg(BOX, 'width="0" height="9"'), [SIZELESS]),
    "a box of words": (svg(BOX, 'viewBox="a b c d"'), [SIZELESS]),
    "a negative box": (svg(BOX, 'viewBox="0 0 -9 9"'), [SIZELESS]),
    "endless size": (svg(BOX, 'width="1e999" height="9"'), [SIZELESS]),
    "a bomb of uses": (svg(bombs("g", '<use xlink:href="#l{}"/>')), [ENDLESS]),
    "a bomb of patterns": (
        svg(bombs("pattern", '<rect width="9" height="9" fill="url(#l{})"/>')),
        [ENDLESS],
    ),
    "itself": (svg('<g id="a"><use href="#a"/></g>'), [ENDLESS]),
    "in a circle": (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), [ENDLESS]),
    "many shapes": (svg(BOX * 20_001), [ENDLESS]),
    "deep": (svg("<g>" * 100 + BOX + "</g>" * 100), ["has too many groups inside groups"]),
    "very deep": (
        svg("<g>" * 19_000 + BOX + "</g>" * 19_000),
        ["has too many groups inside groups"],
    ),
    "a page": (
        svg('<image href="http://example.org/a.png"/>'),
        ["needs another file: http://example.org/a.png"],
    ),
    "a file": (svg('<image xlink:href="b.png"/>'), ["needs another file: b.png"]),
    "a shape elsewhere": (svg('<use href="b.svg#a"/>'), ["needs another file: b.svg#a"]),
    "a colour elsewhere": (
        svg('<rect width="9" height="9" style="fill: url( \'b.svg#a\' )"/>'),
        ["needs another file: b.svg#a"],
    ),
    "a style elsewhere": (
        svg('<style>@import "b.css"; rect { fill: url(b.svg#a) }</style>'),
        ["has a style that no page can follow: @import", "needs another file: b.svg#a"],
    ),
    "a style before": (b'<?xml-stylesheet href="b.css"?>' + svg(BOX), ["needs another file: CSS"]),
    "another base": (svg(f'<g xml:base="http://a/">{BOX}</g>'), ["needs another file: xml:base"]),
    "letters": (svg('<text y="20">Slaap</text>'), ["has letters that need a font"]),
    "letters after a part": (
        svg('<text y="20"><tspan/>Slaap</text>'),
        ["has letters that need a font"],
    ),
    "a web page": (
        svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">a</p></foreignObject>'),
        ["has a part that no page can show: foreignObject"],
    ),
    "a program": (svg(f"<script>alert(1)</script>{BOX}"), ["holds a script"]),
    "a link": (svg(f'<a href="#b">{BOX}</a>'), ["holds a link"]),
    "animation": (svg('<rect width="9" height="9"><animate/></rect>'), ["is animated"]),
    "a shadow": (
        svg('<filter id="a"><feGaussianBlur stdDeviation="3"/></filter>' + BOX),
        ["has effects that no page can show"],
    ),
    "a choice": (svg(f"<switch>{BOX}</switch>"), ["has a part that no page can show: switch"]),
    "a style for screens": (
        svg(f"<style>@media screen {{ rect {{ fill: red }} }}</style>{BOX}"),
        ["has a style that no page can follow: @media"],
    ),
    "a variable": (
        svg('<rect width="9" height="9" fill="var(--a)"/>'),
        ["has a style that no page can follow: var(--a"],
    ),
    "a gradient without end": (
        svg('<linearGradient id="a" x2="1e-9" spreadMethod="repeat"/>' + BOX),
        ["has a gradient that repeats itself"],
    ),
    "a picture of words": (
        svg(embedded("AAAA")),
        ["a picture in  is not a picture that can be used"],
    ),
    "a picture not in base 64": (
        svg(embedded("%")),
        ["a picture in  is not a picture that can be used"],
    ),
    "a drawing in it": (
        svg(embedded("%3Csvg/%3E", kind="image/svg+xml")),
        ["a picture in  is in the format SVG"],
    ),
    "a large picture": (svg(embedded(LARGER)), [f"a picture in  {TOO_LARGE}"]),
    "two large pictures": (
        svg(embedded(LARGE, f" {LARGE}")),
        ["holds more than 20,000,000 pixels"],
    ),
    "a number that is none": (svg('<rect width="9" height="9" opacity="a"/>'), [NOT_DRAWN]),
    "a box that is none": (svg(BOX, 'viewBox="a 0 9 9" width="9" height="9"'), [NOT_DRAWN]),
    "a wrong turn": (svg(f'<g transform="rotate(a)">{BOX}</g>'), [NOT_DRAWN]),
    "a picture of a shape": (svg('<image href="#a"/>'), [NOT_DRAWN]),
    "a hidden import": (svg(f'<style>@\\69mport "b.css";</style>{BOX}'), [NOT_DRAWN]),
    "colours of a press": (
        svg('<rect width="9" height="9" fill="device-cmyk(0 1 1 0)"/>'),
        ["has colours that not all pages can show"],
    ),
    "colours of a laboratory": (
        svg('<rect width="9" height="9" style="fill: lab(50% 20 20)"/>'),
        ["has colours that not all pages can show"],
    ),
    "a gradient by angle": (
        svg(
            '<linearGradient id="a"><stop stop-color="hsl(200 50% 50%)"/><stop offset="1"/>'
            '</linearGradient><rect width="9" height="9" fill="url(#a)"/>'
        ),
        ["has colours that not all pages can show"],
    ),
    "nothing": (svg(""), ["shows nothing on white paper"]),
    "nothing but a colour that is not there": (
        svg('<rect width="9" height="9" fill="url(#a)"/>'),
        ["shows nothing on white paper"],
    ),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is said of each drawing; all of them are drawn in one go."""
    folder = tmp_path_factory.mktemp("drawings")
    found: list[Problem] = []
    for i, (content, _) in enumerate(REFUSED_DRAWINGS.values()):
        (folder / f"{i}.svg").write_bytes(content)
    named = [(f"{i}.svg", Place("toolkit.yaml", i)) for i in range(len(REFUSED_DRAWINGS))]
    check_images(folder, named, found.append)
    return {
        name: [
            str(problem.message).replace(f"image '{i}.svg'", "").lstrip()
            for problem in found
            if problem.place.line == i
        ]
        for i, name in enumerate(REFUSED_DRAWINGS)
    }


@pytest.mark.parametrize("name", REFUSED_DRAWINGS)
def test_a_drawing_that_cannot_be_used_is_refused_where_it_is_named(
    name: str, refused: dict[str, list[str]]
) -> None:
    assert refused[name] == REFUSED_DRAWINGS[name][1]


SLOW = svg(
    '<marker id="m"><circle r="2"/></marker>'
    f'<path d="M 0 0{" L 5 5 3 2" * 100_000}" marker-mid="url(#m)"/>'
)


def test_a_drawing_that_takes_too_long_is_stopped_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trial, "MAX_SECONDS", 2)
    drawings = svg(BOX), SLOW, svg(""), SLOW + b" ", svg(BOX + BOX)
    assert verdicts(drawings) == (
        Verdict.SOUND,
        Verdict.STOPPED,
        Verdict.BLANK,
        Verdict.STOPPED,
        Verdict.SOUND,
    )


def test_drawing_does_not_take_all_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours that repeat themselves are refused before; here they show the limit."""
    stops = '<stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
    gradient = f'<linearGradient id="a" x2="1e-12" spreadMethod="repeat">{stops}</linearGradient>'
    hungry = svg(gradient + '<rect width="9" height="9" fill="url(#a)"/>')
    monkeypatch.setattr(trial, "MAX_MEMORY", 700_000_000)
    assert verdicts((hungry, svg(BOX))) == (Verdict.NOT_DRAWN, Verdict.SOUND)


def test_nothing_of_the_folder_that_people_are_in_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise SystemExit('run')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert verdicts((svg(BOX + BOX + BOX),)) == (Verdict.SOUND,)


def test_a_drawing_of_another_program_with_its_own_parts_is_accepted(tmp_path: Path) -> None:
    content = f"""<?xml version="1.0" encoding="iso-8859-1"?>
        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">
        <svg {SVG} xmlns:ink="urn:ink" viewBox="0 0 60 40" ink:version="1@2">
        <title>één</title><ink:view><ink:grid ink:name="var"/></ink:view>
        <metadata><rdf:RDF xmlns:rdf="urn:rdf"/></metadata>
        <g ink:label="laag@1"><text> <tspan/></text>{BOX}</g></svg>"""
    (tmp_path / "a.svg").write_bytes(content.encode("latin-1"))
    assert said(tmp_path, "a.svg") == []
