"""Measure builds against one WeasyPrint render of the same pages; ratios of one run.

    make bench                          the first toolkit, five rounds
    .venv/bin/python tests/bench.py --rounds 9 TOOLKIT TOOLKIT

The printed card (grid-a4) is measured in the same way, and a handout of three options against one
render of its page.

Comparing is measured against a cold build, and two files against diff-pdf-visually, where the
programs that it runs are installed (poppler-utils, imagemagick).

More than one toolkit is one build of them all, against one single render after another.

Every figure is the median over the rounds of a whole process, from its start to its end; the
rounds take turns, so that a slow moment of the machine falls on all of them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psutil

from cardprint import Project
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from single import single_document

ROOT = Path(__file__).parents[1]
GOALS = {"cold build": 1.0, "no change": 0.1, "one changed cell": 0.5}
PRINTED_GOALS = {"cold build of grid-a4": 1.3}
HANDOUT_GOALS = {"handout and its form": 2.0}
COMPARE_GOALS = {"comparing": 0.5}
FILES_GOALS = {"comparing two files": 1.0}
MEMORY_GOAL_MIB = 300

_SINGLE = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


class Bench:
    """A copy of the project with a cache of its own."""

    def __init__(self, folder: Path, toolkits: list[str]) -> None:
        self.folder, self.toolkits = folder, toolkits
        self.project = folder / "project"
        for name in ("toolkits", "layouts", "fonts"):
            shutil.copytree(ROOT / name, self.project / name)
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        self.card = min((self.project / "toolkits" / toolkits[0] / "cards").glob("*.yaml"))
        self.original = self.card.read_text("utf-8")
        self.changes = 0

    def run(self, *command: str) -> float:
        """Seconds that a command takes."""
        start = time.perf_counter()
        subprocess.run(
            command, cwd=self.project, env=self.environment, check=True, capture_output=True
        )
        return time.perf_counter() - start

    def build(self, layout: str = "screen") -> float:
        """Seconds of a build with what the cache now holds."""
        report = str(self.folder / "report.json")
        return self.run(
            sys.executable,
            "-m",
            "cardprint",
            "build",
            *self.toolkits,
            "--layout",
            layout,
            "--quiet",
            "--report",
            report,
        )

    def cold(self, layout: str = "screen") -> float:
        """A build with an empty cache."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self.build(layout)

    def changed(self) -> float:
        """A build after one cell has changed since the last."""
        self.changes += 1
        head, answers, rest = self.original.partition("inhoud: >-\n        ")
        self.card.write_text(f"{head}{answers}Keer {self.changes}. {rest}", "utf-8")
        return self.build()

    def write_singles(self, layout: str = "screen") -> list[Path]:
        """All pages of each toolkit as one HTML document, at the sizes that were found."""
        self.cold(layout)
        project, pages = Project(self.project), []
        for report in json.loads((self.folder / "report.json").read_text("utf-8")):
            folder = project.toolkits()[report["toolkit"]]
            sheets = compose(*load_inputs(project, folder, layout))
            page = self.folder / f"{report['toolkit']}-{layout}.html"
            page.write_text(single_document(sheets, report["text_pt"]), "utf-8")
            pages.append(page)
        return pages

    def options(self) -> list[str]:
        """The first three options of the first card of the first toolkit."""
        project = Project(self.project)
        toolkit, _ = load_inputs(project, project.toolkits()[self.toolkits[0]], "grid-a4")
        card = toolkit.cards[0]
        return [f"{card.id}/{option.id}" for option in card.options[:3]]

    def handout(self, options: list[str]) -> float:
        """A handout of chosen options, to print and to fill in."""
        chosen = [word for name in options for word in ("--option", name)]
        return self.run(sys.executable, "-m", "cardprint", "handout", self.toolkits[0], *chosen)

    def write_handout(self, options: list[str]) -> Path:
        """The page of that handout as one HTML document, at the size that was found."""
        from cardprint.load.selection import choose
        from cardprint.pipeline.handouts import handout

        (print_, _) = handout(self.project, self.toolkits[0], options, out=self.folder)
        project = Project(self.project)
        toolkit, layout = load_inputs(project, project.toolkits()[self.toolkits[0]], "grid-a4")
        sheets = compose(choose(toolkit, options, "Gekozen.", "Gekozen"), layout)
        page = self.folder / "handout.html"
        page.write_text(single_document(sheets, print_.text_pt), "utf-8")
        return page

    def single(self, page: Path) -> float:
        """One WeasyPrint render of a document."""
        return self.run(sys.executable, "-c", _SINGLE, str(page), str(page.with_suffix(".pdf")))

    def cardprint(self, *words: str) -> float:
        """Seconds of a command that ends well."""
        return self.run(sys.executable, "-m", "cardprint", *words)

    def two_files(self) -> tuple[str, str]:
        """The first toolkit before and after a change of a word."""
        made = self.project / "out" / f"{self.toolkits[0]}-screen.pdf"
        before, after = self.folder / "before.pdf", self.folder / "after.pdf"
        shutil.copy(made, before)
        self.changed()
        shutil.copy(made, after)
        self.card.write_text(self.original, "utf-8")
        self.build()
        return str(before), str(after)

    def peak_mib(self) -> tuple[float, float]:
        """Peak memory of a cold build's whole process tree: shared pages once, and counted double.

        The first is the proportional set size of Linux: a page that five processes share counts
        for a fifth in each.
        """
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self.peak_mib_of("build", *self.toolkits, "--quiet")

    def peak_mib_of(self, *words: str) -> tuple[float, float]:
        """The same of any command."""
        process = psutil.Popen(
            [sys.executable, "-m", "cardprint", *words],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        peak = [0.0, 0.0]
        while process.poll() is None:
            total = [0.0, 0.0]
            for each in (process, *_children(process)):
                try:
                    memory = each.memory_full_info()
                except psutil.Error:
                    continue
                total[0] += memory.pss
                total[1] += memory.rss
            peak = [max(pair) for pair in zip(peak, total, strict=True)]
            time.sleep(0.01)
        return peak[0] / 2**20, peak[1] / 2**20


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def measure(bench: Bench, rounds: int) -> dict[str, float]:
    """The median seconds of every contestant."""
    pages = bench.write_singles()
    contestants: dict[str, Callable[[], float]] = {
        "single WeasyPrint render": lambda: sum(bench.single(page) for page in pages),
        "cold build": bench.cold,
        "no change": bench.build,
        "one changed cell": bench.changed,
    }
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        contestants["headless Chromium"] = lambda: sum(
            bench.run(
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={bench.folder / 'chromium'}",
                f"--print-to-pdf={bench.folder / 'chromium.pdf'}", str(page),
            )
            for page in pages
        )  # fmt: skip
    return medians(contestants, rounds)


def measure_print(bench: Bench, rounds: int) -> dict[str, float]:
    """The median seconds of the printed card and of a handout, each after its single render."""
    pages, options = bench.write_singles("grid-a4"), bench.options()
    page = bench.write_handout(options)
    contestants: dict[str, Callable[[], float]] = {
        "single render of grid-a4": lambda: sum(bench.single(page) for page in pages),
        "cold build of grid-a4": lambda: bench.cold("grid-a4"),
        "single render of a handout": lambda: bench.single(page),
        "handout and its form": lambda: bench.handout(options),
    }
    return medians(contestants, rounds)


def measure_comparison(bench: Bench, rounds: int) -> dict[str, float]:
    """The median seconds of a comparison after a cold build, and of two files that differ."""
    slug = bench.toolkits[0]
    bench.card.write_text(bench.original, "utf-8")
    bench.cold()
    bench.cardprint("accept", slug, "--layout", "screen")
    before, after = bench.two_files()

    def compared(*words: str) -> float:
        start = time.perf_counter()
        done = subprocess.run(words, cwd=bench.project, env=bench.environment, check=False,
                              capture_output=True)  # fmt: skip
        if done.returncode not in (2, 6):  # how the two tell of a difference
            raise RuntimeError(done.stderr.decode())
        return time.perf_counter() - start

    contestants: dict[str, Callable[[], float]] = {
        "cold build": bench.cold,
        "comparing": lambda: bench.cardprint("compare", slug, "--layout", "screen"),
    }
    if shutil.which("pdftocairo") and shutil.which("compare"):
        contestants["diff-pdf-visually"] = lambda: compared(
            sys.executable, "-m", "diff_pdf_visually", before, after
        )
        contestants["comparing two files"] = lambda: compared(
            sys.executable, "-m", "cardprint", "compare", before, after
        )
    return medians(contestants, rounds)


def medians(contestants: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median seconds of each, taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            seconds[name].append(contestant())
    return {name: median(values) for name, values in seconds.items()}


def show(seconds: dict[str, float], goals: dict[str, float], base: str) -> None:
    """Print a table of seconds and their ratios to one of them."""
    for name, value in seconds.items():
        goal = f"{goals[name]:8.2f}" if name in goals else ""
        print(f"{name:28}{value:8.2f}{value / seconds[base]:8.2f}{goal}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("toolkits", nargs="*", default=["persoonlijkheidsstoornissen"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.toolkits)
        seconds = measure(bench, options.rounds)
        print(f"{', '.join(options.toolkits)}; {options.rounds} rounds, {os.cpu_count()} cores\n")
        print(f"{'':28}{'seconds':>8}{'ratio':>8}{'goal':>8}")
        show(seconds, GOALS, "single WeasyPrint render")
        for name in options.toolkits:
            size = (bench.project / "out" / f"{name}-screen.pdf").stat().st_size
            single = (bench.folder / f"{name}-screen.pdf").stat().st_size
            print(f"size: {size:,} bytes, {size / single:.2f} of the single render's {single:,}")
        shared, resident = bench.peak_mib()
        print(
            f"peak memory: {shared:.0f} MiB (goal {MEMORY_GOAL_MIB}), {resident:.0f} MiB resident"
        )
        printed = measure_print(bench, options.rounds)
        names = list(printed)
        print()
        show({name: printed[name] for name in names[:2]}, PRINTED_GOALS, names[0])
        show({name: printed[name] for name in names[2:]}, HANDOUT_GOALS, names[2])
        show_comparison(bench, options.rounds)


def show_comparison(bench: Bench, rounds: int) -> None:
    """Print how long comparing takes, and how much memory."""
    seconds = measure_comparison(bench, rounds)
    names = list(seconds)
    print()
    show({name: seconds[name] for name in names[:2]}, COMPARE_GOALS, names[0])
    if names[2:]:
        show({name: seconds[name] for name in names[2:]}, FILES_GOALS, names[2])
    for slug in sorted({bench.toolkits[0], "pmt-bij-mbt", "ptss"}):
        bench.cardprint("accept", slug, "--layout", "screen")
        shared, _ = bench.peak_mib_of("compare", slug, "--layout", "screen")
        pages = len(list((bench.project / "baseline" / f"{slug}-screen").glob("page-*.webp")))
        print(f"comparing {slug}: {pages} pages, {shared:.0f} MiB (goal {MEMORY_GOAL_MIB})")


if __name__ == "__main__":
    main()
