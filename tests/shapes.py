"""Toolkits of any shape: how many options, questions and words. All of them must build.

``python tests/shapes.py --count 200 --seed 1 [--layout NAME]`` tries that many, and tells of each
that does not end well; ``--keep DIR`` keeps their projects there. With ``--told`` it also prints
what is told of data that is too much.
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
from PIL import Image

from cardprint import Cache, CardprintError, build, handout
from cardprint.errors import ExitCode
from here import no_workers

LAYOUTS = (
    "screen", "grid-a4", "grid-a3", "option-sheets", "large-print", "booklet-a5", "booklet",
    "grid-a4+mono", "grid-a4+press", "screen+mono", "option-sheets+press", "booklet+mono",
    "screen+ua-2", "booklet+press",
)  # fmt: skip
HANDOUTS = ("grid-a4", "option-sheets", "large-print")
THEMES = ("calm", "clinical", "contrast", "warm")
_WORDS = {
    language: words.split()
    for language, words in {
        "nl": """je de een het van en dat is in op te niet met voor zijn aan als hulp gesprek
            huisarts behandelaar samen klachten week medicijn slapen dagelijks oefening thuis
            begeleiding vertrouwen eerste daarna ongeveer kiezen rustig bespreken mogelijkheden
            verwachtingen herstelgerichte""",
        "en": """you the a and that is in on to not with for help talk doctor together week sleep
            medicine daily exercise guidance home trust first after about choose calm discuss
            possibilities expectations recovery straightforward""",
        "de": """du die ein das und ist in auf zu nicht mit Hilfe Gespräch Hausarzt zusammen Woche
            Medikament schlafen täglich Übung Begleitung Vertrauen zuerst danach wählen ruhig
            besprechen Möglichkeiten Erwartungen Behandlungsvertrag""",
        "ar": """أنت في من إلى على مع هذا لا أو مساعدة حديث طبيب معًا أسبوع دواء تنام يوميًا تمرين
            بيت ثقة أولًا بعد تختار هادئ نوم كُلَّ إمكانيات توقعات الصعوبات""",
    }.items()
}
LONG_WORDS = {
    "nl": "arbeidsongeschiktheidsverzekering",
    "en": "counterrevolutionarinesses",
    "de": "Berufsunfähigkeitsversicherungen",
    "ar": "فسيكفيكهموها",
}
FEW_CARDS = 3
SMALL = {"options": 3, "questions": 4, "words": 60}
"""The most of each in a toolkit of more cards."""
_ICONS = ("pill", "users", "home", "yoga", "calendar", "heart-handshake", "walk")
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
    """Whether a title and an answer have a word of about 30 letters."""
    orientation: str = "options-as-columns"
    cautions: int = 0
    sources: int = 1
    studied: bool = False
    """Whether it is told of each option how well it was studied."""
    language: str = "nl"
    theme: str = "calm"
    adorned: bool = False
    """Whether cards, options and questions have icons, and the guide and the foot a picture."""
    published: bool = False
    """Whether it is known where it is published, which prints a code to scan."""
    page_words: int = 60
    """Of a section of the guide, which has three."""
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
    shape = Shape(
        layout,
        options=choose.randint(1, 12),
        questions=choose.randint(1, 9),
        words=choose.choice((1, 3, 8, 20, 40, 60, 90, 160, 300)),
        title_words=choose.choice((1, 1, 2, 3, 5, 8, 12)),
        summary_words=choose.choice((1, 6, 12, 20, 40)),
        cards=choose.choice((1, 1, 1, 1, 2, 2, 3, 40)),
        long_word=choose.random() < 0.3,  # the share of them, here and below
        orientation=choose.choice(("options-as-columns", "options-as-rows")),
        cautions=choose.choice((0, 0, 1, 3)),
        sources=choose.choice((1, 1, 3, 50)),
        studied=choose.random() < 0.4,
        language=choose.choice(("nl", "nl", "en", "de", "ar")),
        theme=choose.choice(THEMES),
        adorned=choose.random() < 0.5,
        published=choose.random() < 0.4,
        page_words=choose.choice((10, 60, 60, 150, 400)),
    )
    if shape.cards <= FEW_CARDS:
        return shape
    few = {name: min(getattr(shape, name), most) for name, most in SMALL.items()}
    return replace(shape, **few)


@dataclass(frozen=True)
class Writer:
    """Titles and texts of random words, the same for the same shape."""

    choose: random.Random
    words: Sequence[str]

    def title(self, words: int) -> str:
        return " ".join(self.choose.choices(self.words, k=words)).capitalize()

    def text(self, words: int) -> str:
        """Sentences of up to 14 words, in paragraphs of up to six."""
        sentences = []
        while words > 0:
            length = min(words, self.choose.randint(4, 14))
            sentences.append(f"{self.title(length)}.")
            words -= length
        return "\n\n".join(" ".join(sentences[i : i + 6]) for i in range(0, len(sentences), 6))


def write_project(shape: Shape, folder: Path, slug: str = "vorm") -> None:
    """The project of a shape: a toolkit with a guide, cards and a colophon."""
    writer = Writer(random.Random(str(shape)), _WORDS[shape.language])
    toolkit = folder / "toolkits" / slug
    for name in ("cards", "pages", "images"):
        (toolkit / name).mkdir(parents=True)
    cards = [f"cards/k{i}.yaml" for i in range(shape.cards)]
    _write(toolkit / "toolkit.yaml", _info(shape, writer, cards))
    for i, file in enumerate(cards):
        _write(toolkit / file, _card(shape, writer, i))
    _write(toolkit / "pages" / "gids.yaml", _guide(shape, writer))
    colophon = {"id": "colofon", "kind": "colophon", "title": writer.title(1), "sections": []}
    _write(toolkit / "pages" / "colofon.yaml", colophon)
    if shape.adorned:
        Image.new("RGB", (600, 400), "#39a").save(toolkit / "images" / "beeld.png")


def _guide(shape: Shape, writer: Writer) -> dict[str, object]:
    sections: list[dict[str, object]] = [
        {"heading": writer.title(3), "text": writer.text(shape.page_words)} for _ in range(3)
    ]
    if shape.adorned:
        sections[1]["picture"] = _picture(writer)
    return {
        "id": "gids",
        "kind": "guide",
        "title": writer.title(1),
        "intro": writer.text(30),
        "sections": sections,
    }


def _picture(writer: Writer) -> dict[str, object]:
    return {"file": "images/beeld.png", "alt": writer.text(6)}


def _icon(shape: Shape, number: int) -> dict[str, object]:
    return {"icon": _ICONS[number % len(_ICONS)]} if shape.adorned else {}


def _info(shape: Shape, writer: Writer, cards: Sequence[str]) -> dict[str, object]:
    mark = "؟" if shape.language == "ar" else "?"
    style: dict[str, object] = {"theme": shape.theme}
    if shape.adorned:
        style["logos"] = [_picture(writer), _picture(writer) | {"place": "foot"}]
    return {
        "title": writer.title(shape.title_words),
        "language": shape.language,
        "version": "1",
        "published": "2026-01-05",
        "review_by": "2027-01-05",
        "orientation": shape.orientation,
        "decision": writer.text(8),
        "publisher": {"name": writer.title(2), "url": "https://example.org/"},
        "based_on": [
            {"title": writer.title(6), "url": f"https://example.org/bron/{i}"}
            for i in range(shape.sources)
        ],
        "funding": writer.text(4),
        "licence": {"name": writer.title(3)},
        **({"published_at": "https://example.org/keuzekaarten/"} if shape.published else {}),
        "style": style,
        "questions": [
            {
                "id": f"v{i}",
                "label": f"{writer.title(3)}{mark}",
                "role": _ROLES[i % len(_ROLES)],
                **_icon(shape, i),
            }
            for i in range(shape.questions)
        ],
        "contents": ["pages/gids.yaml", *cards, "pages/colofon.yaml"],
    }


def _card(shape: Shape, writer: Writer, number: int) -> dict[str, object]:
    return {
        "id": f"k{number}",
        "title": writer.title(shape.title_words),
        **_icon(shape, number),
        "intro": writer.text(25),
        "options": [_option(shape, writer, i) for i in range(shape.options)],
        "cautions": [
            {
                "text": writer.text(15),
                "level": writer.choose.choice(("note", "warning")),
                "applies_to": sorted({f"o{j}" for j in range(0, shape.options, i + 1)}),
            }
            for i in range(shape.cautions)
        ],
    }


def _option(shape: Shape, writer: Writer, number: int) -> dict[str, object]:
    choose = writer.choose
    title = writer.title(shape.title_words)
    answers = {
        f"v{j}": writer.text(max(1, round(shape.words * choose.uniform(0.6, 1.3))))
        for j in range(shape.questions)
    }
    if shape.long_word and number == 0:
        long_word = LONG_WORDS[shape.language]
        title = f"{title} {long_word}"
        answers["v0"] = f"{long_word.capitalize()} {answers['v0'].lower()}"
    evidence = {"level": choose.choice(_LEVELS), "source": writer.title(3)}
    return {
        "id": f"o{number}",
        "title": title,
        **_icon(shape, number),
        "summary": writer.text(shape.summary_words),
        "answers": answers,
        **({"evidence": evidence} if shape.studied else {}),
    }


def _write(file: Path, data: object) -> None:
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _handout(shape: Shape, folder: Path, jobs: int) -> None:
    options = [f"k{i}/o{j}" for i in range(shape.cards) for j in range(shape.options)]
    chosen = random.Random(str(shape)).sample(options, shape.chosen)
    handout(
        folder, "vorm", chosen, layout=shape.layout, whom="Willemijn", notes=True,
        out=folder / "out", jobs=jobs,
    )  # fmt: skip


def outcome(shape: Shape, folder: Path, jobs: int = 1, told: list[str] | None = None) -> str:
    """Nothing when it builds, or when the data is told to be too much; else what went wrong.

    :param told: is given what is told of the data.
    """
    write_project(shape, folder)
    cache = Cache(folder / "cache")
    try:
        if shape.chosen:
            _handout(shape, folder, jobs)
        else:
            build(folder, layouts=(shape.layout,), out=folder / "out", jobs=jobs, cache=cache)
    except CardprintError as error:
        problems = [str(problem) for problem in error.problems]
        if error.exit_code == ExitCode.BAD_INPUT and all(
            problem.startswith(("toolkits/", "vorm")) for problem in problems
        ):
            if told is not None:
                told.extend(problems)
            return ""
        return f"exit {int(error.exit_code)}: {'; '.join(problems[:3])}"
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
    parser.add_argument("--most", type=int, default=100_000, help="words in all answers")
    parser.add_argument("--told", action="store_true", help="print what the data is told")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    failed = refused = 0
    tried = (
        shape
        for shape in shapes(options.seed)
        if options.layout in (None, shape.layout)
        and (shape.chosen or not options.handouts)
        and shape.cards * shape.options * shape.questions * shape.words <= options.most
    )
    for number, shape in zip(range(options.count), tried, strict=False):
        told: list[str] = []
        with tempfile.TemporaryDirectory() as temporary, no_workers():
            folder = options.keep / str(number) if options.keep else Path(temporary)
            wrong = outcome(shape, folder, told=told)
        failed += bool(wrong)
        refused += bool(told)
        if wrong or (told and options.told):
            print(number, asdict(shape), wrong or told[0], sep="\n  ", flush=True)
    print(f"{failed} of {options.count} shapes do not end well; {refused} are told to be too much")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
