"""What goes wrong, in words for the person in front of the host."""


class Problem(Exception):
    """Something that a person must hear of.

    Parameters
    ----------
    what
        What failed, and where.
    hint
        What to do; empty if nothing is known.
    """

    def __init__(self, what, hint=""):
        super().__init__(what, hint)
        self.what = what
        self.hint = hint

    def __str__(self):
        """Return both in one sentence."""
        return f"{self.what}; {self.hint}" if self.hint else self.what


class CoreMissing(Problem):
    """Takewise itself is not where it was looked for."""


class CoreFailed(Problem):
    """Takewise ended without an answer, or speaks another protocol."""


class FramesDiffer(Problem):
    """The host counts a clip's frames otherwise than its file, and nothing explains it."""
