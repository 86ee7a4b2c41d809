"""Text: the small Markdown of the data, and how wide the letters of the bundled fonts are."""
