"""A toolkit and a layout together: the input of a build."""

from dataclasses import replace
from pathlib import Path

from cardprint.errors import InputError, Problem
from cardprint.load.characters import check_characters, with_scripts
from cardprint.load.layout import Layout, load_layout
from cardprint.load.reading import load_toolkit
from cardprint.load.themes import in_theme
from cardprint.load.toolkit import Toolkit
from cardprint.model.layout import LayoutSettings
from cardprint.storage.project import Project


def load_inputs(
    project: Project,
    toolkit: Path,
    layout: str,
    theme: str | None = None,
    *,
    translation: str = "",
) -> tuple[Toolkit, Layout]:
    """Load a toolkit and a layout, with fonts that can show the text.

    :param theme: shown instead of the theme of the toolkit.
    :param translation: the language to load it in, instead of the one that it was written in.
    :raises InputError: with every problem in either.
    """
    return with_layout(project, load_toolkit(toolkit, project, translation), layout, theme)


def with_layout(
    project: Project, loaded: Toolkit, layout: str, theme: str | None = None
) -> tuple[Toolkit, Layout]:
    """A loaded toolkit with a layout for it.

    :param theme: shown instead of the theme of the toolkit.
    :raises InputError: with every problem in the layout, or in what the two are together.
    """
    problems: list[Problem] = []
    if theme:
        layers = in_theme(project, loaded.layers, theme, problems.append)
        loaded = replace(loaded, layers=layers)
    design = load_layout(layout, project, loaded.locale, _settings(loaded, layout), loaded.layers)
    if design.info.press:
        # What is printed in thousands cannot be mended.
        problems += [pair.changed for pair in loaded.pairs if pair.is_stale]
    for name in loaded.info.layouts:
        try:
            project.layout_chain(name)
        except InputError as error:
            place = loaded.at(None, "layouts", name)
            problems += [Problem(place, each.message, each.hint) for each in error.problems]
    design = with_scripts(design, loaded, project, problems.append)
    check_characters(loaded, design, problems.append)
    if problems:
        raise InputError(problems)
    return loaded, design


def _settings(toolkit: Toolkit, layout: str) -> LayoutSettings | None:
    """The toolkit's settings for a layout, or for the layout without those over it."""
    wanted = toolkit.info.layouts
    return wanted.get(layout) or wanted.get(layout.partition("+")[0])
