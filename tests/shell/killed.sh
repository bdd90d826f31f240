#!/bin/sh
# killed.sh -- kill -9 of desk, parser and command in the middle of a refresh:
# what was reported is kept, the next start is clean, and nobody is left over.
# Functions are also called by the name that ok gets.
# shellcheck disable=SC2317
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3 ps
nginx_start

# Forty feeds arrive at once, forty more a drop at a time.
n=0
{
	echo "timeout=60s"
	echo "[Fast]"
	while [ $n -lt 40 ]; do
		n=$((n + 1))
		feed "$site/$n.xml" "Paper $n" 1 20
		echo "$http/$n.xml"
	done
	echo "[Slow]"
	while [ $n -gt 0 ]; do
		echo "$http/slow/$n.xml"
		n=$((n - 1))
	done
} >"$feeds"
echo "set host-connections 8" >"$config"

stored() {
	sql 'SELECT count(*) FROM article'
}
some_stored() {
	[ "$(stored)" -ge 200 ]
}
is_sound() {
	[ "$(sql 'PRAGMA integrity_check')" = ok ] &&
	    [ "$(sql 'SELECT count(*) FROM feed f WHERE total <>
	        (SELECT count(*) FROM article a WHERE a.feed_id = f.id)
	        OR unread <> (SELECT coalesce(sum(unread), 0) FROM article a
	        WHERE a.feed_id = f.id)')" = 0 ]
}

# begin: a fetch under way, with its processes in $fetch, $desk and $parsers.
begin() {
	"$lib/broadsheet" fetch >"$work/fetch.out" 2>&1 &
	fetch=$!
	later $fetch
	wait_for 20 some_stored || note "no article has come"
	family=$(children $fetch)
	desk=$(ps -A -o pid= -o ppid= | awk -v p=$fetch '$2 == p { print $1 }')
	parsers=$(ps -A -o pid= -o ppid= |
	    awk -v p="$desk" '$2 == p { print $1 }')
}

# --- the command -----------------------------------------------------------------

begin
ok "a fetch runs a desk" [ -n "$desk" ]
ok "which runs parsers" [ -n "$parsers" ]
id=$(sql 'SELECT min(id) FROM article')
broadsheet mark "$id" read
broadsheet mark "$id" star
before=$(stored)
kill -9 $fetch
# shellcheck disable=SC2086
ok "when the command is killed, desk and parsers leave" \
    wait_for 10 none_alive $family
ok "the store is sound" is_sound
ok "no article is lost" [ "$(stored)" -ge "$before" ]
is "nor a mark" "$(sql "SELECT unread, starred FROM article WHERE id = $id")" \
    "0|1"

# --- the desk --------------------------------------------------------------------

rm -rf "$XDG_DATA_HOME"
begin
id=$(sql 'SELECT min(id) FROM article')
broadsheet mark "$id" read
before=$(stored)
kill -9 "$desk"
# shellcheck disable=SC2086
ok "when the desk is killed, its parsers leave" wait_for 10 none_alive $parsers
ok "the store is sound" is_sound
ok "no article is lost" [ "$(stored)" -ge "$before" ]
is "nor a mark" "$(sql "SELECT unread FROM article WHERE id = $id")" 0
again() {
	[ -n "$(ps -A -o pid= -o ppid= | awk -v p="$fetch" '$2 == p')" ]
}
ok "another desk takes over" wait_for 10 again
family=$(children $fetch)
kill -9 $fetch
# shellcheck disable=SC2086
wait_for 10 none_alive $family

# --- a parser ----------------------------------------------------------------------

rm -rf "$XDG_DATA_HOME"
begin
before=$(stored)
# shellcheck disable=SC2086
kill -9 $parsers 2>/dev/null
more_stored() {
	[ "$(stored)" -gt "$before" ]
}
ok "when the parsers are killed, others take over" wait_for 20 more_stored
ok "the desk is the same" [ -n "$(alive "$desk")" ]
ok "at most as many feeds have failed" \
    [ "$(sql 'SELECT count(*) FROM feed WHERE error IS NOT NULL')" -le \
    "$(echo "$parsers" | wc -l)" ]

# --- the next start ------------------------------------------------------------------

family=$(children $fetch)
kill -9 $fetch "$desk"
# shellcheck disable=SC2086
ok "both killed at once: nobody is left" wait_for 10 none_alive $family
grep -v '/slow/' "$feeds" >"$work/fast" && mv "$work/fast" "$feeds"
run broadsheet fetch
is "the next fetch is clean" "$status:$err" 0:
is "every article is there, once" "$(sql 'SELECT count(*),
    count(DISTINCT a.title) FROM article a JOIN feed f ON f.id = a.feed_id
    WHERE f.active = 1')" "800|800"
ok "the store is sound" is_sound
run broadsheet doctor
unlike "doctor finds nothing" "$out" '^wrong  \(feed\|store\)'
broadsheet search "Text 7" >"$work/found"
nobody() {
	! ours | grep -qv "^$(cat "$work/nginx/pid")\$"
}
ok "nobody of ours is left" wait_for 10 nobody
none "no desk's file is left over" "$(find "$store.desks" -type f ! -name .full)"

done_testing
