"""The commands of the menu; each runs once and prints what it did."""

from takewise_host.asking import counted, error_words, remarks, request
from takewise_host.frames import window
from takewise_host.locate import find_core
from takewise_host.plan import all_ours, marks_of, marks_of_picks, plan
from takewise_host.problems import Problem
from takewise_host.run import messages
from takewise_resolve import clips
from takewise_resolve.connection import current_project, find_resolve, version
from takewise_resolve.progress import ask_to_stop, open_progress, say
from takewise_resolve.ratings import Rating

_TITLES = {"mark": "Finding moments", "compare": "Comparing takes", "pick": "Picking frames"}


def main(command, library, names):
    """Run a command of ``menu.json``, and print errors; return whether it was done.

    `library` is the folder of the plugin, `names` are the global names of the menu script.
    """
    try:
        session = Session(find_resolve(names), library, names)
        _COMMANDS[command](session)
    except Problem as problem:
        say(f"Takewise: {problem}")
        return False
    return True


class Session:
    """A run of one command.

    `library` is the folder of the plugin, `names` are the global names of the menu script; `core`
    is the program with its first arguments, and None looks for it.
    """

    def __init__(self, resolve, library, names, core=None):
        self.resolve = resolve
        self.project = current_project(resolve)
        self.library = library
        self.names = names
        self.core = core
        self.version = version(resolve)

    def ask(self, do, items):
        """Ask the core to mark, compare or pick; return its result, and item and `HostClip` by key.

        Raises `Problem` if no clip has a file, the core fails, or the user cancels.
        """
        known = [(item, clips.facts(item)) for item in items]
        found = {clip.key: clip for _, clip in known if clip is not None}
        by_key = {clip.key: item for item, clip in known if clip is not None}
        if not found:
            raise Problem("none of the clips has a media file", "select takes, not timelines")
        core = self.core or find_core(self.library)
        labels = {key: clip.name for key, clip in found.items()}
        progress = open_progress(self.resolve, self.names, "Takewise: " + _TITLES[do])
        try:
            result = _result(
                messages(core, request(do, list(found.values())), progress.cancelled),
                progress,
                labels,
            )
        finally:
            progress.close()
        return result, by_key, found


def mark_selected(session):
    """Put markers on the selected clips."""
    items, where = clips.selected_items(session.resolve, session.project)
    if not items:
        raise Problem(f"no clip is {where}", "select takes, and run this again")
    _mark(session, items)


def mark_timeline(session):
    """Put markers on the media that the current timeline uses."""
    items = clips.timeline_items(session.project)
    if not items:
        raise Problem("the current timeline has no clips with media", "open one that has")
    _mark(session, items)


def compare(session, coloured=False):
    """Write scores and reasons into the selected clips."""
    items, where = clips.selected_items(session.resolve, session.project)
    if len(items) < 2:
        raise Problem(f"fewer than two clips are {where}", "select the takes of one scene")
    result, by_key, found = session.ask("compare", items)
    ranking = result["ranking"] or []
    for ranked in ranking:
        name = found[ranked["key"]].name
        say(f"{ranked['rank']}  {ranked['score']:.2f}  {name}: {ranked['because']}")
        rating = Rating(by_key[ranked["key"]], session.version)
        left = rating.write(ranked, len(ranking))
        if coloured:
            left += rating.colour(ranked["rank"])
        for each in left:
            say(f"   {name}: {each}")
    _remark(result, found)
    say("The score says how much a take offers to look at; the choice is yours.")


def compare_coloured(session):
    """Write scores and reasons into the selected clips, and colour them by rank."""
    compare(session, coloured=True)


def pick(session):
    """Put markers on the best frames of the selected clips."""
    items, where = clips.selected_items(session.resolve, session.project)
    if not items:
        raise Problem(f"no clip is {where}", "select takes, and run this again")
    result, by_key, found = session.ask("pick", items)
    for take in result["takes"]:
        wanted = lambda shown, take=take: marks_of_picks(take["picks"] or [], shown)  # noqa: E731
        _put(by_key[take["key"]], found[take["key"]], take, wanted, "pick")
    _remark(result, found)


def remove(session):
    """Remove every marker of ours from every clip, and no other."""
    removed, stuck = [], 0
    for item in clips.all_items(session.project):
        ours = all_ours(clips.present_markers(item))
        if ours:
            gone = clips.remove_markers(item, ours)
            removed.append(gone)
            stuck += len(ours) - gone
    if not removed:
        say("Takewise: no clip of this project has markers of ours")
        return
    markers, of_clips = counted(sum(removed), "marker"), counted(len(removed), "clip")
    say(f"Takewise: {markers} of {of_clips} removed; yours were left")
    if stuck:
        say(f"   Resolve did not remove {counted(stuck, 'marker')} of ours")


def remove_ratings(session):
    """Remove what comparisons left on the clips of the project, and nothing else."""
    changed = 0
    for item in clips.all_items(session.project):
        taken = Rating(item, session.version).take_back()
        if taken:
            changed += 1
            say(f"{item.GetName()}: {', '.join(taken)} taken back")
    say(f"Takewise: {counted(changed, 'clip')} changed; what is yours was left")


def cancel(session):
    """Ask the running command to stop; not every Resolve has a window with a button."""
    del session
    ask_to_stop()
    say("Takewise: asked to stop; it takes up to two seconds")


def self_test(session):
    """Run the checks that need Resolve, on a scratch project."""
    from takewise_resolve.selftest import run_self_test  # noqa: PLC0415 - only for this

    run_self_test(session)


_COMMANDS = {
    "mark-selected": mark_selected,
    "mark-timeline": mark_timeline,
    "compare": compare,
    "compare-colours": compare_coloured,
    "pick": pick,
    "remove": remove,
    "remove-ratings": remove_ratings,
    "cancel": cancel,
    "self-test": self_test,
}


def _mark(session, items):
    result, by_key, found = session.ask("mark", items)
    for take in result["takes"]:
        wanted = lambda shown, take=take: marks_of(take["moments"], shown)  # noqa: E731
        _put(by_key[take["key"]], found[take["key"]], take, wanted, "moment")
    _remark(result, found)


def _remark(result, found):
    """Print what limits the analysis after the clips, where users look."""
    for line in remarks(result["takes"], {key: clip.name for key, clip in found.items()}):
        say(f"Note. {line}")


def _put(item, clip, take, wanted, scope):
    """Update a clip's markers, and print the result."""
    try:
        shown = window(clip, take["media"])
    except Problem as problem:
        say(f"{problem}")
        return
    todo = plan(clips.present_markers(item), wanted(shown), scope, shown.length)
    refused, stuck = clips.apply_plan(item, todo)
    say(
        f"{clip.name}: {counted(len(todo.add) - len(refused), 'marker')} added, "
        f"{len(todo.remove) - len(stuck)} removed, {len(todo.keep)} as before"
    )
    for mark in todo.unplaced:
        say(f"   frame {mark.frame} is taken by markers of yours: {mark.name}")
    for mark in refused:
        say(f"   Resolve did not take a marker at frame {mark.frame}: {mark.name}")
    for each in stuck:
        say(f"   Resolve did not remove our old marker at frame {each.frame}")


def _result(answers, progress, labels):
    """Read the core's messages up to the result; raises `Problem` if there is none."""
    for message in answers:
        kind = message["type"]
        if kind == "progress":
            progress.show(message, labels)
        elif kind == "error" and message.get("key") is not None:
            say(error_words(message, labels))
        elif kind == "error":
            raise Problem(message["message"], message.get("hint") or "")
        elif kind == "cancelled":
            raise Problem("cancelled; no marker was changed")
        elif kind == "result":
            return message
    raise Problem("Takewise ended without a result", "run `takewise doctor` in a terminal")
