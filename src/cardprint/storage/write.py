"""Last stage: the verified bytes replace the old file in one step."""

from pathlib import Path

from cardprint.errors import Place, Problem, WriteError
from cardprint.messages.catalogue import tell
from cardprint.storage.temporary import replace_file, tidy


def write(data: bytes, target: Path, shown: str) -> None:
    """Replace ``target``; it is either the old file or the whole new one, never a part of one.

    :raises WriteError: when the file cannot be written; the old file is untouched.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        tidy(target.parent)
        replace_file(target, data, lasting=True)
    except OSError as error:
        reason = error.strerror or str(error)
        hint = tell("free some space, or choose another folder with --out")
        raise WriteError(
            [Problem(Place(shown), tell("cannot be written: {reason}", reason=reason), hint)]
        ) from error
