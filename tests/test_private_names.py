"""What is used of libraries beyond their public names: where, and that it is still there.

When one of these tests fails after a new version of a library, its message says what has changed;
the module to mend is the one that the test is about.
"""

import ast
from collections.abc import Iterator

import pytest
import weasyprint

from cardprint.render import boxes
from test_rooms import MODULES

BEHIND = {"render.boxes": {"_page_box"}, "render.origins": {"_build_box_tree"}}
"""The modules that may use names of others that begin with an underscore, and which names."""
INNER = {
    "render.pango": {"weasyprint.text.ffi", "weasyprint.text.line_break"},
    "render.once": {"weasyprint.layout"},
    "render.origins": {"weasyprint.pdf"},
}
"""The modules that may import what a library does not document, and what they import."""
DOCUMENTED = {"weasyprint", "weasyprint.text.fonts", "weasyprint.urls"}
"""What WeasyPrint documents (https://doc.courtbouillon.org/weasyprint/stable/api_reference.html)."""
OWN = {"self", "cls"}
PUBLIC = {"_exit", "_replace"}
"""What Python documents in spite of its name."""


def private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC


def names_of_others(tree: ast.AST) -> Iterator[str]:
    """Every private name of something else than the object itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and private(node.attr):
            own = isinstance(node.value, ast.Name) and node.value.id in OWN
            if not own:
                yield node.attr


def inner_modules(tree: ast.AST) -> Iterator[str]:
    """Every import of a module, or of a name, that its library does not document."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module]
            yield from (f"{node.module}.{each.name}" for each in node.names if private(each.name))
        else:
            continue
        for module in modules:
            undocumented = module.startswith("weasyprint.") and module not in DOCUMENTED
            if undocumented or any(map(private, module.split("."))):
                yield module


TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}


def test_a_private_name_is_used_only_in_the_module_that_stands_before_its_library() -> None:
    used = {name: set(names_of_others(tree)) for name, tree in TREES.items()}
    assert {name: names for name, names in used.items() if names} == BEHIND


def test_an_inner_module_of_a_library_is_imported_only_in_the_module_that_stands_before_it() -> (
    None
):
    used = {name: set(inner_modules(tree)) for name, tree in TREES.items()}
    assert {name: modules for name, modules in used.items() if modules} == INNER


@pytest.fixture(scope="module")
def page() -> weasyprint.Page:
    """A page with a table of one cell over two columns of text.

    The page is 400 by 300 px inside a margin of 10 px; everything else has sizes in whole px.
    """
    html = """<html><style>
        @page { size: 420px 320px; margin: 10px }
        html { orphans: 1; widows: 1; font: 20px/24px "DejaVu Sans", sans-serif; hyphens: manual;
               margin: 0 }
        body { margin: 0 }
        table { table-layout: fixed; width: 400px; border-collapse: separate; border-spacing: 0 }
        td { border: 2px solid; padding: 3px; vertical-align: top; height: 80px }
        p { margin: 0 0 6px }
        .columns { columns: 3; column-gap: 0; column-fill: auto; height: 48px }
        h1::before { content: "nr" }
        </style><table><tr><td id="cell"><p>een<br>twee</p><td>drie</table>
        <div class="columns"><p>a<br>b<br>c</p></div><h1>x</h1></html>"""
    (only,) = weasyprint.HTML(string=html).render().pages
    return only


def element_box(page: weasyprint.Page, tag: str) -> boxes.LaidBox:
    found = (
        box
        for box in boxes.descendants(boxes.body_of(page))
        if (element := boxes.element_of(box)) is not None and element.tag == tag
    )
    box: boxes.LaidBox | None = next(found, None)
    assert box is not None, f"WeasyPrint no longer makes a box with the element of a <{tag}>"
    return box


def test_a_page_has_a_box_with_its_margins(page: weasyprint.Page) -> None:
    assert hasattr(page, "_page_box"), "a page of WeasyPrint has no `_page_box` any more"
    body = boxes.body_of(page)
    assert boxes.content_bottom(body) == 310, "`content_box_y()` or `height` means something else"
    assert boxes.content_height(body) == 300, "`height` is no longer the height inside the margins"
    assert boxes.children(body), "`children` no longer tells the boxes in a box"


def test_a_box_has_edges_in_px_from_the_top_left(page: weasyprint.Page) -> None:
    cell = element_box(page, "td")
    assert boxes.border_edges(cell) == (10, 10, 210, 100), "the border box is told in another way"
    assert boxes.margin_edges(cell) == (10, 100), "`position_y` or `margin_height()` has changed"
    assert boxes.inner_width(cell) == 196, "`padding_width()` is no longer inside the borders"
    assert boxes.content_width(cell) == 190, "`width` is no longer inside the padding"


def test_a_cell_that_is_lower_than_its_row_tells_its_own_height(page: weasyprint.Page) -> None:
    # Two lines of 24, a margin of 6, the paddings of 3 and the borders of 2.
    height = boxes.own_height(element_box(page, "td"))
    assert height == 2 * 24 + 6 + 2 * 3 + 2 * 2, "a cell is made as high as its row in another way"


def test_a_box_knows_its_element_and_what_a_style_sheet_adds_has_none(
    page: weasyprint.Page,
) -> None:
    paragraph, heading = element_box(page, "p"), element_box(page, "h1")
    line = boxes.children(paragraph)[0]
    assert boxes.owner_of(line) == boxes.owner_of(paragraph), "a line has lost its `element`"
    added = [box for box in boxes.descendants(heading) if boxes.element_of(box) is None]
    assert added, "`element_tag` no longer tells `::before` from its element"


def test_the_lines_of_a_paragraph_are_told_with_their_text(page: weasyprint.Page) -> None:
    found = list(boxes.paragraphs_of(element_box(page, "td")))
    assert len(found) == 1, "the boxes of lines are not of a class `LineBox` any more"
    (paragraph,) = found
    assert [boxes.content_height(line) for line in boxes.children(paragraph)] == [24, 24]
    assert boxes.text_of(paragraph) == "een twee", "`text` of the boxes in a line has changed"
    assert not boxes.is_hyphenated(paragraph), "`style` tells `hyphens` in another way"


def test_what_is_in_a_box_ends_where_its_last_line_does(page: weasyprint.Page) -> None:
    row = element_box(page, "div")
    assert boxes.used_bottom(row) == 10 + 90 + 48, "`is_in_normal_flow()` has changed"
    assert boxes.used_height(row) == 48


def test_columns_of_text_are_known_also_where_they_are_empty(page: weasyprint.Page) -> None:
    found = list(boxes.columns_of(boxes.body_of(page)))
    assert found, "the boxes of columns have no `is_column` any more"
    ((columns, count),) = found
    assert len(columns) == 2, "an empty column is a box now, or columns are filled otherwise"
    assert count == 3, "`style` of the box around columns tells `column_count` in another way"


def test_pango_breaks_lines_as_weasyprint_does(page: weasyprint.Page) -> None:
    paragraph = element_box(page, "p")
    assert boxes.lines_at(paragraph, 1.0, 1000) == 1, "`create_layout` has changed"
    assert boxes.lines_at(paragraph, 1.0, 1) == 2, "`create_layout` no longer breaks at its width"
    assert boxes.lines_at(paragraph, 100.0, 1000) == 2, "`font_size` of a style has no effect"
    assert boxes.lines_at(paragraph, 1.0, 1000) == 1, "`copy()` of a style is no copy any more"
