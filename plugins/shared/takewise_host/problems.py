"""Errors, in words for the user of the host."""


class Problem(Exception):
    """Something that the user must know: what failed, and where, and a hint what to do or ""."""

    def __init__(self, what, hint=""):
        super().__init__(what, hint)
        self.what = what
        self.hint = hint

    def __str__(self):
        """Return both in one sentence."""
        return f"{self.what}; {self.hint}" if self.hint else self.what


class CoreMissing(Problem):
    """Takewise itself was not found."""


class CoreFailed(Problem):
    """Takewise ended without an answer, or speaks another protocol."""


class FramesDiffer(Problem):
    """The host counts a clip's frames differently from its file, without an explanation."""
