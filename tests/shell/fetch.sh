#!/bin/sh
# fetch.sh -- three hundred feeds of a real server and five that go wrong in
# five ways: what goes wrong is told in one sentence each and spoils nothing,
# and what has not changed is neither sent nor written again.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start
faults_start

count=300
n=0
{
	echo "timeout=3s max-size=1m"
	echo "[All]"
	while [ $n -lt $count ]; do
		n=$((n + 1))
		feed "$site/$n.xml" "Paper $n" 1 3
		echo "$http/$n.xml"
	done
	echo "[Trouble]"
	echo "$http/missing.xml Missing"
	echo "$fault/endless Endless"
	echo "$fault/circle Circle"
	echo "$fault/bomb Bomb"
	# No such thing as a port that answers nobody everywhere.
	case $dead in
	*:0) echo "http://127.0.0.1:1/ Dead" ;;
	*) echo "$dead/ Dead" ;;
	esac
} >"$feeds"
echo "set host-connections 16" >"$config"

run broadsheet fetch
is "some feeds failed" "$status" 1
is "fetch without a terminal is silent" "$out$err" ""
is "every article of the others has arrived" \
    "$(sql 'SELECT count(*) FROM article')" $((count * 3))
is "five feeds have a sentence" \
    "$(sql 'SELECT count(*) FROM feed WHERE error IS NOT NULL')" 5
troubles=$(broadsheet feeds | cut -f 4,6 | grep '	.')
like "the dead host's says that nobody answers" "$troubles" \
    '^Dead	.*\(reached within\|refuses\)'
like "the missing feed's says 404" "$troubles" '^Missing	.*404'
like "the endless body's names the limit" "$troubles" '^Endless	.*\(1 MB\|too slow\|larger\)'
like "the circle's says circle" "$troubles" '^Circle	.*circle'
like "the bomb's names the limit" "$troubles" '^Bomb	.*1 MB'
run broadsheet doctor
is "doctor returns 1" "$status" 1
is "and tells of five feeds" "$(printf '%s\n' "$out" | grep -c '^wrong  feed')" 5
run broadsheet status --json
like "status counts them" "$out" '"failing": 5'

# --- nothing new ---------------------------------------------------------------

sum() {
	sql "SELECT f.id, etag, last_modified, body_hash, changed, a.id, a.print,
	    a.seen, a.updated, a.unread, hex(b.data) FROM feed f
	    JOIN article a ON a.feed_id = f.id
	    LEFT JOIN body b ON b.id = a.id * 2" | cksum
}
before=$(sum)
epoch=$(sql 'SELECT max(id) FROM article')
: >"$log"
run broadsheet fetch All
is "a section is asked alone, and all is well" "$status:$out$err" 0:
is "every answer is 304" "$(asked 304)/$(asked 200)" "$count/0"
is "no article was written" "$(sum)/$(sql 'SELECT max(id) FROM article')" \
    "$before/$epoch"
: >"$log"
run broadsheet fetch --due
is "fetch --due asks nobody again" "$(wc -l <"$log" | tr -d ' ')" 0
: >"$log"
touch "$site/7.xml"
run broadsheet fetch "$http/7.xml"
is "one feed by its address" "$status:$(wc -l <"$log" | tr -d ' ')" 0:1
is "the same bytes with another date write nothing" "$(sql \
    'SELECT count(*) FROM article')/$(sql \
    "SELECT sum(revisions) FROM article")" "$((count * 3))/0"

# --- an edited article -----------------------------------------------------------

id=$(sql "SELECT id FROM article WHERE title = 'Story 2 of Paper 5'")
broadsheet mark "$id" read
broadsheet mark "$id" star
edited=yes feed "$site/5.xml" "Paper 5" 1 4
run broadsheet fetch "$http/5.xml"
is "a new article beside edited ones" "$(sql \
    'SELECT count(*) FROM article')" $((count * 3 + 1))
is "the edited one keeps number and marks, and is updated" "$(sql \
    "SELECT id, unread, starred, title FROM article WHERE id = $id")" \
    "$id|0|1|Story 2 of Paper 5 (edited)"
run broadsheet show "$id"
like "its text is the new one" "$out" 'mended'
wait_for 10 broadsheet search mended
run broadsheet search mended
like "and is found" "$out" "^$id	"
feed "$site/5.xml" "Paper 5" 3 4
run broadsheet fetch "$http/5.xml"
is "what left the feed stays in the store" "$(sql \
    "SELECT count(*) FROM article WHERE id = $id")" 1

# --- words on the line -------------------------------------------------------------

run broadsheet fetch Nowhere
is "a section that is not there is a usage error" "$status" 2
run broadsheet fetch -v Trouble
is "-v tells in words" "$(printf '%s\n' "$err" | grep -c ': ')" 5

# --- the line in the feeds file goes -------------------------------------------------

grep -v '/9\.xml' "$feeds" >"$work/less" && mv "$work/less" "$feeds"
run broadsheet feeds
unlike "a feed whose line is gone is not listed" "$out" '/9\.xml'
is "its articles are kept" "$(sql \
    "SELECT count(*) FROM article WHERE title LIKE '%of Paper 9'")" 3

done_testing
