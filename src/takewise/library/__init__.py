"""What Takewise keeps: analysis files, signal files, and one library file.

```
Analysis ─► to_json ─► A.mov.takewise.json   (schema takewise.analysis/1)
         ◄─ from_json
RegionMotion ─► signals_to_npz ─► A.mov.takewise.npz
             ◄─ signals_from_npz
both ─► Library.keep ─► library.db           (SQLite; found again by content)
     ◄─ Library.find, Library.find_signals
```

The library is a cache: a take that is found in it need not be decoded again.
Whoever cannot open it goes on without it, and says so.
"""

from takewise.library.analysis_file import SCHEMA, analysis_schema, from_json, to_json
from takewise.library.ladder import library_path
from takewise.library.signals_file import signals_from_npz, signals_to_npz
from takewise.library.store import Library, TakeKey, open_library

__all__ = [
    "SCHEMA",
    "Library",
    "TakeKey",
    "analysis_schema",
    "from_json",
    "library_path",
    "open_library",
    "signals_from_npz",
    "signals_to_npz",
    "to_json",
]
