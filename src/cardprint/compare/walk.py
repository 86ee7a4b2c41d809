"""The trees of a PDF, which in a damaged file may be circles."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pikepdf import Array, Dictionary, Object

Known = TypeVar("Known")


def walk(
    roots: Iterable[tuple[Object | None, Known]],
    below: Callable[[Object, Known], Iterable[tuple[Object | None, Known]]],
) -> Iterator[tuple[Object, Known]]:
    """Every dictionary of some trees, from parent to child, each once.

    Without recursion: a file may nest as deep as it likes.

    :param roots: where to begin, each with what is known of it.
    :param below: what follows from a dictionary, in order, likewise.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [*roots][::-1]
    while waiting:
        item, known = waiting.pop()
        if not isinstance(item, Dictionary) or item.objgen in seen:
            continue
        if item.is_indirect:
            seen.add(item.objgen)
        yield item, known
        waiting += [*below(item, known)][::-1]


def chain(item: Object | None, key: str) -> Iterator[Object]:
    """A dictionary, what its key leads to, and so on; each once."""
    yield from (each for each, _ in walk([(item, None)], lambda it, _: [(it.get(key), None)]))


def items(value: Object | None) -> Iterator[Object]:
    """The dictionaries of an array, or the one that stands for an array of one."""
    for each in value if isinstance(value, Array) else (value,):
        if isinstance(each, Dictionary):
            yield each
