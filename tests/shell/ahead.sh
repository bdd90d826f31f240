#!/bin/sh
# ahead.sh -- whole texts are fetched before anybody asks: they are there
# without a network, are found, and no server is asked twice for nothing.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start

# page NAME WORD: a story's page on which the word stands and the feed's own
# words do not.
page() {
	{
		echo "<html><head><title>Page $1</title></head><body><article>"
		echo "<h1>Story $1</h1>"
		echo "<p class=standfirst>How the $2 was lit again.</p>"
		for part in one two three four five six; do
			echo "<p>The $part part of the story tells of the $2 at"
			echo "length, with everything that a summary leaves out,"
			echo "for those who want to know how it went on and why"
			echo "it took until the evening to be told.</p>"
		done
		echo "</article></body></html>"
	} >"$site/$1.html"
}

# thin NAME ITEM...: a feed of summaries, whose pages are at the addresses.
thin() {
	{
		echo '<rss version="2.0"><channel><title>Thin</title>'
		shift
		for link; do
			echo "<item><title>Story ${link##*/}</title>"
			echo "<link>$link</link><guid>$link</guid>"
			echo "<description>A summary, no more.</description>"
			echo "</item>"
		done
		echo '</channel></rss>'
	}
}

for name in a b c d never; do
	page "$name" "lighthouse-$name"
done
echo '<html><body><p>Subscribe to read.</p></body></html>' >"$site/wall.html"
thin x "$http/a.html" "$http/b.html" "$http/wall.html" "$http/gone.html" \
    "http://10.255.255.1/far.html" "$http/c.html" >"$site/thin.xml"
thin x "$http/never.html" >"$site/never.xml"
thin x "$http/d.html" "$http/a.html?2" >"$site/one.xml"
cat >"$feeds" <<END
[Papers]
$http/thin.xml Thin ahead=5
$http/never.xml Never full-text=never
$http/one.xml One ahead=1
END

run broadsheet fetch
is "all went well, whatever the pages are" "$status$out$err" 0
asked_for() {
	grep -cF " $1 [" "$log.long"
}
is "a thin article's page was asked for" "$(asked_for /a.html)" 1
is "one beyond the feed's number was not" "$(asked_for /c.html)" 0
is "nor that of a feed that wants none" "$(asked_for /never.html)" 0
is "of the other feed only the newest" "$(asked_for '/a.html?2')" 0
is "a page that is gone was asked for once" "$(asked_for /gone.html)" 1
is "three have their whole text" \
    "$(sql 'SELECT count(*) FROM body WHERE id % 2 = 1')" 3
is "what could not be reached is tried again, the rest is settled" \
    "$(sql "SELECT group_concat(url) FROM errand JOIN article USING (id)")" \
    http://10.255.255.1/far.html

# Without the server.
id=$(sql "SELECT id FROM article WHERE url LIKE '%/a.html'")
kill "$(cat "$work/nginx/pid")"
run broadsheet show "$id"
like "it reads without a network" "$out" "lighthouse-a"
like "with the standfirst of the page" "$out" "How the lighthouse-a was lit"
run broadsheet search lighthouse-b
like "and it is found" "$out" "Story b.html"
wall=$(sql "SELECT id FROM article WHERE url LIKE '%/wall.html'")
run broadsheet show "$wall"
like "a wall does not replace the summary" "$out" "A summary, no more"

done_testing
