#!/bin/sh
# back.sh -- back issues: what a feed had before, page by page, on request.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start

# issue FILE FIRST LAST HEAD: an Atom feed of those stories.
issue() {
	{
		echo '<feed xmlns="http://www.w3.org/2005/Atom"><title>Loom</title>'
		echo "<id>urn:loom</id>$4"
		for i in $(seq "$2" "$3"); do
			echo "<entry><id>urn:loom:$i</id><title>Story $i</title>"
			echo "<updated>2020-01-$(printf %02d "$i")T10:00:00Z</updated>"
			echo "<content>Text $i.</content></entry>"
		done
		echo '</feed>'
	} >"$site/$1"
}
articles() { sql "SELECT count(*) FROM article"; }
older() { echo "<link rel=\"$1\" href=\"$2\"/>"; }

issue loom.xml 21 25 "$(older prev-archive /loom-2.xml)"
issue loom-2.xml 11 22 "$(older prev-archive loom-1.xml)"
issue loom-1.xml 1 12 "$(older prev-archive loom-2.xml)"
echo "$http/loom.xml" >"$feeds"
run broadsheet fetch
is "a refresh takes what is new" "$(articles)" 5
: >"$log"
run broadsheet fetch --back 1 "$http/loom.xml"
is "one page back" "$status:$(articles)" 0:15
like "is told" "$err" "loom.xml: 10 older articles came in"
run broadsheet fetch --back 50 "$http/loom.xml"
is "all of them, none twice" "$status:$(articles)" 0:25
is "a circle is not gone round" "$(grep -c loom-2.xml "$log")" 2
run broadsheet list --limit 1
like "what is old is not the newest" "$out" "Story 25"
run broadsheet fetch
is "the feed goes on as before" "$status:$(articles)" 0:25

# Pages that feeds name lead nowhere else.
issue loom.xml 21 25 "$(older next "http://localhost.localdomain:1/x.xml")"
issue bad.xml 1 5 "$(older next "file://$work/secret.xml")"
issue rude.xml 1 5 "$(older next "http://10.0.0.1/x.xml")"
cp "$site/loom-1.xml" "$work/secret.xml"
for i in bad rude; do
	printf '%s\n' "$http/$i.xml" >"$feeds"
	rm -rf "$XDG_DATA_HOME"
	run broadsheet fetch
	run broadsheet fetch --back 9 "$http/$i.xml"
	is "$i: only its own page was read" "$status:$(articles)" 0:5
done

# WordPress.
issue wp.xml 15 20 '<generator uri="https://wordpress.org/">WordPress</generator>'
issue wp-2.xml 9 14 '<generator uri="https://wordpress.org/">WordPress</generator>'
issue wp-3.xml 3 8 '<generator uri="https://wordpress.org/">WordPress</generator>'
echo "$http/wp.xml" >"$feeds"
rm -rf "$XDG_DATA_HOME"
run broadsheet fetch
run broadsheet fetch --back 9 "$http/wp.xml"
is "WordPress has pages, until one is missing" "$status:$(articles)" 0:18
# One that gives the same whatever is asked.
cp "$site/wp.xml" "$site/same.xml"
echo "$http/same.xml" >"$feeds"
rm -rf "$XDG_DATA_HOME"
run broadsheet fetch
: >"$log"
run broadsheet fetch --back 9 "$http/same.xml"
is "the same page again is the end" "$status:$(wc -l <"$log" | tr -d ' ')" 0:2

run broadsheet fetch --back 2
is "it wants a feed" "$status" 2
run broadsheet fetch --back 0 "$http/same.xml"
ok "and pages" [ "$status" -ne 0 ]
run broadsheet fetch --back 2 "$http/none.xml"
ok "one that is subscribed" [ "$status" -ne 0 ]
done_testing
