"""Comparisons for people on a terminal, and for programs."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cardprint.compare.model import Comparison, Finding, PagePair
from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import plain, tell_count

MAX_PLACES = 3
"""As many places as a line for people holds."""


def summary(found: Comparison) -> str:
    """``3 of 41 pages changed``."""
    changed = sum(bool(page.findings) for page in found.pages)
    if found.is_same:
        return f"{tell_count('{n} page', '{n} pages', len(found.pages))}, the same"
    return f"{changed} of {tell_count('{n} page', '{n} pages', len(found.pages))} changed"


def named_page(page: PagePair | None) -> str:
    """How a page is called: by its number, and the one it had where that was another."""
    if page is None:
        return "the file"
    was = f" (was {page.before})" if page.before and page.after not in (None, page.before) else ""
    return f"page {page.number}{was}"


def as_text(compared: Sequence[Comparison]) -> str:
    """Lines for people."""
    return "\n".join(line for found in compared for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"{found.name}: {summary(found)}"
    for page, finding in found.found():
        yield f"  {named_page(page)}: {finding.verdict}: {finding.message}{_places(finding)}"
    for note in found.environment:
        yield f"  note: environment differs: {note}"


def _places(finding: Finding) -> str:
    """The first places that a change comes from."""
    shown = [str(place) for place in finding.places[:MAX_PLACES]]
    if more := finding.places[MAX_PLACES:]:
        shown.append(f"and {len(more)} more")
    return f" ({', '.join(shown)})" if shown else ""


def as_json(compared: Sequence[Comparison]) -> str:
    """Everything."""
    return json.dumps(
        [asdict(found) | {"same": found.is_same, "verdicts": found.verdicts} for found in compared],
        indent=2,
        ensure_ascii=False,
    )


def as_junit(compared: Sequence[Comparison]) -> str:
    """A test suite for each comparison, a test case for each page, and one for the file."""
    root = Element("testsuites")
    for found in compared:
        cases = [(None, found.findings), *((page, page.findings) for page in found.pages)]
        failed = sum(bool(findings) for _, findings in cases)
        counts = {"tests": str(len(cases)), "failures": str(failed)}
        suite = SubElement(root, "testsuite", {"name": found.name, **counts})
        for page, findings in cases:
            case = SubElement(suite, "testcase", classname=found.name, name=named_page(page))
            _add_failure(case, findings)
        if found.environment:
            SubElement(suite, "system-out").text = "\n".join(found.environment)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True)


def _add_failure(case: Element, findings: Sequence[Finding]) -> None:
    if findings:
        kinds = ", ".join(dict.fromkeys(finding.verdict for finding in findings))
        text = "\n".join(f"{each.verdict}: {each.message}" for each in findings)
        SubElement(case, "failure", message=kinds).text = text


def as_github(compared: Sequence[Comparison]) -> str:
    """Workflow commands that show each change beside the line that it comes from."""
    lines = []
    for found in compared:
        for page, finding in found.found():
            message = f"{found.name}, {named_page(page)}: {finding.message}"
            lines += [
                Problem(place, plain(message)).annotation("error", finding.verdict)
                for place in finding.places or (Place(found.before),)
            ]
        lines += [
            Problem(Place(found.before), plain(note)).annotation("notice", "environment differs")
            for note in found.environment
        ]
        lines.append(f"{found.name}: {summary(found)}")
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Sequence[Comparison]], str]] = {
    "text": as_text,
    "json": as_json,
    "junit": as_junit,
    "github": as_github,
}
