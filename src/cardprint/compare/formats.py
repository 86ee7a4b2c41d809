"""Comparisons for people on a terminal, and for programs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cardprint.compare.model import Comparison, Finding, PagePair
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import Message, plain, spoken, tell, tell_count, together
from cardprint.messages.data import as_json as json_of
from cardprint.messages.escape import for_one_line, for_terminal

MAX_PLACES = 3
"""The most places on a line for people."""


def summary(found: Comparison) -> Message:
    """``3 of 41 pages changed``."""
    pages = len(found.pages)
    if found.problems:
        return tell("not compared")
    if found.is_same:
        return tell_count("{n} page, the same", "{n} pages, the same", pages)
    changed = sum(bool(page.seen) for page in found.pages)
    if not changed:
        return tell("no page of {pages} changed, but the file itself did", pages=pages)
    return tell_count(
        "{changed} of {n} page changed",
        "{changed} of {n} pages changed",
        pages,
        changed=changed,
    )


def named_page(page: PagePair | None) -> Message:
    """The name of a page: its number, and its earlier number if that was different."""
    if page is None:
        return tell("the file")
    if page.before and page.after not in (None, page.before):
        return tell("page {number} (was {before})", number=page.number, before=page.before)
    return tell("page {number}", number=page.number)


def as_text(compared: Sequence[Comparison]) -> str:
    """Lines for people."""
    return "\n".join(for_one_line(line) for found in compared for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"{found.name}: {spoken(summary(found))}"
    yield from map(str, found.problems)
    for page, finding in found.found():
        where, kind = spoken(named_page(page)), spoken(finding.verdict.said)
        yield f"  {where}: {kind}: {spoken(finding.message)}{_places(finding)}"
    for note in found.environment:
        message = tell("note: the environment differs: {note}", note=note)
        yield f"  {spoken(message)}"


def _places(finding: Finding) -> str:
    """The first places that a change comes from."""
    shown = [str(place) for place in finding.places[:MAX_PLACES]]
    if more := len(finding.places[MAX_PLACES:]):
        shown.append(spoken(tell_count("and {n} more", "and {n} more", more)))
    return f" ({', '.join(shown)})" if shown else ""


def as_json(compared: Sequence[Comparison]) -> str:
    """Everything, for programs; verdicts have the same names in every language."""
    return json_of(
        [asdict(found) | {"same": found.is_same, "verdicts": found.verdicts} for found in compared]
    )


def as_junit(compared: Sequence[Comparison]) -> str:
    """A test suite for each comparison, a test case for each page, and one for the file."""
    root = Element("testsuites")
    for found in compared:
        cases = [(None, found.findings), *((page, page.seen) for page in found.pages)]
        failed = sum(bool(findings) for _, findings in cases)
        counts = {"tests": len(cases), "failures": failed, "errors": int(bool(found.problems))}
        suite = SubElement(root, "testsuite", {"name": for_terminal(found.name)})
        suite.attrib |= {name: str(count) for name, count in counts.items()}
        for page, findings in cases:
            case = SubElement(suite, "testcase", classname=suite.attrib["name"])
            case.set("name", spoken(named_page(page)))
            _add_failure(case, findings)
            if page is None:
                _add_error(case, found.problems)
        if found.environment:
            SubElement(suite, "system-out").text = _said_lines(found.environment)
    indent(root)
    # Letters beyond ASCII are written as numbers, so that the file is right in any encoding.
    xml: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return xml.decode()


def _add_failure(case: Element, findings: Sequence[Finding]) -> None:
    if findings:
        kinds = dict.fromkeys(finding.verdict.said for finding in findings)
        text = [together([each.verdict.said, each.message], ": ") for each in findings]
        message = for_terminal(spoken(together(kinds, ", ")))
        SubElement(case, "failure", message=message).text = _said_lines(text)


def _add_error(case: Element, problems: Sequence[Problem]) -> None:
    if problems:
        error = SubElement(case, "error", message=for_terminal(problems[0].advice))
        error.text = "\n".join(map(str, problems))


def _said_lines(messages: Sequence[Message]) -> str:
    return "\n".join(for_one_line(spoken(each)) for each in messages)


def as_github(compared: Sequence[Comparison]) -> str:
    """Workflow commands that show each change beside its line in the data."""
    return "\n".join(line for found in compared for line in _commands(found))


def _commands(found: Comparison) -> Iterator[str]:
    yield from (problem.annotation("error") for problem in found.problems)
    for page, finding in found.found():
        where = together([plain(found.name), named_page(page)], ", ")
        message = together([where, finding.message], ": ")
        for place in finding.places or (Place(found.before),):
            yield Problem(place, message).annotation("error", spoken(finding.verdict.said))
    for note in found.environment:
        title = spoken(tell("the environment differs"))
        yield Problem(Place(found.before), note).annotation("notice", title)
    yield for_one_line(f"{found.name}: {spoken(summary(found))}")


FORMATS: dict[str, Callable[[Sequence[Comparison]], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
    "github": as_github,
}
