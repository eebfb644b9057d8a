#!/bin/bash
# Imports /work/take.otio into Kdenlive, without a screen, and saves /work/saved.kdenlive.
#
# Runs within a system of its own, which this makes (1.8 GB, two minutes, as root):
#
#   mmdebstrap --variant=minbase --include=kdenlive,melt,xvfb,xdotool,dbus,openbox,\
#   qml6-module-org-kde-desktop,libsndio7.0 sid ROOT
#
# TAKEWISE_KDENLIVE_ROOT=ROOT lets tests/timeline/test_kdenlive.py use it.
export HOME=/work/home XDG_RUNTIME_DIR=/work/home/run DISPLAY=:77 LANG=C.UTF-8
export QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 SDL_AUDIODRIVER=dummy
mkdir -p "$XDG_RUNTIME_DIR" && chmod 700 "$XDG_RUNTIME_DIR"
printf 'pcm.!default { type null }\nctl.!default { type null }\n' > "$HOME/.asoundrc" # no sound card
mkdir -p "$HOME/Videos" "$HOME/.config"
printf 'version=260802\n[unmanaged]\nfirstrun=false\n[version]\nversion=26.08.2\n' \
  > "$HOME/.config/kdenliverc" # no wizard for the first start
trap 'kill $(jobs -p)' EXIT
Xvfb :77 -screen 0 1600x1000x24 & sleep 2
openbox & kdenlive --no-welcome &

titled() { # the window whose title has these words, if there is one
  xdotool search --name "$1" 2> /dev/null | tail -1
}
window() { # the same, waited for
  for _ in $(seq 200); do
    found=$(titled "$1") && [ -n "$found" ] && echo "$found" && return
    sleep 0.5
  done
}
answer() { # a dialog, until it is gone
  at=$(window "$1")
  xdotool windowactivate --sync "$at" && sleep 3
  [ -n "$2" ] && xdotool type --delay 40 "$2"
  for _ in $(seq 20); do
    sleep 2 && xdotool key Return && sleep 2
    [ -n "$(titled "$1")" ] || return 0
  done
}
choose() { # from the menu
  host=$(dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.ListNames | grep -o 'org.kde.kdenlive[^"]*' | head -1)
  # Without waiting for a reply, which comes after the dialog.
  dbus-send --session --type=method_call --dest="$host" /kdenlive/MainWindow_1 \
    org.kde.KMainWindow.activateAction string:"$1"
}

for _ in $(seq 200); do # a first start has something to complain of
  [ -n "$(titled Untitled)" ] && break
  for title in "Welcome to Kdenlive" "^Error"; do
    found=$(titled "$title")
    [ -n "$found" ] && xdotool windowactivate "$found" && sleep 0.5 && xdotool key --window "$found" Return
  done
  sleep 1
done
sleep 6
choose import_project && answer "OpenTimelineIO Import" /work/take.otio
window 'Untitled \*' > /dev/null; sleep 4 # it has changed
choose file_save_as && answer "Save As" /work/saved.kdenlive
for _ in $(seq 100); do [ -s /work/saved.kdenlive ] && exit 0; sleep 0.5; done
exit 1
