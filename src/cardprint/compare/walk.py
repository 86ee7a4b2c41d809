"""Walks through the trees of a PDF, which may be circles in a damaged file."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pikepdf import Array, Dictionary, Object

Known = TypeVar("Known")


def walk(
    roots: Iterable[tuple[Object | None, Known]],
    below: Callable[[Object, Known], Iterable[tuple[Object | None, Known]]],
) -> Iterator[tuple[Object, Known]]:
    """Every dictionary of the trees, from parent to child, each once.

    There is no recursion, because a file may nest as deep as it likes.

    :param roots: the dictionaries to begin with, each with what is known about it.
    :param below: gives the children of a dictionary in order, each with what is known about it.
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
    """A dictionary, the one that its key leads to, and so on; each once."""
    yield from (each for each, _ in walk([(item, None)], lambda it, _: [(it.get(key), None)]))


def items(value: Object | None) -> Iterator[Object]:
    """The dictionaries of an array, or a single dictionary in place of an array."""
    for each in value if isinstance(value, Array) else (value,):
        if isinstance(each, Dictionary):
            yield each
