"""Elements inside a link: bold words, an address, a passage in another language."""

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf


def drop_inner_links(file: Pdf) -> None:
    """Keep one annotation of a link and of what is in it.

    WeasyPrint makes one for every element inside a link too. A reader would come past the same link
    more than once, and past one that is in no ``/Link`` element (ISO 14289-1, 7.18.5).
    """
    owners = NumberTree(file.Root.StructTreeRoot.ParentTree)
    for page in file.pages:
        kept = []
        for annotation in page.obj.get("/Annots", ()):
            owner = owners.get(int(annotation.get("/StructParent", -1)))
            if owner is None or annotation.Subtype != Name.Link or not _is_in_link(owner):
                kept.append(annotation)
            else:
                del owners[int(annotation.StructParent)]
                owner.K = Array([each for each in owner.K if not _is_of(each, annotation)])
        if "/Annots" in page.obj:
            page.obj.Annots = Array(kept)


def _is_in_link(element: Object) -> bool:
    """Whether an element that is no link stands in one."""
    while Name.Link != element.S and "/P" in element:
        element = element.P
        if Name.Link == element.get("/S"):
            return True
    return False


def _is_of(child: Object, annotation: Object) -> bool:
    return isinstance(child, Dictionary) and child.get("/Obj") == annotation
