#!/bin/sh
# stages.sh -- headlines are in the store before their texts: what is there
# between the two, what a killed desk leaves, which entries are read again.
# Functions are called by wait_for and ok.
# shellcheck disable=SC2317
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3 python3

# The parser of this world sets texts only while $work/go is there, and notes
# which entries it was asked for.
mkdir -p "$work/lib" "$work/site"
ln -s "$lib/broadsheet" "$lib/desk" "$work/lib/"
cat >"$work/lib/parser" <<END
#!/usr/bin/env python3
import os, subprocess, sys, time
real = subprocess.Popen(["$lib/parser"] + sys.argv[1:],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def frame(f):
    n = f.readline()
    if not n:
        sys.exit(0)
    return n, f.read(int(n))
while True:
    n, body = frame(sys.stdin.buffer)
    head = body.split(b"\n", 1)[0].split(b"\t")
    if head[0] == b"feed":
        with open("$work/places", "ab") as f:
            f.write(head[9] + b"\n")
        while not os.path.exists("$work/go"):
            time.sleep(0.02)
    real.stdin.write(n + body)
    real.stdin.flush()
    n, body = frame(real.stdout)
    sys.stdout.buffer.write(n + body)
    sys.stdout.buffer.flush()
END
chmod +x "$work/lib/parser"
BROADSHEET_LIBEXEC=$work/lib
export BROADSHEET_LIBEXEC

paper=$work/site/paper.xml
feed "$paper" Paper 1 6
echo "file:$paper" >"$feeds"
count() {
	sql "SELECT count(*) FROM article ${1:+WHERE $1}"
}
are_there() {
	[ "$(count "$2" 2>/dev/null)" = "$1" ]
}
"$lib/broadsheet" fetch >"$work/out" 2>&1 &
fetch=$!
later $fetch
ok "headlines are there" wait_for 20 are_there 6
is "and no text" "$(sql 'SELECT count(*) FROM body')" 0
is "nothing is said to be known of the feed" \
    "$(sql 'SELECT count(body_hash), succeeded FROM feed')" "0|0"
like "they are listed" "$(broadsheet list)" "Story 6 of Paper"
id=$(sql "SELECT id FROM article WHERE key = 'Paper-3'")
like "with the beginning of the text" "$(broadsheet show "$id")" \
    "Text 3 of Paper"
broadsheet mark "$id" read

# Killed between the two.
family=$(children $fetch)
# shellcheck disable=SC2086
kill -9 $fetch $family
wait $fetch 2>/dev/null
is "a killed desk leaves the headlines" "$(count)" 6
touch "$work/go"
run broadsheet fetch
is "the next one" "$status" 0
is "doubles none" "$(count)" 6
is "sets every text" "$(sql 'SELECT count(*) FROM body')" 6
is "counts none as edited" "$(count 'revisions <> 0 OR updated <> 0')" 0
is "and leaves marks alone" "$(sql "SELECT unread FROM article
    WHERE id = $id")" 0
is "now the feed is known" "$(sql 'SELECT count(body_hash) FROM feed')" 1
is "every text is found" "$(broadsheet search text | grep -c Story)" 6
is "the newest first" "$(broadsheet search --sort newest text |
    sed -n 's/.*	Story \([0-9]*\) of.*/\1/p' | xargs)" "6 5 4 3 2 1"
is "the store is sound" "$(sql 'PRAGMA integrity_check')" ok

# Only what is new or says something else is read again.
feed "$paper" Paper 2 8
sed 's/Text 4 of Paper/Text 4 of the Paper/' "$paper" >"$paper.new"
mv "$paper.new" "$paper"
: >"$work/places"
run broadsheet fetch
is "two new, one edited" "$(cat "$work/places")" "0-1,4"
is "which is counted" "$(sql "SELECT key FROM article WHERE revisions = 1")" \
    "Paper-4"
like "and told" "$(broadsheet show "$(sql "SELECT id FROM article
    WHERE key = 'Paper-4'")")" "Text 4 of the Paper"
is "the new ones have texts" "$(sql 'SELECT count(*) FROM body')" 8
touch "$paper"
: >"$work/places"
run broadsheet fetch
is "the same bytes are not read again" "$(cat "$work/places")" ""
echo >>"$paper"
run broadsheet fetch
is "nor are the same entries in other bytes" "$(cat "$work/places")" ""

# A store from before prints of sources.
sqlite3 -cmd ".timeout 20000" "$store" "UPDATE article SET source_print = 0"
echo >>"$paper"
run broadsheet fetch
is "without them all entries are read" "$(cat "$work/places")" "0-6"
is "and none is edited" "$(count 'revisions <> 0')" 1
is "now they are known" "$(count 'source_print = 0')" 1

# A text that a person wants although its desk has gone.
rm "$work/go"
feed "$paper" Paper 8 10
"$lib/broadsheet" fetch >"$work/out" 2>&1 &
fetch=$!
later $fetch
wait_for 20 are_there 10 || bail "no new headlines"
family=$(children $fetch)
# shellcheck disable=SC2086
kill -9 $fetch $family
wait $fetch 2>/dev/null
touch "$work/go"
feed "$paper" Paper 10 11
# ask ID: its text, from a desk of its own, until that says how it went.
ask() {
	mkfifo "$work/orders"
	"$work/lib/desk" --feeds "$feeds" --config "$config" --store "$store" \
	    <"$work/orders" >"$work/events" 2>&1 &
	later $!
	exec 7>"$work/orders"
	echo "me.$1 text $1" >&7
	wait_for 20 grep -q "^done	$1" "$work/events"
	asked=$?
	exec 7>&-
	wait $!
	rm "$work/orders"
	return "$asked"
}
set_id=$(sql "SELECT id FROM article WHERE key = 'Paper-10'")
gone=$(sql "SELECT id FROM article WHERE key = 'Paper-9'")
is "two wait" "$(count "print = ''")" 2
ok "a text that is asked for" ask "$set_id"
is "is set" "$(sql "SELECT count(*) FROM body WHERE id = 2 * $set_id")" 1
is "one that its feed does not list any more waits on" \
    "$(count "print = ''")" 1
ok "until it is asked for" ask "$gone"
is "then no longer" "$(count "print = ''")" 0
is "its headline stays" "$(count "key = 'Paper-9'")" 1

# One whose feed is not subscribed to any more: nobody waits for it in vain.
rm "$work/go"
feed "$paper" Paper 12 13
"$lib/broadsheet" fetch >"$work/out" 2>&1 &
fetch=$!
later $fetch
wait_for 20 are_there 13 || bail "no new headlines"
family=$(children $fetch)
# shellcheck disable=SC2086
kill -9 $fetch $family
wait $fetch 2>/dev/null
touch "$work/go"
echo "# nothing" >"$feeds"
left=$(sql "SELECT id FROM article WHERE key = 'Paper-12'")
ok "one that has no feed is answered for" ask "$left"
is "and not waited for" "$(count "id = $left AND print = ''")" 0
# It comes back: then its text is its first, and no edit.
echo "file:$paper" >"$feeds"
run broadsheet fetch
is "a text that was given up is set when it comes" \
    "$(sql "SELECT count(*) FROM body WHERE id = 2 * $left")" 1
is "as its first" "$(count "id = $left AND revisions = 0")" 1
like "and found" "$(broadsheet search "\"Text 12\"")" "Story 12 of Paper"

# Killed within a transaction of many: nothing is half there.
rm -rf "$XDG_DATA_HOME"
n=0
while [ $n -lt 60 ]; do
	n=$((n + 1))
	feed "$work/site/$n.xml" "Paper $n" 1 20
	echo "file:$work/site/$n.xml"
done >"$feeds"
some() {
	[ "$(sql 'SELECT count(*) FROM body' 2>/dev/null || echo 0)" -gt 100 ]
}
"$lib/broadsheet" fetch >"$work/out" 2>&1 &
fetch=$!
later $fetch
wait_for 30 some
# shellcheck disable=SC2046
kill -9 $fetch $(children $fetch) 2>/dev/null
wait $fetch 2>/dev/null
is "the store is sound" "$(sql 'PRAGMA integrity_check')" ok
is "a text that is there is said to be" "$(count "print = ''
    AND id IN (SELECT id / 2 FROM body)")" 0
is "and one that is said to be is there" "$(count "print <> ''
    AND id NOT IN (SELECT id / 2 FROM body)")" 0
run broadsheet fetch
is "the next fetch" "$status" 0
is "has every article once" "$(count)" 1200
is "with its text" "$(sql 'SELECT count(*) FROM body')" 1200
is "and none edited" "$(count 'revisions <> 0')" 0
is "no file is left beside the store" \
    "$(find "${store%/*}" -name 'store.db.*' ! -name '*.desks' | wc -l |
        tr -d ' ')" 0
done_testing
