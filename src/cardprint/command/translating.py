"""The command that makes and renews translations, and exchanges them with translators."""

import argparse

from cardprint.command.output import Output
from cardprint.messages.catalogue import tell, tell_count, together
from cardprint.messages.escape import for_one_line
from cardprint.storage.project import Project, select_toolkits
from cardprint.translate.run import export, renew, take


def translate(options: argparse.Namespace, output: Output) -> None:
    """Make or renew a translation; write it for translators, or take over what they wrote."""
    project = Project(options.project.resolve())
    (folder,) = select_toolkits((options.toolkit,), project.toolkits()).values()
    given = take(project, folder, options.to, options.given) if options.given else None
    for message in given.left if given else ():
        output.warn(tell("not taken over: {reason}", reason=message))
    found = renew(project, folder, options.to, given)
    for file in found.files:
        output.say(for_one_line(file))
    if options.export:
        count = export(project, folder, options.to, options.export)
        name = for_one_line(str(options.export))
        output.say(tell_count("{file}: {n} text", "{file}: {n} texts", count, file=name))
    counts = (
        tell_count("{n} text in step", "{n} texts in step", found.done),
        tell("{count} to translate", count=found.new),
        tell("{count} out of date", count=found.stale),
        tell("{count} no longer needed", count=found.gone),
    )
    output.say(together(counts, ", "))
