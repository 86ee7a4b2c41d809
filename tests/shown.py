"""The toolkits that the gallery shows, and the pages that it shows of each."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from cardprint.model import names
from shapes import THEMES, Shape, write_project

MINI = Path(__file__).parent / "mini" / "toolkits" / "slapen"
LAYOUTS = (
    "screen", "grid-a4", "grid-a4+mono", "grid-a3", "large-print", "option-sheets", "booklet-a5",
    "booklet", "grid-a4+press",
)  # fmt: skip
HANDOUTS = ("grid-a4", "grid-a4+mono", "grid-a3", "large-print", "option-sheets")
HANDOUT, FORM = "handout", "form"
COUNTS = (*range(1, 9), 12)
"""Of the options of a card."""
LANGUAGES = ("nl", "de", "ar")
LENGTHS = {
    "short": Shape("", options=2, questions=3, words=3, title_words=1, summary_words=4),
    "usual": Shape("", options=4, questions=5, words=40, cautions=2, adorned=True),
    "long": Shape(
        "", options=5, questions=6, words=70, title_words=6, summary_words=30, page_words=150,
        long_word=True, cautions=3, studied=True,
    ),
    "many": Shape("", options=12, questions=4, words=8, title_words=2, adorned=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Collection:
    """Toolkits that are shown beside each other, and the pages that are shown of each."""

    name: str
    toolkits: Sequence[str]
    make: Callable[[str, Path], None]
    """Writes the toolkit of that name into a project."""
    layouts: Sequence[str]
    rows: Mapping[str, str]
    """The kinds of pages, each with the name that leads to it."""
    chosen: Sequence[str] = ()
    """The options of a handout; none where there is no handout."""


def _edit(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    data = yaml.safe_load(file.read_text("utf-8"))
    change(data)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _small_toolkit(theme: str, project: Path) -> None:
    """The toolkit of the tests with all that a page can have, in a theme."""
    folder = Path(shutil.copytree(MINI, project / "toolkits" / theme))
    Image.linear_gradient("L").resize((900, 600)).save(folder / "images" / "foto.png")
    _edit(folder / "toolkit.yaml", lambda data: _adorn(data, theme))
    _edit(folder / "pages" / "gids.yaml", _with_picture)
    _edit(folder / "cards" / "ritme.yaml", _with_cautions)


def _adorn(info: dict[str, Any], theme: str) -> None:
    info["style"]["theme"] = theme
    info["published_at"] = "https://example.org/toolkits/"
    info["print_evidence"] = True
    for question, icon in zip(info["questions"], ("search", "thumb-up", "thumb-down"), strict=True):
        question["icon"] = icon


def _with_picture(page: dict[str, Any]) -> None:
    picture = {"file": "images/foto.png", "alt": "Een vlak dat van donker naar licht loopt."}
    page["sections"].append(
        {
            "heading": "Buiten in de ochtend",
            "text": "Daglicht helpt je lichaam om een ritme te vinden.",
            "picture": picture | {"crop": "circle", "size": "small", "place": "left"},
        }
    )


def _with_cautions(card: dict[str, Any]) -> None:
    card["icon"] = "sun"
    card["cautions"] = [
        {"level": "warning", "text": "Overleg eerst met je huisarts als je een oogziekte hebt."},
        {"text": "Geef het een paar weken de tijd.", "applies_to": ["opstaan"]},
    ]
    for option, icon, level in zip(
        card["options"], ("alarm", "bulb"), ("strong", "some"), strict=True
    ):
        option |= {"icon": icon, "evidence": {"level": level, "source": "Eigen voorbeeld"}}


def _card_of(options: str, project: Path) -> None:
    shape = Shape("", options=int(options), words=12)
    write_project(shape, project, options)


def _texts_of(name: str, project: Path) -> None:
    language, length = name.split("-")
    write_project(replace(LENGTHS[length], language=language), project, name)


def _rows(guide: str, card: str, option: str, colophon: str) -> dict[str, str]:
    return {
        "cover": names.COVER,
        "text": names.page(guide),
        "choose": names.card(card),
        "overview": names.overview(card),
        "option": names.option(card, option),
        "evidence": names.EVIDENCE,
        "notes": names.notes(1),
        "colophon": names.page(colophon),
        HANDOUT: HANDOUT,
        FORM: FORM,
    }


_ALL = (
    Collection(
        "themes",
        THEMES,
        _small_toolkit,
        LAYOUTS,
        _rows("gids", "ritme", "opstaan", "colofon"),
        chosen=("ritme/licht", "rust/scherm"),
    ),
    Collection(
        "shapes",
        tuple(map(str, COUNTS)),
        _card_of,
        ("screen", "grid-a4"),
        {"choose": names.card("k0"), "overview": names.overview("k0")},
    ),
    Collection(
        "texts",
        [f"{language}-{length}" for length in LENGTHS for language in LANGUAGES],
        _texts_of,
        ("screen", "grid-a4", "option-sheets", "booklet-a5"),
        _rows("gids", "k0", "o0", "colofon"),
    ),
)
COLLECTIONS = {each.name: each for each in _ALL}
