"""The rooms of the program: each imports only those below it, and no two modules each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cardprint

ROOMS = (
    "messages", "errors", "model", "text", "storage", "load", "editorial", "exchange", "translate",
    "compose", "render", "link", "assemble", "verify", "pipeline", "compare", "edit", "serve",
    "command",
)  # fmt: skip
"""From the ground floor up. What is not named here is an entrance, and may import everything."""
ENTRANCES = {"__init__", "__main__", "pytest_plugin"}

SOURCE = Path(cardprint.__file__).parent


def module_of(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module_of(path): path for path in SOURCE.rglob("*.py")}


def imports(path: Path) -> Iterator[str]:
    """The modules of cardprint that a file imports anywhere in it, also for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            inner = name.removeprefix("cardprint.")
            if inner != name:
                yield inner if inner in MODULES else inner.rpartition(".")[0]


def test_every_room_is_on_a_floor() -> None:
    assert {name.partition(".")[0] for name in MODULES} == {*ROOMS, *ENTRANCES}


def test_a_room_imports_only_what_is_below_it() -> None:
    floor = {room: number for number, room in enumerate(ROOMS)}
    upwards = [
        f"{name} imports {other}"
        for name, path in MODULES.items()
        for other in imports(path)
        if (room := name.partition(".")[0]) in floor
        and floor.get(other.partition(".")[0], len(ROOMS)) > floor[room]
    ]
    assert upwards == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    arrows = {name: set(imports(path)) for name, path in MODULES.items() if name not in ENTRANCES}
    while free := {name for name, others in arrows.items() if not others & arrows.keys()}:
        arrows = {name: others for name, others in arrows.items() if name not in free}
    assert arrows == {}
