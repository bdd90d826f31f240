#!/bin/sh
# retain.sh -- what the archive lets go, and what it keeps: by number, age and
# size, never what is pinned; and that nothing comes back.
# Functions are also called by the name that ok gets.
# shellcheck disable=SC2317
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3

day=86400
now=$(date +%s)
feed "$work/gull.xml" "Gull Gazette" 1 40
feed "$work/tide.xml" "Tide Tables" 1 40

# rules OPTIONS: the feeds file, with options for the first feed.
rules() {
	printf '[Harbour]\nfile://%s/gull.xml %s\nfile://%s/tide.xml\n' \
	    "$work" "$1" "$work" >"$feeds"
}
# write STATEMENT: the person's clock is turned, so to speak.
write() {
	sqlite3 -cmd '.timeout 20000' "$store" "$1" >/dev/null
}
gull() {
	sql "SELECT count(*) FROM article WHERE feed_id = $gull"
}
# A pass that was cut off goes on with the next fetch, of which there are some.
after_fetches() {
	for _ in 1 2 3 4 5 6 7 8; do
		broadsheet fetch
		! "$@" || return 0
	done
	return 1
}
says() {
	[ "$(sql "$1")" = "$2" ]
}
becomes() {
	ok "$1" after_fetches says "$2" "$3"
}
sound() {
	is "$1: sound" "$(sql 'PRAGMA integrity_check')" ok
	is "$1: counters" "$(sql 'SELECT count(*) FROM feed f WHERE
	    (total, unread, starred) IS NOT (SELECT count(*),
	    coalesce(sum(unread), 0), coalesce(sum(starred), 0) FROM article a
	    WHERE a.feed_id = f.id AND deleted = 0)')" 0
	is "$1: nothing is left of what went" "$(sql 'SELECT
	    (SELECT count(*) FROM body WHERE id / 2 NOT IN
	        (SELECT id FROM article)) +
	    (SELECT count(*) FROM tagged WHERE article_id NOT IN
	        (SELECT id FROM article)) +
	    (SELECT count(*) FROM note WHERE id NOT IN
	        (SELECT id FROM article))')" 0
}

rules ""
broadsheet fetch
gull=$(sql "SELECT id FROM feed WHERE url LIKE '%gull%'")
is "without rules all is kept" "$(sql 'SELECT count(*) FROM article')" 80

# Story N is N days old, and read; a few are pinned.
write "UPDATE article SET unread = 0, sort = $now - $day *
    (SELECT count(*) FROM article b WHERE b.feed_id = article.feed_id AND
    b.id >= article.id), published = 0;
    UPDATE article SET published = sort"
oldest() {
	sql "SELECT id FROM article WHERE feed_id = $gull AND sort <
	    $now - $1 * $day + 9 ORDER BY sort DESC LIMIT 1"
}
unread=$(oldest 40) starred=$(oldest 39) tagged=$(oldest 38)
noted=$(oldest 37)
broadsheet mark "$unread" unread
broadsheet mark "$starred" star
broadsheet tag tea "$tagged"
broadsheet note "$noted" "Ask the pilot."

# --- by age ------------------------------------------------------------------------

rules "keep-days=30"
becomes "what is older than 30 days goes, but for what is pinned" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 33
is "the oldest of the others is 29 days old" "$(sql "SELECT
    ($now - min(sort)) / $day FROM article WHERE feed_id = $gull
    AND unread = 0 AND starred = 0 AND own = 0")" 29
is "the other feed is as it was" "$(sql "SELECT count(*) FROM article
    WHERE feed_id <> $gull")" 40
is "seven tombstones" "$(sql 'SELECT count(*) FROM tombstone')" 7
sound "by age"

# The feed still lists all forty, and now one more.
feed "$work/gull.xml" "Gull Gazette" 1 41
becomes "what went does not come back with what is new" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 34
edited=1
feed "$work/gull.xml" "Gull Gazette" 1 41
edited=
becomes "nor when it was edited" \
    "SELECT count(*) || ' ' || sum(title LIKE '%edited%') FROM article
    WHERE feed_id = $gull" "34 34"

# --- by number ------------------------------------------------------------------------

write "UPDATE article SET unread = 0 WHERE feed_id = $gull AND
    id <> $unread"
rules "keep-count=10"
becomes "ten are kept and what is pinned" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 14
rules "keep-count=10 keep-pinned=starred"
becomes "what is pinned is to be chosen" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 11
is "a tag that went with its articles is gone" \
    "$(broadsheet tag)" ""
sound "by number"

# --- by size --------------------------------------------------------------------------

write "UPDATE body SET format = 0, data = zeroblob(1000) WHERE id / 2 IN
    (SELECT id FROM article WHERE feed_id = $gull)"
rules "keep-size=5k"
becomes "five texts of a thousand bytes are 5k, and the star" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 6
sound "by size"

# --- the text before the headline --------------------------------------------------

tide=$(sql "SELECT id FROM article WHERE feed_id <> $gull
    ORDER BY sort LIMIT 1")
printf '[Harbour] keep-bodies-days=20\nfile://%s/gull.xml keep-bodies-days=0
file://%s/tide.xml\n' "$work" "$work" >"$feeds"
becomes "texts older than 20 days go, as the section says" \
    "SELECT count(*) FROM article WHERE feed_id <> $gull AND let_go > 0" 21
is "their headlines stay" "$(sql "SELECT count(*) FROM article
    WHERE feed_id <> $gull")" 40
is "with what they came with" "$(sql "SELECT count(*) FROM body
    WHERE id / 2 IN (SELECT id FROM article WHERE feed_id <> $gull)")" 19
like "a story says so" "$(broadsheet show "$tide")" "was let go"
edited=1
feed "$work/tide.xml" "Tide Tables" 1 1
edited=
id=$(sql "SELECT id FROM article WHERE title = 'Story 1 of Tide Tables'")
broadsheet fetch
unlike "an edition later it has its text" \
    "$(broadsheet show "$id")" "was let go"
sound "texts"

# --- the trash -------------------------------------------------------------------------

rules ""
ids=$(sql "SELECT group_concat(id, ' ') FROM (SELECT id FROM article
    WHERE feed_id <> $gull ORDER BY id LIMIT 3)")
# shellcheck disable=SC2086
broadsheet mark $ids delete
run broadsheet purge
is "purge says how many" "$out" "3 stories are gone for good"
is "they are gone" "$(sql "SELECT count(*) FROM article
    WHERE feed_id <> $gull")" 37
is "so is the trash" "$(broadsheet list --trash)" ""
like "and undo says so" "$(broadsheet undo)" "but all of that has changed"
feed "$work/tide.xml" "Tide Tables" 1 40
becomes "the feed does not bring them again" \
    "SELECT count(*) FROM article WHERE feed_id <> $gull" 37
id=$(sql "SELECT max(id) FROM article")
broadsheet mark "$id" delete
write "UPDATE article SET deleted = $now - 31 * $day WHERE id = $id"
other=$(sql "SELECT min(id) FROM article")
broadsheet mark "$other" delete
becomes "after 30 days the trash is emptied" \
    "SELECT group_concat(id) FROM article WHERE deleted > 0" "$other"
echo "set trash-days 0" >"$config"
write "UPDATE article SET deleted = 1 WHERE id = $other"
broadsheet fetch
is "unless the person says never" "$(sql "SELECT count(*) FROM article
    WHERE id = $other")" 1
sound "trash"

# --- tombstones do not stay for ever ---------------------------------------------------

stones=$(sql 'SELECT count(*) FROM tombstone')
write "UPDATE tombstone SET at = at - 200 * $day;
    UPDATE feed SET listed = listed - 200 * $day"
becomes "those that a feed still lists stay" \
    'SELECT count(*) FROM tombstone' "$stones"
feed "$work/gull.xml" "Gull Gazette" 30 41
feed "$work/tide.xml" "Tide Tables" 30 40
write "UPDATE tombstone SET at = at - 200 * $day"
becomes "the others go half a year later" \
    "SELECT count(*) < $stones FROM tombstone WHERE at > 0" 1

# --- room -----------------------------------------------------------------------------

{
	echo '<rss version="2.0"><channel><title>Long</title>'
	n=0
	while [ $n -lt 200 ]; do
		n=$((n + 1))
		echo "<item><guid isPermaLink='false'>l$n</guid><title>$n</title>"
		echo "<description>&lt;p&gt;"
		head -c 24000 /dev/urandom | od -An -v -tx1 | tr -d '\n'
		echo "&lt;/p&gt;</description></item>"
	done
	echo '</channel></rss>'
} >"$work/long.xml"
echo "file://$work/long.xml" >"$feeds"
broadsheet fetch
# What is in the log beside the file belongs to it.
no_log() {
	[ ! -s "$store-wal" ]
}
wait_for 20 no_log || sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
full=$(wc -c <"$store")
# Numbers are words.
# shellcheck disable=SC2046
broadsheet mark $(sql "SELECT group_concat(id, ' ') FROM article
    WHERE feed_id = (SELECT max(id) FROM feed)") read
echo "file://$work/long.xml keep-count=10" >"$feeds"
becomes "of a long feed ten are kept" "SELECT count(*) FROM article
    WHERE feed_id = (SELECT max(id) FROM feed)" 10
# The index keeps the words of what has gone, until there is much of it.
smaller() {
	[ "$(wc -c <"$store")" -lt $((full * 4 / 5)) ]
}
ok "the file gives its room back" after_fetches smaller
sound "room"

# --- killed ---------------------------------------------------------------------------

feed "$work/second.xml" "Second Gazette" 1 2000
echo "file://$work/second.xml" >"$feeds"
broadsheet fetch
gull=$(sql "SELECT id FROM feed WHERE url LIKE '%second%'")
broadsheet list | cut -f 1 | broadsheet mark - read
kept=$(gull)
fewer() {
	[ "$(gull)" -lt "$kept" ]
}
for count in 1600 1200 800 400; do
	echo "file://$work/second.xml keep-count=$count" >"$feeds"
	kept=$(gull)
	"$lib/broadsheet" fetch &
	wait_for 20 fewer || note "nothing went before the kill"
	# shellcheck disable=SC2046
	kill -9 $(ours) 2>/dev/null
	wait 2>/dev/null
	sound "killed at $count"
done
becomes "the next pass goes on where they were killed" \
    "SELECT count(*) FROM article WHERE feed_id = $gull" 400
unread() {
	sql "SELECT count(*) FROM article WHERE feed_id = $gull AND unread"
}
entry() {
	sql "SELECT undone FROM journal WHERE articles > 1000 AND kind = 'read'"
}
torn=0
for _ in 1 2 3 4 5 6; do
	"$lib/broadsheet" undo >/dev/null &
	# shellcheck disable=SC2046
	kill -9 $(ours) 2>/dev/null
	wait 2>/dev/null
	case $(unread)/$(entry) in
	0/0 | 400/1) ;;
	*) torn=$((torn + 1)) ;;
	esac
	[ "$(entry)" = 0 ] || broadsheet redo >"$work/out"
done
is "an undo is whole or not at all" "$torn" 0
sound "killed in undo"

# --- what is wrong --------------------------------------------------------------------

for words in "keep-pinned=some" "keep-count=-1" "keep-days=x"; do
	echo "file://$work/long.xml $words" >"$feeds"
	like "$words is a fault" "$(broadsheet doctor 2>&1)" "${words%%=*}"
done
done_testing
