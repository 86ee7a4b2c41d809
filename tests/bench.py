"""Measure builds against one WeasyPrint render of the same pages; ratios of one run.

    make bench                          the first toolkit, five rounds, everything
    .venv/bin/python tests/bench.py --rounds 9 TOOLKIT TOOLKIT
    .venv/bin/python tests/bench.py --rounds 1 --only screen --only compare

The tables, by the names that ``--only`` takes:

screen    cold, unchanged, one cell changed, one colour changed; Chromium with the same pages, and
          Typst with the same words, where they are installed; peak memory
grid-a4   the printed card
handout   three options to print and to fill in, against one render of the page
compare   against a cold build, and two files against diff-pdf-visually, where the programs that it
          runs are installed (poppler-utils, imagemagick)
all       every toolkit in two layouts (``make build``) and in every layout; once
editions  what one more edition costs, in seconds of processors, and the memory of many; once
growth    toolkits of 6, 24 and 96 cards; once
preview   from saving a file to the new pictures in a real browser; five changes in each round

More than one toolkit is one build of them all, against one single render after another.

Every figure is the median over the rounds of a whole process, from its start to its end; the
rounds take turns, so that a slow moment of the machine falls on all of them.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import psutil

from bench_preview import measure_preview, show_preview
from cardprint import Project
from cardprint.compose.sheets import compose
from cardprint.load.inputs import load_inputs
from single import single_document
from typst_pages import typst_document

ROOT = Path(__file__).parents[1]
GOALS = {
    "cold build": 0.6,
    "no change": 0.02,
    "one changed cell": 0.2,
    "one changed colour": 0.7,
}
PRINTED_GOALS = {"cold build of grid-a4": 0.8}
HANDOUT_GOALS = {"handout and its form": 1.2}
COMPARE_GOALS = {"comparing": 0.15}
FILES_GOALS = {"comparing two files": 1.0}
EDITION_GOAL = 0.05
"""The cost of one more edition, in cold builds."""
EDITIONS_GOAL = 10
"""Editions a second, on two cores."""
EDITIONS_MEMORY_GOAL_MIB = 400
MEMORY_GOAL_MIB = 300
TABLES = ("screen", "grid-a4", "handout", "compare", "all", "editions", "growth", "preview")
GROWTH = (6, 24, 96)
"""Numbers of cards; the time of a card should stay the same."""

_TYPST = "import sys, typst; typst.compile(sys.argv[1], sys.argv[2])"
_COLOUR = re.compile("#[0-9a-f]{6}")
_ID = re.compile(r"^id: (\S+)$", re.MULTILINE)
_SINGLE = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""


class Bench:
    """A copy of the project with a cache of its own."""

    def __init__(self, folder: Path, toolkits: list[str]) -> None:
        self.folder, self.toolkits = folder, toolkits
        self.project = folder / "project"
        shutil.copytree(ROOT / "toolkits", self.project / "toolkits")
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        self.card = min((self.project / "toolkits" / toolkits[0] / "cards").glob("*.yaml"))
        self.original = self.card.read_text("utf-8")
        self.style = self.project / "toolkits" / toolkits[0] / "toolkit.yaml"
        self.colours = self.style.read_text("utf-8")
        self.changes = 0

    def run(self, *command: str) -> float:
        """Seconds that a command takes."""
        start = time.perf_counter()
        done = subprocess.run(
            command, cwd=self.project, env=self.environment, check=False, capture_output=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
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

    def recoloured(self) -> float:
        """A build after the colour of a card has changed since the last."""
        self.changes += 1
        changed = _COLOUR.sub(lambda found: _darker(found[0], self.changes), self.colours, count=1)
        self.style.write_text(changed, "utf-8")
        seconds = self.build()
        self.style.write_text(self.colours, "utf-8")
        return seconds

    def all_of(self, *layouts: str) -> tuple[float, int, int]:
        """Seconds of a cold build of every toolkit in some layouts, with its files and pages."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        report = self.folder / "all.json"
        named = [word for layout in layouts for word in ("--layout", layout)]
        seconds = self.cardprint("build", *named, "--quiet", "--report", str(report))
        files = json.loads(report.read_text("utf-8"))
        return seconds, len(files), sum(file["pages"] for file in files)

    def grow(self, count: int) -> str:
        """A toolkit with as many cards, copies of those of the first toolkit; its name."""
        slug, toolkits = f"cards-{count}", self.project / "toolkits"
        folder = Path(shutil.copytree(toolkits / self.toolkits[0], toolkits / slug))
        cards = sorted((folder / "cards").glob("*.yaml"))
        listed = [f"  - cards/{card.name}" for card in cards]
        for number in range(len(cards), count):
            card = cards[number % len(cards)]
            text = _ID.sub(rf"id: \1-{number}", card.read_text("utf-8"), count=1)
            (folder / "cards" / f"extra-{number}.yaml").write_text(text, "utf-8")
            listed.append(f"  - cards/extra-{number}.yaml")
        file = folder / "toolkit.yaml"
        lines = [line for line in file.read_text("utf-8").splitlines() if "- cards/" not in line]
        last = max(i for i, line in enumerate(lines) if "- pages/" in line)
        file.write_text("\n".join([*lines[:last], *listed, *lines[last:], ""]), "utf-8")
        return slug

    def write_singles(self, layout: str = "screen") -> list[Path]:
        """All pages of each toolkit as one HTML document, at the sizes that were found."""
        self.cold(layout)
        project, pages = Project(self.project), []
        for report in json.loads((self.folder / "report.json").read_text("utf-8")):
            folder = project.toolkits()[report["toolkit"]]
            sheets = compose(*load_inputs(project, folder, layout))
            words = self.folder / f"{report['toolkit']}-{layout}.typ"
            words.write_text(typst_document(sheets), "utf-8")
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

    def preview(self, changes: int) -> dict[str, list[float]]:
        """Seconds from saving a file to the new pictures in a browser."""
        self.card.write_text(self.original, "utf-8")
        return measure_preview(self.project, self.environment, self.toolkits[0], self.card, changes)

    def peak_mib(self) -> tuple[float, float]:
        """Peak memory of a cold build's whole process tree: shared pages once, and counted double.

        The first is the proportional set size of Linux: a page that five processes share counts
        for a fifth in each.
        """
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return self.peak_mib_of("build", *self.toolkits, "--quiet")

    def processor_seconds(self, *words: str) -> float:
        """The seconds of processors that a command and its processes take: others may be busy."""
        process = psutil.Popen(
            [sys.executable, "-m", "cardprint", *words],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        spent: dict[tuple[int, float], float] = {}
        while process.poll() is None:
            for each in (process, *_children(process)):
                try:
                    times = each.cpu_times()
                    spent[each.pid, each.create_time()] = times.user + times.system
                except psutil.Error:
                    continue
            time.sleep(0.02)
        if process.returncode:
            raise RuntimeError(words)
        return sum(spent.values())

    def write_editions(self, count: int) -> None:
        """A table of so many organisations, for the slots of the toolkit."""
        folder = self.project / "toolkits" / self.toolkits[0] / "editions"
        head = "id,name,telefoon,crisisdienst,mail,adres,website"
        rows = (
            f"r{i},Voorbeeld-regio {i},012-345 {i:05},012-346 {i:05},r{i}@example.org,"
            f'"Straat {i}, 1234 AB Voorbeeldstad",https://example.org/{i}/'
            for i in range(count)
        )
        (folder / "organisations.csv").write_text("\n".join((head, *rows)) + "\n", "utf-8")

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


def _darker(colour: str, steps: int) -> str:
    """A colour with a little less blue, which no eye sees."""
    return f"{colour[:5]}{max(int(colour[5:], 16) - steps, 0):02x}"


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
        "one changed colour": bench.recoloured,
    }
    if find_spec("typst"):
        contestants["Typst, the same words"] = lambda: sum(
            bench.run(
                sys.executable, "-c", _TYPST,
                str(page.with_suffix(".typ")), str(bench.folder / "typst.pdf"),
            )
            for page in pages
        )  # fmt: skip
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
    """The median seconds of the printed card, after its single render."""
    pages = bench.write_singles("grid-a4")
    contestants: dict[str, Callable[[], float]] = {
        "single render of grid-a4": lambda: sum(bench.single(page) for page in pages),
        "cold build of grid-a4": lambda: bench.cold("grid-a4"),
    }
    return medians(contestants, rounds)


def measure_handout(bench: Bench, rounds: int) -> dict[str, float]:
    """The median seconds of a handout, after the single render of its page."""
    options = bench.options()
    page = bench.write_handout(options)
    contestants: dict[str, Callable[[], float]] = {
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


def show(seconds: dict[str, float], goals: dict[str, float]) -> None:
    """Print a table of seconds and their ratios to the first of them."""
    base = next(iter(seconds))
    for name, value in seconds.items():
        goal = f"{goals[name]:8.2f}" if name in goals else ""
        print(f"{name:28}{value:8.2f}{value / seconds[base]:8.2f}{goal}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("toolkits", nargs="*", default=["persoonlijkheidsstoornissen"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=TABLES, help="a table; all by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench, rounds = Bench(Path(folder), options.toolkits), options.rounds
        print(f"{', '.join(options.toolkits)}; {rounds} rounds, {os.cpu_count()} cores\n")
        print(f"{'':28}{'seconds':>8}{'ratio':>8}{'goal':>8}")
        shown: dict[str, Callable[[], None]] = {
            "screen": lambda: show_screen(bench, rounds),
            "grid-a4": lambda: show(measure_print(bench, rounds), PRINTED_GOALS),
            "handout": lambda: show(measure_handout(bench, rounds), HANDOUT_GOALS),
            "compare": lambda: show_comparison(bench, rounds),
            "all": lambda: show_all(bench),
            "editions": lambda: show_editions(bench),
            "growth": lambda: show_growth(bench),
            "preview": lambda: show_preview(bench.preview(5 * rounds)),
        }
        for name in options.only or TABLES:
            shown[name]()
            print(flush=True)


def show_screen(bench: Bench, rounds: int) -> None:
    """Print how long the screen layout takes, how large it is, and how much memory it takes."""
    show(measure(bench, rounds), GOALS)
    for name in bench.toolkits:
        size = (bench.project / "out" / f"{name}-screen.pdf").stat().st_size
        single = (bench.folder / f"{name}-screen.pdf").stat().st_size
        print(f"size: {size:,} bytes, {size / single:.2f} of the single render's {single:,}")
    shared, resident = bench.peak_mib()
    print(f"peak memory: {shared:.0f} MiB (goal {MEMORY_GOAL_MIB}), {resident:.0f} MiB resident")


def show_all(bench: Bench) -> None:
    """Print how long every toolkit takes, in two layouts and in all."""
    for layouts in (("screen", "grid-a4"), ("all",)):
        seconds, files, pages = bench.all_of(*layouts)
        name = f"{' and '.join(layouts)}: {files} files"
        print(f"{name:28}{seconds:8.2f}  {seconds / pages * 1000:.0f} ms for each of {pages} pages")


def show_growth(bench: Bench) -> None:
    """Print how the time of a cold build grows with the number of cards."""
    for count in GROWTH:
        bench.toolkits = [bench.grow(count)]
        seconds = bench.cold()
        name = f"cold build of {count} cards"
        print(f"{name:28}{seconds:8.2f}  {seconds / count * 1000:.0f} ms for each card", flush=True)


def show_editions(bench: Bench, few: int = 64, many: int = 1064) -> None:
    """Print what one more edition costs, and how much memory many take."""
    slug = bench.toolkits[0]
    shutil.rmtree(bench.folder / "cache", ignore_errors=True)
    cold = bench.processor_seconds("build", slug, "--quiet")
    spent = []
    # The first run makes the base; it is not counted.
    for count in (few, few, many):
        bench.write_editions(count)
        shutil.rmtree(bench.project / "out" / "editions", ignore_errors=True)
        spent.append(bench.processor_seconds("editions", slug, "--quiet"))
    each = (spent[2] - spent[1]) / (many - few)
    print(f"{'cold build':28}{cold:8.2f}{1:8.2f}")
    print(f"{'one more edition':28}{each:8.4f}{each / cold:8.4f}{EDITION_GOAL:8.2f}")
    print(f"editions a second of two processors: {2 / each:.0f} (goal {EDITIONS_GOAL})")
    shared, _ = bench.peak_mib_of("editions", slug, "--quiet")
    print(f"memory of {many} editions: {shared:.0f} MiB (goal {EDITIONS_MEMORY_GOAL_MIB})")


def show_comparison(bench: Bench, rounds: int) -> None:
    """Print how long comparing takes, and how much memory."""
    seconds = measure_comparison(bench, rounds)
    names = list(seconds)
    show({name: seconds[name] for name in names[:2]}, COMPARE_GOALS)
    if names[2:]:
        show({name: seconds[name] for name in names[2:]}, FILES_GOALS)
    for slug in sorted({bench.toolkits[0], "pmt-bij-mbt", "ptss"}):
        bench.cardprint("accept", slug, "--layout", "screen")
        shared, _ = bench.peak_mib_of("compare", slug, "--layout", "screen")
        pages = len(list((bench.project / "baseline" / f"{slug}-screen").glob("page-*.webp")))
        print(f"comparing {slug}: {pages} pages, {shared:.0f} MiB (goal {MEMORY_GOAL_MIB})")


if __name__ == "__main__":
    main()
