"""Words that several commands print."""

from cardprint.errors import Problem


def counted(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def annotation(level: str, problem: Problem, title: str = "") -> str:
    """A workflow command of GitHub that shows a problem beside its line."""
    place = problem.place
    where = f"file={place.file}"
    if place.line:
        where += f",line={place.line},col={place.column}"
    if title:
        where += f",title={title}"
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        message = message.replace(sign, code)
    return f"::{level} {where}::{message}"
