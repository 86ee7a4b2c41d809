"""``python -m cardprint``."""

from cardprint.command.main import run

if __name__ == "__main__":
    run()
