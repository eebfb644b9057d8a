"""Code shared by the plugins of all hosts: the standard library, Python 3.6, no host.

```
 clips of the host ─► asking ─► run ─► the core, a process ─► result
                                                                │
 markers that are there ─────────────────► plan ◄── marks ◄─────┘
                                            │
                                            └─► remove, keep, add: the host's adapter does it
```

Every decision is made in the core, or here; an adapter lists clips and carries them out.
"""

PROTOCOL = "takewise.host/1"
"""Name and version of the protocol with the core."""
