"""Changes of the small project with accepted states."""

from collections.abc import Callable
from pathlib import Path

import yaml

from cardprint import Cache
from cardprint.compare.run import BuildSettings

SLUG = "slapen"
CARD = f"toolkits/{SLUG}/cards/rust.yaml"
Edit = Callable[[Path], object]


def made_with(cache: Cache) -> BuildSettings:
    return BuildSettings(jobs=1, cache=cache)


def replaced(file: str, old: str, new: str) -> Edit:
    def edit(project: Path) -> None:
        path = project / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    return edit


def styled(rule: str) -> Edit:
    return replaced("layouts/eigen/style.css", "/* eigen regels */", rule)


def of_toolkit(change: Callable[[dict], object], file: str = "toolkit.yaml") -> Edit:  # type: ignore[type-arg]
    def edit(project: Path) -> None:
        path = project / "toolkits" / SLUG / file
        data = yaml.safe_load(path.read_text("utf-8"))
        change(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")

    return edit
