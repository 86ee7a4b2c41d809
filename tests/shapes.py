"""Toolkits of any shape: how many options, questions and words. All of them must build.

``python tests/shapes.py --count 200 --seed 1 [--layout NAME]`` tries that many, and tells of each
that does not end well; ``--keep DIR`` keeps their projects there.
"""

import argparse
import random
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import yaml

from cardprint import Cache, CardprintError, build, handout
from cardprint.errors import ExitCode

LAYOUTS = (
    "screen", "grid-a4", "grid-a3", "option-sheets", "large-print", "booklet-a5", "booklet",
    "grid-a4+mono", "grid-a4+press", "screen+mono", "option-sheets+press", "booklet+mono",
)  # fmt: skip
HANDOUTS = ("grid-a4", "option-sheets", "large-print")
LONG_WORD = "arbeidsongeschiktheidsverzekering"
_WORDS = """je de een het van en dat is in op te niet met voor zijn aan als hulp gesprek behandelaar
    samen huisarts klachten week medicijn slapen dagelijks oefening begeleiding vertrouwen thuis
    eerste daarna ongeveer kiezen rustig bespreken mogelijkheden verwachtingen herstelgerichte
""".split()  # noqa: SIM905  # a text is read more easily than a list
_LEVELS = ("strong", "some", "weak")
_ROLES = ("description", "indication", "benefit", "burden", "expectation")


@dataclass(frozen=True)
class Shape:
    """One toolkit of cards that all have the same shape, in one layout."""

    layout: str
    options: int = 3
    questions: int = 5
    words: int = 40
    """Of an answer, about."""
    title_words: int = 2
    summary_words: int = 12
    cards: int = 1
    long_word: bool = False
    """Whether a title and an answer have a word of 33 letters."""
    orientation: str = "options-as-columns"
    cautions: int = 0
    sources: int = 1
    studied: bool = False
    """Whether it is told of each option how well it was studied."""
    chosen: int = 0
    """The options of a handout, from all cards; none for the whole toolkit."""


def shapes(seed: int) -> Iterator[Shape]:
    """Shapes without end, the same for the same seed; small ones come as often as large ones."""
    choose = random.Random(seed)
    while True:
        for layout in LAYOUTS:
            yield _shape(choose, layout)
        for layout in HANDOUTS:
            shape = _shape(choose, layout)
            options = max(2, shape.options)
            chosen = choose.randint(2, min(5, options))
            yield replace(shape, options=options, chosen=chosen)


def _shape(choose: random.Random, layout: str) -> Shape:
    return Shape(
        layout,
        options=choose.randint(1, 12),
        questions=choose.randint(1, 9),
        words=choose.choice((1, 3, 8, 20, 40, 60, 90, 160, 250, 400)),
        title_words=choose.choice((1, 1, 2, 3, 5, 8, 12)),
        summary_words=choose.choice((1, 6, 12, 20, 40)),
        cards=choose.choice((1, 1, 1, 2, 3)),
        long_word=choose.random() < 0.3,  # the share of them
        orientation=choose.choice(("options-as-columns", "options-as-rows")),
        cautions=choose.choice((0, 0, 1, 3)),
        sources=choose.choice((1, 1, 3, 50)),
        studied=choose.random() < 0.4,  # the share of them
    )


def write_project(shape: Shape, folder: Path) -> None:
    """The project of a shape: a guide, cards and a colophon."""
    choose = random.Random(str(shape))
    toolkit = folder / "toolkits" / "vorm"
    for name in ("cards", "pages"):
        (toolkit / name).mkdir(parents=True)
    cards = [f"cards/k{i}.yaml" for i in range(shape.cards)]
    _write(toolkit / "toolkit.yaml", _info(shape, choose, cards))
    for i, file in enumerate(cards):
        _write(toolkit / file, _card(shape, choose, i))
    guide = {
        "id": "gids", "kind": "guide", "title": "Gids", "intro": _text(choose, 30),
        "sections": [{"heading": "Zo werkt het", "text": _text(choose, 60)}],
    }  # fmt: skip
    _write(toolkit / "pages" / "gids.yaml", guide)
    colophon = {"id": "colofon", "kind": "colophon", "title": "Colofon", "sections": []}
    _write(toolkit / "pages" / "colofon.yaml", colophon)


def _info(shape: Shape, choose: random.Random, cards: Sequence[str]) -> dict[str, object]:
    return {
        "title": f"Toolkit {_title(choose, shape.title_words)}",
        "language": "nl",
        "version": "1",
        "published": "2026-01-05",
        "review_by": "2027-01-05",
        "orientation": shape.orientation,
        "decision": _text(choose, 8),
        "publisher": {"name": "Voorbeeldstichting", "url": "https://example.org/"},
        "based_on": [
            {"title": _title(choose, 6), "url": f"https://example.org/bron/{i}"}
            for i in range(shape.sources)
        ],
        "funding": "Niemand betaalde hiervoor.",
        "licence": {"name": "Vrij te gebruiken"},
        "questions": [
            {"id": f"v{i}", "label": f"{_title(choose, 3)}?", "role": _ROLES[i % len(_ROLES)]}
            for i in range(shape.questions)
        ],
        "contents": ["pages/gids.yaml", *cards, "pages/colofon.yaml"],
    }


def _card(shape: Shape, choose: random.Random, number: int) -> dict[str, object]:
    def option(i: int) -> dict[str, object]:
        long = shape.long_word and i == 0
        answers = {
            f"v{j}": _text(choose, max(1, round(shape.words * choose.uniform(0.6, 1.3))))
            for j in range(shape.questions)
        }
        if long:
            answers["v0"] = f"{LONG_WORD.capitalize()} {answers['v0'].lower()}"
        title = _title(choose, shape.title_words)
        return {
            "id": f"o{i}",
            "title": f"{title} {LONG_WORD}" if long else title,
            "summary": _text(choose, shape.summary_words),
            "answers": answers,
            **(
                {"evidence": {"level": choose.choice(_LEVELS), "source": _title(choose, 3)}}
                if shape.studied
                else {}
            ),
        }

    return {
        "id": f"k{number}",
        "title": _title(choose, shape.title_words),
        "intro": _text(choose, 25),
        "options": [option(i) for i in range(shape.options)],
        "cautions": [
            {"text": _text(choose, 15), "level": choose.choice(("note", "warning"))}
            for _ in range(shape.cautions)
        ],
    }


def _title(choose: random.Random, words: int) -> str:
    return " ".join(choose.choices(_WORDS, k=words)).capitalize()


def _text(choose: random.Random, words: int) -> str:
    """Sentences of up to 14 words, in paragraphs of up to six."""
    sentences = []
    while words > 0:
        length = min(words, choose.randint(4, 14))
        sentences.append(f"{_title(choose, length)}.")
        words -= length
    return "\n\n".join(" ".join(sentences[i : i + 6]) for i in range(0, len(sentences), 6))


def _write(file: Path, data: object) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _handout(shape: Shape, folder: Path, jobs: int) -> None:
    options = [f"k{i}/o{j}" for i in range(shape.cards) for j in range(shape.options)]
    chosen = random.Random(str(shape)).sample(options, shape.chosen)
    handout(
        folder, "vorm", chosen, layout=shape.layout, whom="Willemijn", notes=True,
        out=folder / "out", jobs=jobs,
    )  # fmt: skip


def outcome(shape: Shape, folder: Path, jobs: int = 1) -> str:
    """Nothing when it builds, or when the data is told to be too much; else what went wrong."""
    write_project(shape, folder)
    cache = Cache(folder / "cache")
    try:
        if shape.chosen:
            _handout(shape, folder, jobs)
        else:
            build(folder, layouts=(shape.layout,), out=folder / "out", jobs=jobs, cache=cache)
    except CardprintError as error:
        told = [str(problem) for problem in error.problems]
        if error.exit_code == ExitCode.BAD_INPUT and all(
            problem.startswith(("toolkits/", "vorm")) for problem in told
        ):
            return ""
        return f"exit {int(error.exit_code)}: {'; '.join(told[:3])}"
    except Exception:  # noqa: BLE001  # whatever it is, it is told
        return traceback.format_exc().strip().splitlines()[-1]
    return ""


def main() -> int:
    """Try a number of shapes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout")
    parser.add_argument("--handouts", action="store_true", help="try those alone")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    failed = 0
    tried = (
        shape
        for shape in shapes(options.seed)
        if options.layout in (None, shape.layout) and (shape.chosen or not options.handouts)
    )
    for number, shape in zip(range(options.count), tried, strict=False):
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.keep / str(number) if options.keep else Path(temporary)
            wrong = outcome(shape, folder)
        if wrong:
            failed += 1
            print(number, asdict(shape), wrong, sep="\n  ", flush=True)
    print(f"{failed} of {options.count} shapes do not end well")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
