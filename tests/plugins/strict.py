"""Stand-ins for a host's objects that allow what its contract holds, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Overload = Mapping[str, Any]
"""``params``: (name, type, required) each; ``many``: whether more of the last may follow."""


class ContractError(BaseException):
    """A plugin did what the host does not have.

    No `Exception`, so that no plugin can pass over it.
    """


@dataclass(frozen=True)
class Contract:
    """What exists in one version of a host."""

    methods: Mapping[str, Mapping[str, Sequence[Overload]]]
    """Class to method to its forms."""
    words: Mapping[str, Sequence[str]]
    """Type of literals to its words."""
    judged: frozenset[str] = frozenset()
    """Types of literals for which the host answers False instead of refusing the call."""


class Remote:
    """An object of the host: its methods are the contract's, what they do is a model's.

    Parameters
    ----------
    kind
        Its class in the contract.
    contract
        What exists.
    model
        Has a method for each that is modelled.
    """

    def __init__(self, kind: str, contract: Contract, model: object) -> None:
        for name, value in (("kind", kind), ("contract", contract), ("model", model)):
            object.__setattr__(self, f"_{name}", value)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method that minds its arguments."""
        kind, contract, model = (object.__getattribute__(self, f"_{n}") for n in _FIELDS)
        if name.startswith("__"):
            raise AttributeError(name)
        forms = contract.methods[kind].get(name)
        if forms is None:
            raise ContractError(f"{kind} has no {name}")

        def call(*arguments: Any, **named: Any) -> Any:
            if named:
                raise ContractError(f"{kind}.{name} was called with names: {sorted(named)}")
            if not any(_fits(arguments, form, contract) for form in forms):
                raise ContractError(f"{kind}.{name}{arguments!r} fits none of {forms}")
            if not hasattr(model, name):
                raise ContractError(f"{kind}.{name} exists, and how it behaves is not modelled")
            return getattr(model, name)(*arguments)

        return call

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: the host's objects have methods only."""
        raise ContractError(f"{object.__getattribute__(self, '_kind')}.{name} was set")

    def __dir__(self) -> list[str]:
        """Return the methods that exist."""
        kind, contract, _ = (object.__getattribute__(self, f"_{n}") for n in _FIELDS)
        return list(contract.methods[kind])


_FIELDS = ("kind", "contract", "model")


def kind_of(remote: object) -> str:
    """Return the class of a host's object; empty for other values."""
    return str(object.__getattribute__(remote, "_kind")) if type(remote) is Remote else ""


def model_of(remote: Remote) -> Any:
    """Return the model behind a host's object."""
    return object.__getattribute__(remote, "_model")


def _fits(arguments: Sequence[Any], form: Overload, contract: Contract) -> bool:
    parameters = list(form["params"])
    least = sum(bool(required) for _, _, required in parameters)
    if len(arguments) < least or (len(arguments) > len(parameters) and not form["many"]):
        return False
    kinds = [kind for _, kind, _ in parameters]
    kinds += kinds[-1:] * (len(arguments) - len(kinds))
    return all(_is(value, kind, contract) for value, kind in zip(arguments, kinds, strict=False))


_PLAIN = {
    "str": (str,),
    "bool": (bool,),
    "dict": (dict,),
    "list": (list,),
    "int": (int,),
    "float": (int, float),
}


def _is(value: Any, kind: str, contract: Contract) -> bool:
    """Return whether a value is of a type that is written as in the stubs."""
    if " | " in kind:
        return any(_is(value, each, contract) for each in kind.split(" | "))
    if kind in contract.words:
        return isinstance(value, str) and (kind in contract.judged or value in contract.words[kind])
    if kind in contract.methods:
        return kind_of(value) == kind
    if kind in _PLAIN:
        # For Python a truth is a number.
        return isinstance(value, _PLAIN[kind]) and (kind == "bool" or not isinstance(value, bool))
    return kind == "Any" or _is_compound(value, kind, contract)


def _is_compound(value: Any, kind: str, contract: Contract) -> bool:
    if inner := re.fullmatch(r"Optional\[(.+)\]", kind):
        return value is None or _is(value, inner[1], contract)
    if inner := re.fullmatch(r"List\[(.+)\]", kind):
        return isinstance(value, list) and all(_is(each, inner[1], contract) for each in value)
    if kind == "dict[str, str]":
        parts = [part for pair in value.items() for part in pair] if type(value) is dict else [0]
        return all(isinstance(part, str) for part in parts)
    raise ContractError(f"the contract's type {kind} is not known to the double")
