"""Make Resolve's contract from the published stubs, fusionscript-stubs.

python -m tests.plugins.contract.from_stubs
"""

from __future__ import annotations

import ast
import json
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).with_name("resolve-21.0.json")

CLASSES = (
    "Resolve",
    "ProjectManager",
    "Project",
    "MediaPool",
    "Folder",
    "MediaPoolItem",
    "Timeline",
    "TimelineItem",
)
"""Those that a plugin for markers has to do with."""

_ALIASES = ("MarkerColor", "ClipColor", "FlagColor", "TrackType")


def made_from_stubs() -> dict[str, Any]:
    """Return the contract that the installed stubs describe."""
    stub = distribution("fusionscript-stubs").locate_file("fusionscript-stubs/fusionscript.pyi")
    tree = ast.parse(Path(str(stub)).read_text(encoding="utf-8"))
    named = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    assigned = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    return {
        "source": f"fusionscript-stubs {version('fusionscript-stubs')}",
        "words": {name: _words(assigned, name) for name in _ALIASES},
        "classes": {name: _methods(named[name]) for name in CLASSES},
    }


def as_text(contract: dict[str, Any]) -> str:
    """Return a contract as its file holds it: a line for each method."""
    lines = ["{", f' "source": {json.dumps(contract["source"])},', ' "words": {']
    words = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in contract["words"].items()]
    lines += [",\n".join(words), " },", ' "classes": {']
    classes = []
    for name, methods in contract["classes"].items():
        rows = [f"   {json.dumps(k)}: {json.dumps(v)}" for k, v in methods.items()]
        classes.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n  }")
    return "\n".join([*lines, ",\n".join(classes), " }", "}", ""])


def _methods(node: ast.ClassDef) -> dict[str, list[dict[str, Any]]]:
    """Return name to overloads: parameters (name, type, required), and the answer."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            arguments = each.args.args[1:]
            first_default = len(arguments) - len(each.args.defaults)
            parameters = [
                [a.arg, ast.unparse(a.annotation) if a.annotation else "Any", n < first_default]
                for n, a in enumerate(arguments)
            ]
            # The stubs say Optional where the vendor's list says that it may be left out.
            for parameter in parameters:
                if str(parameter[1]).startswith("Optional["):
                    parameter[2] = False
            many = each.args.vararg is not None
            answer = ast.unparse(each.returns) if each.returns else "None"
            entry = {"params": parameters, "many": many, "returns": answer}
            found.setdefault(each.name, []).append(entry)
    return found


def _words(assigned: dict[str, ast.expr], name: str) -> list[str]:
    """Return the words that an alias of literals allows."""
    value = assigned[name]
    if isinstance(value, ast.Name):
        return _words(assigned, value.id)
    assert isinstance(value, ast.Subscript)
    return list(ast.literal_eval(ast.unparse(value.slice)))


if __name__ == "__main__":
    CONTRACT.write_text(as_text(made_from_stubs()), encoding="utf-8")
