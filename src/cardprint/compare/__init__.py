"""After the build: what changed between two PDFs, and between a PDF and its accepted state."""
