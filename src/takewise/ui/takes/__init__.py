"""The review window: takes on one clock, looked at, compared and decided about.

```
 paths ─► Opening ─► news ─┐                        ┌─► pictures, lanes, list, strip
          (a thread)       ▼                        │
 key, mouse ─► Command ─► Session ─► apply ─► State ┤
                             │     (pure functions) └─► Playing ─► Feed ─► decoded pictures
                             ▼                                   (a thread each)
                          library: decisions
```

`state` is a frozen value and everything that changes it a pure function of it; only
`takewise.ui.takes.window` knows Qt. Nothing else imports it, so that the rest runs, and is
tested, where there is no screen.
"""

from typing import TYPE_CHECKING

from takewise.lazy import lazy

__all__ = [
    "Choice",
    "Layout",
    "Order",
    "ReviewSession",
    "ReviewState",
    "Row",
    "ShownTake",
    "Step",
    "apply_command",
    "rows_of",
]

if TYPE_CHECKING:
    from takewise.ui.takes.commands import apply_command
    from takewise.ui.takes.moment_list import Row, rows_of
    from takewise.ui.takes.session import ReviewSession
    from takewise.ui.takes.state import Choice, Layout, Order, ReviewState, ShownTake, Step
else:
    __getattr__ = lazy(
        __name__,
        {
            "moment_list": "Row rows_of",
            "commands": "apply_command",
            "session": "ReviewSession",
            "state": "Choice Layout Order ShownTake ReviewState Step",
        },
    )
