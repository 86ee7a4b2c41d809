"""What templates and style sheets of strangers may put on a page, and how the rest is told."""

import base64
import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from cardprint import InputError
from cardprint.compose.model import Composed
from cardprint.compose.targets import Target
from cardprint.render import markup
from cardprint.render.engine import render
from cardprint.storage.named import named
from pictures import png, svg

TEMPLATE = "layouts/eigen/kaart.html.j2"
STYLE = "layouts/eigen/style.css"


def sheet(
    body: str, css: str = "", head: str = "", files: tuple[Path, ...] = (), *, form: bool = False
) -> Composed:
    """A sheet as a layout with this template and this style sheet makes it."""
    html = (
        f'<!doctype html><html lang="nl"><head><title>x</title>{head}</head>'
        f'<body><section class="page">{body}</section></body></html>'
    )
    styles = ((STYLE, "file:///layouts/eigen/", css),)
    known = tuple(named(file, "layouts", "eigen", file.name) for file in files)
    return Composed("card/x#1", TEMPLATE, html, styles, (595, 842), None, 1, known, form=form)


def told(given: Composed) -> list[str]:
    """The problems that the sheet ends with."""
    with pytest.raises(InputError) as caught:
        render(given)
    return [str(problem) for problem in caught.value.problems]


def data(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


LARGE = png(Image.new("1", (5000, 4001)))
SMALL = png(Image.new("RGB", (2, 2)))
BOMB = svg(
    '<defs><g id="l0"><path d="M0 0h9"/></g>'
    + "".join(f'<g id="l{i}">' + f'<use href="#l{i - 1}"/>' * 10 + "</g>" for i in range(1, 9))
    + '</defs><use href="#l8"/>'
)
"""Ten to the eighth lines."""
PIXELS = "has more than 20,000,000 pixels (save it smaller)"
SHAPES = "has more than 20,000 shapes, counting each repeat (simplify it, or save it as PNG)"
TAKE_OUT = "take it out; pictures belong in <img>, rules of style in the style sheet"
LINKS = "use to(…) for a place in the toolkit, web(…) for an address on the web"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (data(LARGE), PIXELS),
        (data(BOMB, "image/svg+xml"), SHAPES),
        ("DATA:image/svg+xml," + quote(BOMB), SHAPES),
        (data(b"GIF89a"), "is in the format GIF (save it as PNG or JPEG; a drawing may be SVG)"),
        (data(b"P6 1 1 255 abc"), "is not a picture that can be used"),
        (data(SMALL[:60]), "is damaged or not complete"),
        (data(bytes(10_000_001)), "is larger than 10 MB (save it smaller)"),
        (data(svg(f'<image href="{data(LARGE)}" width="9" height="9"/>'), "image/svg+xml"), PIXELS),
        (data(svg('<image href="http://a.org/b.png"/>')), "needs another file: http://a.org/b.png"),
    ],
    ids=["pixels", "uses", "capitals", "GIF", "other", "half", "bytes", "inside", "elsewhere"],
)
def test_a_picture_in_the_text_is_held_to_the_limits_of_a_file(content: str, fault: str) -> None:
    (in_template,) = told(sheet(f'<img src="{content}" alt="x">'))
    assert in_template.startswith(f"{TEMPLATE}: a picture in ")
    assert fault in in_template
    (in_style,) = told(sheet("x", f'.page {{ background: url("{content}") }}'))
    assert in_style.startswith(f"{STYLE}: a picture in ")
    assert fault in in_style


def test_a_sound_picture_in_the_text_is_shown() -> None:
    drawing = data(svg('<rect width="9" height="9"/>'), "image/svg+xml")
    pdf = render(sheet(f'<img src="{data(SMALL)}" alt="x"><img src="{drawing}" alt="x">')).pdf
    assert pdf.count(b"/Subtype /Image") == 1


def test_a_picture_that_is_refused_is_refused_again_on_the_next_sheet() -> None:
    one = sheet(f'<img src="{data(LARGE)}" alt="x">')
    missing = sheet('<img src="file:///niets.png" alt="x">')
    assert told(one) == told(one)
    assert told(missing) == told(missing)


def test_nothing_packed_is_unpacked_by_the_head_of_an_address() -> None:
    packed = base64.b64encode(gzip.compress(SMALL)).decode()
    address = f"data:image/png\\a Content-Encoding: gzip;base64,{packed}"
    problems = told(sheet("x", f'.page {{ background: url("{address}") }}'))
    assert any("a picture in the file itself is in the format SVGZ" in each for each in problems)


@pytest.mark.parametrize(
    "rule",
    [
        "@import url(data:text/css,p%7Bcolor:red%7D);",
        "@font-face { font-family: x; src: url(data:font/ttf;base64,AAEAAAA=) }",
    ],
)
def test_text_and_fonts_do_not_stand_in_an_address(rule: str) -> None:
    problems = told(sheet("x", rule))
    assert any(
        "a picture in the file itself is not a picture that can be used" in each
        for each in problems
    )
    assert all(each.startswith(STYLE) for each in problems)


@pytest.mark.parametrize(
    ("content", "fault"),
    [(BOMB, SHAPES), (LARGE, PIXELS), (b"P6 1 1 255 abc", "is not a picture that can be used")],
)
def test_a_drawing_of_the_layout_is_looked_at(content: bytes, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "teken ing.svg"
    file.write_bytes(content)
    (problem,) = told(sheet("x", ".page { background: url('teken%20ing.svg') }", files=(file,)))
    assert problem.startswith("layouts/eigen/teken ing.svg: the drawing ")
    assert fault in problem


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        (BOMB.decode(), SHAPES),
        ('<svg viewBox="0 0 9 9">' + "<path d='M0 0h9'/>" * 20_001 + "</svg>", SHAPES),
        ('<svg viewBox="0 0 9 9">' + "<g>" * 70 + "</g>" * 70 + "</svg>", "groups inside groups"),
        (f'<svg viewBox="0 0 9 9"><image href="{data(LARGE)}"/></svg>', PIXELS),
        (
            '<svg><linearGradient spreadMethod="repeat" x2="1e-9"/></svg>',
            "has a gradient that repeats itself",
        ),
        ('<svg viewBox="0 0 9 9"><use href="file:///x.svg#a"/></svg>', "needs another file"),
        ('<svg viewBox="0 0 9 9"><script>x</script></svg>', "holds a script"),
    ],
    ids=["uses", "shapes", "deep", "pixels", "gradient", "elsewhere", "script"],
)
def test_a_drawing_in_a_page_is_held_to_the_limits_of_a_file(drawing: str, fault: str) -> None:
    (problem,) = told(sheet(drawing))
    assert problem.startswith(f"{TEMPLATE}: ")
    assert "a drawing in the page" in problem
    assert fault in problem


def test_a_drawing_in_a_page_has_letters() -> None:
    assert render(sheet('<svg viewBox="0 0 99 9"><title>x</title><text y="9">x</text></svg>')).pdf


@pytest.mark.parametrize("key", ["colspan", "rowspan", "span"])
def test_a_span_is_limited(key: str) -> None:
    tag = "col" if key == "span" else "td"
    for value in ("1001", " +100000000 cellen", "9" * 5000):
        (problem,) = told(sheet(f'<table><{tag} {key}="{value}"></table>'))
        assert problem.startswith(f'{TEMPLATE}: {key}="{value.strip()[:40]}" is too much')
        assert problem.endswith("(at most 1,000)")
    assert render(sheet('<table><tr><td colspan="1000" rowspan="0">x</table>'))


def test_what_a_style_sheet_makes_a_cell_of_has_the_same_limit() -> None:
    given = sheet('<p colspan="100000000">x</p>', "p { display: table-cell }")
    assert told(given) == [f'{TEMPLATE}: colspan="100000000" is too much (at most 1,000)']


@pytest.mark.parametrize("body", ["<b></b>" * 5_001, '<td colspan="500" rowspan="11">'])
def test_the_elements_of_a_sheet_are_counted_with_all_that_its_cells_span(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert markup.MAX_ELEMENTS == 50_000
    monkeypatch.setattr(markup, "MAX_ELEMENTS", 5_000)
    (problem,) = told(sheet(f"<table><tr>{body}</table>"))
    message = "the page has more than 5,000 elements, with all that its cells span"
    assert problem == f"{TEMPLATE}: {message} (take elements out)"


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<object data="data:image/png,x"></object>', "object"),
        ('<embed src="data:image/png,x">', "embed"),
        ('<iframe src="http://a.org"></iframe>', "iframe"),
        ('<form action="http://a.org"></form>', "form"),
        ("<button>x</button>", "button"),
        ("<select><option>x</select>", "select"),
        ('<input type="submit">', "input type=submit"),
        ('<input type="FILE">', "input type=file"),
        ("<script>x</script>", "script"),
        ("<video></video>", "video"),
        ("<math></math>", "math"),
        ("<eigen-ding></eigen-ding>", "eigen-ding"),
    ],
)
def test_an_element_that_no_page_needs_is_refused(markup: str, name: str) -> None:
    problems = told(sheet(markup))
    assert f"{TEMPLATE}: <{name}> cannot be used on a page ({TAKE_OUT})" in problems


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<base href="http://a.org/">', "base"),
        ('<meta http-equiv="refresh" content="0; url=http://a.org">', "meta http-equiv"),
        ('<link rel="stylesheet" href="file:///layouts/screen/style.css">', "link"),
        ('<link rel="attachment" href="data:,geheim">', "link"),
    ],
)
def test_a_head_leads_nowhere_else(markup: str, name: str) -> None:
    assert told(sheet("x", head=markup)) == [
        f"{TEMPLATE}: <{name}> cannot be used on a page ({TAKE_OUT})"
    ]


def cardprint_link(target: str, kind: str) -> str:
    return Target(target, kind, "Bekijk").href().replace("&", "&amp;")


REFUSED_LINKS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " java\tscript:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "ftp://a.org/b",
    "ander.html",
    "#hier",
    "//a.org/b",
    "/etc/passwd",
    cardprint_link("javascript:alert(1)", "external"),
    cardprint_link("../../ander.pdf#cover", "file"),
    cardprint_link("ander.exe", "file"),
    cardprint_link("http://a.org/x.pdf", "file"),
]


@pytest.mark.parametrize("address", REFUSED_LINKS)
def test_a_link_runs_nothing_and_opens_no_file(address: str) -> None:
    (problem,) = told(sheet(f'<a id="hier" href="{address}">x</a>'))
    assert problem.startswith(f"{TEMPLATE}: a link may not lead to '")
    assert problem.endswith(f"({LINKS})")


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org/b?c=d",
        "HTTP://a.org",
        "mailto:a@b.org",
        "tel:0301234567",
        cardprint_link("option/x/y", "view"),
        cardprint_link("https://a.org", "external"),
        cardprint_link("./ander-screen.pdf#nameddest=option/x/y", "file"),
    ],
)
def test_a_link_leads_to_the_web_or_a_place_with_a_name(address: str) -> None:
    assert render(sheet(f'<a href="{address}">x</a>')).page_count == 1


def test_a_link_puts_no_file_into_the_pdf() -> None:
    (problem,) = told(sheet('<a rel="noopener Attachment" href="data:,geheim">x</a>'))
    message = "a link puts the file 'data:,geheim' into the PDF"
    assert problem == f'{TEMPLATE}: {message} (take rel="attachment" out)'


STYLES = {
    ".page {\n  columns: 1e9 }": ":2:12: the number 1e9 is too large (at most 100,000)",
    ".page { display: grid; grid-template-columns: repeat(1000000000, 1px) }": ":1:54: the number "
    "1000000000 is too large (at most 100,000)",
    "@page { size: 1000000mm 100001mm }": ":1:25: the number 100001 is too large (at most 100,000)",
    "@counter-style x { system: numeric; symbols: a b; pad: 100000000 'x' }": ":1:56: the number "
    "100000000 is too large (at most 100,000)",
    ".page { width: calc(1px * (2 + -100001)) }": ":1:32: the number -100001 is too large",
    ".page { --wijd: 999999% }": ":1:17: the number 999999 is too large (at most 100,000)",
    ".page { background: repeating-linear-gradient(red 0, blue .0001px) }": ":1:21: "
    "'repeating-linear-gradient' has no end when its steps are small (write the colours out in a "
    "gradient that does not repeat itself)",
    ".page { background: repeating-radial\\2d gradient(red 0, blue 1e-9%) }": ":1:21: "
    "'repeating-radial-gradient' has no end when its steps are small",
}


@pytest.mark.parametrize(("css", "fault"), STYLES.items(), ids=[*STYLES])
def test_a_style_that_would_fill_the_memory_is_told_at_its_line(css: str, fault: str) -> None:
    problems = told(sheet("x", css))
    assert any(each.startswith(f"{STYLE}{fault}") for each in problems)


@pytest.mark.parametrize(
    "where",
    [
        lambda style: sheet("x", head=f"<style>{style}</style>"),
        lambda style: sheet(f"<svg viewBox='0 0 9 9'><style>{style}</style></svg>"),
        lambda _: sheet('<p style="columns: 1000000">x</p>'),
    ],
    ids=["element", "drawing", "attribute"],
)
def test_style_in_a_template_has_the_same_limits(where: Callable[[str], Composed]) -> None:
    told_here = told(where("p { columns: 1000000 }"))
    assert told_here == [f"{TEMPLATE}: the number 1000000 is too large (at most 100,000)"]


def test_all_that_is_wrong_with_a_page_is_told_at_once() -> None:
    body = '<object></object><table><tr><td colspan="2000"><p style="width: 1e9px">x</table>'
    assert [problem.partition(": ")[2].partition(" (")[0] for problem in told(sheet(body))] == [
        "<object> cannot be used on a page",
        'colspan="2000" is too much',
        "the number 1e9 is too large",
    ]
    assert len(told(sheet('<a href="file:///x">x</a><img src="data:,x" alt="x">'))) == 2


def test_a_field_to_write_in_stays_a_field() -> None:
    fields = '<input name="a"><input type="text" name="b"><textarea name="c"></textarea>'
    assert render(sheet(fields, form=True)).pdf.count(b"/FT /Tx") == 3
