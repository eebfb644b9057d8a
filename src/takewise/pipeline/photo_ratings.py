"""Ratings of photographs: what is said in their files and sidecars, and what is written.

```
 files of a shot ─► own_fields ─► given_inside ──┐
 its other sidecars ─► given_in_sidecar ─────────┴─► Given ─► write_sidecar, embed
```

Both the ranking (`takewise pick`) and the window for photographs write this way, so that both
respect what a photographer said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from takewise.errors import OutputError, TakewiseError
from takewise.faults import foreseen
from takewise.media import is_raw, own_fields
from takewise.sidecars import (
    Facts,
    Given,
    RatingRules,
    SidecarSettings,
    WrittenSidecar,
    given_in_sidecar,
    given_inside,
    sidecar_paths,
    write_sidecar,
)

# Files whose answers are kept, some hundred bytes each.
_REMEMBERED = 10_000

Unread = Literal["DNG", "other"]
"""Why Adobe's programs read no sidecar of a photograph: it is a DNG, or no raw file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotWritten:
    """What became of the sidecars of one shot."""

    done: tuple[WrittenSidecar, ...] = ()
    """Sidecars that say what they should, or would say it."""
    created: int = 0
    """Those of them that were not there before."""
    failures: tuple[TakewiseError, ...] = ()
    """What could not be written, and is as it was."""

    @property
    def kept_rating(self) -> int | None:
        """A rating of others that stays, -1 to 5; None for none."""
        return next((each.kept_rating for each in self.done if each.kept_rating is not None), None)

    @property
    def kept(self) -> bool:
        """Whether a rating, label or pick of others stays."""
        return self.kept_rating is not None or any(
            each.kept_label or each.kept_pick for each in self.done
        )


def write_shot(
    files: tuple[str, ...],
    settings: SidecarSettings,
    facts_for: Callable[[Path], Facts | None],
    *,
    rules: RatingRules,
    dry: bool = False,
) -> ShotWritten:
    """Write the sidecars of a shot; an error of one leaves the others.

    `facts_for` returns what a sidecar should say; None leaves it out. `dry` only finds what would
    become of them.
    """
    done: list[WrittenSidecar] = []
    failures: list[TakewiseError] = []
    created = 0
    paths = sidecar_paths(files, raws_of(files), settings.naming)
    for path in paths:
        facts = facts_for(path)
        if facts is None:
            continue
        new = not path.exists()
        try:
            given = (
                given_for(files, without=paths, by_hand=facts.by_hand) if _rates(facts) else Given()
            )
            written = write_sidecar(path, files, facts, rules=rules, given=given, dry=dry)
        except Exception as error:  # noqa: BLE001 - one sidecar must not lose the others
            failures.append(foreseen(error, what="writing it", where=str(path)))
            continue
        done.append(written)
        created += new and written.changed
    return ShotWritten(done=tuple(done), created=created, failures=tuple(failures))


def given_for(
    files: tuple[str, ...], *, without: Iterable[Path] = (), by_hand: bool = False
) -> Given:
    """Read what others said of a shot, inside its files and in its sidecars, all together.

    Sidecars in `without` are not read. `by_hand` says whether what was said in our window counts as
    ours, and not as others'. Raises `OutputError` if one of the files cannot be read: no rating is
    written then.
    """
    said = Given()
    for path in files:
        try:
            state = Path(path).stat()
            inside = _inside(path, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        except OSError as error:
            raise OutputError(
                f"its own rating cannot be read ({error.strerror or error}), so none is written",
                where=path,
                remedy="check the file's permissions",
            ) from error
        said = said.joined(inside)
    left_out = set(without)
    for naming in ("adobe", "darktable"):
        for sidecar in sidecar_paths(files, raws_of(files), naming):
            if sidecar not in left_out:
                said = said.joined(given_in_sidecar(sidecar, files, by_hand=by_hand))
    return said


@lru_cache(maxsize=_REMEMBERED)
def _inside(path: str, *state: int) -> Given:
    """Read a file in one of its states: a dialog asks again at every tick of a box."""
    del state
    own = own_fields(path)
    return given_inside(own.packets, stars=own.stars, percent=own.percent)


def raws_of(files: Iterable[str]) -> list[str]:
    """Return the camera raw files among the files of a shot."""
    return [path for path in files if is_raw(path)]


def unread_by_adobe(files: tuple[str, ...]) -> Unread | None:
    """Return why Adobe's programs read no sidecar of a shot; None where they do."""
    raws = raws_of(files)
    if not raws:
        return "other"
    return "DNG" if Path(raws[0]).suffix.lower() == ".dng" else None


def _rates(facts: Facts) -> bool:
    return any(each is not None for each in (facts.rating, facts.label, facts.pick))
