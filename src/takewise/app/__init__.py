"""The use cases: what each surface can do, as plain functions from options to results.

```
 command line ─┐
 window ───────┼─► app ─► pipeline, stages
 host ─────────┘    └───► Observer: progress, errors and notes as they happen
```

Nothing here prints, reads a command line or opens a window. Each surface brings an
`Observer` that shows what happens, and renders the results itself.
"""
