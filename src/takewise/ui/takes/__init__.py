"""The review window: takes on one clock, looked at, compared and decided about.

```
 paths ─► TakeLoader ─► events ─┐                         ┌─► pictures, lanes, list, strip
          (a thread)            ▼                         │
 key, mouse ─► Command ─► ReviewSession ─► apply_command ─► ReviewState
                             │        (pure functions)    │
                             ▼                            └─► Playing ─► Feed ─► pictures
                          library: decisions                          (a thread each)
```

`state` is a frozen value and everything that changes it a pure function of it; only
`takewise.ui.takes.window` knows Qt. No other module imports it, so that the rest runs, and
is tested, without a screen.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "Choice",
    "Layout",
    "Order",
    "ReviewSession",
    "ReviewState",
    "ReviewStep",
    "Row",
    "ShownTake",
    "apply_command",
    "rows_of",
]

if TYPE_CHECKING:
    from takewise.ui.takes.commands import apply_command
    from takewise.ui.takes.moment_list import Row, rows_of
    from takewise.ui.takes.session import ReviewSession
    from takewise.ui.takes.state import Choice, Layout, Order, ReviewState, ReviewStep, ShownTake
else:
    __getattr__ = lazy(
        __name__,
        {
            "moment_list": "Row rows_of",
            "commands": "apply_command",
            "session": "ReviewSession",
            "state": "Choice Layout Order ShownTake ReviewState ReviewStep",
        },
    )
