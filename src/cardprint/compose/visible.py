"""What a template can read of the data, by type: names of values, but no paths or methods."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from jinja2.runtime import BlockReference, LoopContext
from jinja2.utils import Cycler

from cardprint.editorial.model import Evidence
from cardprint.load.selection import Selection
from cardprint.load.style import Logotype
from cardprint.load.toolkit import OtherLanguage, Toolkit
from cardprint.model import card, page, picture, slot, toolkit
from cardprint.model.fields import Record
from cardprint.model.layout import Paper
from cardprint.model.style import Logo

_RECORDS = (
    toolkit.ToolkitInfo, toolkit.Question, toolkit.Organisation, toolkit.Contributor,
    toolkit.BasedOn, toolkit.Licence, picture.Picture, toolkit.Term, slot.Slot,
    card.Card, card.CardCaution, card.Caution, card.Certainty, card.Option, card.More,
    card.NotApplicable, card.ChoosePage,
    page.Page, page.Section, page.Venn, page.Circle, page.Pathway, page.Step, page.Steps,
    page.Stage, page.Branch, Paper, Logo,
)  # fmt: skip

# Files and settings belong to the build, not to the pages.
_HIDDEN = {"contents", "layouts", "style"}


def _names(kind: type[Record]) -> frozenset[str]:
    """The fields of a model, and its computed values."""
    worked_out = {
        name
        for name, value in vars(kind).items()
        if isinstance(value, property | cached_property) and not name.startswith("_")
    }
    return frozenset({*kind.model_fields, *worked_out} - _HIDDEN)


_OF_TOOLKIT = frozenset(
    {"slug", "parts", "cards", "pages", "titles", "languages"}
    | {"answer", "chooser", "credits", "number", "page", "referrers", "title_of"}
    | {"shows", "slot_lines", "slots_at"}
)

VISIBLE: Mapping[type, frozenset[str]] = {kind: _names(kind) for kind in _RECORDS} | {
    card.Card: _names(card.Card) | {"choose_name", "cautions_for"},
    card.Option: _names(card.Option) | {"texts"},
    Toolkit: _OF_TOOLKIT,
    Selection: _OF_TOOLKIT | {"whom", "notes"},
    OtherLanguage: frozenset({"language", "name"}),
    Logotype: frozenset({"logo", "url"}),
    Evidence: frozenset({"id", "group", "is_found"}),
    date: frozenset({"day", "month", "year", "isoformat"}),
}
"""The names that can be read from a value, by its type; other types have none."""

TEXT_METHODS = frozenset({
    "capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isascii",
    "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper", "lower",
    "lstrip", "partition", "removeprefix", "removesuffix", "rfind", "rpartition", "rsplit",
    "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
})  # fmt: skip
"""Methods that do not make a text longer; ``format``, ``join`` and ``replace`` are ours."""

OTHER_METHODS: Mapping[type, frozenset[str]] = {
    list: frozenset({"count", "index"}),
    tuple: frozenset({"count", "index"}),
    dict: frozenset({"get", "items", "keys", "values"}),
}
"""Methods of lists and tables."""

OF_JINJA: Mapping[type, frozenset[str]] = {
    LoopContext: frozenset({
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem",
        "nextitem", "depth", "depth0", "cycle", "changed",
    }),
    Cycler: frozenset({"current", "next", "reset"}),
    BlockReference: frozenset({"super"}),
}  # fmt: skip
"""The names that can be read from Jinja2's own objects."""
