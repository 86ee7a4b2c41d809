"""What a file says that has come back."""

from dataclasses import dataclass

from cardprint.exchange.carried import Carried
from cardprint.exchange.rich import Rich
from cardprint.messages.catalogue import Message


@dataclass(frozen=True, slots=True)
class Found:
    """A field as it is in the file."""

    key: str
    rich: Rich
    lost: tuple[Message, ...] = ()
    """What it has that a toolkit cannot show, such as italics."""
    unsure: tuple[Message, ...] = ()
    """Why it cannot be told what the text is."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that someone has put into the file."""

    author: str
    initials: str
    where: str
    words: str
    """The words that it is about."""
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that has come back."""

    carried: Carried
    found: tuple[Found, ...]
    """In their order; a field that was copied is there twice."""
    outside: tuple[str, ...] = ()
    """The words outside the fields, by paragraph."""
    remarks: tuple[Remark, ...] = ()
    tracked: tuple[str, ...] = ()
    """Where words have changes that are still marked as such, by key; empty for other places."""
    authors: tuple[str, ...] = ()
    """Who made those changes."""
