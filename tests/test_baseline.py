"""This project's own toolkits look as they were accepted."""

from pathlib import Path

import pytest

import here
from conftest import ROOT, Run

TOOLKITS = sorted(folder.name for folder in (ROOT / "toolkits").iterdir())
LAYOUTS = ("grid-a4", "screen")


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_a_toolkit_looks_as_it_was_accepted(
    toolkit: str, cardprint: Run, once: here.Once, tmp_path: Path
) -> None:
    """After a change that is wanted: look at the report, then run ``make accept``."""
    report = tmp_path / "report"
    with once(toolkit):
        done = cardprint("compare", toolkit, "--out", tmp_path, "--report", report, cwd=ROOT)
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    told = [line.partition(":")[0] for line in done.stdout.splitlines() if line[0] != " "]
    assert told == [f"{toolkit}-{layout}" for layout in LAYOUTS]
    assert (report / "index.html").is_file()


def test_the_baselines_are_small_enough_to_keep() -> None:
    """Less than 40 KiB a page, on average, in each of them."""
    folders = sorted((ROOT / "baseline").iterdir())
    assert len(folders) == len(LAYOUTS) * len(TOOLKITS)
    for folder in folders:
        sizes = [file.stat().st_size for file in folder.iterdir()]
        pages = len(list(folder.glob("page-*.webp")))
        assert pages
        assert sum(sizes) / pages < 40 * 1024, folder.name
