"""What a worker process does; importing this module loads what that takes."""

import gc

from cardprint.compose.model import Composed
from cardprint.errors import InputError, Place, Problem
from cardprint.link.model import Linked
from cardprint.link.sheet import link
from cardprint.messages.catalogue import tell
from cardprint.render.engine import render


def make_sheet(sheet: Composed) -> Linked:
    """Render one sheet and link it.

    Layout makes many objects that refer to each other. Looking for garbage among them while they
    are in use takes a sixth of the time, so that is done once, after the sheet. What is left then
    is kept for the next sheets, and need not be looked at again.

    :raises InputError: with what is wrong with the sheet.
    """
    try:
        made = link(render(sheet), sheet)
    except RecursionError:
        message = tell("{sheet}: elements stand too deep inside each other", sheet=sheet.name)
        hint = tell("put fewer elements inside each other")
        raise InputError([Problem(Place(sheet.template), message, hint)]) from None
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
    return made
