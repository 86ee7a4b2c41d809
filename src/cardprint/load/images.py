"""Images of a toolkit: real, in a known format, inside its folder, whole, and not too large.

An image that passes can be used in every layout, in colour, in greys and in inks.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from cardprint.errors import Place, Problem, nearest
from cardprint.load.raster import Fault, faults_of_raster, kind_of
from cardprint.load.svg import fault_of, faults_of_svg
from cardprint.load.trial import verdicts
from cardprint.messages.catalogue import Message, plain, tell
from cardprint.storage.named import on_disk
from cardprint.storage.project import inside

MAX_IMAGE_BYTES = 10_000_000
"""The size of the largest image file."""


Report = Callable[[Problem], None]


def check_images(folder: Path, pictures: Iterable[tuple[str, Place]], report: Report) -> None:
    """Report why images of the toolkit in ``folder`` cannot be used.

    :param pictures: the file name of each image, and the place where it is used.
    """
    drawings: dict[bytes, list[tuple[Message, Place]]] = {}
    look = cache(partial(_looked_at, folder))
    for file, place in pictures:
        picture = tell("image '{file}'", file=file)
        data, faults = look(file, picture)
        for message, hint in faults:
            report(Problem(place, message, hint))
        if kind_of(data) == "SVG" and not faults:
            drawings.setdefault(data, []).append((picture, place))
    for users, verdict in zip(drawings.values(), verdicts(tuple(drawings)), strict=True):
        for picture, place in users:
            if fault := fault_of(verdict, picture):
                report(Problem(place, *fault))


def is_drawing(folder: Path, file: str) -> bool:
    """Whether an image can be read and is a drawing."""
    data, _ = _looked_at(folder, file, plain(file))
    return kind_of(data) == "SVG"


def _looked_at(folder: Path, file: str, picture: Message) -> tuple[bytes, list[Fault]]:
    """The content of an image, as far as it can be read, and what is wrong with it."""
    try:
        if fault := _misplaced(folder, file):
            return b"", [fault]
        path = on_disk(folder, file)
        if fault := _missized(path.stat().st_size, picture):
            return b"", [fault]
        data = path.read_bytes()
    # Names that are impossible on a disk, links in a circle, files without permission to read.
    except (OSError, ValueError, RuntimeError):
        hint = tell("check its name, and whether you can open it yourself")
        return b"", [(tell("{picture} cannot be read", picture=picture), hint)]
    return data, faults_of_picture(data, picture, inks=True)


def faults_of_picture(data: bytes, picture: Message, *, inks: bool = False) -> list[Fault]:
    """What is wrong with the content of an image, a drawing as far as it tells without being drawn.

    :param picture: what messages call it.
    :param inks: whether it may be in the inks of a press.
    """
    if fault := _missized(len(data), picture):
        return [fault]
    if kind_of(data) == "SVG":
        return faults_of_svg(data, picture)
    return faults_of_raster(data, picture, inks=inks)


def _misplaced(folder: Path, file: str) -> Fault | None:
    """Why a name does not lead to a file in the toolkit's folder."""
    path = on_disk(folder, file)
    if "://" in file or file.startswith(("file:", "data:", "//")):
        hint = tell("put the file in images/ and write its name here")
        return tell("image '{file}' is an address", file=file), hint
    if Path(file).is_absolute() or not inside(folder, path):
        hint = tell("put it in images/")
        return tell("image '{file}' is outside the toolkit's folder", file=file), hint
    if path.is_symlink() and not path.exists():
        hint = tell("put the file itself there")
        return tell("image '{file}' is a link to a file that does not exist", file=file), hint
    if not path.exists():
        return tell("image '{file}' does not exist", file=file), _near(folder, file)
    # Reading a pipe or a device might never end.
    if not path.is_file():
        return tell("image '{file}' is not a file", file=file), tell("name a picture")
    return None


def _near(folder: Path, file: str) -> Message:
    """A hint with the image whose name is nearest; capitals do not matter."""
    pictures = folder / "images"
    known = {each.name.casefold(): each.name for each in pictures.glob("*")}
    found = nearest(Path(file).name.casefold(), known).values.get("name")
    if found is None:
        return tell("put the file there")
    return tell("did you mean '{name}'?", name=f"images/{known[str(found)]}")


def _missized(size: int, picture: Message) -> Fault | None:
    if not size:
        return tell("{picture} is empty", picture=picture), tell("save it again")
    if size > MAX_IMAGE_BYTES:
        message = tell(
            "{picture} is larger than {limit} MB",
            picture=picture,
            limit=MAX_IMAGE_BYTES // 1_000_000,
        )
        return message, tell("save it smaller")
    return None
