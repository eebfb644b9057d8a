"""What the user says of a take's dialogue: cues, and a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from takewise.app.analysis_options import AnalysisOptions
from takewise.app.compare_takes import frame_named
from takewise.dialogue import DialogueSettings, Speech, read_script, with_script
from takewise.errors import MalformedText, SettingsError
from takewise.library import open_library
from takewise.model import Analysis
from takewise.model.cues import with_cues
from takewise.pipeline.takes import TakeResult
from takewise.untrusted import read_bytes

# Bytes: the script of a feature film has 200 thousand.
_LARGEST_SCRIPT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What is to be said of each take."""

    cues: tuple[str, ...] = ()
    """Frames, or source timecodes, as typed; ``TAKE=`` before one names its take."""
    speeches: tuple[Speech, ...] = ()
    """What is said in the scene; empty without a script."""


def load_script(path: Path) -> tuple[Speech, ...]:
    """Read a script.

    Parameters
    ----------
    path
        Its file.

    Returns
    -------
    tuple[Speech, ...]
        What is said in it.

    Raises
    ------
    SettingsError
        If it cannot be read, or nothing is said in it.
    """
    try:
        text = read_bytes(path, most=_LARGEST_SCRIPT).decode("utf-8-sig")
        return read_script(text, path.name)
    except OSError as error:
        raise SettingsError(
            f"the script cannot be read ({error.strerror})", where=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            "the script is no UTF-8 text", where=str(path), remedy="save it as UTF-8"
        ) from error
    except MalformedText as error:
        raise SettingsError(error.what, where=str(path), remedy=error.remedy) from error


def spoken_of(
    result: TakeResult, wishes: Spoken, choices: AnalysisOptions, settings: DialogueSettings
) -> TakeResult:
    """Apply what the user says of a take; cues are kept in the library, as decisions.

    Parameters
    ----------
    result
        What was found.
    wishes
        What the user says.
    choices
        Where the library is, and whether it is used.
    settings
        What counts in a dialogue.

    Returns
    -------
    TakeResult
        With the cues and the words; raises `SettingsError` if a cue is no frame of the take.
    """
    analysis = result.analysis
    if wishes.speeches:
        analysis = with_script(analysis, wishes.speeches, settings)
    if frames := _frames(wishes.cues, analysis):
        analysis = with_cues(analysis, frames)
        if not choices.no_cache:
            with open_library(choices.library, mode=choices.library_mode) as library:
                old = library.decisions(analysis.media)
                library.decide(analysis.media, old=old, new=replace(old, cues=frames))
    return replace(result, analysis=analysis)


def _frames(cues: Sequence[str], analysis: Analysis) -> tuple[int, ...]:
    """Return the frames of the cues that are this take's."""
    path = Path(analysis.media.path)
    called = {"", str(path), path.name, path.stem}
    pairs = [cue.rpartition("=") for cue in cues]
    return tuple(
        sorted(
            {
                frame_named(label, analysis, option="--cue")
                for named, _, label in pairs
                if named in called
            }
        )
    )
