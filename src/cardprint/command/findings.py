"""The outcome of the checks of some toolkits, as text, JSON or annotations."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from cardprint.editorial.evidence import ipdas
from cardprint.editorial.model import Evidence, Remark
from cardprint.editorial.readability import readability
from cardprint.editorial.review import review
from cardprint.errors import CardprintError, Problem
from cardprint.load.inputs import load_inputs
from cardprint.messages.catalogue import spoken, tell, tell_count
from cardprint.storage.project import Project, select


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one toolkit; without remarks and evidence when it has problems."""

    toolkit: str
    cards: int
    options: int
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]
    readability: Mapping[str, float]
    """The score of each file with enough text, by the formula of its language."""
    evidence: tuple[Evidence, ...]


def check(project: Project, toolkits: tuple[str, ...], today: date) -> tuple[Checked, ...]:
    """Check toolkits (all when none is named)."""
    found = select("toolkit", toolkits, project.toolkits())
    return tuple(_check_one(project, slug, today) for slug in found)


def _check_one(project: Project, slug: str, today: date) -> Checked:
    try:
        toolkit, _ = load_inputs(project, project.toolkits()[slug], "screen")
    except CardprintError as error:
        return Checked(slug, 0, 0, error.problems, (), {}, ())
    scores = {
        toolkit.at(part).file: score
        for part in toolkit.parts
        if (score := readability(toolkit, part)) is not None
    }
    return Checked(
        slug,
        len(toolkit.cards),
        sum(len(card.options) for card in toolkit.cards),
        (),
        review(toolkit, today),
        {file: round(score, 1) for file, score in scores.items()},
        ipdas(toolkit),
    )


def as_text(results: Sequence[Checked], *, evidence: bool) -> str:
    """Lines for people; problems are left to the caller, who ends with them."""
    lines = []
    for result in results:
        for remark in result.remarks:
            problem = remark.problem
            hint = f" ({problem.hint})" if problem.hint else ""
            lines.append(f"{problem.place}: warning: {problem.message}{hint} [{remark.rule}]")
        if not result.problems:
            lines.append(f"{result.toolkit}: {_counts(result)}")
        if evidence:
            lines += [
                f"  {each.group}: {each.criterion}: {', '.join(each.places) or 'no evidence'}"
                for each in result.evidence
            ]
    return "\n".join(lines)


def _counts(result: Checked) -> str:
    remarks = tell_count("{n} remark", "{n} remarks", len(result.remarks))
    found = (
        tell_count("{n} card", "{n} cards", result.cards),
        tell_count("{n} option", "{n} options", result.options),
        remarks if result.remarks else tell("no problems"),
    )
    return ", ".join(map(spoken, found))


def as_json(results: Sequence[Checked], *, evidence: bool) -> str:
    """Everything, for programs."""
    found = [asdict(result) for result in results]
    if not evidence:
        for each in found:
            del each["evidence"]
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_github(results: Sequence[Checked], *, evidence: bool) -> str:
    """Workflow commands that show each finding beside its line."""
    del evidence
    lines = [problem.annotation("error") for result in results for problem in result.problems]
    lines += [
        remark.problem.annotation("warning") for result in results for remark in result.remarks
    ]
    return "\n".join(lines)


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "json": as_json, "github": as_github}
