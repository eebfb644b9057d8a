"""Photographs in the review window: bursts, looked at, compared and decided about.

```
 key ─► StillCommand ─► apply (pure) ─► State ─► views
                             │
                             └─► Keeper ─► library: decisions of humans
 files ─► Reader (threads) ─► pictures          ─┐
       ─► Measuring (a thread) ─► bursts, ranks ─┴─► State: next to the decisions, never instead
```

Nothing here knows Qt.
"""
