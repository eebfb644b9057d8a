"""Marked cuts: tables, last lines, and a JSON document."""

from __future__ import annotations

from takewise.app.analyze_takes import Finished
from takewise.app.losses import tallied
from takewise.app.mark_cut import CutExport, export_status, why_nothing
from takewise.cli.render.conclude import conclude
from takewise.cli.render.console import print_error, stderr, stdout, table
from takewise.cli.render.losses import print_losses
from takewise.cli.render.tables import print_files, print_limits


def print_cut(finished: Finished, export: CutExport) -> None:
    """Print the clips with their markers, what limits them, and what was written."""
    shown = table("clip", "in the cut", "markers", numbers=("markers",))
    for each in export.clips:
        shown.add_row(each.clip.name, str(export.seen_at(each)), str(len(each.placed.markers)))
    if export.clips:
        stdout().print(shown)
    # If nothing is marked, they are the reasons, and errors.
    of_cut = export.cut.notes if export.clips else ()
    print_limits(finished, (*of_cut, *export.notes))
    print_files(export.files)
    print_losses(export.written)


def conclude_cut(finished: Finished, export: CutExport) -> int:
    """Print notes and failures of a marked cut on standard error; return the exit status.

    It is 3 if no clip could be marked, for whatever reason.
    """
    conclude(finished)
    for reason in why_nothing(finished, export):
        print_error(stderr(), reason)
    return export_status(finished, export)


def cut_document(finished: Finished, export: CutExport) -> dict[str, object]:
    """Return what was written as a JSON document: ``clips``, ``files``, ``notes``, ..."""
    clips = [
        {
            "clip": each.clip.name,
            "path": each.placed.take.info.path,
            "first": each.source.span.start,
            "end": each.source.span.end,
            "timecode": str(export.seen_at(each)),
            "speed": float(each.clip.speed),
            "markers": len(each.placed.markers),
        }
        for each in export.clips
    ]
    return {
        "clips": clips,
        "files": [str(file) for file in export.files],
        "notes": [*export.cut.notes, *export.notes],
        "losses": list(tallied(export.written)),
        "failures": finished.listed_failures,
    }
