"""From the clips of a host to a request, and from messages to one line for the user."""

import re

_NAMED = 3
# Clips that are named with a sentence; further ones are counted.

_SEQUENCE = re.compile(r"#+")
_PATTERN = re.compile(r"%\d*d(?=[^\\/]*$)")
_RANGE = re.compile(r"\[(\d+)-(\d+)\](?=\.[^.\\/]+$)")


def request(do, clips, **more):
    """Return a request to mark, compare or pick `HostClip` values, each key once.

    It is a dict for `takewise_host.run.messages`; `more` are further fields.
    """
    takes = []
    for clip in clips:
        take = {"key": clip.key, "path": clip.path}
        if _PATTERN.search(clip.path) and clip.rate:
            take["rate"] = str(clip.rate).split()[0]
        takes.append(take)
    return dict(more, do=do, takes=takes)


def sequence_path(path):
    """Return an image sequence's path with ``%04d``, and its first number or None.

    It can be ``shot.####.exr``, ``shot.%04d.exr`` or ``shot.[0001-0100].exr``; other paths are
    returned as they are.
    """
    found = _RANGE.search(path)
    if found:
        first = found.group(1)
        return _RANGE.sub(f"%0{len(first)}d", path), int(first)
    folder, name = re.match(r"(.*[\\/])?(.*)$", path, re.DOTALL).groups("")
    return folder + _SEQUENCE.sub(lambda hashes: f"%0{len(hashes.group())}d", name), None


def progress_words(message, names):
    """Return a progress message as text, such as ``A001C003.mov: 45 %, take 2 of 7``.

    `names` maps keys to names of clips.
    """
    name = names.get(message["key"], message["key"])
    total = message.get("total")
    # One that has just ended counts as done already.
    over = bool(total) and message["done"] >= total
    number = min(max(1, message["takes_done"] + (not over)), message["takes"])
    share = f"{round(100 * min(1.0, message['done'] / total))} %" if total else "begun"
    return f"{name}: {share}, take {number} of {message['takes']}"


def remarks(takes, names):
    """Return what limits an analysis, each sentence once, after the clips that it is about.

    An example is ``A001C003.mov: no face was found, so there are no moments``. `takes` are those
    of the core's result; `names` maps keys to names of clips.
    """
    about = {}
    for take in takes:
        for said in take["warnings"]:
            # A host may count differently.
            warning = said.replace("(frames)", "(frames of the file, from 0)")
            about.setdefault(warning, []).append(names.get(take["key"], take["key"]))
    return [f"{_named(clips, len(takes))}: {warning}" for warning, clips in about.items()]


def _named(clips, total):
    if len(clips) == total > 1:
        return "all clips"
    more = len(clips) - _NAMED
    return ", ".join(clips[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def counted(number, what):
    """Return a number with its noun: ``1 marker``, ``2 markers``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def error_words(message, names):
    """Return an error message as text for the user."""
    name = names.get(message.get("key"))
    words = message["message"]
    if name and name not in words:
        words = f"{name}: {words}"
    return "{}; {}".format(words, message["hint"]) if message.get("hint") else words
