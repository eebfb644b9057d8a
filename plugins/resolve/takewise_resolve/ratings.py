"""What a comparison leaves on a clip: words, and what a person chose.

A field that somebody else filled is left alone: a comment is ours if it begins as ours
do, and a colour if it is the one that we noted.
"""

COMMENT = "Takewise: "
"""How our comments begin."""

FLAG = "Green"
"""Flag of a take that a person circled."""

_COLOUR_NOTE = "takewise.colour"
_NOTES_SINCE = (19, 0)
# First version with third-party metadata.

_RANK_COLOURS = ("Green", "Lime", "Yellow", "Orange", "Brown")
# Clip colours, which are not marker colours; the last stands for all further ranks.


def write_rating(item, ranked, takes):
    """Write a take's score and the reason for it.

    Parameters
    ----------
    item
        Media Pool item.
    ranked
        The take in the core's ``ranking``.
    takes
        How many were compared.

    Returns
    -------
    list of str
        What could not be written, and why.
    """
    left = []
    comment = item.GetMetadata("Comments") or ""
    words = "; ".join(
        filter(
            None,
            (
                f"{COMMENT}{ranked['rank']} of {takes}, score {ranked['score']:.2f}",
                ranked["standing"],
                ranked["because"],
            ),
        )
    )
    if comment and not comment.startswith(COMMENT):
        left.append("its Comments are yours, and were left as they are")
    elif comment != words and not item.SetMetadata({"Comments": words}):
        left.append("Resolve did not take its Comments")
    if ranked.get("circled"):
        left += _circle(item)
    return left


def write_colour(item, rank, version):
    """Colour a clip by its rank.

    Parameters
    ----------
    item
        Media Pool item.
    rank
        From 1.
    version
        (major, minor) of Resolve.

    Returns
    -------
    list of str
        What could not be done, and why.
    """
    colour = _RANK_COLOURS[min(rank, len(_RANK_COLOURS)) - 1]
    there = item.GetClipColor() or ""
    if there == colour:
        return []
    noted = version >= _NOTES_SINCE and item.GetThirdPartyMetadata(_COLOUR_NOTE)
    if there and there != noted:
        return ["its clip colour is yours, and was left as it is"]
    item.SetClipColor(colour)
    if item.GetClipColor() != colour:
        return [f"Resolve did not take the clip colour {colour}"]
    if version >= _NOTES_SINCE:
        item.SetThirdPartyMetadata({_COLOUR_NOTE: colour})
    return []


def _circle(item):
    """Show that a person chose the take; nothing here is ever taken back."""
    left = []
    flags = item.GetFlagList() or []
    if FLAG not in flags and not item.AddFlag(FLAG):
        left.append("Resolve did not take the flag")
    if not item.GetMetadata("Good Take") and not item.SetMetadata({"Good Take": "true"}):
        left.append("Resolve did not take Good Take")
    return left
