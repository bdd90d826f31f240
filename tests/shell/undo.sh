#!/bin/sh
# undo.sh -- marks, tags, notes and the trash from the shell; each is undone
# and done again, in other processes than those that did it.
. "${top_srcdir:-.}/tests/lib/world.sh"
need python3 sqlite3

feed "$work/one.xml" "Gull Gazette" 1 5
feed "$work/two.xml" "Tide Tables" 1 600
cat >"$feeds" <<END
# what I read in the morning
[Harbour]
file://$work/one.xml   # the good one

[Harbour/Tides]  full-text=never
# often late
file://$work/two.xml "Tide Tables"
END
cp "$feeds" "$work/feeds.before"
# The good one first: its stories have the lowest numbers.
run broadsheet fetch "file://$work/one.xml"
run broadsheet fetch
is "the feeds are read" "$(sql 'SELECT count(*) FROM article')" 605

# flags: "id unread starred deleted own" of the articles named.
flags() {
	sql "SELECT group_concat(id || ':' || unread || starred ||
	    (deleted > 0) || own, ' ') FROM article WHERE id IN ($1)"
}
# counters UNREAD TOTAL STARRED: what the store has counted, and a recount.
counters() {
	sql "SELECT sum(unread) || ' ' || sum(total) || ' ' || sum(starred)
	    FROM feed"
}

# --- one at a time -------------------------------------------------------------

broadsheet mark 1 2 read
broadsheet mark 2 star
broadsheet tag "to read" 2 3
broadsheet note 3 "Ask the pilot.
Twice."
broadsheet mark 4 5 delete
is "all is done" "$(flags 1,2,3,4,5)" "1:0000 2:0101 3:1003 4:1010 5:1010"
is "the trash is not counted" "$(counters)" "601 603 1"
is "nor listed" "$(broadsheet list | cut -f 1 | grep -cx '[45]')" 0
is "but by itself" "$(broadsheet list --trash | cut -f 1 | sort | xargs)" "4 5"
is "a tag is a list" "$(broadsheet list --tag "To Read" | cut -f 1 | sort |
    xargs)" "2 3"
is "and counted" "$(broadsheet tag | tr '\t' ' ')" "to read 1 2"
is "a note is kept with its lines" "$(broadsheet note 3)" "Ask the pilot.
Twice."
run broadsheet list --json --tag "to read"
is "JSON has tags and note" "$(printf '%s' "$out" | python3 -c '
import json, sys
for a in sorted(json.load(sys.stdin), key=lambda a: int(a["id"])):
    print(a["id"], a["tags"], a.get("note"))')" \
    "2 ['to read'] None
3 ['to read'] Ask the pilot.
Twice."
run broadsheet undo --list
is "the journal has five deeds" "$(printf '%s\n' "$out" | cut -f 1,3)" \
    "-	2 stories deleted
-	the note on \"Story 3 of Gull Gazette\" changed
-	2 stories tagged to read
-	\"Story 2 of Gull Gazette\" starred
-	2 stories marked read"

is "undo says what" "$(broadsheet undo)" "Undone: 2 stories deleted"
is "and does it" "$(flags 4,5)" "4:1000 5:1000"
run broadsheet undo 3
is "several at once" "$out" \
    "Undone: the note on \"Story 3 of Gull Gazette\" changed
Undone: 2 stories tagged to read
Undone: \"Story 2 of Gull Gazette\" starred"
is "are undone" "$(flags 1,2,3,4,5)" "1:0000 2:0000 3:1000 4:1000 5:1000"
is "a tag without articles has gone" "$(sql 'SELECT count(*) FROM tag')" 0
broadsheet undo >"$work/out"
is "counters are as at first" "$(counters)" "605 605 0"
run broadsheet undo
is "nothing is left" "$status $err" "1 broadsheet: There is nothing to undo"
run broadsheet redo 5
is "redo goes the other way" "$(flags 1,2,3,4,5)" \
    "1:0000 2:0101 3:1003 4:1010 5:1010"
is "in the order of the deeds" "$(printf '%s\n' "$out" | head -n 1)" \
    "Done again: 2 stories marked read"
run broadsheet redo
is "nothing is left to redo" "$status" 1
like "the list tells what was undone" "$(broadsheet undo >"$work/out"
	broadsheet undo --list)" "^undone.*deleted"

# --- many at once ----------------------------------------------------------------

broadsheet list | cut -f 1 | broadsheet mark - read
is "600 numbers are one deed" "$(sql "SELECT articles FROM journal
    WHERE id = (SELECT max(id) FROM journal)")" 603
is "of few bytes" "$(sql "SELECT length(ids) < 10 FROM journal
    WHERE id = (SELECT max(id) FROM journal)")" 1
broadsheet mark 10 11 unread
sql "SELECT 1" >"$work/out"
run broadsheet undo 2
is "undone in one" "$(printf '%s\n' "$out" | tail -n 1)" \
    "Undone: 603 stories marked read"
is "all but those that were read before" "$(counters)" "603 605 1"

# What somebody else has changed since stays.
broadsheet mark 20 21 22 star
echo "set undo-count 0" >"$config"
broadsheet mark 21 unstar
echo >"$config"
is "undo leaves what has changed" "$(broadsheet undo)" \
    "Undone: 3 stories starred; 1 had changed since"

# --- the feeds file --------------------------------------------------------------

broadsheet feeds remove "Tide Tables"
is "a feed is removed" "$(grep -c two.xml "$feeds")" 0
is "its articles stay" "$(sql 'SELECT count(*) FROM article')" 605
is "it is undone" "$(broadsheet undo)" "Undone: Tide Tables unsubscribed"
ok "the file is as it was, to the byte" cmp -s "$feeds" "$work/feeds.before"
is "the feed is listed" "$(broadsheet feeds | grep -c "Tide Tables")" 1
broadsheet redo >"$work/out"
is "and gone again" "$(grep -c two.xml "$feeds")" 0
broadsheet undo >"$work/out"
broadsheet feeds remove "file://$work/one.xml"
broadsheet undo >"$work/out"
ok "a comment in the line comes back" cmp -s "$feeds" "$work/feeds.before"

# --- what is wrong ---------------------------------------------------------------

run broadsheet tag "a,b" 1
is "a tag has no comma" "$status" 2
run broadsheet tag "" 1
is "nor is it empty" "$status" 2
run broadsheet note 99999 "Nobody"
is "no note on what is not there" "$status" 1
run broadsheet note 1 "$(printf '%5000s' x)"
is "a note has its limit" "$status" 1
like "which is told" "$err" "4096"
run broadsheet undo many
is "undo takes a number" "$status" 2
printf 'me.1 note 1 "one \033[2J"\n' |
    "$lib/desk" --feeds "$feeds" --config "$config" --store "$store" \
        >"$work/out" 2>&1
unlike "a control character is no order" "$(cat "$work/out")" "^done"
is "the store is sound" "$(sql 'PRAGMA integrity_check')" ok
done_testing
