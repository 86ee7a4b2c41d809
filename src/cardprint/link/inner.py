"""Elements inside a link: bold words, an address, a box of a diagram that the link fills too."""

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf

from cardprint.link.fragments import kids_of, put_below
from cardprint.model.geometry import Box


def drop_inner_links(file: Pdf) -> None:
    """Keep one annotation of a link and of what is in it.

    WeasyPrint makes one for every element inside a link too. A reader would come past the same link
    more than once, and past one that is in no ``/Link`` element (ISO 14289-1, 7.18.5). What stands
    elsewhere on the page stays, as one more place of the same link.
    """
    owners = NumberTree(file.Root.StructTreeRoot.ParentTree)
    for page in file.pages:
        kept = []
        for annotation in page.obj.get("/Annots", ()):
            owner = owners.get(int(annotation.get("/StructParent", -1)))
            around = _link_around(owner) if annotation.Subtype == Name.Link else None
            if owner is None or around is None:
                kept.append(annotation)
                continue
            own = [each for each in owner.K if _is_of(each, annotation)]
            put_below(owner, [each for each in owner.K if not _is_of(each, annotation)])
            if _is_elsewhere(annotation, around):
                put_below(around, [*kids_of(around), *own])
                owners[int(annotation.StructParent)] = around
                kept.append(annotation)
            else:
                del owners[int(annotation.StructParent)]
        if "/Annots" in page.obj:
            page.obj.Annots = Array(kept)


def _link_around(element: Object | None) -> Object | None:
    """The link that an element stands in, if it is no link itself."""
    while element is not None and Name.Link != element.S and "/P" in element:
        element = element.P
        if Name.Link == element.get("/S"):
            return element
    return None


def _is_elsewhere(annotation: Object, link: Object) -> bool:
    """Whether an annotation has no place in common with those of a link."""
    box = _box(annotation)
    own = [_box(kid.Obj) for kid in kids_of(link) if isinstance(kid, Dictionary) and "/Obj" in kid]
    shared = [box.within(each) for each in own]
    return all(min(each.width, each.height) <= 0 for each in shared)


def _box(annotation: Object) -> Box:
    return Box(*(float(value) for value in annotation.Rect.as_list()))


def _is_of(child: Object, annotation: Object) -> bool:
    return isinstance(child, Dictionary) and child.get("/Obj") == annotation
