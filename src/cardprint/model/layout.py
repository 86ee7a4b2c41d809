"""``layout.yaml``: the paper, the type and the sheets of one layout."""

from typing import Annotated

from pydantic import AfterValidator, Field

from cardprint.model.fields import Orientation, Record, Text

MM_PER = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def _length(value: str) -> str:
    for unit in MM_PER:
        if value.endswith(unit):
            number = value.removesuffix(unit)
            if number.replace(".", "", 1).isdigit() and float(number) > 0:
                return value
    raise ValueError(f"'{value}' is not a length: write a number with mm, cm, in or pt")


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


class Fit(Record):
    """Copy-fitting: the largest size up to the ideal that needs no more pages than the minimum."""

    minimum: Length = "8pt"
    ideal: Length = "11pt"


class Sheet(Record):
    """One template; each sheet of a part is rendered on its own."""

    template: FileName
    fit: Fit | None = None
    letters_per_page: int | None = Field(
        None,
        ge=100,
        description="About how many letters fill a page, for text that runs on: a first guess of "
        "the page numbers, so that most sheets are rendered once. A wrong guess costs only time.",
    )


class Sheets(Record):
    """The sheets of every part of a toolkit, by the kind of the part."""

    cover: tuple[Sheet, ...] = ()
    guide: tuple[Sheet, ...] = ()
    text: tuple[Sheet, ...] = ()
    choose: tuple[Sheet, ...] = ()
    card: tuple[Sheet, ...] = ()
    evidence: tuple[Sheet, ...] = ()
    colophon: tuple[Sheet, ...] = ()


class Paper(Record):
    """The trimmed size of every page."""

    width: Length
    height: Length


class LayoutInfo(Record):
    """The file ``layout.yaml``."""

    description: Text
    paper: Paper
    min_text: Length = Field(description="Nothing on a page is smaller than this.")
    fonts: tuple[Text, ...] = Field(min_length=1, description="Folders of fonts/.")
    stylesheet: FileName = "style.css"
    interactive: bool = Field(
        default=False, description="Every page has the links of the navigation."
    )
    orientation: Orientation | None = Field(
        None, description="Of the total overview, where it differs from the toolkit's own."
    )
    sheets: Sheets
