"""One PDF that shows every theme, with the same pages of a toolkit."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.errors import InputError, Place, Problem
from cardprint.messages.catalogue import plain, spoken, spoken_language, tell
from cardprint.pipeline.one import begin
from cardprint.pipeline.workers import Workers
from cardprint.storage.project import Project, select_toolkits
from cardprint.storage.write import write

if TYPE_CHECKING:
    from cardprint.compose.model import Composed
    from cardprint.load.layout import Layout
    from cardprint.load.toolkit import Toolkit


@dataclass(frozen=True, slots=True)
class Shown:
    """A theme, and the layout that it is shown in."""

    name: str
    description: str
    layout: Layout
    pages: tuple[tuple[str, str], ...] = ()
    """Of each page, the name of its sheet and the address that holds its picture."""


FILE = "themes.pdf"
SHOWN = 4
"""How many pages there are of each theme."""
_WIDTH_PX = 1200
_TEMPLATE = "themes.html.j2"


def show_themes(
    project: str | Path,
    toolkit: str = "",
    *,
    layout: str = "screen",
    out: str | Path | None = None,
    jobs: int | None = None,
) -> str:
    """Write one PDF with a page for each theme, and return its name.

    The notes on other processes at :func:`cardprint.build` apply here, too.

    :param toolkit: the one to show; the first of the project where none is named.
    :raises InputError: with every problem in the toolkit, the layout or a theme.
    """
    home = Project(Path(project).resolve())
    wanted = select_toolkits((toolkit,) if toolkit else (), home.toolkits())
    target = (Path(out) if out is not None else home.root / "out") / FILE
    with Workers(jobs) as workers:
        workers.warm_up()
        loaded, themes = _themes(home, next(iter(wanted.values())), layout)
        begun = [
            (
                theme,
                [(sheet.name, begin(workers, sheet)) for sheet in _sheets(loaded, theme.layout)],
            )
            for theme in themes
        ]
        themes = [
            replace(
                theme, pages=tuple((name, _picture(each.result().pdf)) for name, each in sheets)
            )
            for theme, sheets in begun
        ]
    write(_pdf(themes), target, home.shown(target))
    return home.shown(target)


def _themes(home: Project, folder: Path, layout: str) -> tuple[Toolkit, list[Shown]]:
    """The toolkit, and the layout in each theme."""
    from cardprint.load.characters import with_scripts
    from cardprint.load.layout import load_layout
    from cardprint.load.reading import load_toolkit
    from cardprint.load.themes import described, theme_layers

    loaded, found = load_toolkit(folder, home), list[Shown]()
    problems: list[Problem] = []
    for name, theme in home.themes().items():
        layers = theme_layers(home, name, Place(home.shown(theme)), problems.append)
        try:
            design = load_layout(layout, home, loaded.locale, layers=layers)
            design = with_scripts(design, loaded, home, problems.append)
            found.append(Shown(name, described(layers), design))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return loaded, found


def _sheets(toolkit: Toolkit, layout: Layout) -> list[Composed]:
    """The cover, the sheets of the first card, and then those of pages."""
    from cardprint.compose.sheets import compose
    from cardprint.model.names import COVER, part_of_sheet

    cards, pages = toolkit.cards[:1], toolkit.pages
    parts = [COVER, *(card.name for card in cards), *(page.name for page in pages)]
    sheets: dict[str, list[Composed]] = {part: [] for part in parts}
    for sheet in compose(toolkit, layout):
        sheets.get(part_of_sheet(sheet.name), []).append(sheet)
    return [sheet for each in sheets.values() for sheet in each][:SHOWN]


def _picture(pdf: bytes) -> str:
    """The first page, as an address that holds the picture itself."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    page, stored = document[0], BytesIO()
    page.render(scale=_WIDTH_PX / page.get_width()).to_pil().save(stored, "PNG")
    document.close()
    return f"data:image/png;base64,{b64encode(stored.getvalue()).decode()}"


def _pdf(themes: Sequence[Shown]) -> bytes:
    import weasyprint
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from cardprint.load.style import LISTS, ROLES
    from cardprint.render.sources import Fetcher, fonts, listening, style_sheets

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    html = env.get_template(_TEMPLATE).render(
        language=spoken_language(),
        title=spoken(tell("themes")),
        themes=themes,
        roles=ROLES,
        lists=LISTS,
    )
    files = tuple(dict.fromkeys(file for each in themes for file in each.layout.files))
    faces = dict.fromkeys(face.style for each in themes for face in each.layout.all_typefaces)
    with listening() as warnings:
        pdf = weasyprint.HTML(string=html, url_fetcher=Fetcher(files, _TEMPLATE)).write_pdf(
            stylesheets=list(style_sheets(tuple(faces), files)),
            font_config=fonts(), pdf_variant="pdf/ua-1",
        )  # fmt: skip
    if warnings:
        raise InputError(Problem(Place(_TEMPLATE), plain(each)) for each in warnings)
    return bytes(pdf)
