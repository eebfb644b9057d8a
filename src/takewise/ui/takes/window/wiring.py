"""Connects the parts of the window to the session."""

from __future__ import annotations

from typing import Protocol

from takewise.keymap import Command
from takewise.ui.shell.keys_sheet import KeysSheet
from takewise.ui.takes import arranging, decisions, moment_list, take_bin, time_axis, transport
from takewise.ui.takes.commands import looked_at
from takewise.ui.takes.session import ReviewSession
from takewise.ui.takes.window.bin_panel import BinPanel
from takewise.ui.takes.window.lanes import Lanes
from takewise.ui.takes.window.moments_list import MomentsList
from takewise.ui.takes.window.pictures import Pictures
from takewise.ui.takes.window.stage import Stage
from takewise.ui.takes.window.top_bar import TopBar
from takewise.ui.takes.window.transport_bar import TransportBar


class Parts(Protocol):
    """A window with these parts."""

    session: ReviewSession
    top: TopBar
    bin: BinPanel
    stage: Stage
    pictures: Pictures
    lanes: Lanes
    list: MomentsList
    bar: TransportBar
    sheet: KeysSheet


def connect_parts(window: Parts) -> None:
    """Connect the signals of each part to the session."""
    do, change = window.session.do, window.session.change
    for part in (window.top, window.bar, window.stage):
        part.asked.connect(do)
    window.stage.looked.connect(lambda function: change(looked_at, function))
    window.pictures.activated.connect(lambda place: change(arranging.activate, place))
    window.pictures.wiped.connect(lambda place: change(arranging.move_wipe, place))
    window.lanes.sought.connect(lambda at: change(transport.seek, at))
    window.lanes.threshold_moved.connect(lambda to: change(moment_list.set_threshold, to))
    window.lanes.chosen.connect(lambda row: change(moment_list.select, row))
    window.lanes.window_asked.connect(lambda *ends: change(time_axis.show_window, *ends))
    window.lanes.track_toggled.connect(lambda track: change(time_axis.toggle_track, track))
    window.lanes.seconds_toggled.connect(lambda: change(time_axis.toggle_seconds))
    window.lanes.corrected.connect(
        lambda row, span: change(decisions.correct_span, row.take, row.moment.id, span)
    )
    window.bin.chosen.connect(lambda place: change(take_bin.show_alone, place))
    window.bin.toggled.connect(lambda place: change(take_bin.toggle_shown, place))
    window.bin.closed.connect(lambda place: change(arranging.close_take, place))
    window.bin.searched.connect(lambda words: change(take_bin.search_bin, words))
    window.bin.order_asked.connect(lambda: change(take_bin.next_bin_order))
    window.bin.part_asked.connect(lambda: change(take_bin.next_bin_part))
    window.list.chosen.connect(lambda row: change(moment_list.select, row))
    window.list.confidence_moved.connect(lambda to: change(moment_list.set_confidence, to))
    window.list.kind_toggled.connect(lambda kind: change(moment_list.toggle_kind, kind))
    window.list.person_chosen.connect(lambda who: change(moment_list.choose_person, who))
    window.list.searched.connect(lambda words: change(moment_list.search, words))
    window.list.few_asked.connect(lambda: do(Command.FEW))
    window.list.sort_asked.connect(lambda: do(Command.SORT))
    window.sheet.dismissed.connect(lambda: do(Command.KEYS))
