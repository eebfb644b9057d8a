"""Plugins of hosts, tried against strict doubles of the hosts.

```
 contract/*.json ─► strict.Remote ─► double of a host ─► checks ─► the plugin passes all,
   what exists,      anything else     how it behaves              each mutant fails one
   of which types    raises
```
"""
