"""Every character of the text has a glyph: fonts for its script are added if needed."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from babel.dates import format_date

from cardprint.errors import Problem
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.load.typefaces import load_typeface
from cardprint.load.wording import texts
from cardprint.messages.catalogue import tell
from cardprint.storage.project import Project
from cardprint.text.fonts import missing_characters


def with_scripts(
    layout: Layout,
    toolkit: Toolkit,
    project: Project,
    report: Callable[[Problem], None],
    more: str = "",
) -> Layout:
    """The layout, with typefaces of the project for the characters that its own do not have.

    The typeface with most of the missing characters comes first, then the one with most of the
    rest, so that a script comes from one typeface. A typeface that was made for one script comes
    before those for running text, which lend it letters of another style.

    :param more: other text for the pages, such as a name.
    """
    missing = missing_characters("".join((more, *_words(toolkit, layout))), layout.font_files)
    if not missing:
        return layout
    unused = {
        name: load_typeface(name, folder, project, report)
        for name, folder in project.fonts().items()
        if folder not in layout.font_folders
    }
    added = []
    while missing and unused:
        left = {name: missing_characters("".join(missing), face.paths)
                for name, face in unused.items()}  # fmt: skip
        helpful = [name for name in left if len(left[name]) < len(missing)]
        if not helpful:
            break
        best = min(helpful, key=lambda name: (unused[name].is_for_text, len(left[name])))
        missing = left[best]
        added.append(unused.pop(best))
    return replace(layout, typefaces=(*layout.typefaces, *added))


def _words(toolkit: Toolkit, layout: Layout) -> Iterator[str]:
    """All words on the pages: texts, labels, dates."""
    yield from (text for _, _, text, _ in texts(toolkit))
    yield from layout.labels.values()
    for date in (toolkit.info.published, toolkit.info.review_by):
        yield format_date(date, format="long", locale=toolkit.locale.babel)


def check_characters(toolkit: Toolkit, layout: Layout, report: Callable[[Problem], None]) -> None:
    """Report every character that the fonts cannot show, at its first place in the text.

    One letter of each script is enough: the others need the same font.
    """
    for part, path, text, _ in texts(toolkit):
        seen: set[str] = set()
        for character in missing_characters(text, layout.font_files):
            name = unicodedata.name(character, "no name").lower()
            script = name.split()[0].title() if character.isalpha() else ""
            if script and script in seen:
                continue
            seen.add(script)
            message = tell(
                "the fonts have no '{character}' (U+{code}, {name})",
                character=character,
                code=f"{ord(character):04X}",
                name=name,
            )
            hint = (
                tell("add a font for {script} letters to the folder fonts/, "
                     "or write it in letters that are there", script=script)
                if script else tell("write it in words")
            )  # fmt: skip
            report(Problem(toolkit.find(part, path, character), message, hint))
    for label in layout.labels.values():
        if missing := missing_characters(label, layout.font_files):
            report(
                Problem(
                    toolkit.at(None, "language"),
                    tell(
                        "the fonts cannot show the words of the language, such as '{label}': "
                        "they have no '{character}'",
                        label=label,
                        character=missing[0],
                    ),
                    tell("add a font that has it to the folder fonts/"),
                )
            )
            break
