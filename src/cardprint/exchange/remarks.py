"""The comments of readers, as a Markdown file for the editor."""

from collections.abc import Sequence
from itertools import groupby

from cardprint.exchange.returned import Remark
from cardprint.messages.catalogue import spoken, tell
from cardprint.messages.escape import for_one_line


def in_markdown(remarks: Sequence[Remark]) -> str:
    """The remarks in their order, below the place that they are about."""
    title, elsewhere = spoken(tell("Remarks")), spoken(tell("Outside the fields"))
    parts = [f"# {title}"]
    for where, group in groupby(remarks, key=lambda each: each.where or elsewhere):
        parts.append(f"## {for_one_line(where)}")
        parts.append("\n".join(map(_item, group)))
    return "\n\n".join(parts) + "\n"


def _item(remark: Remark) -> str:
    who = for_one_line(remark.initials or remark.author or "?")
    words = f" (‘{for_one_line(remark.words)}’)" if remark.words else ""
    first, *others = [for_one_line(line) for line in remark.text.split("\n") if line.strip()] or [
        ""
    ]
    return "\n".join((f"- **{who}**{words}: {first}", *(f"  {line}" for line in others)))
