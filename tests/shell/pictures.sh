#!/bin/sh
# pictures.sh -- whom pictures are fetched from, when, and what is told: no
# cookie, no name, no header of the person's; never a private address that a
# feed names; no more bytes than allowed; and what is kept of them.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start
cache=$XDG_CACHE_HOME/broadsheet/pictures

cp "$top/config/sample/pictures/harbour.jpg" "$site/a.jpg"
cp "$top/config/sample/pictures/harbour.jpg" "$site/b.jpg"
cp "$top/config/sample/pictures/ferry-fog.webp" "$site/c.webp"
cp "$top/config/sample/pictures/lighthouse.gif" "$site/d.gif"
echo 'no picture at all' >"$site/e.png"
# One dot, as those who count readers send it.
printf 'GIF89a\001\000\001\000\200\000\000\000\000\000\377\377\377,\000\000\000\000\001\000\001\000\000\002\002D\001\000;' \
    >"$site/dot.gif"

# story NAME PICTURE...: a feed of one story with those pictures.
story() {
	story=$1
	shift
	{
		echo '<rss version="2.0"><channel><title>Plates</title>'
		echo "<item><title>$story</title><guid>$story</guid>"
		echo '<description><![CDATA[<p>Words before them.</p>'
		for picture; do
			echo "<p><img src='$picture' alt='one' width='640'" \
			    "height='400'></p>"
		done
		echo ']]></description></item></channel></rss>'
	} >"$site/$story.xml"
}

asked_for() {
	grep -cF " $1 [" "$log.long"
}

# order WORDS...: what a desk answers to an order.
order() {
	# Events are read while they are written.
	# shellcheck disable=SC2094
	{
		echo "me.1 $*"
		# It leaves when its orders end, so they end late.
		wait_for 20 grep -q '^done\|^failed' "$work/events"
	} | "$lib/desk" --feeds "$feeds" --config "$config" --store "$store" \
	    --cache "$XDG_CACHE_HOME/broadsheet" >"$work/events" 2>&1
	grep '^done\|^failed' "$work/events" | tr '\t' ' '
}

story open "$http/a.jpg"
story ahead "$http/b.jpg" "$http/c.webp" "$http/dot.gif" "$http/gone.jpg" \
    "$http/b.jpg" "http://10.255.255.1/far.jpg"
story never "$http/d.gif"
cat >"$feeds" <<END
[Papers] ahead=5 header="X-Key: me"
$http/open.xml Open
$http/ahead.xml Ahead fetch-pictures=ahead
$http/never.xml Never fetch-pictures=never
END

run broadsheet fetch
is "all went well, whatever the pictures are" "$status$out$err" 0
is "one that is fetched on opening was not" "$(asked_for /a.jpg)" 0
is "one ahead of need was, once" "$(asked_for /b.jpg)" 1
is "and the others of that story" \
    "$(asked_for /c.webp) $(asked_for /dot.gif)" "1 1"
is "one that is gone was asked for once" "$(asked_for /gone.jpg)" 1
is "those that nobody wants were not" "$(asked_for /d.gif)" 0
is "of what was fetched two are pictures" \
    "$(find "$cache" -name '*.160' | wc -l | tr -d ' ')" 2
is "and two are known to be none" \
    "$(find "$cache" -name '*.bad' | wc -l | tr -d ' ')" 2
is "files are the person's alone" "$(find "$cache" ! -type d ! -perm 0600)" ""
is "and so is the folder" "$(find "$cache" -type d ! -perm 0700)" ""

id=$(sql "SELECT id FROM article WHERE title = 'open'")
never=$(sql "SELECT id FROM article WHERE title = 'never'")
is "an order fetches one" "$(order picture "$id" 300 "$http/a.jpg")" "done 1"
is "of that size" "$(find "$cache" -name '*.320' | wc -l | tr -d ' ')" 1
is "another size needs no server" \
    "$(order picture "$id" 100 "$http/a.jpg")" "done 1"
is "which was asked once" "$(asked_for /a.jpg)" 1
is "what is no picture says so" \
    "$(order picture "$id" 100 "$http/e.png")" "failed 1 unknown format"
is "and is left alone for a while" \
    "$(order picture "$id" 100 "$http/e.png") $(asked_for /e.png)" \
    "failed 1 unknown format 1"
is "where none is wanted, none is fetched" \
    "$(order picture "$never" 100 "$http/d.gif") $(asked_for /d.gif)" \
    "failed 1 not fetched 0"
is "a private address is not asked" \
    "$(order picture "$id" 100 http://192.168.255.7/router.png)" \
    "failed 1 not reached"
like "which the log says" "$(cat "$work/events")" "private network"
is "nor a file" \
    "$(order picture "$id" 100 file:///etc/passwd | cut -c 1-8)" "failed 1"
is "a size that is none is refused" \
    "$(order picture "$id" 0 "$http/a.jpg" | cut -c 1-8)" "failed 1"
is "the feed's server is told the person's header" \
    "$(grep -cF ' /open.xml [me]' "$log.long")" 1
is "who serves a picture is not" "$(
	grep -F -e ' /a.jpg [' -e ' /b.jpg [' -e ' /c.webp [' "$log.long" |
	    grep -vcF '[-] [-]'
)" 0

# What is too large is not fetched to its end.
printf 'set picture-size 2k\n' >"$config"
rm -rf "$cache"
is "one that is too large is none" \
    "$(order picture "$id" 100 "$http/a.jpg")" "failed 1 too large"

# What a story's pictures may cost, together.
printf 'set picture-budget 30k\n' >"$config"
rm -rf "$cache"
sqlite3 "$store" "INSERT OR REPLACE INTO errand SELECT -id, 0, 0 FROM article
    WHERE title = 'ahead'"
run broadsheet fetch --due
is "a story's pictures keep to their budget" \
    "$(find "$cache" -name '*.original' | wc -l | tr -d ' ')" 2

# A cache of nothing keeps nothing.
printf 'set picture-cache 0\n' >"$config"
rm -rf "$cache"
order picture "$id" 100 "$http/a.jpg" >/dev/null
none "a cache of no size has no files" "$(find "$cache" -type f 2>/dev/null)"
done_testing
