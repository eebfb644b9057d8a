"""The library: takes and what was decided on them, found again by their content.

It is one SQLite file. Several processes may use it at once: each writes in one
short transaction and waits for the others. A process that is killed leaves the
file as it was before its last transaction: of decisions, all but the one that it
was about to write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from takewise.clock import FrameRange
from takewise.library.analysis_file import from_json, to_json
from takewise.library.decision_rows import Place, changed_rows, decisions_of, rows_of_part
from takewise.library.decision_writing import (
    Decided,
    differing_rows,
    foreign_rows,
    unseen_rows,
    write_rows,
)
from takewise.library.opening import LibraryFile, LibraryMode, open_connection
from takewise.library.signals_file import signals_from_npz, signals_to_npz
from takewise.model import Analysis, DetectorInfo, MediaInfo, RegionMotion
from takewise.model.decisions import Decisions, take_id
from takewise.revision import generator_key


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeKey:
    """Everything that shapes an analysis: equal keys, equal results."""

    digest: str
    """`takewise.model.MediaInfo.content`: the digest of the media, and a chosen stream."""
    settings_digest: str
    """``sha256:`` and the digest of the settings."""
    detector: DetectorInfo
    """The face detector and its model."""
    generator: str
    """Version of Takewise."""
    part: FrameRange | None = None
    """The frames of the media that were analysed; None for all."""

    @classmethod
    def of(cls, analysis: Analysis) -> TakeKey:
        """Return the key that an analysis is kept under."""
        return cls(
            digest=analysis.media.content,
            settings_digest=analysis.settings_digest,
            detector=analysis.detector,
            generator=analysis.generator,
            part=analysis.media.part,
        )

    @property
    def columns(self) -> tuple[str, str, str, str]:
        """The key's columns in the library: digest, settings, detector, version with revision."""
        detector = f"{self.detector.name} {self.detector.model} {self.detector.digest}"
        # A part of a take is kept as a take of its own.
        media = f"{self.digest}@{self.part.start}-{self.part.end}" if self.part else self.digest
        return media, self.settings_digest, detector, generator_key(self.generator)


class Library(LibraryFile):
    """An open library of analyses and decisions.

    Close it, or use it in a ``with`` block; it belongs to the thread that opened
    it. Made by `open_library`.
    """

    def known_digest(self, fingerprint: str, *, modified_ns: int) -> str | None:
        """Return the recorded digest of a media file, or None if it must be computed.

        The file is recognised by its fingerprint and its time of modification together; neither
        alone is enough. Raises `LibraryError` if the library cannot be read.
        """
        with self.reading() as connection:
            row = connection.execute(
                "SELECT digest FROM media WHERE fingerprint = ? AND modified_ns = ?",
                (fingerprint, modified_ns),
            ).fetchone()
        return None if row is None else str(row[0])

    def remember_media(self, fingerprint: str, *, modified_ns: int, size: int, digest: str) -> None:
        """Record the digest (``sha256:`` and hexadecimal) of a media file that was read whole.

        `modified_ns` is its time of modification before that, `size` in bytes. Raises
        `LibraryError` if the library cannot be written.
        """
        with self.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO media (fingerprint, modified_ns, size, digest) "
                "VALUES (?, ?, ?, ?)",
                (fingerprint, modified_ns, size, digest),
            )

    def find(self, key: TakeKey, *, path: str) -> Analysis | None:
        """Find an earlier analysis of the same content, made in the same way; None without one.

        Its media get the current path; its numbers were rounded to six digits. Raises
        `LibraryError` if the library cannot be read.
        """
        found = self._blob("SELECT analysis FROM analyses", key)
        if found is None:
            return None
        analysis = from_json(found, where=f"{self.path}, analysis of {key.digest}")
        return replace(analysis, media=replace(analysis.media, path=path))

    def find_signals(self, key: TakeKey) -> tuple[RegionMotion, ...] | None:
        """Find the signals that were kept with an analysis, one value per person; None without any.

        Raises `LibraryError` if the library cannot be read.
        """
        found = self._blob("SELECT signals FROM analyses", key)
        if found is None:
            return None
        return signals_from_npz(found, where=f"{self.path}, signals of {key.digest}")

    def keep(self, analysis: Analysis, signals: Sequence[RegionMotion] | None = None) -> None:
        """Keep an analysis, and drop those that other versions of Takewise made.

        Without `signals`, those that are kept already stay. Raises `LibraryError` if the library
        cannot be written.
        """
        columns = TakeKey.of(analysis).columns
        blobs = (to_json(analysis), None if signals is None else signals_to_npz(signals))
        with self.writing() as connection:
            connection.execute(
                "DELETE FROM analyses WHERE digest = ? AND settings_digest = ? "
                "AND detector = ? AND generator <> ?",
                columns,
            )
            connection.execute(
                "INSERT INTO analyses "
                "(digest, settings_digest, detector, generator, analysis, signals) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "analysis = excluded.analysis, signals = coalesce(excluded.signals, signals)",
                (*columns, *blobs),
            )

    def decisions(self, media: MediaInfo) -> Decisions:
        """Return the decisions on a take, which is found by its content and its part.

        Decisions on frames of the whole file (sync point, markers, rejected and edited moments)
        hold in a part that has these frames, unless the part has its own; a verdict, stars, a
        note and tags belong to the take that they were given to. Raises `LibraryError` if the
        library cannot be read, or a decision in it is damaged.
        """
        own = take_id(media)
        if media.part is None:
            return self.decisions_on(own)
        rows = rows_of_part(self._said_on(media.content), self._said_on(own), media.part)
        return decisions_of(rows, where=f"{self.path}, decisions on {own}")

    def decisions_on(self, take: str) -> Decisions:
        """Return the decisions on an id; empty without any.

        The id is `takewise.model.decisions.take_id` of a take, or the digest of a photograph's
        content. Raises `LibraryError` if the library cannot be read, or a decision in it is
        damaged.
        """
        rows = [
            (field, item, said) for field, item, said in self._said_on(take) if said is not None
        ]
        return decisions_of(rows, where=f"{self.path}, decisions on {take}")

    def decide(
        self,
        media: MediaInfo,
        *,
        old: Decisions,
        new: Decisions,
        mine: Mapping[Place, int] | None = None,
    ) -> Decided:
        """Record a change of decisions about a take; it is on the disk when this returns.

        Only differences between `old` and `new` are written: what another process decided
        meanwhile about another field, moment or marker stays. The take is identified by its
        content and its part; its path is a name for people.

        An undo is the same call with `old` and `new` exchanged, and with `mine`: when each row
        was written by the one who undoes it. If another process has changed any of them since,
        nothing is written, and the result says so. Raises `LibraryError` if the library cannot be
        written.
        """
        return self.decide_on(take_id(media), Path(media.path).name, old=old, new=new, mine=mine)

    def decide_on(
        self,
        take: str,
        name: str,
        *,
        old: Decisions,
        new: Decisions,
        mine: Mapping[Place, int] | None = None,
    ) -> Decided:
        """Record a change of decisions about an id, as `decide` does; `name` is for people."""
        rows = changed_rows(old, new)
        if not rows:
            return Decided()
        with self.writing() as connection:
            if mine is not None:
                foreign = foreign_rows(connection, take, (rows, changed_rows(new, old)), mine)
                if foreign:
                    return Decided(foreign=foreign)
                # An equal decision of another process stays that one's.
                rows = differing_rows(connection, take, rows)
            unseen = unseen_rows(connection, take, rows, changed_rows(new, old))
            return Decided(written=write_rows(connection, take, name, rows), unseen=unseen)

    def _said_on(self, take: str) -> list[tuple[str, str, str | None]]:
        with self.reading() as connection:
            return connection.execute(
                "SELECT field, item, value FROM decisions WHERE take = ?", (take,)
            ).fetchall()

    def _blob(self, select: str, key: TakeKey) -> bytes | None:
        with self.reading() as connection:
            row = connection.execute(
                f"{select} WHERE digest = ? AND settings_digest = ? "
                "AND detector = ? AND generator = ?",
                key.columns,
            ).fetchone()
        return None if row is None else row[0]


def open_library(path: Path | None = None, *, mode: LibraryMode = "auto") -> Library:
    """Open the library file for one thread, or make it; None is the user's own.

    `mode` says whether it is on a disk of this machine or one that several machines share;
    ``auto`` detects it. A damaged file is left as it is, as its content may be rescued. Raises
    `LibraryError` if the folder cannot be written, or the file is damaged, of another program, or
    of a later Takewise.
    """
    return Library(*open_connection(path, mode))
