"""A comparison as one HTML file that needs no other file and no network."""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import accumulate, pairwise
from pathlib import Path
from urllib.parse import quote

import pypdfium2 as pdfium
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from cardprint.compare.model import Comparison, DrawnLink, PagePair, Verdict
from cardprint.errors import Place
from cardprint.model.geometry import Box
from cardprint.storage.write import write

POINTS_PER_INCH = 72
# WebP ends at 16383 pixels, and the memory of a reader's machine long before that.
LONGEST_SIDE_PX = 4000


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the bytes of its two files."""

    comparison: Comparison
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A changed page with its name in the document, as in ``index.html#ptss-screen-12``."""

    id: str
    pair: PagePair


@dataclass(frozen=True, slots=True)
class View:
    """A comparison as the template shows it."""

    comparison: Comparison
    changed: tuple[Shown, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many changes there are of each kind, in the order of kinds."""
        found = Counter(finding.verdict for _, finding in self.comparison.found())
        found[Verdict.ENVIRONMENT] += len(self.comparison.environment)
        return {verdict: found[verdict] for verdict in Verdict if found[verdict]}

    @property
    def same(self) -> str:
        """``1–4, 6–41``: the pages that did not change."""
        return _ranges(pair.number for pair in self.comparison.pages if not _is_changed(pair))


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of quality of the pictures."""

    dpi: int
    colours: int
    """Of the palette, 0 for all; text is smaller and sharper with few colours than with noise."""
    quality: int
    """Of lossy WebP, where that fits better, as it does for photographs."""


RUNGS = (
    Rung(168, 0, 85), Rung(144, 0, 80), Rung(120, 0, 75), Rung(120, 64, 65), Rung(108, 64, 55),
    Rung(96, 64, 50), Rung(86, 32, 40), Rung(76, 32, 30), Rung(68, 32, 20), Rung(60, 16, 10),
)  # fmt: skip
"""From the best to the smallest, which is taken in any case."""

Pictures = Mapping[str, Sequence[str]]
"""Data URIs of a page before and after, or of the one that there is, by the name of the page."""


def write_report(compared: Sequence[Compared], folder: Path, *, max_bytes: int = 5_000_000) -> Path:
    """Write all comparisons into ``folder/index.html`` and return its path.

    The pictures share what the words leave of ``max_bytes``: the more of them, the smaller.

    :raises ValueError: when there is nothing to report on.
    :raises WriteError: when the folder or the disk does not take it.
    """
    if not compared:
        raise ValueError("a report needs at least one comparison")
    views = _views(compared)
    words_only = _html(views, {})
    html = _html(views, _pictures(compared, views, max_bytes - len(words_only)))
    target = folder / "index.html"
    write(html, target, str(target))
    return target


def _views(compared: Sequence[Compared]) -> tuple[View, ...]:
    """The comparisons, each page with a name that no other has."""
    seen: Counter[str] = Counter()
    views = []
    for comparison in (one.comparison for one in compared):
        slug = re.sub(r"[^\w-]+", "-", comparison.name)
        seen[slug] += 1
        slug += f"-{seen[slug]}" if seen[slug] > 1 else ""
        changed = filter(_is_changed, comparison.pages)
        views.append(View(comparison, tuple(Shown(_name(slug, pair), pair) for pair in changed)))
    return tuple(views)


def _name(slug: str, pair: PagePair) -> str:
    """A page that is gone may have the number of one that is there."""
    return f"{slug}-{pair.number}" + ("" if pair.after else "-removed")


def _is_changed(pair: PagePair) -> bool:
    return bool(pair.findings) or pair.before is None or pair.after is None


def _ranges(numbers: Iterable[int]) -> str:
    """``1–4, 6`` for 1, 2, 3, 4, 6."""
    ordered = sorted(numbers)
    starts = [number for last, number in pairwise([-1, *ordered]) if number != last + 1]
    ends = [number for number, after in pairwise([*ordered, -1]) if after != number + 1]
    return ", ".join(
        str(start) if start == end else f"{start}–{end}"
        for start, end in zip(starts, ends, strict=True)
    )


def _html(views: Sequence[View], pictures: Pictures) -> bytes:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"spot": _spot, "digest": _digest, "address": _address}
    template = env.get_template("report.html.j2")
    return template.render(views=views, pictures=pictures, differing=_differing).encode()


def _spot(box: Box, size: tuple[float, float]) -> str:
    """A box on a page as CSS: shares of the page, from its top left."""
    (left, bottom, right, top), (wide, high) = box, size
    shares = (left / wide, 1 - top / high, (right - left) / wide, (top - bottom) / high)
    names = ("left", "top", "width", "height")
    return ";".join(f"{name}:{share:.2%}" for name, share in zip(names, shares, strict=True))


def _digest(script: str) -> str:
    """What the content security policy knows the one script by."""
    return b64encode(sha256(script.encode()).digest()).decode()


def _address(place: Place) -> str:
    """The file with its line, as sites that show sources have it."""
    return quote(place.file) + (f"#L{place.line}" if place.line else "")


def _differing(these: Sequence[DrawnLink], those: Sequence[DrawnLink]) -> set[tuple[str, str]]:
    """Words and target of the links that one page has more often than the other."""
    one, other = (Counter((link.say, link.target) for link in side) for side in (these, those))
    return {link for link in one | other if one[link] != other[link]}


def _pictures(compared: Sequence[Compared], views: Sequence[View], budget: int) -> Pictures:
    """Draw the changed pages, one at a time: memory does not grow with their number.

    What a page leaves of its share of the budget goes to those after it.
    """
    made: dict[str, Sequence[str]] = {}
    waiting = sum(len(view.changed) for view in views)
    rung = 0
    for one, view in zip(compared, views, strict=True):
        before, after = pdfium.PdfDocument(one.before), pdfium.PdfDocument(one.after)
        with closing(before), closing(after):
            for shown in view.changed:
                sides = ((before, shown.pair.before), (after, shown.pair.after))
                # A page is much like the one before it; it may be a little better.
                rung, uris = _fitting(sides, budget // waiting, max(0, rung - 1))
                made[shown.id] = uris
                budget -= _size(uris)
                waiting -= 1
    return made


Sides = Sequence[tuple[pdfium.PdfDocument, int | None]]


def _fitting(sides: Sides, budget: int, first: int) -> tuple[int, list[str]]:
    """The first rung from ``first`` on at which a page fits the budget, or the last; its pictures.

    Both sides have the same resolution, so that they can be laid over each other.
    """
    for rung in range(first, len(RUNGS)):
        drawn = [_drawn(file, page, RUNGS[rung].dpi) for file, page in sides if page]
        uris = _encoded(drawn, RUNGS[rung], budget)
        if _size(uris) <= budget:
            break
    return rung, uris


def _drawn(file: pdfium.PdfDocument, number: int, dpi: int) -> Image.Image:
    with closing(file[number - 1]) as page:
        scale = min(dpi / POINTS_PER_INCH, LONGEST_SIDE_PX / max(page.get_size()))
        with closing(page.render(scale=scale)) as bitmap:
            picture: Image.Image = bitmap.to_pil()
            return picture.convert("RGB")  # a copy: the bitmap and its memory go


def _encoded(drawn: Sequence[Image.Image], rung: Rung, budget: int) -> list[str]:
    """Without loss where that fits, or else whichever is smaller."""
    few = _with_one_palette(drawn, rung.colours) if rung.colours else drawn
    exact = [_uri(image, lossless=True, quality=50) for image in few]
    if _size(exact) <= budget:
        return exact
    return min(exact, [_uri(image, quality=rung.quality) for image in drawn], key=_size)


def _size(uris: Sequence[str]) -> int:
    return sum(map(len, uris))


def _with_one_palette(drawn: Sequence[Image.Image], colours: int) -> list[Image.Image]:
    """Fewer colours, the same on both sides: what is equal stays equal."""
    edges = list(accumulate((image.width for image in drawn), initial=0))
    both = Image.new("RGB", (edges[-1], max(image.height for image in drawn)), "white")
    for image, left in zip(drawn, edges, strict=False):
        both.paste(image, (left, 0))
    few = both.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return [
        few.crop((left, 0, left + image.width, image.height)).convert("RGB")
        for image, left in zip(drawn, edges, strict=False)
    ]


def _uri(image: Image.Image, **options: int) -> str:
    target = BytesIO()
    image.save(target, "WEBP", method=2, **options)
    return "data:image/webp;base64," + b64encode(target.getvalue()).decode()
