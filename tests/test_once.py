"""What is worked out once comes out just as WeasyPrint itself would have done it."""

import pytest
import weasyprint
from weasyprint.layout import preferred

from cardprint.render import once
from cardprint.render.once import complete, lay_out_content

HTML = """<html lang="nl"><style>
    @page { size: 400px 300px; margin: 40px;
            @top-center { content: string(head) } @bottom-right { content: counter(page) } }
    h1 { string-set: head content(); break-before: page }
    .tabs { position: fixed; top: 0; left: 10px; display: flex; gap: 4px; background: #dde }
    .tabs span { position: relative; padding: 2px; border: 1px solid }
    .tabs b { position: absolute; top: -3px; right: 0 }
    .next { position: fixed; bottom: 0; right: 0; background: silver }
    td { hyphens: auto; border: 1px solid }
    </style><body>
    <h1>Een</h1><table><tr><td>persoonlijkheidsstoornissen<td>behandelovereenkomst en dan</table>
    <div class="tabs"><span>De eerste<b>1</b></span><span>De eerste<b>1</b></span></div>
    <h1>Twee</h1><p>woorden</p><p class="next"><a href="#x">verder</a></p>
    <h1>Drie</h1><p id="x">woorden</p></body></html>"""


def pdf_of(document: weasyprint.Document) -> bytes:
    written: bytes = document.write_pdf(uncompressed_pdf=True)
    return written


def words_of(page: weasyprint.Page) -> str:
    boxes = page._page_box.descendants()
    return " ".join(box.text for box in boxes if hasattr(box, "text"))


@pytest.fixture(scope="module")
def html() -> weasyprint.HTML:
    return weasyprint.HTML(string=HTML)


@pytest.fixture(scope="module")
def plain(html: weasyprint.HTML) -> bytes:
    """The document as WeasyPrint makes it alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preferred, "split_first_line", preferred.split_first_line.__wrapped__)
        return pdf_of(html.render())


def test_a_completed_layout_is_the_same_file_as_one_that_was_laid_out_at_once(
    html: weasyprint.HTML, plain: bytes
) -> None:
    document = lay_out_content(html.render)
    complete(document)
    assert len(document.pages) == 3
    assert pdf_of(document) == plain


def test_content_alone_has_neither_margins_nor_what_stands_on_every_page(
    html: weasyprint.HTML,
) -> None:
    document = lay_out_content(html.render)
    assert words_of(document.pages[2]) == "Drie woorden"
    complete(document)
    assert words_of(document.pages[2]) == "De eerste 1 De eerste 1 verder Drie woorden Drie 3"


def test_each_page_has_boxes_of_its_own(html: weasyprint.HTML) -> None:
    document = lay_out_content(html.render)
    complete(document)
    found = [id(box) for page in document.pages for box in page._page_box.descendants()]
    assert len(found) == len(set(found))


def test_other_layouts_are_as_before_while_content_is_laid_out_and_when_that_fails(
    html: weasyprint.HTML, plain: bytes
) -> None:
    def fails() -> weasyprint.Document:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lay_out_content(fails)
    assert pdf_of(html.render()) == plain


def test_a_text_is_measured_once_in_a_style_and_again_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured = []
    inner = preferred.split_first_line.__wrapped__

    def counted(text: str, *arguments: object, **how: object) -> tuple[object, ...]:
        measured.append(text)
        found: tuple[object, ...] = inner(text, *arguments, **how)
        return found

    monkeypatch.setattr(preferred, "split_first_line", once._remembered(counted))
    boxes = '<i style="float: left{style}">woord</i>'
    one = weasyprint.HTML(string=boxes.format(style="") * 3)
    two = weasyprint.HTML(string=boxes.format(style="") + boxes.format(style="; font-size: 20px"))
    one.render()
    assert len(measured) == 2  # its least and its full width
    measured.clear()
    two.render()
    assert len(measured) == 4  # another configuration of fonts, and two sizes
