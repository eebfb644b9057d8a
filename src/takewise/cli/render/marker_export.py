"""Exported markers: tables, and a JSON document."""

from __future__ import annotations

from takewise.app.analyze_takes import Finished
from takewise.app.export_markers import MarkerExport
from takewise.app.losses import tallied
from takewise.cli.render.console import stdout, table
from takewise.cli.render.losses import print_losses
from takewise.cli.render.tables import print_files, print_limits


def print_export(finished: Finished, export: MarkerExport) -> None:
    """Print the markers of each take, what limits them, and what was written."""
    if not export.takes:
        return
    console = stdout()
    shown = table("take", "moments", "markers", numbers=("moments", "markers"))
    for path in finished.results:
        if path in export.takes:
            moments = len(finished.results[path].analysis.moments)
            count = len(export.takes[path].markers)
            shown.add_row(finished.names[path], str(moments), str(count))
    console.print(shown)
    print_limits(finished, export.notes)
    print_files(export.files)
    print_losses(export.written)


def export_document(finished: Finished, export: MarkerExport) -> dict[str, object]:
    """Return what was written as a JSON document."""
    takes = [
        {
            "path": path,
            "moments": len(finished.results[path].analysis.moments),
            "markers": len(made.markers),
        }
        for path, made in export.takes.items()
    ]
    return {
        "takes": takes,
        "files": [str(file) for file in export.files],
        "notes": list(dict.fromkeys(export.notes)),
        "losses": list(tallied(export.written)),
        "failures": finished.listed_failures,
    }
