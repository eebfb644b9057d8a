"""Photographs in the review window: bursts, looked at, compared and decided about.

```
 key ─► StillCommand ─► StillsSession ─► apply_photo_command ─► PhotoState ─► views
                             │              (pure functions)       ▲
                             └─► library: decisions                │ next to the decisions,
 files ─► Reader (threads) ─► pictures                             │ never instead of them
       ─► Measuring (a thread) ─► bursts, ranks ───────────────────┘
```

Only `takewise.ui.photos.window` knows Qt.
"""
