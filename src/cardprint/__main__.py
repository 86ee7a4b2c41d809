"""``python -m cardprint``."""

from cardprint.cli import run

if __name__ == "__main__":
    run()
