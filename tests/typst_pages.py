"""The words of the sheets as a document for Typst, to see how fast another typesetter is."""

from collections.abc import Iterable
from html.parser import HTMLParser

from cardprint.compose.model import Composed

_SPECIAL = str.maketrans({each: f"\\{each}" for each in "\\#$*_`@<>[]=-+/~'\""})
_HEADINGS = {"h1": "= ", "h2": "== ", "h3": "=== ", "h4": "=== "}
_BLOCKS = {"p", "li", "div", "section", "ul", "ol", "caption", "figcaption"}
_SILENT = {"style", "title", "svg", "script"}


def typst_document(sheets: Iterable[Composed]) -> str:
    """All sheets as one document: headings, paragraphs and tables on pages as large as ours."""
    parts = []
    for sheet in sheets:
        width, height = sheet.paper_pt
        reader = _Reader()
        reader.feed(sheet.html)
        parts.append(
            f"#set page(width: {width}pt, height: {height}pt, margin: 14mm, numbering: "
            f'"1")\n#set text(lang: "nl", size: 11pt, hyphenate: true)\n{"".join(reader.parts)}'
        )
    return "\n#pagebreak(weak: true)\n".join(parts)


class _Reader(HTMLParser):
    """Writes the elements of a sheet in Typst's markup."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0
        self._table: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "section" and "page" in (dict(attrs).get("class") or "").split():
            self.parts.append("\n#pagebreak(weak: true)\n")
        elif tag == "tr":
            self._table.append([])
        elif tag in ("td", "th"):
            self._table[-1].append("")
        elif not self._table:
            self.parts.append(f"\n\n{_HEADINGS.get(tag, '')}" if self._breaks(tag) else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "table" and self._table:
            columns = max(map(len, self._table))
            cells = ", ".join(f"[{cell}]" for row in self._table for cell in row)
            self._table = []
            self.parts.append(f"\n#table(columns: {columns}, {cells})\n")
        elif self._breaks(tag) and not self._table:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        words = " ".join(data.split()).translate(_SPECIAL)
        words = f" {words} " if words else ""
        if self._table and self._table[-1]:
            self._table[-1][-1] += words
        elif not self._table:
            self.parts.append(words.lstrip() if self.parts[-1:] == ["\n\n"] else words)

    @staticmethod
    def _breaks(tag: str) -> bool:
        return tag in _HEADINGS or tag in _BLOCKS
