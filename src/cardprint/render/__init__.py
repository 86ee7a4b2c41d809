"""Third stage: sheets become PDFs, each on its own, fitted, in parallel and cached."""
