"""Third stage: sheets become PDFs, each on its own, fitted, in parallel and cached."""

from cardprint.text.libraries import load_libraries

load_libraries()
