#!/bin/sh
# lists.sh -- "opml ADDRESS" in the feeds file: feeds that a stranger's list
# names come and go with it, and get nothing that is the list's alone; and
# muted feeds.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start
faults_start

for n in a b c d; do
	feed "$site/$n.xml" "Paper $n" 1 3
done
# list OUTLINE...: as the list that is on the web.
list() {
	{
		echo '<?xml version="1.0"?><opml version="2.0"><head>'
		echo '<title>Friends</title></head><body>'
		printf '%s\n' "$@"
		echo '</body></opml>'
	} >"$site/list.opml"
}
outline() {
	printf '<outline type="rss" text="%s" xmlUrl="%s"/>' "$1" "$2"
}
host=${http#http://}
private=http://localhost:${http##*:}/d.xml
list "<outline text='Ports'>$(outline 'My A' "$http/a.xml")</outline>" \
    "$(outline 'B' "http://eve:word@$host/b.xml")" \
    "<outline text='] every=1s [x'>$(outline 'D' "$private")</outline>" \
    "$(outline 'F' "file:///etc/passwd")" "$(outline 'X' "exec:touch x")"
cat >"$feeds" <<END
# friends of mine
[World]
opml $http/list.opml "A list" header=X-Key:s tags=friends
END
titles() {
	sql "SELECT group_concat(coalesce(title, own_title)) FROM (SELECT *
	    FROM feed WHERE active AND source <> 4 ORDER BY place, id)"
}

run broadsheet fetch
is "a list and what it names are asked in one go" "$(asked 200)" 3
is "with the titles that it gives" "$(titles)" "My A,B,D"
is "the articles are there" "$(sql 'SELECT count(*) FROM article')" 6
is "with what the line says of them" "$(sql "SELECT count(*) FROM article
    WHERE tags LIKE '%friends%'")" 6
like "in sections below its own" "$(broadsheet feeds)" '	World/Ports	My A	'
like "or in it" "$(broadsheet feeds)" '	World	B	'
is "a name is a name, whatever it looks like" "$(sql "SELECT count(*)
    FROM section WHERE path LIKE '%every%'")" 0
is "a header of the list is for it alone" "$(grep -c '\[s\]' "$log.long"):$(
    grep '\[s\]' "$log.long" | grep -c list.opml)" 1:1
is "no name and password of a stranger's" "$(sql "SELECT count(*) FROM feed
    WHERE url LIKE '%eve%'")" 0
like "it leads into no private network" "$(broadsheet feeds --health)" \
    'localhost is in a private network, where only your feeds file may lead'
is "the feeds file is as it was" "$(wc -l <"$feeds" | tr -d ' ')" 3
run broadsheet feeds
unlike "the list itself is nothing to read" "$out" list.opml
run broadsheet feeds --health --json
like "but it has health" "$out" '"list": true'

# --- it changes ----------------------------------------------------------------

: >"$log"
run broadsheet fetch
is "one that is as it was keeps its feeds" "$(asked 304):$(titles)" \
    "3:My A,B,D"
list "$(outline 'New B' "$http/b.xml")" "$(outline 'C' "$http/c.xml")"
run broadsheet fetch
is "what it names now is asked" "$(titles)" "New B,C"
is "and nothing is lost of what it named" "$(sql \
    'SELECT count(*) FROM article')" 9
echo '<html><body>Gone fishing</body></html>' >"$site/list.opml"
run broadsheet fetch
is "a page in its place is a failure" "$status" 1
like "with a sentence" "$(broadsheet feeds --health)" \
    'this is no OPML subscription list'
is "that takes no feed away" "$(titles)" "New B,C"
list "$(outline 'New B' "$http/b.xml")" "$(outline 'C' "$http/c.xml")"
run broadsheet fetch

# --- the person's own word -------------------------------------------------------

run broadsheet feeds remove "$http/b.xml"
like "a feed of a list has no line to be removed" "$status:$err" \
    "^[13]:.*no line for $http/b.xml; one that comes from a list"
printf '%s\n' "[Mine]" "$http/b.xml \"My B\" paused=yes" >>"$feeds"
run broadsheet fetch
is "a line of its own has the last word" "$(titles)" "C,My B"
like "in its own place" "$(broadsheet feeds)" '	Mine	My B	'
unlike "alone" "$(broadsheet feeds)" '	World	.*b.xml'

cat >"$feeds" <<END
opml ftp://127.0.0.1/list.opml
opml
opml $http/list.opml muted=yes
END
run broadsheet doctor
like "what is no list of the web is told" "$out" \
    'feeds:1:6: a list of feeds has an address of the web'
like "in each line" "$out" 'feeds:2:1: a list of feeds'
is "and the others count" "$(titles)" "New B,C"
cat >"$feeds" <<END
opml $fault/cut
END
run broadsheet fetch
like "half a list is none" "$(broadsheet feeds --health)" 'cut off after'

# --- muted ------------------------------------------------------------------------

rm -rf "$XDG_DATA_HOME"
printf '%s\n' "$http/a.xml A" "$http/b.xml B" >"$feeds"
run broadsheet fetch
run broadsheet feeds mute A
is "a feed is muted" "$status:$(cat "$feeds")" \
    "0:$http/a.xml A muted=yes
$http/b.xml B"
feed "$site/a.xml" "Paper a" 1 5
feed "$site/b.xml" "Paper b" 1 4
run broadsheet fetch
is "what is new in it comes in as read" "$(sql "SELECT total || ':' || unread
    FROM feed WHERE title = 'A'")" 5:3
is "in others it does not" "$(sql "SELECT total || ':' || unread
    FROM feed WHERE title = 'B'")" 4:4
like "it is found" "$(broadsheet search '"Story 5"')" 'Paper a'
like "its health says so" "$(broadsheet feeds --health)" '^muted    A '
run broadsheet feeds unmute A
feed "$site/a.xml" "Paper a" 1 6
run broadsheet fetch
is "until it is heard again" "$(sql "SELECT total || ':' || unread
    FROM feed WHERE title = 'A'"):$(grep -c muted "$feeds")" 6:4:0

# --- follow-moves ask ----------------------------------------------------------------

rm -rf "$XDG_DATA_HOME"
echo "set follow-moves ask" >"$config"
echo "$http/lasting/a.xml A" >"$feeds"
run broadsheet fetch
run broadsheet fetch
is "one who wants to be asked finds the line as it was" \
    "$(cat "$feeds"):$err" "$http/lasting/a.xml A:"
run broadsheet fetch -v
is "and is told" "$err" "$http/lasting/a.xml has moved for good, to\
 $http/a.xml; \"broadsheet feeds move\" follows it"
run broadsheet feeds move A "$http/a.xml"
is "and may follow" "$status:$(cat "$feeds")" "0:$http/a.xml A"

done_testing
