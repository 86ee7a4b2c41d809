"""A page in words, so that a change of the accepted state can be reviewed line by line."""

from collections.abc import Iterator, Sequence

from cardprint.compare.state import FileState, PageState
from cardprint.verify.page import Run


def describe_page(page: PageState) -> str:
    """A page's size, text with its place and look, lines and areas, links and tags."""
    return "\n".join(_of_page(page)) + "\n"


def _of_page(page: PageState) -> Iterator[str]:
    width, height = page.size
    yield f"size {width:.1f} {height:.1f}"
    look = ""
    for block in page.blocks:
        for run in block.runs:
            if look != (look := _look(run)):
                yield f"[{look}]"
        x, y = block.runs[0].origin
        yield f"{x:.0f} {y:.0f} {block.text}"
    yield from _listed("drawn", [f"{count}{each}" for each, count in _counted(page)])
    yield from _listed("links", [f"{link.say} -> {link.target}" for link in page.links])
    yield from _listed("tags", [" ".join(page.tags)] if page.tags else [])


def _look(run: Run) -> str:
    return f"{run.font.partition('+')[2] or run.font} {run.size_pt:.1f} {run.colour}"


def _counted(page: PageState) -> Iterator[tuple[str, str]]:
    """Each look of a mark, with how often it occurs."""
    looks = [mark.look for mark in page.marks]
    for look in sorted(set(looks)):
        yield look, f"{looks.count(look)} x "


def _listed(name: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"# {name}"
        yield from lines


def describe_file(state: FileState) -> str:
    """Title, language, and bookmarks with their pages."""
    marks = (
        f"{'  ' * level}{title} -> {'nowhere' if page is None else page + 1}"
        for level, title, page in state.bookmarks
    )
    return (
        "\n".join([f"title {state.facts['title']}", f"language {state.facts['language']}", *marks])
        + "\n"
    )
