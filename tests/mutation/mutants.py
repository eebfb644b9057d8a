"""Every small change of a module's source that ought to make one of its tests fail."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change of one module."""

    line: int
    """Line of the source; the first is 1."""
    source: str
    """The whole module with the change in it."""
    old: str
    """What stood there."""
    new: str
    """What stands there now."""


def _other_values(value: object) -> list[object]:
    """Return what could stand in a constant's place; words for people have spaces and stay."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case float():
            return [value * 1.5 + (value == 0.0)]
        case str() if value.strip() and " " not in value.strip():
            return [f"{value}X"]
        case _:
            return []


def _changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the node with one thing wrong, once for each thing."""
    match node:
        case ast.Compare(ops=ops):
            for index, each in enumerate(ops):
                other = copy.deepcopy(node)
                other.ops[index] = _SWAPPED[type(each)]()
                yield other
        case ast.BinOp(op=op) | ast.BoolOp(op=op) | ast.AugAssign(op=op) if type(op) in _SWAPPED:
            other = copy.deepcopy(node)
            other.op = _SWAPPED[type(op)]()
            yield other
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Break() | ast.Continue():
            yield _SWAPPED[type(node)]()
        case ast.Constant(value=value):
            yield from map(ast.Constant, _other_values(value))
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            other = copy.deepcopy(node)
            other.func = ast.Name(_CALLS[name])
            yield other
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Name() | ast.Call() | ast.Attribute() if getattr(node, "decides", False):
            yield ast.UnaryOp(ast.Not(), node)


def _visited(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that may change: no annotation, docstring, message or import."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        node.test.decides = True
    for name, field in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "format_spec"}:
            continue
        for child in field if isinstance(field, list) else [field]:
            match child:
                case ast.Raise() | ast.Import() | ast.ImportFrom() | ast.JoinedStr():
                    continue
                case ast.Expr(value=ast.Constant()):
                    continue
                case ast.Assign(targets=[ast.Name(id="__all__")]):
                    continue
                case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
                    continue
                case ast.AST():
                    yield child
                    yield from _visited(child)


def mutants(source: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of its source."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: list[Mutant] = []
    for node in _visited(ast.parse(source)):
        if not hasattr(node, "lineno"):
            continue
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        for other in _changed(node):
            new = ast.unparse(ast.fix_missing_locations(other))
            new = new if isinstance(node, ast.stmt | ast.Constant) else f"({new})"
            text = (data[:start] + new.encode() + data[end:]).decode()
            old = data[start:end].decode()
            found.append(Mutant(line=node.lineno, source=text, old=old, new=new))
    return found
