"""A toolkit goes to a file of Word or Excel, and its corrections come back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.output import Output
from cardprint.errors import InputError, Place, Problem, nearest
from cardprint.messages.catalogue import spoken, tell, tell_count
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project, select_toolkits

if TYPE_CHECKING:
    from cardprint.exchange.comparing import Comparison
    from cardprint.exchange.fields import Field
    from cardprint.exchange.returned import Remark, Returned
    from cardprint.load.toolkit import Toolkit

WORD, EXCEL = ".docx", ".xlsx"


def export(options: argparse.Namespace, output: Output) -> None:
    """Write the file."""
    from cardprint.exchange.fields import fields_of
    from cardprint.load.reading import load_toolkit
    from cardprint.storage.write import write

    project = Project(options.project.resolve())
    target = options.to
    _check_target(target)
    (folder,) = select_toolkits((options.toolkit,), project.toolkits()).values()
    toolkit = load_toolkit(folder, project, options.language)
    if stale := [pair.changed for pair in toolkit.pairs if pair.is_stale]:
        raise InputError(stale)
    fields = fields_of(toolkit, options.only)
    write(_made(target, toolkit, fields), target, str(target))
    output.say(for_one_line(str(target)))
    output.warn(tell_count("{n} text to correct", "{n} texts to correct", len(fields)))


def _check_target(target: Path) -> None:
    """Refuse a file that is neither of Word nor of Excel, or that may hold corrections.

    :raises InputError: with the reason.
    """
    if target.suffix.lower() not in (WORD, EXCEL):
        message = tell("the name of the file ends neither in .docx nor in .xlsx")
        hint = tell("name a file for Word (.docx) or for Excel (.xlsx)")
        raise InputError([Problem(Place(str(target)), message, hint)])
    if target.exists():
        message = tell("the file exists, and may hold corrections")
        hint = tell("choose another name, or delete the file")
        raise InputError([Problem(Place(str(target)), message, hint)])


def _made(target: Path, toolkit: Toolkit, fields: Sequence[Field]) -> bytes:
    if target.suffix.lower() == WORD:
        from cardprint.exchange.word_write import word_document

        return word_document(toolkit, fields)
    from cardprint.exchange.excel_write import excel_workbook

    return excel_workbook(toolkit, fields)


def import_file(options: argparse.Namespace, output: Output) -> None:
    """Show what a file changes, and write it when that is wanted."""
    from cardprint.exchange.applying import save, spliced
    from cardprint.exchange.comparing import compared
    from cardprint.load.reading import load_toolkit

    project = Project(options.project.resolve())
    shown = str(options.file)
    returned = _read(options.file, accept=options.changes != "original")
    if returned.tracked and options.changes == "refuse":
        raise InputError(_refused(returned, shown))
    folder = _folder(project, returned, shown)
    toolkit = load_toolkit(folder, project, returned.carried.language)
    comparison = compared(returned, toolkit, shown)
    _show(comparison, output)
    remarks = options.file.with_suffix(".remarks.md")
    _keep_remarks(returned.remarks, remarks, output, dry=options.dry_run)
    files = spliced(project, toolkit, comparison.changes, shown) if comparison.changes else ()
    output.say(
        tell_count("{n} changed text", "{n} changed texts", len(comparison.changes))
        if comparison.changes
        else tell("no changes to take over")
    )
    problems = [*comparison.problems, *_of_conflicts(comparison, shown)]
    if files and not options.dry_run and _is_wanted(options, shown, problems):
        save(project, spoken(tell("corrections from {file}", file=options.file.name)), files)
        for each in files:
            output.say(for_one_line(each.file))
    if problems:
        raise InputError(problems)


def _read(file: Path, *, accept: bool) -> Returned:
    from cardprint.exchange.package import opened

    package = opened(file, str(file))
    if file.suffix.lower() == EXCEL or "xl/workbook.xml" in package.parts:
        from cardprint.exchange.excel_read import read_excel

        return read_excel(package)
    from cardprint.exchange.word_read import read_word

    return read_word(package, accept=accept)


def _folder(project: Project, returned: Returned, shown: str) -> Path:
    known, slug = project.toolkits(), returned.carried.toolkit
    if slug not in known:
        message = tell("it is a file of the toolkit '{toolkit}', which is not here", toolkit=slug)
        raise InputError([Problem(Place(shown), message, nearest(slug, known))])
    return known[slug]


def _refused(returned: Returned, shown: str) -> list[Problem]:
    """A problem for each field with tracked changes."""
    known = returned.carried.by_key
    hint = tell(
        "accept or reject them in Word, or write --changes accept or --changes original; "
        "they are of: {authors}",
        authors=returned.authors,
    )
    found = []
    for key in returned.tracked:
        message = tell("there are tracked changes outside the fields, or of looks alone")
        if key in known:
            message = tell("'{where}' has tracked changes", where=known[key].where)
        found.append(Problem(Place(shown), message, hint))
    return found


def _show(comparison: Comparison, output: Output) -> None:
    from cardprint.exchange.comparing import in_lines
    from cardprint.exchange.words import differing

    def show(field: Field, old: str, new: str) -> None:
        before, after = (in_lines(text, is_prose=field.is_prose) for text in (old, new))
        output.say_changed(differing(before, after))

    for change in comparison.changes:
        output.say(for_one_line(change.field.where))
        show(change.field, change.field.text, change.new)
    for conflict in comparison.conflicts:
        output.say(for_one_line(conflict.field.where))
        output.say(tell("  changed in the file:"))
        show(conflict.field, conflict.exported, conflict.theirs)
        output.say(tell("  changed in the toolkit:"))
        show(conflict.field, conflict.exported, conflict.field.text)
    for note in comparison.notes:
        output.warn(str(note))


def _of_conflicts(comparison: Comparison, shown: str) -> list[Problem]:
    hint = tell("decide which words it should have, and change the toolkit by hand")
    return [
        Problem(
            Place(shown),
            tell("'{where}' was changed in the file and in the toolkit", where=each.field.where),
            hint,
        )
        for each in comparison.conflicts
    ]


def _keep_remarks(remarks: Sequence[Remark], target: Path, output: Output, *, dry: bool) -> None:
    """Write the comments of readers to a file of their own."""
    from cardprint.exchange.remarks import in_markdown
    from cardprint.storage.write import write

    if not remarks:
        return
    count = tell_count("{n} remark", "{n} remarks", len(remarks))
    if dry:
        output.say(count)
        return
    write(in_markdown(remarks).encode(), target, str(target))
    output.say(tell("{count}: {file}", count=count, file=for_one_line(str(target))))


def _is_wanted(options: argparse.Namespace, shown: str, problems: list[Problem]) -> bool:
    """Whether to write; on a terminal a person is asked, and elsewhere it is a problem."""
    if options.yes:
        return True
    if not (sys.stdin and sys.stdin.isatty()):
        hint = tell("look at the changes, and write --yes to take them over")
        problems.append(Problem(Place(shown), tell("nothing was written"), hint))
        return False
    question = tell("Take these changes over? Type '{yes}' to do so:", yes=tell("yes"))
    try:
        answer = input(f"{spoken(question)} ")
    except EOFError:
        return False
    return answer.strip().casefold() in {spoken(tell("yes")).casefold(), "yes"}
