"""What both windows share.

```
 key ─► Session ─► a pure function of the state ─► Step ─► state ─► views
           │                                        └─► effects
           ├─► Save ─► Keeper ─► DecisionStore ─► library
           └─► WindowAction ─► the window
```

`session`, `undo` and `decision_store` know no window and need no Qt; the other modules are
parts of windows.
"""
