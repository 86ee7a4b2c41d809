"""The structure trees of the sheets become one (ISO 32000-1, 14.7; ISO 14289-1, 7.1)."""

from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf


class StructureTree:
    """One ``/Document`` with a ``/Part`` for each part of the toolkit, in reading order.

    pikepdf copies pages without their structure. It remembers what it has copied from a file
    though, so a tree that is copied after its pages points to the copied pages and annotations.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array([]))
        )
        self.root.K = Array([self.document])
        self.part: Object | None = None
        self.part_name = ""
        self.owners = NumberTree.new(pdf)
        self.ids = NameTree.new(pdf)
        self.next_key = 0

    def add(self, source: Pdf, part_name: str, first_page: int, page_count: int) -> None:
        """Add the tree of ``source``, whose pages stand in the file from ``first_page`` on."""
        root = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        if self.part is None or part_name != self.part_name:
            self.part_name = part_name
            self.part = self.pdf.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, K=Array([]))
            )
            self.document.K.append(self.part)
        for element in root.K[0].K:
            element.P = self.part
            self.part.K.append(element)
        self._renumber(root, first_page, page_count)
        for name, element in NameTree(root.IDTree).items() if "/IDTree" in root else ():
            # Of elements with one name, links lead to the last.
            if name in self.ids:
                del self.ids[name].ID
            self.ids[name] = element

    def _renumber(self, root: Object, first_page: int, page_count: int) -> None:
        """Give the sheet's pages and annotations keys of their own in the joint parent tree."""
        offset = self.next_key
        for key, owner in NumberTree(root.ParentTree).items():
            self.owners[key + offset] = owner
            self.next_key = max(self.next_key, key + offset + 1)
        for page in (self.pdf.pages[first_page + i].obj for i in range(page_count)):
            page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset

    def finish(self) -> None:
        """Put the joint tree into the file."""
        self.root.ParentTree = self.owners.obj
        self.root.ParentTreeNextKey = self.next_key
        if len(self.ids):
            self.root.IDTree = self.ids.obj
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
