"""``layout.yaml``: the paper, the type and the sheets of one layout."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Name, Orientation, Record, Text
from cardprint.model.style import Colours

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}

_LENGTH = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?(mm|cm|in|pt)")


def _length(value: str) -> str:
    if _LENGTH.fullmatch(value) and millimetres(value) > 0:
        return value
    raise ValueError(
        tell("'{length}' is not a length: write a number with mm, cm, in or pt", length=value)
    )


def millimetres(length: str) -> float:
    """A length with its unit as millimetres."""
    unit = next(unit for unit in MM_PER if length.endswith(unit))
    return float(length.removesuffix(unit)) * MM_PER[unit]


def points(length: str) -> float:
    """A length with its unit as points (1/72 inch)."""
    return millimetres(length) / MM_PER["pt"]


Length = Annotated[str, AfterValidator(_length)]
"""A length with its unit: ``12mm``, ``8pt``."""

FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
"""A file of the layout's own folder."""


COLUMN_EMS = 13.0
"""The width of a narrow column in sizes of its text: a line of about 24 letters, and its gaps."""

ROOM_FOR_COLUMNS = 0.82
"""What margins and the column of heads leave of the width of the paper."""


MOST_OF_PAGE = 1 / 3
"""A page that goes on with a text and is filled by less than this should not be needed."""


class Fit(Record):
    """Copy-fitting: the largest size up to the ideal that needs no more pages than the minimum."""

    minimum: Length = Field(
        default="8pt", description=tell("The smallest size of the text."), examples=["8pt"]
    )
    ideal: Length = Field(
        default="11pt",
        description=tell("The size of the text where there is room."),
        examples=["11pt"],
    )
    ideal_of_few: tuple[Length, ...] = Field(
        default=(),
        max_length=6,
        description=tell(
            "The ideal size instead for a grid of one column of answers, of two, and so "
            "on: a wide column takes larger text, so that its lines are not too long."
        ),
    )
    one_page: bool = Field(
        default=False,
        description=tell(
            "A card or option should fit one page; cells that are too long are reported."
        ),
    )
    columns: tuple[Annotated[int, Field(ge=1, le=6)], ...] = Field(
        default=(),
        description=tell(
            "Numbers of columns to try, the nicest first: running text is set in those "
            "that need the fewest pages. A style sheet has the number as var(--columns)."
        ),
    )
    tightest: float | None = Field(
        default=None,
        ge=1,
        le=2,
        description=tell(
            "The smallest height of lines, in sizes of the text, for running text that "
            "would leave most of its last page empty. A style sheet has it as var(--leading, 1.4)."
        ),
    )


class Sheet(Record):
    """One template; each sheet of a part is rendered on its own."""

    template: FileName = Field(
        description=tell("A file of the layout's folder that the pages are made with.")
    )
    fit: Fit | None = Field(default=None, description=tell("The sizes that the text may have."))
    letters_per_page: int | None = Field(
        None,
        ge=100,
        description=tell(
            "About how many letters fill a page of running text. It gives a first guess of "
            "the page numbers, so that most sheets are rendered once; a wrong guess costs only "
            "time."
        ),
    )


class Sheets(Record):
    """The sheets of every part of a toolkit, by the kind of the part."""

    cover: tuple[Sheet, ...] = Field(default=(), description=tell("The cover."))
    guide: tuple[Sheet, ...] = Field(default=(), description=tell("A guide to the toolkit."))
    text: tuple[Sheet, ...] = Field(default=(), description=tell("Another text."))
    choose: tuple[Sheet, ...] = Field(default=(), description=tell("A page to choose from."))
    card: tuple[Sheet, ...] = Field(default=(), description=tell("A card."))
    evidence: tuple[Sheet, ...] = Field(
        default=(), description=tell("What the data gives evidence for.")
    )
    notes: tuple[Sheet, ...] = Field(
        (), description=tell("Pages to write on, before the colophon.")
    )
    colophon: tuple[Sheet, ...] = Field(default=(), description=tell("The colophon."))
    handout: tuple[Sheet, ...] = Field((), description=tell("Chosen options side by side."))


class Paper(Record):
    """The trimmed size of every page."""

    width: Length = Field(description=tell("From left to right."), examples=["297mm"])
    height: Length = Field(description=tell("From top to bottom."), examples=["210mm"])


MARKS_MM = 5.0
"""The room for crop marks around the bleed."""

# ISO 216, portrait, in millimetres.
_SIZES = {(297, 420): "A3", (210, 297): "A4", (148, 210): "A5"}


def paper_name(paper: Paper) -> str:
    """``A4``, or the size in millimetres."""
    sides = round(millimetres(paper.width)), round(millimetres(paper.height))
    return _SIZES.get((min(sides), max(sides)), f"{sides[0]} by {sides[1]} mm")


class Press(Record):
    """For a print shop: PDF/X-4 with bleed and crop marks, in the inks of the press."""

    bleed: Length = Field("3mm", description=tell("How far colour runs beyond the trimmed page."))
    profile: FileName = Field(description=tell("The ICC profile of the printing condition."))
    condition: Name = Field(description=tell("Its name in the registry of the ICC."))


class Imposition(Record):
    """Two pages side by side on a sheet that is folded and stitched through the fold."""

    paper: Paper = Field(description=tell("The sheet of paper before it is folded."))
    creep: Length = Field("0.1mm", description=tell("The thickness of a sheet of the paper."))


class Limits(Record):
    """The largest differences that count as none."""

    tolerance: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description=tell("In the colour of a pixel, where 1 is from black to white."),
    )
    move: Length = Field(default="0.5pt", description=tell("In the place of a text or a shape."))


class CompareSettings(Limits):
    """How the pages of a layout are compared with those that were accepted."""

    ignore: tuple[Name, ...] = Field(
        default=(), description=tell("Names of elements (data-name) whose content may change.")
    )
    regions: dict[Name, Limits] = Field(
        default={}, description=tell("Names of elements (data-name) with limits of their own.")
    )


LayoutName = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\+[a-z0-9-]+)*$")]
"""A folder of layouts/, with the layouts over it: ``grid-a4``, ``grid-a3+press+mono``."""


Standard = Literal["ua-1", "ua-2"]


class LayoutSettings(Record):
    """The settings of one layout that a toolkit changes."""

    orientation: Orientation | None = Field(
        default=None,
        description=tell(
            "Whether the options of a grid stand side by side or one below the other."
        ),
    )
    mono: bool = Field(default=False, description=tell("Greys only, for this layout."))
    minimum: Length | None = Field(
        default=None, description=tell("Fitted text is at least this large.")
    )
    pdf: Standard | None = Field(
        default=None, description=tell("The standard of an accessible file.")
    )
    compare: CompareSettings | None = Field(
        default=None, description=tell("Which differences count when pages are compared.")
    )


class LayoutInfo(Record):
    """The file ``layout.yaml``; what it leaves out comes from the layout it is based on."""

    base: str | None = Field(
        None, description=tell("The layout that this one changes."), examples=["grid-a4"]
    )
    description: Text = Field(description=tell("What the layout is for."))
    paper: Paper = Field(description=tell("The size of every page."))
    min_text: Length = Field(
        description=tell("No text on a page is smaller than this."), examples=["7pt"]
    )
    fonts: tuple[Name, ...] = Field(min_length=1, description=tell("Folders of fonts/."))
    colours: Colours = Field(Colours(), description=tell("Where no style or theme has a colour."))
    stylesheet: FileName = Field(
        default="style.css",
        description=tell("A file of the layout's folder that says how everything looks."),
    )
    interactive: bool = Field(
        default=False, description=tell("Every page has the links of the navigation.")
    )
    drawings: tuple[Literal["venn", "pathway", "steps"], ...] = Field(
        ("venn", "pathway", "steps"),
        description=tell("The diagrams that are drawn; the others are shown as text."),
    )
    orientation: Orientation | None = Field(
        None, description=tell("Of the total overview; default: the orientation of the toolkit.")
    )
    minimum: Length | None = Field(None, description=tell("Fitted text is at least this large."))
    mono: bool = Field(default=False, description=tell("Greys only; nothing depends on colour."))
    pdf: Standard = Field(
        default="ua-1",
        description=tell(
            "The standard of an accessible file: PDF/UA-1, which more programs know, or "
            "PDF/UA-2, in PDF 2.0."
        ),
    )
    press: Press | None = Field(default=None, description=tell("For a file for a print shop."))
    imposition: Imposition | None = Field(
        default=None, description=tell("For pages on sheets that are folded.")
    )
    multiple_of: int = Field(
        1,
        ge=1,
        description=tell("The number of pages is a multiple of this; pages for notes fill it up."),
    )
    compare: CompareSettings = Field(
        default=CompareSettings(),
        description=tell("Which differences count when pages are compared."),
    )
    sheets: Sheets = Field(description=tell("The templates for each kind of part."))

    @property
    def most_columns(self) -> int:
        """The columns of a grid that still hold a readable line at the smallest size of text."""
        narrowest = points(self.min_text) * COLUMN_EMS
        return max(1, int(points(self.paper.width) * ROOM_FOR_COLUMNS / narrowest))

    @property
    def clickable(self) -> bool:
        """Whether links can be clicked: not in a file for a press or in printing order."""
        return self.press is None and self.imposition is None
