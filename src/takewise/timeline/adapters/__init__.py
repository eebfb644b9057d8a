"""Our marker texts as adapters of OpenTimelineIO.

```sh
otioconvert -i edit.otio -o edit.markers.edl --output-adapter takewise_resolve_markers
```

The entry point ``opentimelineio.plugins`` names this package, whose
``plugin_manifest.json`` names the adapters. They claim no file suffix: ``.edl``
and ``.txt`` belong to others.
"""
