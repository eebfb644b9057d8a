"""Storage: analysis files, signal files, and one library file.

```
Analysis ─► to_json ─► A.mov.takewise.json   (schema takewise.analysis/2)
         ◄─ from_json
RegionMotion ─► signals_to_npz ─► A.mov.takewise.npz
             ◄─ signals_from_npz
both ─► Library.keep ─► library.db           (SQLite; found again by content)
     ◄─ Library.find, Library.find_signals
Decisions ─► Library.decide ─► library.db  ─► decisions_to_json ─► decisions.json
          ◄─ Library.decisions            ◄─ merge_decisions
```

To the stages the library is a cache: a take that is found in it need not be decoded
again, and if it cannot be opened, the work goes on without it, with a note. The user's
decisions are nowhere else: `backup`, `check` and `decisions_to_json` look after it.
"""

from takewise.library.analysis_file import SCHEMA, analysis_schema, check_frames, from_json, to_json
from takewise.library.decision_writing import Decided
from takewise.library.exchange import (
    DECISIONS_SCHEMA,
    MergedDecisions,
    decisions_to_json,
    merge_decisions,
)
from takewise.library.kept_open import KeptOpen
from takewise.library.maintenance import Checked, backup, check
from takewise.library.measurements import find_measurements, keep_measurements
from takewise.library.migrations import library_path
from takewise.library.opening import LibraryMode
from takewise.library.signals_file import signals_from_npz, signals_to_npz
from takewise.library.store import Library, TakeKey, open_library
from takewise.library.watching import Watch

__all__ = [
    "DECISIONS_SCHEMA",
    "SCHEMA",
    "Checked",
    "Decided",
    "KeptOpen",
    "Library",
    "LibraryMode",
    "MergedDecisions",
    "TakeKey",
    "Watch",
    "analysis_schema",
    "backup",
    "check",
    "check_frames",
    "decisions_to_json",
    "find_measurements",
    "from_json",
    "keep_measurements",
    "library_path",
    "merge_decisions",
    "open_library",
    "signals_from_npz",
    "signals_to_npz",
    "to_json",
]
