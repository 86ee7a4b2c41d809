"""A comparison as one HTML file, which needs no other file and no network."""

import os
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cardprint.compare.model import Compared, Comparison, DrawnLink, PagePair, Verdict
from cardprint.compare.pictures import Pictures, Wanted, draw
from cardprint.compare.wording import ranges
from cardprint.errors import Place
from cardprint.messages.catalogue import spoken, spoken_language, tell, tell_count
from cardprint.messages.escape import for_terminal
from cardprint.model.geometry import Box
from cardprint.storage.write import write


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
    def same(self) -> list[int]:
        """The numbers of the pages that did not change."""
        return [pair.number for pair in self.comparison.pages if not _is_changed(pair)]


def write_report(
    compared: Sequence[Compared],
    target: Path,
    roots: Sequence[Path] = (),
    *,
    max_bytes: int = 5_000_000,
) -> None:
    """Write all comparisons into one HTML file.

    The pictures share what is left of ``max_bytes`` after the words: the more, the smaller.

    :param roots: the folders that the places of changes are relative to, the first before others.
    :raises ValueError: when there is nothing to report.
    :raises WriteError: when the file cannot be written.
    """
    if not compared:
        raise ValueError("a report needs at least one comparison")
    views = _views(compared)
    address = _Addresses(target.resolve().parent, roots).of
    words_only = _html(views, {}, address)
    files = [
        (
            one.before,
            one.after,
            [Wanted(each.id, each.pair.before, each.pair.after) for each in view.changed],
        )
        for one, view in zip(compared, views, strict=True)
    ]
    html = _html(views, draw(files, max_bytes - len(words_only)), address)
    write(html, target.resolve(), str(target))


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
    """The name of a page; a removed page may have the number of another one."""
    return f"{slug}-{pair.number}" + ("" if pair.after else "-removed")


def _is_changed(pair: PagePair) -> bool:
    return bool(pair.seen) or pair.before is None or pair.after is None


def _html(views: Sequence[View], pictures: Pictures, address: Callable[[Place], str]) -> bytes:
    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    env.filters |= {"spot": _spot, "digest": _digest, "ranges": ranges}
    env.globals |= {"tell": tell, "tell_count": tell_count, "address": address}
    template = env.get_template("report.html.j2")
    facts = {"views": views, "pictures": pictures, "differing": _differing}
    return template.render(facts, language=spoken_language()).encode()


def _shown(value: object) -> object:
    """A value for the template: messages in the chosen language, untrusted words made safe."""
    if isinstance(value, Markup):
        return value
    return for_terminal(spoken(value if isinstance(value, str) else str(value)))


def _spot(box: Box, shown: Box) -> str:
    """A box on a page as CSS: shares of what is shown of the page, from its top left."""
    wide, high = shown.width, shown.height
    shares = (
        (box.left - shown.left) / wide,
        (shown.top - box.top) / high,
        box.width / wide,
        box.height / high,
    )
    names = ("left", "top", "width", "height")
    return ";".join(f"{name}:{share:.2%}" for name, share in zip(names, shares, strict=True))


def _digest(script: str) -> str:
    """The hash by which the content security policy allows the one script."""
    return b64encode(sha256(script.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Links from the report to the sources."""

    folder: Path
    roots: Sequence[Path]

    def of(self, place: Place) -> str:
        """The file and its line, in the form of sites that show sources."""
        known = [root / place.file for root in self.roots]
        file = next((each for each in known if each.exists()), known[0] if known else None)
        shown = place.file if file is None else _from(self.folder, file)
        return quote(shown, errors="surrogatepass") + (f"#L{place.line}" if place.line else "")


def _from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()


def _differing(these: Sequence[DrawnLink], those: Sequence[DrawnLink]) -> set[tuple[str, str]]:
    """Words and target of the links that one page has more often than the other."""
    one, other = (Counter((link.say, link.target) for link in side) for side in (these, those))
    return {link for link in one | other if one[link] != other[link]}
