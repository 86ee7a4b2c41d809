"""Data as new lines of a YAML file, written as the lines around them are."""

from cardprint.storage.filling import width_of
from cardprint.storage.scalars import Setting, written
from cardprint.storage.tree import Node, Style, Tree

Data = str | None | list["Data"] | dict[str, "Data"]
"""What a file can hold: texts, and lists and mappings of them."""


def repeated_text(tree: Tree, repeat: Node) -> str:
    """What to write in the place of a repetition, so that it says the same."""
    node = next(n for n in tree.nodes.values() if n.name == repeat.name and n.kind != "repeat")
    if node.kind == "text":
        column = repeat.start - tree.line_of(repeat.start)
        setting = Setting(
            column, repeat.column, max(repeat.column, 0) + tree.step, width_of(tree), tree.newline,
            isinstance(repeat.path[-1], int), repeat.in_flow, node.style, value=node.value,
        )  # fmt: skip
        return "" if is_nothing(node) else written(node.value, setting)
    return _inline(tree, node)


def is_nothing(node: Node) -> bool:
    """Whether no value is written."""
    return not node.style and node.kind == "text" and node.value in ("", "~", "null")


def _inline(tree: Tree, node: Node) -> str:
    """A node with all below it, in brackets; inner repetitions stay repetitions."""
    if node.kind == "repeat":
        return f"*{node.name} "
    if node.kind == "text":
        return "null" if is_nothing(node) else in_brackets(node.value)
    children = [tree.nodes[path] for path in node.children]
    if node.kind == "list":
        return "[" + ", ".join(_inline(tree, each) for each in children) + "]"
    pairs = (f"{in_brackets(str(each.path[-1]))}: {_inline(tree, each)}" for each in children)
    return "{" + ", ".join(pairs) + "}"


def in_brackets(text: str) -> str:
    """A text between brackets, on one line."""
    return written(text, Setting(in_flow=True, width=10**6))


def lines_of(data: Data, tree: Tree, indent: int, quote: Style = '"') -> list[str]:
    """The lines of a list or mapping, each with its indentation and without its end."""
    width = width_of(tree)
    found: list[str] = []
    space = " " * indent
    pairs = data.items() if isinstance(data, dict) else enumerate(data or ())
    for key, value in pairs:
        head = "-" if isinstance(key, int) else f"{key_text(key)}:"
        if isinstance(value, dict | list) and value:
            inner = indent + (2 if isinstance(key, int) else tree.step)
            below = lines_of(value, tree, inner, quote)
            if isinstance(key, int):
                below[0] = f"{space}- {below[0].lstrip(' ')}"
                found += below
            else:
                found += [space + head, *below]
        elif isinstance(value, dict | list):
            found.append(f"{space}{head} {'{}' if isinstance(value, dict) else '[]'}")
        elif value is None:
            found.append(space + head)
        else:
            setting = Setting(
                indent + len(head) + 1, indent, indent + tree.step, width, "\n",
                isinstance(key, int), style=_style(value), quote=quote,
            )  # fmt: skip
            found += f"{space}{head} {written(value, setting)}".split("\n")
    return found


def _style(value: str) -> Style:
    """The style for a new text: on lines of its own when it is more than a line."""
    return "|" if "\n" in value.strip("\n") else ""


def key_text(key: str) -> str:
    """A name as it is written before its colon."""
    return in_brackets(key)


def in_one_line(data: Data) -> str:
    """Any data in brackets."""
    if isinstance(data, list):
        return "[" + ", ".join(map(in_one_line, data)) + "]"
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key_text(k)}: {in_one_line(v)}" for k, v in data.items()) + "}"
    return "null" if data is None else in_brackets(data)
