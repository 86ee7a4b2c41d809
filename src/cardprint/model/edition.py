"""``editions/``: one organisation with what is its own in a toolkit that many share."""

from typing import Annotated

from pydantic import Field, StringConstraints

from cardprint.messages.catalogue import tell
from cardprint.model.fields import Id, Record, SecureAddress, Title
from cardprint.model.slot import Value
from cardprint.model.style import Colours, Logo
from cardprint.model.toolkit import Licence

LeftOut = Annotated[
    str, StringConstraints(pattern=r"^(card/[a-z0-9-]+|option/[a-z0-9-]+/[a-z0-9-]+)$")
]
"""A card or an option that an edition does not offer."""


class Edition(Record):
    """What one organisation has of its own."""

    id: Id = Field(description=tell("The short name of the edition, in the names of its files."))
    name: Title = Field(description=tell("The organisation, as readers know it."))
    slots: dict[Id, Value] = Field(
        {}, description=tell("What fills each slot of the toolkit, by the id of the slot.")
    )
    logo: Logo | None = Field(None, description=tell("Instead of the logos of the toolkit."))
    colours: Colours = Field(Colours(), description=tell("Instead of those of the toolkit."))
    leaves_out: tuple[LeftOut, ...] = Field(
        (), description=tell("What it does not offer: card/NAME or option/CARD/NAME.")
    )
    published_at: SecureAddress | None = Field(
        None, description=tell("The web folder where its PDFs are published.")
    )
    licence: Licence | None = Field(None, description=tell("What others may do with this edition."))


class Editions(Record):
    """A file of ``editions/``."""

    editions: tuple[Edition, ...] = Field(
        min_length=1, description=tell("The editions, one for each organisation.")
    )
