"""What the plugins of all hosts share: the standard library, Python 3.6, no host.

```
 clips of the host ─► asking ─► run ─► the core, a process ─► result
                                                                │
 markers that are there ─────────────────► plan ◄── marks ◄─────┘
                                            │
                                            └─► remove, keep, add: the host's adapter does it
```

Every decision is made in the core, or here; an adapter lists clips and does as told.
"""

PROTOCOL = "takewise.host/1"
"""Name and version of what is spoken with the core."""
