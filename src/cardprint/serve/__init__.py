"""A local server that shows the real pages of a toolkit while its files are written."""
