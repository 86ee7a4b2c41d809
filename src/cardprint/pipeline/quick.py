"""Editions of one base, in a process of their own: only what differs is made and read back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from cardprint.assemble.metadata import add_metadata
from cardprint.assemble.update import Base, stream
from cardprint.compose.targets import Target
from cardprint.compose.templates import Templates
from cardprint.errors import CardprintError, OutputError, Place, Problem
from cardprint.load.edited import edited
from cardprint.messages.catalogue import tell
from cardprint.model.geometry import PT_PER_PX
from cardprint.pipeline.alike import said_wrong
from cardprint.pipeline.receipts import Receipt
from cardprint.pipeline.recipe import Hole, Recipe, Spot, fillings
from cardprint.pipeline.words import Line, Words, set_words
from cardprint.storage.temporary import replace_file
from cardprint.verify.file import FinishedFile
from cardprint.verify.parity import page_texts, plain

if TYPE_CHECKING:
    from cardprint.load.toolkit import Toolkit
    from cardprint.model.edition import Edition

TOLERANCE_PT = 0.05


@dataclass(frozen=True, slots=True)
class Order:
    """One edition to make."""

    edition: Edition
    made_from: str
    target: Path
    is_whole: bool = False
    """Whether every check must see the file."""


def make_editions(
    recipe: Recipe, toolkit: Toolkit, orders: Sequence[Order]
) -> list[Receipt | CardprintError | None]:
    """Make, verify and write editions; None for one whose words do not fit the lines of the base.

    :param toolkit: the toolkit itself, without anyone's words.
    """
    begin = time.process_time()
    ours = [edited(toolkit, each.edition) for each in orders]
    ours = [replace(each, layers=recipe.toolkit.layers) for each in ours]
    wanted = [_words(each, recipe) for each in ours]
    every = [word for each in wanted for word in each]
    lines = set_words(recipe.toolkit, recipe.layout, recipe.sheet, every)
    maker = _Maker(recipe)
    share = (time.process_time() - begin) / len(orders)
    found: list[Receipt | CardprintError | None] = []
    for order, own, words in zip(orders, ours, wanted, strict=True):
        start = time.process_time()
        set_ = [lines.get(each) for each in words]
        if not maker.fits(set_):
            found.append(None)
            continue
        try:
            pdf = maker.pdf(own, words, [line for line in set_ if line])
            shared = maker.verify(pdf, own, order)
        except CardprintError as error:
            found.append(error)
            continue
        replace_file(order.target, pdf, lasting=True)
        seconds = round(share + time.process_time() - start, 4)
        found.append(
            Receipt(
                own.slug,
                recipe.layout.name,
                order.edition.id,
                order.target.name,
                order.made_from,
                shared,
                sha256(pdf).hexdigest(),
                len(recipe.told.texts),
                "whole" if order.is_whole else "slots",
                seconds,
                own.translation,
            )
        )
    return found


def _words(toolkit: Toolkit, recipe: Recipe) -> list[Words]:
    told = fillings(toolkit, recipe.spots)
    return [
        Words(line, slot.url, spot.size)
        for (slot, line), spot in zip(told, recipe.spots, strict=True)
    ]


class _Maker:
    """Makes one edition after another of a base."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.opened = Pdf.open(BytesIO(recipe.pdf))
        self.base = Base(recipe.pdf, self.opened)
        self.templates = Templates(recipe.toolkit, recipe.layout)

    def fits(self, lines: Sequence[Line | None]) -> bool:
        """Whether the words have one font, that of the base, and room on their lines."""
        return all(
            line and line.font == spot.font and line.width_pt <= spot.room_pt + TOLERANCE_PT
            for line, spot in zip(lines, self.recipe.spots, strict=True)
        )

    def pdf(self, toolkit: Toolkit, words: Sequence[Words], lines: Sequence[Line]) -> bytes:
        """The base with an update after it."""
        objects: dict[int, bytes] = {}
        for number, pieces in self.recipe.pages.values():
            objects[number] = stream(b"".join(self._piece(each, lines) for each in pieces))
        for spot, word, line in zip(self.recipe.spots, words, lines, strict=True):
            if spot.annotation is not None:
                objects[spot.annotation] = self._link(spot, spot.annotation, word, line)
        scratch = pikepdf.new()
        add_metadata(scratch, toolkit, self.recipe.layout)
        packet = scratch.Root.Metadata.read_bytes()
        root = self.opened.Root
        objects[root.Metadata.objgen[0]] = stream(packet, " /Type /Metadata /Subtype /XML", level=0)
        objects[self.base.info[0]] = scratch.trailer.Info.unparse(resolved=True)
        return self.recipe.pdf + self.base.update(objects)

    def _piece(self, piece: bytes | Hole, lines: Sequence[Line]) -> bytes:
        if isinstance(piece, bytes):
            return piece
        line = lines[piece.spot]
        if not piece.is_end:
            return line.glyphs
        right = self.recipe.spots[piece.spot].left_px + line.width_pt / PT_PER_PX
        return f"{right:.6f}".rstrip("0").rstrip(".").encode()

    def _link(self, spot: Spot, number: int, word: Words, line: Line) -> bytes:
        link: Any = self.opened.get_object(number, 0)
        left, bottom, _, top = link.Rect
        said = Target.parse(self.templates.web(word.url)).say
        link.Rect = Array([left, bottom, round(spot.left_px * PT_PER_PX + line.width_pt, 2), top])
        link.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(word.url))
        link.Contents = String(said)
        written: bytes = link.unparse(resolved=True)
        return written

    def verify(self, pdf: bytes, toolkit: Toolkit, order: Order) -> str:
        """Read the slots back and compare them; return the digest of the shared text.

        :raises OutputError: with what is wrong.
        """
        shown = order.target.name
        recipe = self.recipe
        file = FinishedFile(pdf)
        texts = {page: page_texts(file, page, recipe.told.known) for page in recipe.pages}
        told, same = recipe.told.with_pages(texts)
        problems = [*said_wrong(told, toolkit, shown)]
        problems += _unseen(pdf, toolkit, recipe, shown)
        problems += _dead(file, toolkit, recipe, shown)
        shared = recipe.shared if same else told.digest(recipe.layout)
        if shared != recipe.shared:
            message = tell("the shared text is not that of the toolkit")
            problems.append(Problem(Place(shown), message))
        if problems:
            raise OutputError(problems)
        if order.is_whole:
            from cardprint.verify.check import verify

            verify(pdf, toolkit, recipe.layout, shown)
        return shared


def _unseen(pdf: bytes, toolkit: Toolkit, recipe: Recipe, shown: str) -> list[Problem]:
    """The slots whose words a reader does not find on their line."""
    import pypdfium2

    problems = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = {number: document[number].get_textpage() for number in recipe.pages}
        for (slot, line), spot in zip(fillings(toolkit, recipe.spots), recipe.spots, strict=True):
            text = pages[spot.page].get_text_bounded(*spot.box)
            if plain(line) not in plain(text):
                message = tell("'{label}' cannot be read on its line", label=slot.label)
                problems.append(Problem(Place(shown), message))
    finally:
        document.close()
    return problems


def _dead(file: FinishedFile, toolkit: Toolkit, recipe: Recipe, shown: str) -> list[Problem]:
    """The links of slots that lead elsewhere."""
    return [
        Problem(Place(shown), tell("the link of '{label}' leads elsewhere", label=slot.label))
        for (slot, _), spot in zip(fillings(toolkit, recipe.spots), recipe.spots, strict=True)
        if spot.annotation is not None
        and str(file.pdf.get_object(spot.annotation, 0).A.URI) != slot.url
    ]
