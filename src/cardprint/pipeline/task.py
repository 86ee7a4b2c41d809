"""The task of a worker process; importing this module loads everything it needs."""

import gc

from cardprint.compose.model import Composed
from cardprint.errors import InputError, Place, Problem
from cardprint.link.model import Linked
from cardprint.link.sheet import link
from cardprint.messages.catalogue import tell
from cardprint.render.engine import render


def make_sheet(sheet: Composed) -> Linked:
    """Render one sheet and link it.

    Layout makes many objects that refer to each other. Garbage collection while they are in use
    takes a sixth of the time, so it runs once, after the sheet. Objects that are left then serve
    the next sheets, and later collections skip them.

    :raises InputError: with what is wrong with the sheet.
    """
    try:
        made = link(render(sheet), sheet)
    except RecursionError:
        message = tell("{sheet}: too many elements are inside each other", sheet=sheet.name)
        hint = tell("put fewer elements inside each other")
        raise InputError([Problem(Place(sheet.template), message, hint)]) from None
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
    return made
