"""The findings in toolkits, as text, JSON or annotations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from cardprint.editorial.evidence import CERTIFY, QUALIFY, ipdas
from cardprint.editorial.model import Evidence, Remark
from cardprint.editorial.readability import readability
from cardprint.editorial.review import review
from cardprint.errors import CardprintError, Problem
from cardprint.load.editions import load_editions
from cardprint.load.inputs import load_inputs
from cardprint.messages.catalogue import Message, plain, spoken, tell, tell_count, together
from cardprint.messages.data import as_json as json_of
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project, select_toolkits, translations_of


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in one toolkit; if it has problems, there are no remarks or evidence."""

    toolkit: str
    cards: int
    options: int
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]
    readability: Mapping[str, float]
    """The score of each file with enough text, by the formula of its language."""
    evidence: tuple[Evidence, ...]
    translation: str = ""
    """The language, if it is a translation."""

    @property
    def name(self) -> str:
        """What it is called in a line."""
        return f"{self.toolkit} ({self.translation})" if self.translation else self.toolkit


def check(project: Project, toolkits: tuple[str, ...], today: date) -> tuple[Checked, ...]:
    """Check toolkits (all when none is named), each in every language that it is in."""
    found = select_toolkits(toolkits, project.toolkits())
    results: list[Checked] = []
    for slug, folder in found.items():
        own = _check_one(project, slug, today)
        # What is wrong with the source itself is told once.
        others = (_check_one(project, slug, today, each) for each in translations_of(folder))
        results += [own, *(_without(each, own) for each in others)]
    return tuple(results)


def _without(result: Checked, other: Checked) -> Checked:
    problems = tuple(each for each in result.problems if each not in other.problems)
    remarks = tuple(each for each in result.remarks if each not in other.remarks)
    return replace(result, problems=problems, remarks=remarks)


def _check_one(project: Project, slug: str, today: date, translation: str = "") -> Checked:
    try:
        toolkit, _ = load_inputs(
            project, project.toolkits()[slug], "screen", translation=translation
        )
        load_editions(toolkit, project)
    except CardprintError as error:
        return replace(unread(error.problems), toolkit=slug, translation=translation)
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
        translation,
    )


def unread(problems: tuple[Problem, ...]) -> Checked:
    """The findings when nothing could be checked."""
    return Checked("", 0, 0, problems, (), {}, ())


def as_text(results: Sequence[Checked], *, evidence: bool) -> str:
    """Lines for people, without the problems: the caller prints those last."""
    lines: list[str] = []
    for result in results:
        lines += [f"{remark.problem.remark} [{remark.rule}]" for remark in result.remarks]
        if not result.problems:
            lines.append(f"{result.name}: {spoken(_counts(result))}")
        if evidence:
            lines += map(_line_of, result.evidence)
    return "\n".join(map(for_one_line, lines))


_GROUPS = {QUALIFY: tell("qualifying"), CERTIFY: tell("certifying")}


def _line_of(evidence: Evidence) -> str:
    found = plain(", ".join(evidence.places)) if evidence.places else tell("no evidence")
    return "  " + spoken(together([_GROUPS[evidence.group], evidence.criterion, found], ": "))


def _counts(result: Checked) -> Message:
    remarks = tell_count("{n} remark", "{n} remarks", len(result.remarks))
    found = (
        tell_count("{n} card", "{n} cards", result.cards),
        tell_count("{n} option", "{n} options", result.options),
        remarks if result.remarks else tell("no problems"),
    )
    return together(found, ", ")


def as_json(results: Sequence[Checked], *, evidence: bool) -> str:
    """Everything, for programs."""
    found = [asdict(result) for result in results]
    if not evidence:
        for each in found:
            del each["evidence"]
    return json_of(found)


def as_github(results: Sequence[Checked], *, evidence: bool) -> str:
    """Workflow commands that show each finding beside its line."""
    del evidence
    lines = [problem.annotation("error") for result in results for problem in result.problems]
    lines += [
        remark.problem.annotation("warning") for result in results for remark in result.remarks
    ]
    return "\n".join(lines)


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "json": as_json, "github": as_github}
