"""The links that the data asks for are on their pages, and no others to the web."""

from collections import Counter
from collections.abc import Iterator

from cardprint.compose.targets import SCHEME
from cardprint.messages.catalogue import Message, tell
from cardprint.model import names
from cardprint.verify.blocks import Blocks
from cardprint.verify.content import Content
from cardprint.verify.file import FinishedFile, FoundLink


def check_targets(content: Content, file: FinishedFile) -> Iterator[tuple[int, Message]]:
    """Links that are missing, or that nothing asks for; each with its page, from 0."""
    if not content.texts.layout.info.clickable or file.folded:
        return
    places = content.search.places
    found = Counter((places[link.page], _target(link)) for link in file.links)
    asked = set()
    for (place, page, target), count in _wanted(content).items():
        asked.add((place, target))
        if found[place, target] < count:
            yield page, tell("a link to '{target}' is missing", target=target)
    yield from _check_lists(content, file)
    for link in file.links:
        target = _target(link)
        if link.url and (places[link.page], target) not in asked:
            yield link.page, tell("no text asks for a link to '{target}'", target=target)


def check_tied(blocks: Blocks, file: FinishedFile) -> Iterator[tuple[int, Message]]:
    """What is tagged as a link or a field is on its page: each line of a link has a place."""
    there = {
        annotation.objgen for page in file.pdf.pages for annotation in page.obj.get("/Annots", ())
    }
    for page, tied in blocks.tied:
        if tied not in there:
            yield max(page, 0), tell("a link or field is tagged, and not on the page")


def _target(link: FoundLink) -> str:
    return link.url or link.name or ""


def _wanted(content: Content) -> Counter[tuple[int, int, str]]:
    """How often each target is asked for in a place, with a page of it."""
    wanted: Counter[tuple[int, int, str]] = Counter()
    texts = content.texts
    for each, _, place in content.expected:
        if each.is_needed:
            for address in each.links:
                scheme, _, name = address.partition(":")
                if scheme == SCHEME:
                    near = names.nearest_destination(name, texts.spans)
                    if near is None:
                        continue
                    address = near  # noqa: PLW2901
                wanted[place, texts.spans[each.destination].start, address] += 1
    return wanted


def _check_lists(content: Content, file: FinishedFile) -> Iterator[tuple[int, Message]]:
    """On paper, what a list names is clicked to as a whole, or not at all."""
    texts = content.texts
    lists = {names.COVER: [part.name for part in texts.toolkit.parts]}
    for card in texts.toolkit.cards:
        for name, (_, options) in card.choices.items():
            lists[name] = [names.option(card.id, option.id) for option in options]
    for start, wanted in lists.items():
        span = texts.spans.get(start, range(0))
        found = {link.name for link in file.links if link.page in span}
        near = [names.nearest_destination(name, texts.spans) for name in wanted]
        missing = [name for name in near if name and name not in found]
        if 0 < len(missing) < len(near):
            for name in missing:
                yield span.start, tell("a link to '{target}' is missing", target=name)
