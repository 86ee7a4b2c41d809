# make build: every toolkit as PDF in out/, for screens and printed.  make all: in every layout.
# make test: every check.  make bench: the measurements.  make gallery: pages to look at.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
HAS_PANGO := $(PYTHON) -c 'import ctypes as c; c.CDLL("libpangoft2-1.0.so.0"); c.CDLL("libharfbuzz-subset.so.0")' 2>/dev/null
HAS_VENV := $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null

.PHONY: build all test bench gallery pictures accept browser readers system lock schema clean
.DELETE_ON_ERROR:

build: .venv/ready
	$(BIN)/cardprint build --layout screen --layout grid-a4

all: .venv/ready
	$(BIN)/cardprint build --layout all

test: .venv/ready browser readers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses logical --dist worksteal

# What our own toolkits look like is kept in baseline/, and compared by the tests.
accept: .venv/ready
	$(BIN)/cardprint accept

bench: .venv/ready
	$(BIN)/python tests/bench.py

# Every kind of page in every layout and theme; and the pictures of the documentation.
gallery: .venv/ready
	$(BIN)/python tests/gallery.py --grey --deficiency

pictures: .venv/ready
	$(BIN)/python tests/documented.py

# The environment is made anew when what it should hold has changed.
.venv/ready: pyproject.toml requirements.lock
	@$(MAKE) --no-print-directory system
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# WeasyPrint draws with Pango and takes fonts apart with HarfBuzz. They are installed where that is
# allowed, and named where it is not.
system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "cardprint needs Python 3.11 or newer; run: make PYTHON=python3.11" >&2; exit 1; }
	@$(HAS_PANGO) && $(HAS_VENV) || case "$$(uname -s)-$$(id -u)" in \
	    Linux-0) command -v apt-get >/dev/null && apt-get update -qq && \
	        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PANGO) python3-venv ;; \
	    Linux-*) echo "Pango or venv is missing; run: sudo apt-get install $(PANGO) python3-venv" >&2; exit 1 ;; \
	    Darwin-*) command -v brew >/dev/null && brew list pango >/dev/null 2>&1 || \
	        { echo "Pango is missing; run: brew install pango" >&2; exit 1; } ;; \
	    esac

# The report of a comparison is tested in a browser; without one, those tests are skipped.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	    [ "$$(uname -s)-$$(id -u)" != Linux-0 ] || ! command -v apt-get >/dev/null || \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; }

# veraPDF, the referee of PDF/UA, runs in Java with JAXB; poppler, MuPDF, qpdf and pdf.js read the
# files too, and LibreOffice those for Word and Excel. Where they cannot be installed, the tests that need them are skipped and say so.
PDFJS := pdfjs-dist@6.5.438
HAS_READERS := command -v javac && test -e /usr/share/java/jaxb-runtime.jar && \
    command -v pdftotext && command -v mutool && command -v qpdf && command -v soffice && \
    /usr/bin/python3 -c 'import uno'
readers:
	@{ $(HAS_READERS); } >/dev/null || [ "$$(uname -s)-$$(id -u)" != Linux-0 ] || \
	    ! command -v apt-get >/dev/null || { apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
	        default-jdk-headless libjaxb-java poppler-utils mupdf-tools qpdf \
	        libreoffice-writer-nogui libreoffice-calc-nogui python3-uno; }
	@test -d .venv/pdfjs/package || ! command -v npm >/dev/null || { mkdir -p .venv/pdfjs && \
	    cd .venv/pdfjs && npm pack --silent $(PDFJS) >/dev/null && \
	    sha256sum --quiet --check ../../tests/pdfjs/SHA256 && \
	    tar -xzf pdfjs-dist-*.tgz; } || echo "pdf.js is not to be had; its tests are skipped"

lock:
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	    --no-header --no-annotate --output-file requirements.lock pyproject.toml

schema: .venv/ready
	$(BIN)/cardprint schema --out docs/schema
	$(BIN)/cardprint reference --out docs

clean:
	rm -rf .venv out/*.pdf out/gallery dist
