"""This project's own toolkits look as they were accepted."""

from pathlib import Path

from conftest import ROOT, Run

LAYOUTS = ("grid-a4", "screen")


def test_the_toolkits_look_as_they_were_accepted(cardprint: Run, tmp_path: Path) -> None:
    """After a change that is wanted: look at the report, then run ``make accept``."""
    toolkits = sorted(folder.name for folder in (ROOT / "toolkits").iterdir())
    report = tmp_path / "report"
    done = cardprint("compare", "--out", tmp_path, "--report", report, cwd=ROOT)
    print(done.stdout, done.stderr)
    assert done.returncode == 0
    told = [line.partition(":")[0] for line in done.stdout.splitlines() if line[0] != " "]
    assert told == [f"{slug}-{layout}" for slug in toolkits for layout in LAYOUTS]
    assert (report / "index.html").is_file()


def test_the_baselines_are_small_enough_to_keep() -> None:
    """Less than 40 kB a page, on average, in each of them."""
    folders = sorted((ROOT / "baseline").iterdir())
    assert len(folders) == len(LAYOUTS) * len(list((ROOT / "toolkits").iterdir()))
    for folder in folders:
        sizes = [file.stat().st_size for file in folder.iterdir()]
        pages = len(list(folder.glob("page-*.webp")))
        assert pages
        assert sum(sizes) / pages < 40_000, folder.name
