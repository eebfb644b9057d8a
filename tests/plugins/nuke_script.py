"""What is in a script of the Nuke that stands in: nodes, knobs, and their curves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Knob:
    """A knob and its curve."""

    name: str
    kind: str
    value: Any = None
    flags: int = 0
    animated: bool = False
    keys: dict[float, float] = field(default_factory=dict)
    held: set[float] = field(default_factory=set)
    """Keys that hold their value until the next."""

    def at(self, frame: float) -> float:
        """Return its value on a frame."""
        if not self.animated or not self.keys:
            return float(self.value or 0.0)
        before = [key for key in self.keys if key <= frame]
        after = [key for key in self.keys if key > frame]
        if not before:
            return self.keys[min(after)]
        last = max(before)
        if not after or last in self.held:
            return self.keys[last]
        following = min(after)
        share = (frame - last) / (following - last)
        return self.keys[last] + share * (self.keys[following] - self.keys[last])


@dataclass
class Node:
    """A node of the script."""

    kind: str
    name: str
    knobs: dict[str, Knob] = field(default_factory=dict)
    input: str | None = None
    place: tuple[int, int] = (0, 0)
    metadata: dict[str, Any] = field(default_factory=dict)


def read(name: str, path: str, first: int, last: int, **knobs: Any) -> Node:
    """Return a Read node; ``knobs`` change what it has by itself."""
    values = {
        "file": path,
        "first": first,
        "last": last,
        "origfirst": first,
        "origlast": last,
        "frame_mode": "expression",
        "frame": "",
        **knobs,
    }
    node = Node("Read", name, {key: Knob(key, "Any", value) for key, value in values.items()})
    node.metadata["input/frame_rate"] = 24.0
    return node


def viewer() -> Node:
    """Return a Viewer node; its knobs are those that scripts of many studios set (A)."""
    return Node(
        "Viewer",
        "Viewer1",
        {
            "frame_range": Knob("frame_range", "String_Knob", "1-100"),
            "frame_range_lock": Knob("frame_range_lock", "Boolean_Knob", value=False),
        },
    )
