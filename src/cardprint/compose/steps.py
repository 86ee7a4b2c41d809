"""Rewrites templates so that their work is counted: rounds, calls, joined and compared texts."""

from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

STEP, JOIN, SEEN, READ = "count steps", "join texts", "count letters", "count what is read"
"""Filters that no template can name, because their names have spaces."""


def counted(template: nodes.Template) -> nodes.Template:
    """A parsed template that counts what it does."""
    rewritten: nodes.Template = _Counting().visit(template)
    return rewritten


MAX_DEPTH = 50
"""How many pieces of a template may be inside each other; Python gives up at about 100."""

MAX_LOOPS = 10
"""How many loops may be inside each other; Python gives up at 20."""


def too_deep(template: nodes.Template) -> nodes.Node | None:
    """The first piece of a template with too many others around it."""
    waiting: list[tuple[nodes.Node, int, int]] = [(template, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if depth > MAX_DEPTH or loops > MAX_LOOPS:
            return node
        waiting += [(child, depth + 1, loops) for child in node.iter_child_nodes()]
    return None


class _Counting(NodeTransformer):
    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        return self._body(node)

    visit_Macro = visit_CallBlock = visit_Block = visit_Template  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self._body(node)
        if node.test is not None:
            node.test = nodes.And(
                _filter(STEP, nodes.Const(1), node), node.test, lineno=node.lineno
            )
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filter(JOIN, nodes.Tuple(node.nodes, "load", lineno=node.lineno), node)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter(READ, node.expr, node)
        for operand in node.ops:
            operand.expr = _filter(READ, operand.expr, node)
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Pair:  # noqa: N802
        self.generic_visit(node)
        node.key = _filter(READ, node.key, node)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        # Jinja2 takes slices without asking the environment.
        return _filter(SEEN, node, node) if isinstance(node.arg, nodes.Slice) else node

    def _body(self, node: Any) -> nodes.Node:
        """Make a body that may run more than once begin by counting its pieces."""
        pieces = 1 + sum(1 for each in node.body for _ in each.find_all(nodes.Node))
        self.generic_visit(node)
        count = _filter(STEP, nodes.Const(pieces), node)
        node.body.insert(0, nodes.ExprStmt(count, lineno=node.lineno))
        body: nodes.Node = node
        return body


def _filter(name: str, value: nodes.Expr, at: nodes.Node) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=at.lineno)
