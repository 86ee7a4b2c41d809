"""The same pages as one HTML document: what the benchmark measures a build against."""

import re
from collections.abc import Mapping, Sequence

from cardprint.compose.model import Composed

# In one document a fixed element would stand on every page, so here each page holds its own.
_OVERRIDES = """
.page { position: relative }
.tabs, .steps { position: absolute }
.steps { bottom: auto; top: 172mm }
"""


def single_document(sheets: Sequence[Composed], sizes: Mapping[str, float]) -> str:
    """All sheets as one document, with the text sizes that copy-fitting found."""
    head = sheets[0].html.partition("<body>")[0]
    fonts_and_style = "".join(
        text.replace("url(", f"url({base}") for _, base, text in sheets[0].styles
    )
    bodies = []
    for sheet in sheets:
        variables = re.search(r":root \{(.*?)\}", sheet.html, re.DOTALL)
        body = sheet.html.partition("<body>")[2].rpartition("</body>")[0]
        pages, start, rest = body.partition('<div class="frame">')
        frame = (start + rest).replace("\\", "\\\\")
        pages = re.sub(r'(<section class="page[^>]*>)', f"\\1{frame}", pages)
        size = f"--fit: {sizes[sheet.name]}pt" if sheet.name in sizes else ""
        style = " ".join((variables[1] if variables else "").split())
        bodies.append(f'<div class="sheet" style="{style}; {size}">{pages}</div>')
    extra = f"<style>{fonts_and_style}{_OVERRIDES}</style>"
    after_first = ".sheet + .sheet > .page:first-child { break-before: page }"
    text = f"{head}{extra}<style>{after_first}</style><body>{''.join(bodies)}</body></html>"
    for file in sheets[0].files:
        text = text.replace(file.url, file.path.as_uri())
    return text
