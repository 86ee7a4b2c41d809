"""The structure trees of the sheets become one (ISO 32000-1, 14.7; ISO 14289-1, 7.1)."""

from pikepdf import Array, Dictionary, Name, Object, Pdf


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
        self.parent_tree: list[object] = []
        self.ids: list[tuple[bytes, Object, Object]] = []
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
        if "/IDTree" in root:
            names = root.IDTree.Names
            for i in range(0, len(names), 2):
                self.ids.append((bytes(names[i]), names[i], names[i + 1]))

    def _renumber(self, root: Object, first_page: int, page_count: int) -> None:
        """Give the sheet's pages and annotations keys of their own in the joint parent tree."""
        numbers, offset = root.ParentTree.Nums, self.next_key
        for i in range(0, len(numbers), 2):
            key = int(numbers[i]) + offset
            self.parent_tree += [key, numbers[i + 1]]
            self.next_key = max(self.next_key, key + 1)
        for page in (self.pdf.pages[first_page + i].obj for i in range(page_count)):
            page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset

    def finish(self) -> None:
        """Put the joint tree into the file."""
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.parent_tree)))
        self.root.ParentTreeNextKey = self.next_key
        if self.ids:
            names: list[object] = []
            for _, key, element in sorted(self.ids, key=lambda entry: entry[0]):
                names += [key, element]
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(names)))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
