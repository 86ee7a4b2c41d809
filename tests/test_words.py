"""Words at the ends of lines, printed addresses and other languages, from the data to a reader."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from pikepdf import Dictionary, Object, Pdf

from cardprint import Cache, Project, build
from cardprint.compose.words import Words
from cardprint.errors import OutputError
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.text import addresses
from cardprint.verify.check import verify
from cardprint.verify.file import FinishedFile
from cardprint.verify.shown import shown_on

Loaded = tuple[Toolkit, Layout]

HYPHENS = [
    "e-health",
    "een-op-een",
    "psycho-educatie",
    "re-integratie",
    "opname-",
    "en",
    "aan-huis",
]
LONG = ["zelfbeschadigingspreventie", "ervaringsdeskundigen", "behandelmogelijkheden"]
# Every word ends some line, whatever the width of a column.
ANSWER = " ".join(
    " ".join([LONG[i % 3], *HYPHENS[i % 7 :], *HYPHENS[: i % 7], "arts-assistent"[: i + 1]])
    for i in range(14)
)
ADDRESSES = (
    "www.zelfbeschadigingspreventie-nederland.nl/een-op-een/ervaringsdeskundigen.html",
    "info@ervaringsdeskundigen-behandelmogelijkheden.nl",
    "www.youtube.com/watch?v=abc-123&lijst=ervaringsdeskundigen#deel-2",
)
TERM = "Transference-Focused Psychotherapy"


def texts(project: Path) -> None:
    """Fill the first option with what is hard to break, in a toolkit that names English terms."""
    folder = project / "toolkits" / "slapen"
    for file, change in (("cards/ritme.yaml", fill_card), ("toolkit.yaml", fill_toolkit)):
        data = yaml.safe_load((folder / file).read_text("utf-8"))
        change(data)
        (folder / file).write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")


def fill_card(card: dict[str, Any]) -> None:
    first, second = card["options"]
    first["answers"] = {
        "inhoud": f"{ANSWER}.",
        "helpen": f"Lees meer op {ADDRESSES[0]} en vraag het aan {ADDRESSES[1]}. " * 3,
        "last": f"Dit heet {TERM}. In het Duits is het [Schlafstörungen]{{lang=de}}. " * 3,
    }
    second["answers"]["last"] = f"Kijk [de **film** van {TERM}](https://{ADDRESSES[2]}) eens."


def fill_toolkit(info: dict[str, Any]) -> None:
    info["terms_in"] = {"en": [TERM]}
    info["published"] = str(info["published"])
    info["review_by"] = str(info["review_by"])


@pytest.fixture(scope="module")
def written(
    tmp_path_factory: pytest.TempPathFactory, mini_cache: Cache
) -> Callable[[str], tuple[bytes, Loaded]]:
    """The toolkit in a layout, once for each."""
    import shutil

    from conftest import MINI

    root = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("words") / "project"))
    texts(root)

    def written(layout: str) -> tuple[bytes, Loaded]:
        (report,) = build(root, layouts=[layout], out=root / "out", jobs=1, cache=mini_cache)
        pdf = (root / "out" / Path(report.file).name).read_bytes()
        return pdf, load_inputs(Project(root), root / "toolkits" / "slapen", layout)

    return written


def problems(pdf: bytes, loaded: Loaded) -> list[str]:
    try:
        verify(pdf, *loaded, "out/slapen.pdf")
    except OutputError as error:
        return [str(problem) for problem in error.problems]
    return []


def drawn(pdf: bytes) -> str:
    """The text of a file as its fonts tell it; a line for each piece, with the hyphen after it."""
    pages = shown_on(FinishedFile(pdf))
    text = "\n".join(piece.text for page in pages for piece in page)
    return re.sub("\n(?=[\u00ad\u2010])", "", text)


def broken(pdf: bytes, change: Callable[[Pdf], None]) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        change(file)
        file.save(output)
    return output.getvalue()


@pytest.mark.parametrize("layout", ["screen", "option-sheets"])
def test_a_broken_word_is_one_word_and_a_hyphen_of_its_own_stays(
    layout: str, written: Callable[[str], tuple[bytes, Loaded]]
) -> None:
    pdf, _ = written(layout)
    text = drawn(pdf)
    assert re.search(r"\w\u00ad\n\w", text)
    whole = text.replace("\u00ad\n", "").replace("\u2010\n", "-").replace("\n", " ").split()
    assert set(LONG) <= set(whole)
    assert {"e-health", "een-op-een", "psycho-educatie", "re-integratie"} <= set(whole)
    # A reader drops this sign, and no other, where a line ends.
    assert not re.search(r"\w-\n\w", text)


def test_pdfium_joins_what_a_line_break_parted_and_nothing_else(
    written: Callable[[str], tuple[bytes, Loaded]],
) -> None:
    document = pypdfium2.PdfDocument(written("option-sheets")[0])
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    joined = re.sub("[\x02\ufffe]", "", text)
    assert set(LONG) <= set(re.findall(r"[\w-]+", joined))
    assert not {"een-opeen", "psychoeducatie", "reintegratie", "opnameen"} & set(joined.split())


@pytest.mark.parametrize("layout", ["screen", "option-sheets", "grid-a4"])
def test_an_address_is_printed_whole_and_broken_without_a_hyphen(
    layout: str, written: Callable[[str], tuple[bytes, Loaded]]
) -> None:
    solid = "".join(drawn(written(layout)[0]).split())
    wanted = ADDRESSES[:2] if layout == "screen" else ADDRESSES
    assert [address for address in wanted if address not in solid] == []


def languages(pdf: bytes) -> dict[str, str]:
    """The words in each language other than that of the file."""
    found: dict[str, str] = {}
    file = FinishedFile(pdf)
    for page in shown_on(file):
        for piece in page:
            element = piece.element
            while element is not None and "/Lang" not in element:
                element = element.get("/P")
            if element is not None:
                language = str(element.Lang)
                found[language] = found.get(language, "") + piece.text.strip("\u00ad") + " "
    return found


def test_words_in_another_language_carry_it_in_the_tags(
    written: Callable[[str], tuple[bytes, Loaded]],
) -> None:
    found = languages(written("option-sheets")[0])
    assert set(found) == {"en", "de"}
    assert set(found["de"].split()) <= {"Schlafstörungen", "Schlaf", "störungen", "Schlafstö"}
    assert TERM in found["en"]


def test_a_link_with_bold_words_in_it_is_one_link(
    written: Callable[[str], tuple[bytes, Loaded]],
) -> None:
    with pikepdf.open(BytesIO(written("screen")[0])) as pdf:
        found = [
            (number, round(float(annotation.Rect[1])))
            for number, page in enumerate(pdf.pages)
            for annotation in page.obj.get("/Annots", ())
            if "youtube" in str(annotation.get("/Contents", ""))
        ]
        lines = {*found}
    assert len(found) == len(lines) > 0


def twins(pdf: Pdf, meaning: str) -> list[Object]:
    fonts = {
        font.objgen: font
        for page in pdf.pages
        for name, font in page.obj.Resources.Font.items()
        if name.endswith(meaning)
    }
    assert fonts
    return list(fonts.values())


def as_its_own(pdf: Pdf) -> None:
    for font in twins(pdf, "00ad"):
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<00ad>", b"<002d>"))


def as_of_the_break(pdf: Pdf) -> None:
    for font in twins(pdf, "2010"):
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<2010>", b"<00ad>"))


def no_language(pdf: Pdf) -> None:
    spans = [
        each
        for each in pdf.objects
        if isinstance(each, Dictionary) and each.get("/S") == "/Span" and "/Lang" in each
    ]
    assert spans
    for span in spans:
        del span.Lang


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (as_its_own, "is read with a hyphen too many or too few"),
        (as_of_the_break, "is read with a hyphen too many or too few"),
        (no_language, f"'{TERM}' is not marked as being in 'en'"),
        (no_language, "'Schlafstörungen' is not marked as being in 'de'"),
    ],
)
def test_a_file_is_refused_when_it_would_be_read_otherwise(
    change: Callable[[Pdf], None],
    expected: str,
    written: Callable[[str], tuple[bytes, Loaded]],
) -> None:
    pdf, loaded = written("option-sheets")
    assert problems(pdf, loaded) == []
    found = problems(broken(pdf, change), loaded)
    assert [line for line in found if expected in line], found


def test_a_hyphenated_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, project: Path, tmp_path: Path
) -> None:
    texts(project)
    monkeypatch.setattr("cardprint.compose.words._address", lambda address, _mark: address)
    with pytest.raises(OutputError, match="the address is not whole on the page"):
        build(project, layouts=["booklet-a5"], out=tmp_path, jobs=1, cache=Cache(None))


def marked(text: str) -> str:
    """What is set of a text, the places where a line may and may not end as signs."""
    html = Words({"en": ["Eye Movement Desensitization", "Eye Movement"], "la": ["pro forma"]})
    return html.mended(text).replace("\u2060", "~").replace("\u200b", "|")


def address(text: str) -> str:
    return f'<span style="hyphens: none; overflow-wrap: break-word">{text}</span>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>een-op-een</p>", "<p>een-~op-~een</p>"),
        ("psycho-educatie", "psycho-educatie"),
        ("C-persoonlijkheidsstoornissen", "C-~persoonlijkheidsstoornissen"),
        ("opname- en ontslag, -beleid", "opname- en ontslag, -beleid"),
        ("Zie www.a-b.nl/c.", f"Zie {address('www.a-~b.|nl/|c')}."),
        ("(a.nl/x_(y))", f"({address('a.|nl/|x_(y)')})"),
        ("https://a.nl/?b=1&amp;c", address("https://a.|nl/|?|b=|1&amp;|c")),
        ('<a title="a-b > c-d">x &lt; y</a>', '<a title="a-b > c-d">x &lt; y</a>'),
        ("<style>p { content: 'a-b' }</style>", "<style>p { content: 'a-b' }</style>"),
        ("<svg><text>a-b</text></svg>", "<svg><text>a-b</text></svg>"),
        (
            "Eye\u00a0Movement\nDesensitization of Eye Movements",
            '<span lang="en">Eye\u00a0Movement\nDesensitization</span> of Eye Movements',
        ),
        ("pro forma: Eye Movement", (
            '<span lang="la">pro forma</span>: <span lang="en">Eye Movement</span>'
        )),
    ],
)  # fmt: skip
def test_words_are_set(html: str, expected: str) -> None:
    assert marked(html) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=dQw4&t=3#a", "www.youtube.com/watch?v=dQw4&t=3#a"),
        ("https://example.org/", "example.org"),
        ("https://example.org/a/?b=1", "example.org/a/?b=1"),
        ("https://xn--mnchen-3ya.de/", "münchen.de"),
        ("https://example.org/Caf%C3%A9%20%2F", "example.org/Café%20%2F"),
        ("https://example.org/%FF", "example.org/%FF"),
        ("mailto:info@example.org", "info@example.org"),
        ("tel:+31201234567", "+31201234567"),
    ],
)
def test_an_address_is_shown_whole_and_in_its_own_letters(url: str, expected: str) -> None:
    assert addresses.shown(url) == expected


@pytest.mark.parametrize("piece", ["x", "a-", "a.", "a_", "a+", "a@", "-a", "a.nl/(", "https://"])
def test_a_word_without_end_is_gone_through_once(piece: str) -> None:
    """It took an hour when each letter began a search to the end of the word."""
    before = time.process_time()
    Words({}).mended(piece * 200_000)
    assert time.process_time() - before < 10
