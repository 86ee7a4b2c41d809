"""Last stage: the verified bytes replace the old file in one step."""

import contextlib
import os
import tempfile
from pathlib import Path

from cardprint.errors import Place, Problem, WriteError
from cardprint.messages.catalogue import tell


def write(data: bytes, target: Path, shown: str) -> None:
    """Replace ``target``; it is either the old file or the whole new one, never something between.

    :raises WriteError: when the folder or the disk does not take it; the old file is untouched.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".cardprint-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for their owner only; a new PDF has the rights of any new file.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        hint = tell("free some space, or choose another folder with --out")
        raise WriteError(
            [Problem(Place(shown), tell("cannot be written: {reason}", reason=reason), hint)]
        ) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                temporary.unlink()
