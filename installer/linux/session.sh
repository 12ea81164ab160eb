#!/bin/bash
# Tries the user unit in a session of systemd's own: `installer/smoke.py` runs this in its small Debian, as root, with
# systemd, dbus and Xvfb there, and with nothing in /run. Exit status 0 where all went as it should.
#
# The unit is enabled, comes with the graphical session, comes back after a crash, and ends with the session.
set -euo pipefail
export XDG_RUNTIME_DIR=/run/user/0 HOME=/root
mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR" ~/.config/systemd/user # the first tells systemd that it may run
chmod 700 "$XDG_RUNTIME_DIR"
session=~/.config/systemd/user/trial-session.target

fail() {
  echo "systemd: $1" >&2
  systemctl --user --no-pager status firstread >&2 || true
  exit 1
}
until_is() { # STATE SECONDS
  for _ in $(seq $(($2 * 5))); do
    [ "$(systemctl --user is-active firstread || true)" = "$1" ] && return
    sleep 0.2
  done
  fail "the unit is not $1 after $2 s"
}

systemd-analyze verify --user firstread.service
number=$(mktemp)
Xvfb -displayfd 3 -nolisten tcp 3> "$number" 2> /dev/null &
/lib/systemd/systemd --user 2> /dev/null &
for _ in $(seq 150); do # on a busy machine both take their time
  [ -s "$number" ] && systemctl --user is-system-running > /dev/null 2>&1 && break
  sleep 0.2
done
[ -s "$number" ] || fail "there is no screen"
# As desktops do: the screen is told, and their session brings the target that the unit hangs on.
DISPLAY=:$(cat "$number") systemctl --user import-environment DISPLAY HOME
printf '[Unit]\nBindsTo=graphical-session.target\nBefore=graphical-session.target\n' > "$session"
systemctl --user daemon-reload
systemctl --user enable --quiet firstread
systemctl --user start trial-session.target
until_is active 10
sleep 8
until_is active 1
before=$(systemctl --user show -P MainPID firstread)
kill -SEGV "$before"
sleep 11 # RestartSec is 10
until_is active 10
[ "$(systemctl --user show -P MainPID firstread)" != "$before" ] || fail "the unit did not begin anew"
sleep 8
systemctl --user stop trial-session.target
until_is inactive 30
[ "$(systemctl --user show -P Result firstread)" = success ] || fail "the unit did not end well"
systemctl --user disable --quiet firstread
rm "$session" "$number"
