"""Finished files with one thing changed: what a verification that misses nothing must catch.

Each mutation takes a finished PDF and changes one thing that a reader would miss or be misled by: a
word, a sign, a digit, a cell, a row, the target of a link, a tag, a picture, what a glyph says.

    python tests/mutations.py --count 1000

makes that many, in several layouts, and names each that was not caught.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cardprint import Cache, Project, build
from cardprint.errors import OutputError
from cardprint.load.inputs import load_inputs
from cardprint.load.layout import Layout
from cardprint.load.toolkit import Toolkit
from cardprint.verify.check import verify

MINI = Path(__file__).parent / "mini"
LAYOUTS = ("screen", "grid-a4", "large-print", "option-sheets", "booklet")

SIGNS = (
    "Je zet elke dag de wekker op dezelfde tijd en staat dan ook op.",
    "Doe dit 3-5 keer, bij < 18 jaar in 10-20 % van de tijd: 2x per week (½ uur).",
)
SHORT = ("De eerste dagen ben je misschien moe en heb je minder geduld.", "Nee.")
DESCRIPTION = (
    "Drie stappen: lezen, samen kiezen en doen.",
    "Drie stappen, 3-5 weken, < 18 jaar: lezen, samen kiezen (½ uur) en in 10 % van de tijd doen.",
)
LIST = (
    "Je telefoon en je tablet blijven buiten de slaapkamer.",
    "|\n        Zo doe je dat:\n\n        1. Leg je telefoon weg.\n        2. Doe het licht uit.\n",
)

Finished = tuple[bytes, Toolkit, Layout]
Mutation = Callable[[Pdf, random.Random], str]
"""Changes one thing in a file, and tells which."""


class Unsuited(Exception):  # noqa: N818  # no error: the file has nothing to change in this way
    """There is nothing in the file that can be changed so."""


def project_with_signs(folder: Path) -> Path:
    """The small project with answers that have signs, digits, one word, a numbered list."""
    shutil.copytree(MINI, folder)
    own = {"cards/ritme": (SIGNS, SHORT), "cards/rust": (LIST,), "pages/gids": (DESCRIPTION,)}
    for name, changes in own.items():
        file = folder / "toolkits" / "slapen" / f"{name}.yaml"
        text = file.read_text("utf-8")
        for before, after in changes:
            assert before in text
            quoted = after if after.startswith("|") or f'"{before}"' in text else f'"{after}"'
            text = text.replace(before, quoted)
        file.write_text(text, "utf-8")
    return folder


def finished(folder: Path, layouts: tuple[str, ...], cache: Cache | None = None) -> list[Finished]:
    """The project in some layouts, with what to compare each file with."""
    home, out = Project(folder), folder / "out"
    build(folder, layouts=list(layouts), out=out, jobs=2, cache=cache)
    loaded = [load_inputs(home, home.toolkits()["slapen"], name) for name in layouts]
    files = [out / f"slapen-{name}.pdf" for name in layouts]
    return [(file.read_bytes(), *each) for file, each in zip(files, loaded, strict=True)]


# Content: lines of text as they are drawn

_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf\n\[([^\]]*)\] TJ")
_GLYPH = re.compile(rb"<([0-9a-f]{4})>")


class Line:
    """A run of glyphs in a stream, which can be changed."""

    def __init__(self, stream: Object, found: re.Match[bytes], font: Object) -> None:
        self.stream, self.font = stream, font
        self.start, self.end = found.span(2)
        self.glyphs = _GLYPH.findall(found[2])
        entries = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes())
        self.says = {
            code: bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries
        }
        self.codes = {text: code for code, text in self.says.items()}

    @property
    def text(self) -> str:
        return "".join(self.says.get(glyph, "?")[:1] for glyph in self.glyphs)

    def write(self, glyphs: list[bytes]) -> None:
        """Other glyphs, set without kerning."""
        content = self.stream.read_bytes()
        shown = b" ".join(b"<%b>" % glyph for glyph in glyphs)
        self.stream.write(content[: self.start] + shown + content[self.end :])


def lines(pdf: Pdf) -> list[Line]:
    """Every line of every page with at least a letter or a digit."""
    found = []
    for page in pdf.pages:
        holders = [(page.obj.Contents, page.obj.Resources)]
        forms = page.obj.Resources.get("/XObject", Dictionary()).values()
        holders += [
            (form, form.get("/Resources", page.obj.Resources))
            for form in forms
            if form.get("/Subtype") == Name.Form
        ]
        for stream, resources in holders:
            for match in _SHOWN.finditer(stream.read_bytes()):
                font = resources.Font.get(f"/{match[1].decode()}")
                if font is not None and "/ToUnicode" in font:
                    found.append(Line(stream, match, font))
    return [line for line in found if any(c.isalnum() for c in line.text)]


def _words(line: Line) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\S+", line.text)]


def _some(line: Line, wanted: Callable[[str], bool], chance: random.Random) -> int:
    spots = [i for i, c in enumerate(line.text) if wanted(c)]
    if not spots:
        raise Unsuited
    return chance.choice(spots)


def _line_with(pdf: Pdf, wanted: Callable[[str], bool], chance: random.Random) -> Line:
    found = [line for line in lines(pdf) if any(map(wanted, line.text))]
    if not found:
        raise Unsuited
    return chance.choice(found)


def _is_sign(c: str) -> bool:
    return not c.isalnum() and not c.isspace() and c != "?"


def drop_word(pdf: Pdf, chance: random.Random) -> str:
    line = chance.choice(lines(pdf))
    start, end = chance.choice(_words(line))
    line.write(line.glyphs[:start] + line.glyphs[end + 1 :])
    return f"{line.text}: {line.text[start:end]}"


def double_word(pdf: Pdf, chance: random.Random) -> str:
    line = chance.choice(lines(pdf))
    start, end = chance.choice(_words(line))
    space = [line.codes[" "]]
    again = line.glyphs[:end] + space + line.glyphs[start:end] + line.glyphs[end:]
    line.write(again)
    return f"{line.text}: {line.text[start:end]}"


def swap_words(pdf: Pdf, chance: random.Random) -> str:
    found = [line for line in lines(pdf) if len({line.text[a:b] for a, b in _words(line)}) > 1]
    line = chance.choice(found)
    (a, b), (c, d) = sorted(chance.sample(_words(line), 2))
    if line.text[a:b] == line.text[c:d]:
        raise Unsuited
    g = line.glyphs
    line.write(g[:a] + g[c:d] + g[b:c] + g[a:b] + g[d:])
    return f"{line.text}: {line.text[a:b]}, {line.text[c:d]}"


def drop_sign(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, _is_sign, chance)
    at = _some(line, _is_sign, chance)
    line.write(line.glyphs[:at] + line.glyphs[at + 1 :])
    return f"{line.text}: {line.text[at]}"


def double_sign(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, _is_sign, chance)
    at = _some(line, _is_sign, chance)
    line.write(line.glyphs[: at + 1] + line.glyphs[at:])
    return f"{line.text}: {line.text[at]}"


def change_sign(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, _is_sign, chance)
    at = _some(line, _is_sign, chance)
    other = chance.choice([c for c in "+-<>%=!;" if c != line.text[at]])
    line.write([*line.glyphs[:at], line.codes[other], *line.glyphs[at + 1 :]])
    return f"{line.text}: {line.text[at]} becomes {other}"


def change_digit(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, str.isdigit, chance)
    at = _some(line, str.isdigit, chance)
    other = chance.choice([c for c in "0123456789" if c != line.text[at]])
    code = line.codes.get(other)
    if code is None:
        raise Unsuited
    line.write([*line.glyphs[:at], code, *line.glyphs[at + 1 :]])
    return f"{line.text}: {line.text[at]} becomes {other}"


def drop_digit(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, str.isdigit, chance)
    at = _some(line, str.isdigit, chance)
    line.write(line.glyphs[:at] + line.glyphs[at + 1 :])
    return f"{line.text}: {line.text[at]}"


def change_letter(pdf: Pdf, chance: random.Random) -> str:
    line = _line_with(pdf, str.isalpha, chance)
    at = _some(line, str.isalpha, chance)
    other = chance.choice([c for c in "aeinortsAB" if c != line.text[at]])
    line.write([*line.glyphs[:at], line.codes[other], *line.glyphs[at + 1 :]])
    return f"{line.text}: {line.text[at]} becomes {other}"


def drop_line(pdf: Pdf, chance: random.Random) -> str:
    line = chance.choice(lines(pdf))
    line.write([])
    return line.text


def swap_lines(pdf: Pdf, chance: random.Random) -> str:
    """Two lines of one font on one page: answers, titles, rows change places."""
    one = chance.choice(lines(pdf))
    others = [
        line
        for line in lines(pdf)
        if line.stream.objgen == one.stream.objgen
        and line.font.objgen == one.font.objgen
        and line.text.strip() != one.text.strip()
    ]
    if not others:
        raise Unsuited
    first, second = sorted([one, chance.choice(others)], key=lambda line: line.start)
    second.write(first.glyphs)
    first.write(second.glyphs)
    return f"{first.text} and {second.text}"


def add_sentence(pdf: Pdf, chance: random.Random) -> str:
    """A sentence in no data, behind another one."""
    line = chance.choice(lines(pdf))
    extra = [line.codes[c] for c in " Bel altijd eerst." if c in line.codes]
    line.write(line.glyphs + extra)
    return f"behind {line.text}"


# What glyphs say


def _entry(pdf: Pdf, chance: random.Random) -> tuple[Object, re.Match[bytes]]:
    line = chance.choice(lines(pdf))
    glyph = chance.choice([g for g in line.glyphs if line.says.get(g, " ") != " "])
    found = re.search(rb"<%b> <([0-9a-f]+)>\n" % glyph, line.font.ToUnicode.read_bytes())
    assert found
    return line.font.ToUnicode, found


def silence_glyph(pdf: Pdf, chance: random.Random) -> str:
    table, found = _entry(pdf, chance)
    table.write(table.read_bytes().replace(found[0], b"", 1))
    return found[0].decode()


def rename_glyph(pdf: Pdf, chance: random.Random) -> str:
    table, found = _entry(pdf, chance)
    other = chance.choice([b"0078", b"0031", b"002b"])
    if found[1] == other:
        raise Unsuited
    new = found[0].replace(b" <" + found[1], b" <" + other)
    table.write(table.read_bytes().replace(found[0], new, 1))
    return f"{found[0].decode()} becomes {other.decode()}"


# Tags


def elements(pdf: Pdf, *kinds: str) -> list[Object]:
    if "/StructTreeRoot" not in pdf.Root:
        raise Unsuited
    found: list[Object] = []
    waiting: list[Object] = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        children = element.get("/K", Array())
        for child in children if isinstance(children, Array) else (children,):
            if isinstance(child, Dictionary) and "/S" in child:
                found.append(child)
                waiting.append(child)
    chosen = [each for each in found if str(each.S) in kinds]
    if not chosen:
        raise Unsuited
    return chosen


_PARAGRAPHS = ("/P", "/H1", "/H2", "/H3", "/LBody")
_TEXT = ("/P", "/H1", "/H2", "/H3", "/LI", "/TD", "/TH", "/TR", "/Span")


def _place(element: Object) -> tuple[Array, int]:
    siblings = element.P.K
    if not isinstance(siblings, Array):
        raise Unsuited
    return siblings, next(i for i, each in enumerate(siblings) if _is(each, element))


def _is(one: object, other: Object) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen


def drop_element(pdf: Pdf, chance: random.Random) -> str:
    element = chance.choice(elements(pdf, *_TEXT))
    siblings, at = _place(element)
    del siblings[at]
    return str(element.S)


def double_element(pdf: Pdf, chance: random.Random) -> str:
    element = chance.choice(elements(pdf, *_TEXT))
    siblings, at = _place(element)
    siblings.insert(at, element)
    return str(element.S)


def swap_cells(pdf: Pdf, chance: random.Random) -> str:
    """Two cells of a row change places in the tags, with all that they say."""
    rows = [row for row in elements(pdf, "/TR") if len(row.K) > 2]
    row = chance.choice(rows)
    one, other = sorted(chance.sample(range(1, len(row.K)), 2))
    row.K[one], row.K[other] = row.K[other], row.K[one]
    return f"{row.K[one].S} {one} and {other}"


def swap_rows(pdf: Pdf, chance: random.Random) -> str:
    bodies = [body for body in elements(pdf, "/TBody") if len(body.K) > 1]
    if not bodies:
        raise Unsuited
    body = chance.choice(bodies)
    one, other = sorted(chance.sample(range(len(body.K)), 2))
    body.K[one], body.K[other] = body.K[other], body.K[one]
    return f"{one} and {other}"


def swap_contents(pdf: Pdf, chance: random.Random) -> str:
    """Two cells exchange what they hold, but not their headers."""
    one, other = chance.sample(elements(pdf, "/TD"), 2)
    if one.K == other.K:
        raise Unsuited
    one.K, other.K = other.K, one.K
    return "two cells"


def swap_paragraphs(pdf: Pdf, chance: random.Random) -> str:
    """Two paragraphs or headings of one page exchange what they hold."""
    one = chance.choice(elements(pdf, *_PARAGRAPHS))
    others = [
        each
        for each in elements(pdf, str(one.S))
        if "/Pg" in each and each.Pg.objgen == one.Pg.objgen and each.objgen != one.objgen
    ]
    other = chance.choice(others)
    one.K, other.K = other.K, one.K
    return f"two {one.S}"


def swap_headers(pdf: Pdf, chance: random.Random) -> str:
    cells = [
        cell
        for cell in elements(pdf, "/TD")
        if len(cell.get("/A", Dictionary()).get("/Headers", ())) > 1
    ]
    one, other = chance.sample(cells, 2)
    if list(one.A.Headers) == list(other.A.Headers):
        raise Unsuited
    one.A.Headers, other.A.Headers = other.A.Headers, one.A.Headers
    return "two cells"


def other_element(pdf: Pdf, chance: random.Random) -> str:
    """A heading that is a paragraph, a header that is a cell."""
    element = chance.choice(elements(pdf, "/H1", "/TH", "/Figure", "/Link"))
    before, element.S = str(element.S), Name.P
    return before


def change_description(pdf: Pdf, chance: random.Random) -> str:
    figure = chance.choice(elements(pdf, "/Figure"))
    before = str(figure.Alt)
    words = before.split()
    del words[chance.randrange(len(words))]
    figure.Alt = String(" ".join(words))
    return f"{before} becomes {figure.Alt}"


# Links


def _links(pdf: Pdf) -> list[Object]:
    found = [
        annotation
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", ())
        if annotation.Subtype == Name.Link
    ]
    if not found:
        raise Unsuited
    return found


def drop_link(pdf: Pdf, chance: random.Random) -> str:
    pages = [page.obj for page in pdf.pages if len(page.obj.get("/Annots", ()))]
    if not pages:
        raise Unsuited
    annotations = chance.choice(pages).Annots
    at = chance.randrange(len(annotations))
    words = str(annotations[at].Contents)
    del annotations[at]
    return words


def other_target(pdf: Pdf, chance: random.Random) -> str:
    link = chance.choice(_links(pdf))
    if "/Dest" in link:
        names = {str(each.Dest) for each in _links(pdf) if "/Dest" in each} - {str(link.Dest)}
        before, link.Dest = str(link.Dest), String(chance.choice(sorted(names)))
        return f"{link.Contents}: {before} becomes {link.Dest}"
    before, link.A.URI = str(link.A.URI), String("https://example.com/elders")
    return before


def change_words_of_link(pdf: Pdf, chance: random.Random) -> str:
    link = chance.choice(_links(pdf))
    before, link.Contents = str(link.Contents), String("Ga naar iets anders")
    return before


# Pictures

_PICTURE = re.compile(rb"[-\d. ]+ cm\n/(\w+) Do")


def _picture(pdf: Pdf, chance: random.Random) -> tuple[Object, re.Match[bytes]]:
    found: list[tuple[Object, re.Match[bytes]]] = []
    for page in pdf.pages:
        images = {
            name.lstrip("/").encode()
            for name, each in page.obj.Resources.get("/XObject", Dictionary()).items()
            if each.get("/Subtype") == Name.Image
        }
        stream = page.obj.Contents
        shown = _PICTURE.finditer(stream.read_bytes())
        found += [(stream, match) for match in shown if match[1] in images]
    if not found:
        raise Unsuited
    return chance.choice(found)


def drop_picture(pdf: Pdf, chance: random.Random) -> str:
    stream, found = _picture(pdf, chance)
    content = stream.read_bytes()
    stream.write(content[: found.start()] + content[found.end() :])
    return found[0].decode()


def enlarge_picture(pdf: Pdf, chance: random.Random) -> str:
    """A picture so large that it lies on words, or goes over the edge."""
    stream, found = _picture(pdf, chance)
    content = stream.read_bytes()
    larger = b"9 0 0 9 0 0 cm\n" + found[0]
    stream.write(content[: found.start()] + larger + content[found.end() :])
    return found[0].decode()


def drop_drawing(pdf: Pdf, chance: random.Random) -> str:
    """The words of a line of a drawing."""
    forms = [line for line in lines(pdf) if line.stream.get("/Subtype") == Name.Form]
    if not forms:
        raise Unsuited
    line = chance.choice(forms)
    line.write([])
    return line.text


MUTATIONS: tuple[Mutation, ...] = (
    drop_word, double_word, swap_words, change_letter, add_sentence,
    drop_sign, double_sign, change_sign, drop_digit, change_digit,
    drop_line, swap_lines, silence_glyph, rename_glyph,
    drop_element, double_element, swap_cells, swap_rows, swap_contents, swap_headers,
    swap_paragraphs, other_element, change_description,
    drop_link, other_target, change_words_of_link,
    drop_picture, enlarge_picture, drop_drawing,
)  # fmt: skip


def mutated(pdf: bytes, mutate: Mutation, seed: int) -> tuple[bytes, str]:
    """A file with one thing changed, and what that is.

    :raises Unsuited: when it has nothing to change so.
    """
    with Pdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            page.contents_coalesce()
        try:
            told = mutate(file, random.Random(seed))  # the same each time
        except (IndexError, KeyError, ValueError, AttributeError) as error:
            raise Unsuited from error
        output = BytesIO()
        file.save(output, compress_streams=False)
        return output.getvalue(), told


def is_caught(pdf: bytes, toolkit: Toolkit, layout: Layout) -> bool:
    """Whether the verification refuses a file."""
    try:
        verify(pdf, toolkit, layout, "mutated.pdf")
    except OutputError:
        return True
    return False


def survivors(files: list[Finished], count: int, first: int = 0) -> Iterator[tuple[str, str, str]]:
    """Kind, layout and change of each mutation that is not caught, of ``count`` ones.

    :param first: where chance begins; another number makes other mutations.
    """
    done, seed = 0, first
    while done < count:
        seed += 1
        mutate = MUTATIONS[seed % len(MUTATIONS)]
        pdf, toolkit, layout = files[seed // len(MUTATIONS) % len(files)]
        try:
            changed, told = mutated(pdf, mutate, seed)
        except Unsuited:
            continue
        done += 1
        if not is_caught(changed, toolkit, layout):
            yield mutate.__name__, layout.name, told


def main() -> int:
    """Make mutations, and tell how many were caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--layout", action="append")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = project_with_signs(Path(folder) / "project")
        files = finished(home, tuple(arguments.layout or LAYOUTS))
        missed = list(survivors(files, arguments.count, arguments.seed))
    for kind, layout, told in missed:
        print(f"{kind} in {layout}: {told}")
    kinds = Counter(kind for kind, _, _ in missed)
    print(*(f"{kind} {count}" for kind, count in kinds.most_common()), sep=", ")
    share = 100 * (1 - len(missed) / arguments.count)
    print(f"{arguments.count - len(missed)} of {arguments.count} caught: {share:.1f} %")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
