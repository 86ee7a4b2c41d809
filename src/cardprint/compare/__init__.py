"""After the build: what changed between two PDFs, or between a PDF and its accepted state."""
