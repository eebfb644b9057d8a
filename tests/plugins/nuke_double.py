"""Nuke as its contract describes it: one script, its nodes, one playhead.

Each rule names its evidence: N the signatures and docstrings of Nuke 15.0, F Foundry's
guide, A the code of ayon-nuke. All calls belong on the main thread (F).
"""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.plugins.nuke_script import Knob, Node, viewer
from tests.plugins.strict import Contract, ContractError, Remote, forms, imported, model_of

CONTRACT = Path(__file__).parent / "contract" / "nuke-15.json"


class Nuke:
    """A running Nuke.

    Parameters
    ----------
    nodes
        What is in the script.
    selected
        Names of the nodes that are selected.
    stray_key
        Whether animating a knob leaves a key under the playhead, which is not documented.
    """

    def __init__(self, nodes: list[Node], selected: list[str], *, stray_key: bool = True) -> None:
        self.nodes = {node.name: node for node in nodes}
        self.selected = selected
        self.stray_key = stray_key
        self.current = 1001
        self.undone: list[tuple[dict[str, Node], Node, Node | None]] = []
        self.depth = 0
        self.loose: list[str] = []
        self.menu: dict[str, Any] = {}
        self.panels: list[tuple[str, ...]] = []
        self.messages: list[str] = []
        self.opened: list[str] = []
        recorded = json.loads(CONTRACT.read_text(encoding="utf-8"))
        self.root = Node(
            "Root",
            "root",
            {
                "fps": Knob("fps", "Any", 24.0),
                "first_frame": Knob("first_frame", "Int_Knob", 1),
                "last_frame": Knob("last_frame", "Int_Knob", 100),
            },
        )
        self.viewer: Node | None = viewer()
        constants = dict(recorded["constants"])
        constants["nuke"] = {**constants["nuke"], "env": {"studio": False, "hiero": False}}
        self.contract = Contract(
            methods={
                kind: {name: forms(words) for name, words in methods.items()}
                for kind, methods in recorded["classes"].items()
            },
            words={},
            constants=constants,
            named=True,
            thread=threading.get_ident(),
        )
        self.module = self.remote("nuke", _Module(self))

    def remote(self, kind: str, model: object) -> Remote:
        """Return an object of this Nuke."""
        return Remote(kind, self.contract, model)

    def node(self, node: Node) -> Remote:
        """Return a node as scripts see it."""
        return self.remote("Node", _Node(self, node))

    def changed(self, what: str) -> None:
        """Note a change of the script that no undo group holds."""
        if not self.depth:
            self.loose.append(what)

    def undo(self) -> None:
        """Take back the last group."""
        self.nodes, self.root, self.viewer = self.undone.pop()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let plugins import it."""
        panels = SimpleNamespace(registerWidgetAsPanel=self._register)
        modules: dict[str, Any] = {
            "nuke": self.module,
            "nukescripts": SimpleNamespace(panels=panels),
            "nukescripts.panels": panels,
        }
        with imported(modules, "takewise_nuke"):
            yield

    def _register(self, *arguments: str) -> None:
        self.panels.append(arguments)


class _Part:
    def __init__(self, host: Nuke) -> None:
        self.host = host


class _Module(_Part):
    def menu(self, name: str) -> Remote:
        return self.host.remote("Menu", _Menu(self.host, name))

    def selectedNodes(self, kind: str | None = None) -> list[Remote]:
        nodes = [self.host.nodes[name] for name in self.host.selected]
        return [self.host.node(node) for node in nodes if kind in {None, node.kind}]

    def allNodes(self, kind: str | None = None, *_: Any) -> list[Remote]:
        nodes = self.host.nodes.values()
        return [self.host.node(node) for node in nodes if kind in {None, node.kind}]

    def toNode(self, name: str) -> Remote | None:
        node = self.host.nodes.get(name)
        return None if node is None else self.host.node(node)

    def createNode(self, kind: str, args: str | None = None, inpanel: bool = True) -> Remote:  # noqa: ARG002, FBT001, FBT002
        self.host.changed("createNode")
        name = _free(self.host, f"{kind}1")
        # It is wired to the selection (N).
        node = Node(kind, name, input=self.host.selected[0] if self.host.selected else None)
        self.host.nodes[name] = node
        return self.host.node(node)

    def delete(self, node: Remote) -> None:
        self.host.changed("delete")
        del self.host.nodes[model_of(node).node.name]

    def message(self, text: str) -> None:
        self.host.messages.append(text)

    def ask(self, text: str) -> bool:
        self.host.messages.append(text)
        return True

    def root(self) -> Remote:
        return self.host.node(self.host.root)

    def activeViewer(self) -> Remote | None:
        # None where no viewer is open (A).
        window = self.host.viewer and _Window(self.host, self.host.viewer)
        return self.host.remote("ViewerWindow", window) if window else None

    def frame(self, frame: int | None = None) -> int:
        if frame is not None:
            self.host.current = frame
        return self.host.current

    def Undo(self, name: str | None = None) -> Remote:  # noqa: ARG002
        return self.host.remote("Undo", _Undo(self.host))

    def Tab_Knob(self, name: str, label: str | None = None) -> Remote:  # noqa: ARG002
        return self._knob(name, "Tab_Knob", None)

    def String_Knob(self, name: str, label: str | None = None) -> Remote:  # noqa: ARG002
        return self._knob(name, "String_Knob", "")

    def Double_Knob(self, name: str, label: str | None = None) -> Remote:  # noqa: ARG002
        return self._knob(name, "Double_Knob", 0.0)

    def PyScript_Knob(self, name: str, label: str | None = None, command: str = "") -> Remote:  # noqa: ARG002
        return self._knob(name, "PyScript_Knob", command)

    def _knob(self, name: str, kind: str, value: Any) -> Remote:
        return self.host.remote("Knob", _Knob(self.host, Knob(name, kind, value)))


class _Window(_Part):
    def __init__(self, host: Nuke, viewer: Node) -> None:
        super().__init__(host)
        self.viewer = viewer

    def node(self) -> Remote:
        return self.host.node(self.viewer)


class _Undo(_Part):
    def enter(self) -> None:
        if not self.host.depth:
            host = self.host
            self.host.undone.append(copy.deepcopy((host.nodes, host.root, host.viewer)))
        self.host.depth += 1

    def leave(self) -> None:
        self.host.depth -= 1


class _Menu(_Part):
    def __init__(self, host: Nuke, name: str) -> None:
        super().__init__(host)
        self.name = name

    def addMenu(self, name: str, *_: Any) -> Remote:
        return self.host.remote("Menu", _Menu(self.host, f"{self.name}/{name}"))

    def addCommand(self, name: str, command: Any = None, shortcut: str | None = None) -> None:
        place = f"{self.name}/{name}"
        if place in self.host.menu:
            raise ContractError(f"{place} is in the menu twice")
        self.host.menu[place] = (command, shortcut)


class _Node(_Part):
    def __init__(self, host: Nuke, node: Node) -> None:
        super().__init__(host)
        self.node = node

    def item(self, name: str) -> Remote:
        if name not in self.node.knobs:
            raise NameError(f"knob {name} does not exist")
        return self.host.remote("Knob", _Knob(self.host, self.node.knobs[name]))

    def knob(self, name: str, *_: Any) -> Remote | None:
        return self.item(name) if name in self.node.knobs else None

    def Class(self) -> str:
        return self.node.kind

    def name(self) -> str:
        return self.node.name

    def fullName(self) -> str:
        return self.node.name

    def setName(self, name: str, *_: Any) -> None:
        self.host.changed("setName")
        del self.host.nodes[self.node.name]
        self.node.name = _free(self.host, name)
        self.host.nodes[self.node.name] = self.node

    def addKnob(self, knob: Remote) -> None:
        self.host.changed("addKnob")
        added: Knob = model_of(knob).knob
        self.node.knobs[added.name] = added

    def setInput(self, number: int, node: Remote) -> bool:
        self.host.changed("setInput")
        if number:
            raise ContractError("a NoOp has one input")
        self.node.input = model_of(node).node.name
        return True

    def input(self, number: int) -> Remote | None:
        name = None if number else self.node.input
        return None if name is None else self.host.node(self.host.nodes[name])

    def xpos(self) -> int:
        return self.node.place[0]

    def ypos(self) -> int:
        return self.node.place[1]

    def setXYpos(self, x: int, y: int) -> None:
        self.node.place = (x, y)

    def metadata(self, key: str | None = None, time: float | None = None, *_: Any) -> Any:
        del time
        return self.node.metadata if key is None else self.node.metadata.get(key)

    def showControlPanel(self, forceFloat: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        self.host.opened.append(self.node.name)


class _Knob(_Part):
    def __init__(self, host: Nuke, knob: Knob) -> None:
        super().__init__(host)
        self.knob = knob

    def name(self) -> str:
        return self.knob.name

    def value(self) -> Any:
        return self.knob.value

    def getEvaluatedValue(self) -> Any:
        return self.knob.value

    def setValue(self, value: Any) -> bool:
        if not isinstance(value, _VALUES.get(self.knob.kind, object)):
            raise TypeError(f"{value!r} is no value of a {self.knob.kind}")
        self.host.changed("setValue")
        self.knob.value = value
        return True

    def setFlag(self, flag: int) -> None:
        self.knob.flags |= flag

    def setAnimated(self, *_: Any) -> bool:
        self.host.changed("setAnimated")
        self.knob.animated = True
        if self.host.stray_key:
            self.knob.keys[self.host.current] = float(self.knob.value or 0.0)
        return True

    def clearAnimated(self, *_: Any) -> bool:
        self.host.changed("clearAnimated")
        self.knob.animated = False
        self.knob.keys.clear()
        self.knob.held.clear()
        return True

    def valueAt(self, time: float, *_: Any) -> float:
        return self.knob.at(time)

    def setValueAt(self, value: float, time: float, *_: Any) -> bool:
        self.host.changed("setValueAt")
        self.knob.keys[time] = value
        return True

    def animation(self, channel: int, *_: Any) -> Remote | None:
        if channel:
            raise ContractError("the knob has one channel")
        if not self.knob.animated:
            return None
        return self.host.remote("AnimationCurve", _Curve(self.host, self.knob))


class _Curve(_Part):
    def __init__(self, host: Nuke, knob: Knob) -> None:
        super().__init__(host)
        self.knob = knob

    def keys(self) -> list[Any]:
        return [SimpleNamespace(x=x, y=y) for x, y in sorted(self.knob.keys.items())]

    def setKey(self, time: float, value: float) -> Any:
        self.host.changed("setKey")
        self.knob.keys[time] = value
        return SimpleNamespace(x=time, y=value)

    def removeKey(self, keys: list[Any]) -> None:
        self.host.changed("removeKey")
        for key in keys:
            del self.knob.keys[key.x]

    def changeInterpolation(self, keys: list[Any], kind: int) -> None:
        if kind == self.host.contract.constants["nuke"]["CONSTANT"]:
            self.knob.held |= {key.x for key in keys}


_VALUES = {"String_Knob": str, "Double_Knob": float, "Int_Knob": int, "Boolean_Knob": bool}


def _free(host: Nuke, name: str) -> str:
    """Return a name that no other node has, as Nuke counts them."""
    stem = name.rstrip("0123456789")
    number = int(name[len(stem) :] or 1)
    while f"{stem}{number}" in host.nodes:
        number += 1
    return f"{stem}{number}"
