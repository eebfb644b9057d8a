"""Stand-ins for a host's objects that allow what its contract holds, and nothing else."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
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
    constants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Class to what its objects have that is no method."""
    named: bool = False
    """Whether arguments may be given by name."""
    thread: int | None = None
    """The only thread on which calls are allowed; None allows all."""
    unknown: str = "raises"
    """What an object answers when it is asked for a name that does not exist: it raises,
    or says ``none``, or gives a ``callable``, so that `hasattr` is always true."""
    wrongs: list[str] = field(default_factory=list)
    """Calls on other threads, where an error might be lost."""


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

    def __getattr__(self, name: str) -> Any:
        """Return a constant, or a method that minds its arguments."""
        kind, contract, model = (object.__getattribute__(self, f"_{n}") for n in _FIELDS)
        if name.startswith("__"):
            raise AttributeError(name)
        if name in contract.constants.get(kind, {}):
            return contract.constants[kind][name]
        forms = contract.methods[kind].get(name)
        if forms is None:
            return _unknown(contract, f"{kind} has no {name}")

        def call(*arguments: Any, **named: Any) -> Any:
            _mind_thread(contract, f"{kind}.{name}")
            if named:
                arguments = _placed(arguments, named, forms[0], contract, f"{kind}.{name}")
            if not any(_fits(arguments, form, contract) for form in forms):
                raise ContractError(f"{kind}.{name}{arguments!r} fits none of {forms}")
            if not hasattr(model, name):
                raise ContractError(f"{kind}.{name} exists, and how it behaves is not modelled")
            return getattr(model, name)(*arguments)

        return call

    def __getitem__(self, key: str) -> Any:
        """Return an item, where the class has any."""
        return self.item(key)

    def __enter__(self) -> Any:
        """Begin what the class can begin."""
        return self.enter()

    def __exit__(self, *error: object) -> None:
        """End it."""
        self.leave()

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: the host's objects have methods only."""
        raise ContractError(f"{object.__getattribute__(self, '_kind')}.{name} was set")

    def __dir__(self) -> list[str]:
        """Return the methods that exist."""
        kind, contract, _ = (object.__getattribute__(self, f"_{n}") for n in _FIELDS)
        return list(contract.methods[kind])


_FIELDS = ("kind", "contract", "model")


def forms(words: str) -> list[dict[str, Any]]:
    """Read a method's one form from short words, such as ``name:str, index:int?``.

    Returns
    -------
    list of dict
        One overload; ``?`` marks what may be left out.
    """
    parameters = []
    for each in filter(None, (part.strip() for part in words.split(","))):
        name, _, kind = each.partition(":")
        parameters.append([name, kind.rstrip("?"), not kind.endswith("?")])
    return [{"params": parameters, "many": False}]


def kind_of(remote: object) -> str:
    """Return the class of a host's object; empty for other values."""
    return str(object.__getattribute__(remote, "_kind")) if isinstance(remote, Remote) else ""


def model_of(remote: Remote) -> Any:
    """Return the model behind a host's object."""
    return object.__getattribute__(remote, "_model")


@contextmanager
def imported(modules: Mapping[str, Any], plugin: str) -> Iterator[None]:
    """Let a plugin import a host's modules; it is loaded anew, as it keeps what it imported."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.split(".")[0] == plugin]:
            del sys.modules[name]

    before = {name: sys.modules.get(name) for name in modules}
    forget()
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module


def _unknown(contract: Contract, what: str) -> Any:
    """Answer for a name that does not exist; to use the answer is wrong in any case."""

    def fabricated(*_: Any, **__: Any) -> None:
        raise ContractError(what)

    if contract.unknown == "raises":
        fabricated()
    return None if contract.unknown == "none" else fabricated


def _mind_thread(contract: Contract, what: str) -> None:
    if contract.thread not in {None, threading.get_ident()}:
        contract.wrongs.append(f"{what} was called on another thread")
        raise ContractError(contract.wrongs[-1])


def _placed(
    arguments: Sequence[Any],
    named: Mapping[str, Any],
    form: Overload,
    contract: Contract,
    what: str,
) -> tuple[Any, ...]:
    """Return arguments in their order, those too that were given by name."""
    names = [name for name, _, _ in form["params"]]
    if not contract.named or not set(named) <= set(names[len(arguments) :]):
        raise ContractError(f"{what} was called with names: {sorted(named)}")
    last = max(names.index(name) for name in named)
    return (*arguments, *(named.get(name) for name in names[len(arguments) : last + 1]))


def _fits(arguments: Sequence[Any], form: Overload, contract: Contract) -> bool:
    parameters = list(form["params"])
    least = sum(bool(required) for _, _, required in parameters)
    if len(arguments) < least or (len(arguments) > len(parameters) and not form["many"]):
        return False
    parameters += parameters[-1:] * (len(arguments) - len(parameters))
    return all(
        (value is None and not required) or _is(value, kind, contract)
        for value, (_, kind, required) in zip(arguments, parameters, strict=False)
    )


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
