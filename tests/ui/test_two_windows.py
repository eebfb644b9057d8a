"""Two windows on one library: neither takes back what the other one decided."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.library import open_library
from takewise.model.decisions import Decisions, Verdict
from takewise.ui.shell.decision_store import DecisionStore

TAKE = f"sha256:{'a' * 64}"
VALUES = {"verdict": [None, *Verdict], "stars": [None, 1, 2, 3, 4, 5], "note": ["", "a", "b"]}

STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.one_of(
            st.sampled_from(["undo", "redo", "look"]),
            st.sampled_from(sorted(VALUES)).flatmap(
                lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))
            ),
        ),
    ),
    max_size=25,
)


@dataclass
class Window:
    """A window as far as decisions go: what it shows, and what it can undo and redo."""

    store: DecisionStore
    shown: Decisions = field(default_factory=Decisions)
    past: list[tuple[Decisions, Decisions]] = field(default_factory=list)
    future: list[tuple[Decisions, Decisions]] = field(default_factory=list)

    def decide(self, after: Decisions) -> None:
        """Decide something, as it is shown at once."""
        self.store.decide(TAKE, "A.mov", self.shown, after)
        self.past.append((self.shown, after))
        self.future.clear()
        self.shown = after

    def turn(self, back: list[tuple[Decisions, Decisions]], on: list[tuple[Decisions, Decisions]],
             *, undo: bool) -> bool:  # fmt: skip
        """Undo or redo the latest; return whether it was done."""
        before, after = change = back.pop()
        old, new = (after, before) if undo else (before, after)
        done = self.store.take_back(TAKE, "A.mov", old, new)
        if done:
            on.append(change)
        return done


@settings(max_examples=60)
@given(steps=STEPS)
def test_neither_window_takes_back_what_the_other_decided(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, object]]
) -> None:
    """Whatever they decide, undo and redo, before or after they saw each other's decisions."""
    path = tmp_path_factory.mktemp("two") / "library.db"
    windows = [Window(DecisionStore(path)) for _ in range(2)]
    owner: dict[str, int] = {}

    def said() -> Decisions:
        with open_library(path) as library:
            return library.decisions_on(TAKE)

    for number, step in steps:
        window, before = windows[number], said()
        if step == "look":
            window.shown = before
            continue
        if isinstance(step, tuple):
            name, value = step
            if getattr(window.shown, name) != value:
                window.decide(replace(window.shown, **{name: value}))
                owner[name] = number
                assert getattr(said(), name) == value
            continue
        back, on = window.past, window.future
        if step == "redo":
            back, on = on, back
        if not back:
            continue
        done = window.turn(back, on, undo=step == "undo")
        window.shown = after = said()
        changed = {name for name in VALUES if getattr(after, name) != getattr(before, name)}
        assert done or not changed
        assert all(owner.get(name, number) == number for name in changed)
        owner.update(dict.fromkeys(changed, number))


def test_a_word_that_was_not_seen_is_not_brought_back_wrongly(tmp_path: Path) -> None:
    """The stars before one's own were another window's: undo says so, and leaves them."""
    mine, other = (DecisionStore(tmp_path / "library.db") for _ in range(2))
    none, three, four, five = (Decisions(stars=stars) for stars in (None, 3, 4, 5))
    mine.decide(TAKE, "A.mov", none, three)
    other.decide(TAKE, "A.mov", none, five)
    mine.decide(TAKE, "A.mov", three, four)
    assert not mine.take_back(TAKE, "A.mov", four, three)
    with open_library(tmp_path / "library.db") as library:
        assert library.decisions_on(TAKE).stars == 4
