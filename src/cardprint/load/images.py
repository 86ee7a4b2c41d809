"""Images of a toolkit: real, of a known kind, inside its folder, whole, and not too large.

What passes here can be built in every layout, in colour, in greys and in inks.
"""

from collections.abc import Callable
from pathlib import Path

from cardprint.errors import Place, Problem, nearest
from cardprint.load.raster import Fault, faults_of_raster, kind_of
from cardprint.load.svg import faults_of_svg
from cardprint.messages.catalogue import Message, tell
from cardprint.storage.named import on_disk
from cardprint.storage.project import inside

MAX_IMAGE_BYTES = 10_000_000
"""The largest file of an image."""


def check_image(folder: Path, file: str, place: Place, report: Callable[[Problem], None]) -> None:
    """Report why ``file`` cannot be used as an image of the toolkit in ``folder``."""
    picture = tell("image '{file}'", file=file)
    try:
        fault = _misplaced(folder, file)
        faults = [fault] if fault else _faults_of(on_disk(folder, file), picture)
    # Names that no disk takes, links that lead in a circle, files that one may not read.
    except (OSError, ValueError, RuntimeError):
        hint = tell("check its name, and whether you can open it yourself")
        faults = [(tell("{picture} cannot be read", picture=picture), hint)]
    for message, hint in faults:
        report(Problem(place, message, hint))


def _misplaced(folder: Path, file: str) -> Fault | None:
    """Why a name does not lead to a file in the toolkit's folder."""
    path = on_disk(folder, file)
    if "://" in file or file.startswith(("file:", "data:", "//")):
        hint = tell("put the file in images/ and name that")
        return tell("image '{file}' is an address", file=file), hint
    if Path(file).is_absolute() or not inside(folder, path):
        hint = tell("put it in images/")
        return tell("image '{file}' leaves the toolkit's folder", file=file), hint
    if path.is_symlink() and not path.exists():
        hint = tell("put the file itself there")
        return tell("image '{file}' is a link to a file that does not exist", file=file), hint
    if not path.exists():
        return tell("image '{file}' does not exist", file=file), _near(folder, file)
    # A pipe or a device would be read without end.
    if not path.is_file():
        return tell("image '{file}' is not a file", file=file), tell("name a picture")
    return None


def _near(folder: Path, file: str) -> Message:
    """The file in the folder of images that has nearly this name; capitals do not count."""
    pictures = folder / "images"
    known = {each.name.casefold(): each.name for each in pictures.glob("*")}
    found = nearest(Path(file).name.casefold(), known).values.get("name")
    if found is None:
        return tell("put the file there")
    return tell("did you mean '{name}'?", name=f"images/{known[str(found)]}")


def _faults_of(path: Path, picture: Message) -> list[Fault]:
    """What is wrong with the contents of an image; its name does not tell what it is."""
    size = path.stat().st_size
    if not size:
        return [(tell("{picture} is empty", picture=picture), tell("save it again"))]
    if size > MAX_IMAGE_BYTES:
        message = tell("{picture} has {size} bytes", picture=picture, size=size)
        return [(message, tell("at most {most} bytes; save it smaller", most=MAX_IMAGE_BYTES))]
    data = path.read_bytes()
    kind = kind_of(data)
    if kind in ("PNG", "JPEG"):
        return faults_of_raster(data, picture)
    if kind == "SVG":
        return faults_of_svg(data, picture)
    hint = tell("save it as PNG, JPEG or SVG")
    if kind:
        return [(tell("{picture} is of the kind {kind}", picture=picture, kind=kind), hint)]
    return [(tell("{picture} is no picture that can be used", picture=picture), hint)]
