"""Where templates are read from, within limits."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path

from cardprint.compose.limits import MAX_TEMPLATE_BYTES
from cardprint.messages.catalogue import tell
from cardprint.storage.project import inside


class Folders(BaseLoader):
    """The templates in the folders of a layout, the nearest first; nothing outside them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """The text of a template, and its file.

        :raises TemplateNotFound: when there is no such template inside the folders.
        :raises TemplateSyntaxError: when it cannot be read.
        """
        del environment
        pieces = split_template_path(template)
        for folder in self.folders:
            file = folder.joinpath(*pieces)
            # A link may lead to a file outside the project.
            if file.is_file() and inside(folder.parent, file):
                return _text(file, template), str(file), None
        raise TemplateNotFound(template)

    def known(self) -> list[str]:
        """The names of all templates."""
        return [file.name for folder in self.folders for file in sorted(folder.glob("*.j2"))]


def _text(file: Path, name: str) -> str:
    if file.stat().st_size > MAX_TEMPLATE_BYTES:
        message = tell("the template has more than {limit} bytes", limit=MAX_TEMPLATE_BYTES)
        raise TemplateSyntaxError(message, 1, name, str(file))
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        message = tell("the template is not UTF-8; save it as UTF-8")
        raise TemplateSyntaxError(message, line, name, str(file)) from error
