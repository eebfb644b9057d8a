"""Markers for a cut: only the parts of its media that it uses are analysed.

```
 cut ─► find_media ─► parts that are used ─► analyze ─► clips with markers ─► files
        which file,   with a little around             which take's,
        which frames  them, joined                     what is seen
```
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from takewise.app.analysis_options import AnalysisOptions, hinted
from takewise.app.analyze_takes import Finished, analyze_takes, ready_folder
from takewise.app.cut_media import UsedMedia, find_media, said_rate
from takewise.app.export_markers import start_notes
from takewise.app.export_stills import StillOptions, write_pictures
from takewise.app.losses import write_report
from takewise.app.marker_options import MarkerOptions
from takewise.app.observer import Observer
from takewise.app.sources import TakeSources, find_take_sources
from takewise.app.status import NOTHING_DONE
from takewise.app.stored_decisions import with_decisions
from takewise.atomic import write_bytes
from takewise.clock import Timecode
from takewise.errors import MediaError, SettingsError
from takewise.media import split_part
from takewise.pipeline.takes import TakeResult
from takewise.settings import Settings
from takewise.timeline import FORMATS, ExportSettings, Take, WrittenFiles, fit_for_file, take
from takewise.timeline.cut import (
    ClipSource,
    Cut,
    MarkedClip,
    on_ruler,
    place_markers,
)
from takewise.timeline.cut_fcpxml import IN_BUNDLE
from takewise.timeline.cut_file import mark_cut, own_kind, read_cut
from takewise.timeline.fcpxml_bundle import write_bundle
from takewise.timeline.start_timecode import given_start


class UnfitOptions(SettingsError):
    """The options do not go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkCutOptions:
    """Which cut is marked, and how."""

    cut: Path
    """The cut's file."""
    paths: tuple[str, ...]
    """Where to look for media that are not where the cut says."""
    out: Path
    """Folder for the files; made if it is missing."""
    markers: MarkerOptions
    """Which files, and what is in them."""
    analysis: AnalysisOptions
    """How to analyse."""
    hints: bool = False
    """Whether moments carry hints."""


@dataclass(slots=True, kw_only=True)
class CutExport:
    """What was written of a cut."""

    cut: Cut
    """The cut."""
    clips: tuple[MarkedClip, ...]
    """Its clips that were analysed."""
    written: list[tuple[str, WrittenFiles]] = field(default_factory=list)
    """Format and what was written in it."""
    others: list[Path] = field(default_factory=list)
    """What else was written: a folder of pictures, the report."""
    notes: list[str] = field(default_factory=list)
    """What the user should know about what was written, one sentence each."""

    @property
    def files(self) -> list[Path]:
        """All that was written."""
        return [*(path for _, done in self.written for path in done.paths), *self.others]

    def seen_at(self, each: MarkedClip) -> Timecode:
        """Return the timecode of a clip's first frame: of the cut, or of its media in a browser."""
        if self.cut.ruled:
            return self.cut.start.plus(each.placed.span.start)
        return each.placed.take.start


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarkCutResult:
    """Results of a cut's media, and the files that were written."""

    finished: Finished
    """Results of the media that the cut uses."""
    export: CutExport
    """What was written."""


def mark_cut_file(options: MarkCutOptions, observer: Observer[TakeResult]) -> MarkCutResult:
    """Analyse what a cut uses, and write the cut with markers on its clips.

    Raises `UnfitOptions` if options do not go together, and another `TakewiseError` if nothing
    can begin or be written.
    """
    chosen, choices = options.markers, options.analysis
    formats = chosen_formats(options.cut, chosen)
    settings = cut_settings(chosen, choices)
    if options.hints:
        settings = hinted(settings)
    ready_folder(options.out)
    pool = find_take_sources(options.paths, rate=choices.rate, stream=choices.stream)
    cut = _read(options, pool)
    formats = formats_for(cut, formats, chosen)
    used = find_media(cut, pool, choices.rate, choices.stream)
    finished = with_decisions(
        analyze_takes(used.found, choices, settings, observer), choices, observer
    )
    export = export_cut(cut, used, finished, settings)
    if export.clips and not finished.cancelled:
        write_cut(export, options.out, formats, settings.export)
        write_cut_pictures(export, finished, options.out, chosen)
        write_cut_report(export, chosen)
    return MarkCutResult(finished=finished, export=export)


def why_nothing(finished: Finished, export: CutExport) -> list[str]:
    """Return why no clip could be marked, a sentence each; none if one was."""
    if export.clips or finished.cancelled:
        return []
    reasons = [f", {note}" for note in export.cut.notes]
    if not (reasons or finished.failures):
        reasons = [": no clip with pictures is seen in it"]
    last = ": no clip could be marked, so nothing was written"
    return [f"{export.cut.path}{reason}" for reason in (*reasons, last)]


def export_status(finished: Finished, export: CutExport) -> int:
    """Return the exit status: 3 if no clip could be marked, for whatever reason."""
    return finished.status if export.clips or finished.cancelled else NOTHING_DONE


def _read(options: MarkCutOptions, pool: TakeSources) -> Cut:
    """Read a cut at the rate and with the start that the user or its media say."""
    said = said_rate(options.cut, pool, options.analysis.rate, options.analysis.stream)
    cut = read_cut(options.cut, rate=said.rate)
    start = started(cut, options.markers).start
    if start != cut.start:
        # Notes name clips by their timecode in the cut.
        cut = read_cut(options.cut, rate=said.rate, start=start)
    return replace(cut, notes=(*cut.notes, *said.notes))


def chosen_formats(path: Path, chosen: MarkerOptions) -> tuple[str, ...]:
    """Choose the formats to write for a cut: those that the user named, or its own kind.

    Of a preset's formats, those that leave the cut as it is. Raises `UnfitOptions` if a format
    would write a timeline of its own, or the takes are to be arranged.
    """
    if chosen.one_timeline:
        raise UnfitOptions("--one-timeline rearranges takes, and --cut keeps their order")
    if chosen.clips:
        raise UnfitOptions("--clips are of takes; write them without --cut")
    if path.is_dir() and own_kind(path) != "fcpxml":
        raise UnfitOptions(f"{path} is a folder; --cut needs a file, or a .fcpxmld bundle")
    if path.is_dir() and not (path / IN_BUNDLE).is_file():
        raise UnfitOptions(f"{path} has no {IN_BUNDLE} in it; export it again")
    fit = (own_kind(path), *(name for name, each in FORMATS.items() if each.markers_only))
    unfit = [name for name in chosen.to if name not in fit]
    if unfit:
        raise UnfitOptions(
            f"{unfit[0]} would write a timeline of its own; with {path.suffix or 'this'} as --cut, "
            f"choose from {', '.join(fit)}"
        )
    names = tuple(name for name in chosen.formats if name in fit) or fit[:1]
    for name in names:
        FORMATS[name].check_ready()
    return names


def formats_for(cut: Cut, names: tuple[str, ...], chosen: MarkerOptions) -> tuple[str, ...]:
    """Choose, among the formats of `chosen_formats`, those whose markers the cut can hold.

    Clips without a timeline get their own kind alone. Raises `MediaError` if the user named a
    format that needs a timeline which the cut does not have.
    """
    unfit = [name for name in chosen.to if name != cut.kind and not cut.ruled]
    if unfit:
        raise MediaError(
            f"holds clips and no project, so {unfit[0]} has no timeline to count from",
            where=str(cut.path),
            remedy=f"export the project, or write it as {cut.kind}",
        )
    return names if cut.ruled else (cut.kind,)


def cut_settings(chosen: MarkerOptions, choices: AnalysisOptions) -> Settings:
    """Return settings with markers on clips and ruler, unless the user chose: a cut has both."""
    settings = choices.load_settings()
    if not choices.settings:
        settings = replace(settings, export=replace(settings.export, markers_on="both"))
    return chosen.onto(settings)


def started(cut: Cut, chosen: MarkerOptions) -> Cut:
    """Return a cut that begins, and counts, as the user says; raises `ClockError` if it cannot."""
    start, rate = cut.start, cut.start.rate
    if chosen.start == "0":
        start = Timecode(0, rate, start.drop_frame)
    elif chosen.start != "auto":
        start = given_start(chosen.start, rate)
    if chosen.drop != "auto":
        start = Timecode(start.frame, rate, drop_frame=chosen.drop == "df")
    return replace(cut, start=start)


def export_cut(cut: Cut, used: UsedMedia, finished: Finished, settings: Settings) -> CutExport:
    """Put the moments that were found on the clips of a cut; nothing is written yet."""
    takes: dict[str, list[Take]] = {}
    for path, result in finished.results.items():
        file, _ = split_part(path)
        takes.setdefault(file, []).append(take(result.analysis, settings.markers))
    clips = []
    for clip in cut.clips:
        path, source = used.sources.get(clip.number, ("", None))
        holding = [each for each in takes.get(path, ()) if source and _holds(each, source)]
        if source and holding:
            clips.append(place_markers(cut, clip, source, holding[0]))
    return CutExport(cut=cut, clips=tuple(clips))


def write_cut(
    export: CutExport, folder: Path, names: Sequence[str], settings: ExportSettings
) -> None:
    """Write the cut with its markers, and the markers for other hosts; list the files in `export`.

    Raises `OutputError` if a file cannot be written.
    """
    stem, timeline = _stem(export.cut), on_ruler(export.cut, export.clips)
    for name in names:
        if name == export.cut.kind:
            # Another name than the cut's, which may be in the same folder.
            made = mark_cut(export.cut, export.clips, settings)
            path = _write_own(export.cut, folder / f"{stem}.marked", made.files[""])
            done = WrittenFiles(paths=(path,), losses=made.losses)
        else:
            done = FORMATS[name].write(folder, stem, timeline, settings)
        export.written.append((name, done))
        export.notes += start_notes(name, done, timeline)


def _write_own(cut: Cut, beginning: Path, content: bytes) -> Path:
    """Write a cut in its own format; return the path."""
    if cut.path.is_dir():
        path = beginning.with_name(f"{beginning.name}{cut.path.suffix}")
        write_bundle(cut.path, path, content)
        return path
    path = beginning.with_name(f"{beginning.name}{FORMATS[cut.kind].suffix}")
    write_bytes(path, content)
    return path


def write_cut_pictures(
    export: CutExport, finished: Finished, folder: Path, chosen: MarkerOptions
) -> None:
    """Write the pictures of a cut's markers if the user asked for them; list them in `export`.

    Raises `OutputError` if one cannot be written.
    """
    wanted = StillOptions(stills=chosen.stills, strips=chosen.strips)
    within = folder / f"{_stem(export.cut)}.stills"
    ids = {marker.id for each in export.clips for marker in each.placed.markers}
    files = [Path(result.analysis.media.path) for result in finished.results.values()]
    pictures = []
    for file, result in zip(files, finished.results.values(), strict=True):
        alike = any(other != file and other.stem == file.stem for other in files)
        stem = fit_for_file(str(file)) if alike else file.stem
        pictures += write_pictures(within, stem, result.analysis, ids, wanted)
    export.others += [within] if pictures else []


def write_cut_report(export: CutExport, chosen: MarkerOptions) -> None:
    """Write what the files could not hold, if the user asked for it; may raise `OutputError`."""
    if chosen.report and export.written:
        write_report(chosen.report, export.written)
        export.others.append(chosen.report)


def _stem(cut: Cut) -> str:
    """Return the name of a cut's files, whether it is marked already or not."""
    return fit_for_file(cut.path.stem.removesuffix(".marked")) or "cut"


def _holds(each: Take, source: ClipSource) -> bool:
    return each.first <= source.span.start < each.first + each.length
