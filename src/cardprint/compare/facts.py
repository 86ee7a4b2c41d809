"""What a file says about itself, besides its pages: to viewers, to screen readers, to search."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring
from pikepdf import Dictionary, Object, Pdf, PdfError, Stream

from cardprint.compare.annotations import words_of
from cardprint.compare.model import Finding, PagePair, Verdict
from cardprint.compare.navigation import PageNumbers, view_of
from cardprint.compare.wording import said_pages
from cardprint.messages.catalogue import Message, tell

_SAID: dict[str, tuple[Verdict, Message]] = {
    "title": (Verdict.ACCESSIBILITY, tell("title")),
    "other title": (Verdict.ACCESSIBILITY, tell("another title in the metadata")),
    "language": (Verdict.ACCESSIBILITY, tell("language")),
    "other language": (Verdict.ACCESSIBILITY, tell("another language in the metadata")),
    "author": (Verdict.ACCESSIBILITY, tell("author")),
    "subject": (Verdict.ACCESSIBILITY, tell("subject")),
    "keywords": (Verdict.ACCESSIBILITY, tell("keywords")),
    "standard": (Verdict.ACCESSIBILITY, tell("mark of an accessible file (PDF/UA)")),
    "tagged": (Verdict.ACCESSIBILITY, tell("tagged file")),
    "window": (Verdict.ACCESSIBILITY, tell("title shown in the window")),
    "roles": (Verdict.ACCESSIBILITY, tell("what tags stand for")),
    "keys": (Verdict.ACCESSIBILITY, tell("order of the Tab key")),
    "opening": (Verdict.LINK, tell("what happens on opening")),
    "attachments": (Verdict.LINK, tell("attached files")),
}

_ACTION = ("/S", "/N", "/URI", "/JS")
"""What describes an action (ISO 32000-1, 12.6.2): its kind and what it does."""
_XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}language": "language",
    "{http://www.aiim.org/pdfua/ns/id/}part": "standard",
}
_NUMBER = re.compile(r"\d+")


def facts_of(pdf: Pdf, pages: PageNumbers) -> dict[str, str]:
    """What a file says, by the names of :data:`_SAID`; not when it was made, nor by what."""
    root, info = pdf.Root, pdf.docinfo
    metadata = _metadata(root.get("/Metadata"))
    title, language = str(info.get("/Title", "")), str(root.get("/Lang", ""))
    titles, languages = metadata["title"], metadata["language"]
    return {
        "title": title,
        "other title": "" if titles == title else titles,
        "language": language,
        "other language": "" if languages == language else languages,
        "author": str(info.get("/Author", "")),
        "subject": str(info.get("/Subject", "")),
        "keywords": str(info.get("/Keywords", "")),
        "standard": metadata["standard"],
        "tagged": _entry(root.get("/MarkInfo"), "/Marked"),
        "window": _entry(root.get("/ViewerPreferences"), "/DisplayDocTitle"),
        "roles": _roles(root.get("/StructTreeRoot")),
        "keys": ", ".join(dict.fromkeys(_entry(page.obj, "/Tabs") for page in pdf.pages)),
        "opening": _opening(root.get("/OpenAction"), pages),
        "attachments": ", ".join(_attached(pdf)),
    }


def _metadata(file: Object | None) -> Mapping[str, str]:
    """What the metadata for other programs (XMP, ISO 16684-1) say; nothing where it is damaged."""
    try:
        tree = fromstring(file.read_bytes()) if isinstance(file, Stream) else None
    except (ParseError, ValueError, PdfError):
        tree = None
    found: dict[str, list[str]] = {name: [] for name in _XMP.values()}
    for element in () if tree is None else tree.iter():
        if element.tag in _XMP:
            found[_XMP[element.tag]] += sorted(
                text for each in element.itertext() if (text := each.strip())
            )
        for key in element.attrib.keys() & _XMP.keys():
            found[_XMP[key]].append(element.attrib[key])
    return {name: ", ".join(texts) for name, texts in found.items()}


def _entry(found: Object | None, key: str) -> str:
    return words_of(found.get(key)) if isinstance(found, Dictionary) else ""


def _roles(tree: Object | None) -> str:
    roles = tree.get("/RoleMap") if isinstance(tree, Dictionary) else None
    pairs = sorted(roles.items()) if isinstance(roles, Dictionary) else []
    return ", ".join(f"{name[1:]} {words_of(role).removeprefix('/')}" for name, role in pairs)


def _opening(action: Object | None, pages: PageNumbers) -> str:
    """An action with what it does, or the place that is shown first."""
    found = [words_of(action.get(key)) for key in _ACTION] if isinstance(action, Dictionary) else []
    view = view_of(action.get("/D") if isinstance(action, Dictionary) else action, pages)
    shown = [f"{view.page + 1} {view.fit}"] if view else []
    return " ".join(filter(None, [*found, *shown]))


def _attached(pdf: Pdf) -> Iterator[str]:
    for name, file in sorted(pdf.attachments.items()):
        with suppress(PdfError, ValueError, TypeError, LookupError, AttributeError):
            yield f"{name} ({sha256(file.get_file().read_bytes()).hexdigest()[:12]})"


def labels_of(pdf: Pdf) -> tuple[str, ...]:
    """What viewers call each page, where the file says so (ISO 32000-1, 12.4.2)."""
    if "/PageLabels" not in pdf.Root:
        return ()
    return tuple(str(page.label) for page in pdf.pages)


def compare_facts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Finding]:
    """What a file says differently."""
    for name, (verdict, fact) in _SAID.items():
        if before[name] != after[name]:
            yield Finding(verdict, _became(fact, before[name], after[name]))


def _became(fact: Message, before: str, after: str) -> Message:
    if not before:
        return tell("{fact}: none before, and now '{after}'", fact=fact, after=after)
    if not after:
        return tell("{fact}: '{before}', and now none", fact=fact, before=before)
    return tell("{fact}: '{before}' became '{after}'", fact=fact, before=before, after=after)


def compare_labels(
    before: Sequence[str], after: Sequence[str], pages: Sequence[PagePair]
) -> Iterator[Finding]:
    """Pages that viewers give another name; numbers of pages that stand elsewhere do not count."""
    changed: dict[tuple[str, str], list[int]] = {}
    for pair in pages:
        if pair.before and pair.after:
            one, other = (_label(*each) for each in ((before, pair.before), (after, pair.after)))
            if pair.before != pair.after:
                one, other = (_NUMBER.sub("0", label) for label in (one, other))
            if one != other:
                changed.setdefault((one, other), []).append(pair.number)
    if changed:
        (one, other), _ = next(iter(changed.items()))
        message = tell("the page label '{before}' became '{after}'", before=one, after=other)
        numbers = sorted(number for each in changed.values() for number in each)
        yield Finding(Verdict.LINK, said_pages(message, numbers), pages=tuple(numbers))


def _label(labels: Sequence[str], number: int) -> str:
    """What a viewer calls a page: by its number, unless the file says otherwise."""
    return labels[number - 1] if labels else str(number)
