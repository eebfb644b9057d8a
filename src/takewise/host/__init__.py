"""The side that plugins of editing hosts talk to, as JSON lines.

```
 plugin ── request ──► jsonl ─► protocol ─► serve ─► app, pipeline
 plugin ◄── progress, moments, result ── jsonl ◄─┘
```
"""
