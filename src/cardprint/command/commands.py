"""What each command does: its docstring is its help."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cardprint.command.output import Output
from cardprint.errors import (
    CardprintError,
    ExitCode,
    InputError,
    Place,
    Problem,
)
from cardprint.messages.catalogue import Message, plain, spoken_language, tell, tell_count, together
from cardprint.messages.data import as_json
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project

if TYPE_CHECKING:
    from cardprint.compare.model import Comparison
    from cardprint.compare.run import BuildSettings
    from cardprint.pipeline.outcome import BuildReport


def _build(options: argparse.Namespace, output: Output) -> None:
    """Build the PDFs."""
    from cardprint.command.progress import shown_progress
    from cardprint.command.remarks import remarks_on
    from cardprint.command.reports import wanted_reports
    from cardprint.pipeline.many import build
    from cardprint.storage.cache import Cache, user_cache

    wanted = wanted_reports(options.report, html=False)
    layouts = options.layout or ["screen"]
    if options.mono:
        layouts = [name if "mono" in name.split("+") else f"{name}+mono" for name in layouts]
    with shown_progress(output, quiet=options.quiet) as progress:
        reports = build(
            options.project,
            options.toolkits,
            layouts,
            languages=options.language,
            out=options.out,
            jobs=options.jobs,
            cache=Cache(None) if options.no_cache else user_cache(),
            progress=progress,
            strict=options.fit == "strict",
        )
    if not options.quiet:
        for report in reports:
            output.say(_built(report))
        for line in remarks_on(reports):
            output.warn(line)
    wanted.write_json(as_json([report.to_dict() for report in reports]), output)


def _built(report: BuildReport) -> Message:
    """One line about a file that was built."""
    facts = (
        plain(for_one_line(report.file)),
        tell_count("{n} page", "{n} pages", report.pages),
        tell("{size} kB", size=round(report.bytes / 1000)),
        tell("{seconds} s", seconds=round(sum(report.seconds.values()), 2)),
        tell("new") if report.changed else tell("unchanged"),
    )
    return together(facts, "  ")


def _check(options: argparse.Namespace, output: Output) -> None:
    """Check the data and its language, without making PDFs."""
    from cardprint.command.findings import FORMATS, check, unread
    from cardprint.command.remarks import remarks_on_folders

    project = Project(options.project.resolve())
    today = options.today or datetime.now(tz=UTC).date()
    write = FORMATS[options.format]
    try:
        results = check(project, tuple(options.toolkits), today)
    except CardprintError as error:
        output.say(write([unread(error.problems)], evidence=options.evidence))
        raise
    output.say(write(results, evidence=options.evidence))
    if options.format == "text" and not options.toolkits:
        for line in remarks_on_folders(project):
            output.warn(line)
    problems = [problem for result in results for problem in result.problems]
    remarks = [remark.problem for result in results for remark in result.remarks]
    if problems or (options.strict and remarks):
        raise InputError(problems or remarks)


def _made_with(options: argparse.Namespace) -> BuildSettings:
    from cardprint.compare.run import BuildSettings
    from cardprint.storage.cache import Cache, user_cache

    cache = Cache(None) if options.no_cache else user_cache()
    return BuildSettings(options.out, options.jobs, cache)


def _accept(options: argparse.Namespace, output: Output) -> None:
    """Build, and keep the result as what later builds are compared with."""
    from cardprint.compare.run import accept

    wanted = options.project, options.toolkits, options.layout, _made_with(options)
    for folder in accept(*wanted, languages=options.language):
        output.say(for_one_line(folder))


def _compare(options: argparse.Namespace, output: Output) -> ExitCode:
    """Build, and compare with what was accepted; or compare two PDFs."""
    from cardprint.command.reports import wanted_reports
    from cardprint.compare.formats import FORMATS, as_json
    from cardprint.compare.model import Comparison

    wanted = wanted_reports(options.report, html=True)
    problem: CardprintError | None = None
    try:
        found = _compared(options, wanted.html)
    except CardprintError as error:
        # Results without a comparison must say why, for those who do not read the messages.
        problem = error
        found = (Comparison("cardprint compare", "", "", problems=error.problems),)
    if not problem or options.format != "text":
        output.say(FORMATS[options.format](found))
    wanted.write_json(as_json(found), output)
    if problem:
        raise problem
    for file in filter(None, (wanted.html, wanted.json)):
        output.warn(tell("report: {file}", file=for_one_line(str(file))))
    return ExitCode.OK if all(each.is_same for each in found) else ExitCode.DIFFERENT


def _compared(options: argparse.Namespace, report: Path | None) -> tuple[Comparison, ...]:
    from cardprint.compare.run import compare, compare_files

    files = [Path(each) for each in options.toolkits if each.lower().endswith(".pdf")]
    if not files:
        made_with = _made_with(options)
        wanted = options.project, options.toolkits, options.layout, made_with, report
        return compare(*wanted, languages=options.language)
    if (len(files), len(options.toolkits)) != (2, 2):
        hint = tell("name two PDFs, or toolkits")
        raise InputError(
            [Problem(Place(str(files[0])), tell("a PDF can only be compared with a PDF"), hint)]
        )
    return (compare_files(files[0], files[1], report),)


def _verify(options: argparse.Namespace, output: Output) -> None:
    """Verify finished PDFs against the data that they were made from."""
    from cardprint.pipeline.many import verify_file

    project = Project(options.project.resolve())
    errors: list[CardprintError] = []
    for file in options.files:
        found = tell("a handout, verified when it was made")
        try:
            pages = verify_file(file, project, options.toolkit, options.layout, options.language)
        except CardprintError as error:
            errors.append(error)
            found = tell_count("{n} problem", "{n} problems", len(error.problems))
        else:
            if pages is not None:
                found = tell_count("{n} page, no problems", "{n} pages, no problems", pages)
        output.say(together([plain(for_one_line(str(file))), found], ": "))
    if errors:
        worst = max(errors, key=lambda error: error.exit_code)
        raise type(worst)(problem for error in errors for problem in error.problems)


def _schema(options: argparse.Namespace, output: Output) -> None:
    """Print the JSON Schema of the YAML files, for editors."""
    from cardprint.model.schema import schemas
    from cardprint.storage.write import write

    found = schemas()
    if not options.out:
        output.say(as_json(found))
        return
    for name, schema in found.items():
        target = options.out / f"{name}.json"
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        write(text.encode(), target, str(target))
        output.say(for_one_line(str(target)))


def _reference(options: argparse.Namespace, output: Output) -> None:
    """Print what every key of the YAML files means, for people."""
    from cardprint.command.reference import reference, references
    from cardprint.storage.write import write

    if not options.out:
        output.say(reference(spoken_language()).rstrip())
        return
    for name, text in references().items():
        target = options.out / name
        write(text.encode(), target, str(target))
        output.say(for_one_line(str(target)))


def _handout(options: argparse.Namespace, output: Output) -> None:
    """Put chosen options side by side: one PDF to print, one to fill in."""
    from cardprint.pipeline.handouts import handout

    for report in handout(
        options.project,
        options.toolkit,
        options.option,
        layout=options.layout,
        language=options.language,
        title=options.title,
        whom=options.whom,
        notes=options.notes,
        out=options.out,
    ):
        use = tell("to fill in") if report.form else tell("to print")
        pages = tell_count("{n} page", "{n} pages", report.pages)
        output.say(together([plain(for_one_line(report.file)), pages, use], "  "))


def _editions(options: argparse.Namespace, output: Output) -> ExitCode:
    """Make a toolkit for each organisation of a table, or audit what was made."""
    from cardprint.command.editions import make

    return make(options, output)


def _list(options: argparse.Namespace, output: Output) -> None:
    """List the toolkits and the layouts: what each is for, its paper, its pages."""
    project = Project(options.project.resolve())
    if options.names:
        names = project.toolkits() if options.names == "toolkits" else project.layouts()
        output.say("\n".join(map(for_one_line, names)))
        return
    from cardprint.command.listing import listing

    output.say(listing(project))


def _themes(options: argparse.Namespace, output: Output) -> None:
    """Show every theme in one PDF, with pages of a toolkit."""
    from cardprint.pipeline.themes import show_themes

    file = show_themes(options.project, options.toolkit, layout=options.layout, out=options.out)
    output.say(for_one_line(file))


def _init(options: argparse.Namespace, output: Output) -> None:
    """Make a folder a project, with an example of a toolkit to write over."""
    from cardprint.command.beginning import init

    init(options, output)


def _new(options: argparse.Namespace, output: Output) -> None:
    """Begin a toolkit, or a layout of your own."""
    if options.kind == "toolkit":
        from cardprint.command.beginning import new_toolkit

        new_toolkit(options, output)
        return
    from cardprint.command.listing import new_layout

    project = Project(options.project.resolve())
    output.say(new_layout(project, options.source, options.name, copy=options.copy))


def _preview(options: argparse.Namespace, output: Output) -> None:
    """Show the real pages in a browser while you write."""
    from cardprint.command.previewing import preview

    preview(options, output)


def _translate(options: argparse.Namespace, output: Output) -> None:
    """Make or renew a translation: what is new or has changed is marked in its files."""
    from cardprint.command.translating import translate

    translate(options, output)


def _edit(options: argparse.Namespace, output: Output) -> None:
    """Change a toolkit in a browser, beside its pages."""
    from cardprint.command.previewing import preview

    preview(options, output, edit=True)


def _cache(options: argparse.Namespace, output: Output) -> None:
    """Show where the cache is, or clear it."""
    from cardprint.storage.cache import user_cache

    cache = user_cache()
    if cache.folder is None:
        output.say(tell("there is no folder for a cache: this user has no home folder"))
    elif options.clear:
        message = tell_count(
            "{n} entry deleted from {folder}",
            "{n} entries deleted from {folder}",
            cache.clear(),
            folder=cache.folder,
        )
        output.say(message)
    else:
        output.say(str(cache.folder))


def _export(options: argparse.Namespace, output: Output) -> None:
    """Write a file of Word or Excel in which people can correct the texts."""
    from cardprint.command.exchanging import export

    export(options, output)


def _import(options: argparse.Namespace, output: Output) -> None:
    """Take over the corrections in a file of Word or Excel."""
    from cardprint.command.exchanging import import_file

    import_file(options, output)


def _completion(options: argparse.Namespace, output: Output) -> None:
    """Print a script by which the shell completes commands and names."""
    from cardprint.command.completion import completion

    output.say(completion(options.parser, options.shell).rstrip())


Command = Callable[[argparse.Namespace, Output], ExitCode | None]

COMMANDS: dict[str, Command] = {
    "build": _build,
    "handout": _handout,
    "editions": _editions,
    "check": _check,
    "accept": _accept,
    "compare": _compare,
    "verify": _verify,
    "schema": _schema,
    "reference": _reference,
    "list": _list,
    "themes": _themes,
    "export": _export,
    "import": _import,
    "init": _init,
    "new": _new,
    "preview": _preview,
    "translate": _translate,
    "edit": _edit,
    "cache": _cache,
    "completion": _completion,
}
