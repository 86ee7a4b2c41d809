"""Remarks on PDFs that were made all the same, and on folders that are no toolkits."""

from collections.abc import Iterator, Sequence

from cardprint.errors import Place, Problem
from cardprint.messages.catalogue import spoken, tell, tell_count
from cardprint.pipeline.outcome import BuildReport
from cardprint.storage.project import Project


def remarks_on(reports: Sequence[BuildReport]) -> Iterator[str]:
    """A line for each remark, and one that sums them up; nothing if there are none."""
    for report in reports:
        for problem in (*report.too_long, *report.coarse):
            yield problem.remark
    long = sum(len(report.too_long) for report in reports)
    coarse = sum(len(report.coarse) for report in reports)
    kinds = (
        long and tell_count("{n} answer too long", "{n} answers too long", long),
        coarse and tell_count("{n} picture too coarse", "{n} pictures too coarse", coarse),
    )
    if found := [*filter(None, kinds)]:
        remarks = tell_count("{n} remark", "{n} remarks", long + coarse)
        made = tell("{remarks} ({kinds}); the PDFs were made", remarks=remarks, kinds=found)
        yield spoken(made)


def remarks_on_folders(project: Project) -> Iterator[str]:
    """A line for each folder among the toolkits that is none."""
    for folder in project.strangers():
        message = tell("this folder is no toolkit, because it has no toolkit.yaml")
        hint = tell("move it to another place, or begin a toolkit with: cardprint new toolkit NAME")
        yield Problem(Place(project.shown(folder)), message, hint).remark
