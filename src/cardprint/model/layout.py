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

    minimum: Length = "8pt"
    ideal: Length = "11pt"
    ideal_of_few: tuple[Length, ...] = Field(
        default=(),
        max_length=6,
        description="The ideal size instead for a grid of one column of answers, of two, and so "
        "on: a wide column takes larger text, so that its lines are not too long.",
    )
    one_page: bool = Field(
        default=False,
        description="A card or option should fit one page; cells that are too long are reported.",
    )
    columns: tuple[Annotated[int, Field(ge=1, le=6)], ...] = Field(
        default=(),
        description="Numbers of columns to try, the nicest first: running text is set in those "
        "that need the fewest pages. A style sheet has the number as var(--columns).",
    )
    tightest: float | None = Field(
        default=None,
        ge=1,
        le=2,
        description="The smallest height of lines, in sizes of the text, for running text that "
        "would leave most of its last page empty. A style sheet has it as var(--leading, 1.4).",
    )


class Sheet(Record):
    """One template; each sheet of a part is rendered on its own."""

    template: FileName
    fit: Fit | None = None
    letters_per_page: int | None = Field(
        None,
        ge=100,
        description="About how many letters fill a page of running text. It gives a first guess of "
        "the page numbers, so that most sheets are rendered once; a wrong guess costs only time.",
    )


class Sheets(Record):
    """The sheets of every part of a toolkit, by the kind of the part."""

    cover: tuple[Sheet, ...] = ()
    guide: tuple[Sheet, ...] = ()
    text: tuple[Sheet, ...] = ()
    choose: tuple[Sheet, ...] = ()
    card: tuple[Sheet, ...] = ()
    evidence: tuple[Sheet, ...] = ()
    notes: tuple[Sheet, ...] = Field((), description="Pages to write on, before the colophon.")
    colophon: tuple[Sheet, ...] = ()
    handout: tuple[Sheet, ...] = Field((), description="Chosen options side by side.")


class Paper(Record):
    """The trimmed size of every page."""

    width: Length
    height: Length


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

    bleed: Length = Field("3mm", description="How far colour runs beyond the trimmed page.")
    profile: FileName = Field(description="The ICC profile of the printing condition.")
    condition: Name = Field(description="Its name in the registry of the ICC.")


class Imposition(Record):
    """Two pages side by side on a sheet that is folded and stitched through the fold."""

    paper: Paper
    creep: Length = Field("0.1mm", description="The thickness of a sheet of the paper.")


class Limits(Record):
    """The largest differences that count as none."""

    tolerance: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="In the colour of a pixel, where 1 is from black to white.",
    )
    move: Length = Field(default="0.5pt", description="In the place of a text or a shape.")


class CompareSettings(Limits):
    """How the pages of a layout are compared with those that were accepted."""

    ignore: tuple[Name, ...] = Field(
        default=(), description="Names of elements (data-name) whose content may change."
    )
    regions: dict[Name, Limits] = Field(
        default={}, description="Names of elements (data-name) with limits of their own."
    )


LayoutName = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\+[a-z0-9-]+)*$")]
"""A folder of layouts/, with the layouts over it: ``grid-a4``, ``grid-a3+press+mono``."""


Standard = Literal["ua-1", "ua-2"]


class LayoutSettings(Record):
    """The settings of one layout that a toolkit changes."""

    orientation: Orientation | None = None
    mono: bool = False
    minimum: Length | None = Field(default=None, description="Fitted text is at least this large.")
    pdf: Standard | None = None
    compare: CompareSettings | None = None


class LayoutInfo(Record):
    """The file ``layout.yaml``; what it leaves out comes from the layout it is based on."""

    base: str | None = Field(None, description="The layout that this one changes.")
    description: Text = Field(description="What the layout is for.")
    paper: Paper
    min_text: Length = Field(description="No text on a page is smaller than this.")
    fonts: tuple[Name, ...] = Field(min_length=1, description="Folders of fonts/.")
    colours: Colours = Field(Colours(), description="Where no style or theme has a colour.")
    stylesheet: FileName = "style.css"
    interactive: bool = Field(
        default=False, description="Every page has the links of the navigation."
    )
    drawings: tuple[Literal["venn", "pathway", "steps"], ...] = Field(
        ("venn", "pathway", "steps"),
        description="The diagrams that are drawn; the others are shown as text.",
    )
    orientation: Orientation | None = Field(
        None, description="Of the total overview; default: the orientation of the toolkit."
    )
    minimum: Length | None = Field(None, description="Fitted text is at least this large.")
    mono: bool = Field(default=False, description="Greys only; nothing depends on colour.")
    pdf: Standard = Field(
        default="ua-1",
        description="The standard of an accessible file: PDF/UA-1, which more programs know, or "
        "PDF/UA-2, in PDF 2.0.",
    )
    press: Press | None = None
    imposition: Imposition | None = None
    multiple_of: int = Field(
        1,
        ge=1,
        description="The number of pages is a multiple of this; pages for notes fill it up.",
    )
    compare: CompareSettings = CompareSettings()
    sheets: Sheets

    @property
    def most_columns(self) -> int:
        """The columns of a grid that still hold a readable line at the smallest size of text."""
        narrowest = points(self.min_text) * COLUMN_EMS
        return max(1, int(points(self.paper.width) * ROOM_FOR_COLUMNS / narrowest))

    @property
    def clickable(self) -> bool:
        """Whether links can be clicked: not in a file for a press or in printing order."""
        return self.press is None and self.imposition is None
