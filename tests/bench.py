"""Measure builds against one WeasyPrint render of the same pages; ratios of one run.

    make bench                          the first toolkit, five rounds
    .venv/bin/python tests/bench.py --rounds 9 TOOLKIT TOOLKIT

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
from cardprint.building import load
from single import single_document

ROOT = Path(__file__).parents[1]
GOALS = {"cold build": 1.0, "no change": 0.1, "one changed cell": 0.5}
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

    def build(self) -> float:
        """Seconds of a build with what the cache now holds."""
        report = str(self.folder / "report.json")
        return self.run(
            sys.executable,
            "-m",
            "cardprint",
            "build",
            *self.toolkits,
            "--quiet",
            "--report",
            report,
        )

    def cold(self) -> float:
        """A build with an empty cache."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self.build()

    def changed(self) -> float:
        """A build after one cell has changed since the last."""
        self.changes += 1
        head, answers, rest = self.original.partition("inhoud: >-\n        ")
        self.card.write_text(f"{head}{answers}Keer {self.changes}. {rest}", "utf-8")
        return self.build()

    def write_singles(self) -> list[Path]:
        """All pages of each toolkit as one HTML document, at the sizes that were found."""
        self.cold()
        project, pages = Project(self.project), []
        for report in json.loads((self.folder / "report.json").read_text("utf-8")):
            folder = project.toolkits()[report["toolkit"]]
            sheets = compose(*load(project, folder, "screen"))
            page = self.folder / f"{report['toolkit']}.html"
            page.write_text(single_document(sheets, report["text_pt"]), "utf-8")
            pages.append(page)
        return pages

    def single(self, page: Path) -> float:
        """One WeasyPrint render of a document."""
        return self.run(sys.executable, "-c", _SINGLE, str(page), str(page.with_suffix(".pdf")))

    def peak_mib(self) -> tuple[float, float]:
        """Peak memory of a cold build's whole process tree: shared pages once, and counted double.

        The first is the proportional set size of Linux: a page that five processes share counts
        for a fifth in each.
        """
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        process = psutil.Popen(
            [sys.executable, "-m", "cardprint", "build", *self.toolkits, "--quiet"],
            cwd=self.project,
            env=self.environment,
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
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            seconds[name].append(contestant())
    return {name: median(values) for name, values in seconds.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("toolkits", nargs="*", default=["persoonlijkheidsstoornissen"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.toolkits)
        seconds = measure(bench, options.rounds)
        base = seconds["single WeasyPrint render"]
        print(f"{', '.join(options.toolkits)}; {options.rounds} rounds, {os.cpu_count()} cores\n")
        print(f"{'':28}{'seconds':>8}{'ratio':>8}{'goal':>8}")
        for name, value in seconds.items():
            goal = f"{GOALS[name]:8.2f}" if name in GOALS else ""
            print(f"{name:28}{value:8.2f}{value / base:8.2f}{goal}")
        for name in options.toolkits:
            size = (bench.project / "out" / f"{name}-screen.pdf").stat().st_size
            single = (bench.folder / f"{name}.pdf").stat().st_size
            print(f"size: {size:,} bytes, {size / single:.2f} of the single render's {single:,}")
        shared, resident = bench.peak_mib()
        print(
            f"peak memory: {shared:.0f} MiB (goal {MEMORY_GOAL_MIB}), {resident:.0f} MiB resident"
        )


if __name__ == "__main__":
    main()
