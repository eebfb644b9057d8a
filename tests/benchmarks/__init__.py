"""How well and how fast Takewise works, in figures that anyone can reproduce.

```
faces ──► scenes ──► clips ──► synthetic ──► figures ─┐
(portraits, (scripts,  (rendered, (analysed,   (tables) ├─► tables ──► RESULTS.md
 3 sets)     seeds)     kept)      judged)              │              or the terminal
                                real ───────────────────┤
                                speed ──────────────────┘
```

``python -m tests.benchmarks`` measures everything and writes ``RESULTS.md``
beside this file; ``--quick`` measures a little of everything in about two minutes.
"""
