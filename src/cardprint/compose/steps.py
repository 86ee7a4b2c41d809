"""Templates rewritten so that all they do is counted: rounds, calls, joined and compared texts."""

from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

STEP, JOIN, SEEN = "count steps", "join texts", "count letters"
"""Names of filters that no template can write: they have a space."""


def counted(template: nodes.Template) -> nodes.Template:
    """A parsed template that counts what it does."""
    rewritten: nodes.Template = _Counting().visit(template)
    return rewritten


class _Counting(NodeTransformer):
    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        return self._body(node)

    visit_Macro = visit_CallBlock = visit_Block = visit_Template  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self._body(node)
        if node.test is not None:
            node.test = nodes.And(_filter(STEP, nodes.Const(1), node), node.test, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filter(JOIN, nodes.Tuple(node.nodes, "load", lineno=node.lineno), node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter(SEEN, node.expr, node)
        for operand in node.ops:
            operand.expr = _filter(SEEN, operand.expr, node)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        # The environment is not asked about a part of a list or a text.
        return _filter(SEEN, node, node) if isinstance(node.arg, nodes.Slice) else node

    def _body(self, node: Any) -> Any:
        """Begin a body that can be carried out more than once by counting the pieces in it."""
        pieces = 1 + sum(1 for each in node.body for _ in each.find_all(nodes.Node))
        self.generic_visit(node)
        count = _filter(STEP, nodes.Const(pieces), node)
        node.body.insert(0, nodes.ExprStmt(count, lineno=node.lineno))
        return node


def _filter(name: str, value: nodes.Expr, at: nodes.Node) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=at.lineno)
