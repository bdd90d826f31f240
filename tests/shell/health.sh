#!/bin/sh
# health.sh -- feeds that have moved, are gone or are silent: what the feeds
# file says then, who is asked again, and what "feeds --health" tells.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
nginx_start

# feed FILE TITLE DATE: two stories of that day.
feed() {
	cat >"$site/$1" <<END
<rss version="2.0"><channel><title>$2</title>
<item><title>$2 one</title><guid>1</guid><pubDate>$3</pubDate></item>
<item><title>$2 two</title><guid>2</guid><pubDate>$3</pubDate></item>
</channel></rss>
END
}
today=$(date -u "+%a, %d %b %Y %H:%M:%S +0000")
feed good.xml Good "$today"
feed old.xml Old "Mon, 04 May 2020 10:00:00 +0000"
feed away.xml Away "$today"
cat >"$feeds" <<END
# of mine
[Papers]
$http/good.xml
$http/lasting/away.xml "My Away"   # keep me
$http/gone/x.xml Gone
$http/old.xml
END

run broadsheet fetch
run broadsheet feeds --health --json
like "one that is gone for good stopped" "$out" '"state": "stopped"'
like "one that is silent is found" "$out" '"state": "silent"'
like "one that has moved is waited for" "$out" '"state": "moved"'
like "with its new address" "$out" "\"moved_to\": \"$http/away.xml\""
like "the file is as it was" "$(cat "$feeds")" "$http/lasting/away.xml"

: >"$log"
run broadsheet fetch --due
is "nobody is due, least of all what is gone" \
    "$(wc -l <"$log" | tr -d ' ')" 0
id=$(sql "SELECT min(id) FROM article WHERE title = 'Away one'")
run broadsheet mark "$id" star
run broadsheet fetch
is "one that is gone is asked only by its name" "$(grep -c /gone/ "$log")" 0
run broadsheet fetch "$http/gone/x.xml"
is "then it is" "$(grep -c /gone/ "$log")" 1
like "said twice, the line is mended, and it alone" "$(cat "$feeds")" \
    "^$http/away.xml \"My Away\"   # keep me"
like "comments stay" "$(cat "$feeds")" "^# of mine"
is "its articles and stars stay" "$(sql "SELECT count(*) || ':' ||
    sum(article.starred) FROM article JOIN feed ON feed.id = feed_id
    WHERE feed.url = '$http/away.xml' AND active")" 2:1
is "and no other feed came of it" "$(sql "SELECT count(*) FROM feed")" 4

run broadsheet feeds --health
like "in words: gone" "$out" "gone for good (410)"
like "in words: silent" "$out" "nothing new came for 90 days"
like "in words: well" "$out" "^well     Good  $http/good.xml"
is "those that want a hand come first" \
    "$(echo "$out" | sed -n 's/^\([a-z][a-z]*\) .*/\1/p' | tr '\n' ' ')" \
    "stopped silent well well "

# Back again: an order revives it.
mkdir -p "$site/gone"
feed back.xml Back "$today"
sed -i.old "s|$http/gone/x.xml|$http/lasting/back.xml|" "$feeds"
echo "set follow-moves no" >>"$(dirname "$feeds")/config"
run broadsheet fetch
run broadsheet fetch
like "follow-moves no: the line stays" "$(cat "$feeds")" \
    "^$http/lasting/back.xml"
like "and it is in the log" "$(cat "$XDG_STATE_HOME/broadsheet/log")" \
    "has moved for good; its line should say $http/back.xml"
is "not at each refresh" "$err" ""
run broadsheet doctor
like "doctor tells it" "$out" \
    "^note   feed  *Gone: it has moved for good, to $http/back.xml"

# --- by hand ---

run broadsheet feeds move Good "$http/old.xml"
is "one cannot be moved onto another" "$status" 1
like "with a sentence" "$err" "the new address is subscribed already"
feed better.xml Better "$today"
run broadsheet mark "$(sql "SELECT min(id) FROM article
    WHERE title = 'Good one'")" star
run broadsheet feeds move Good "$http/better.xml"
is "a feed is moved by hand" "$status" 0
like "the file says so" "$(cat "$feeds")" "^$http/better.xml"
is "its articles come along" "$(sql "SELECT count(*) || ':' ||
    sum(article.starred) FROM article JOIN feed ON feed.id = feed_id
    WHERE feed.url = '$http/better.xml'")" 2:1
run broadsheet feeds pause "$http/better.xml"
is "a feed is paused" "$status" 0
like "in its line" "$(cat "$feeds")" "^$http/better.xml paused=yes"
: >"$log"
run broadsheet fetch
is "then it is not asked" "$(grep -c better "$log")" 0
run broadsheet fetch "$http/better.xml"
is "but by its name" "$(grep -c better "$log")" 1
run broadsheet feeds --health
like "and its health says so" "$out" "^paused   Better  $http/better.xml"
run broadsheet feeds resume "$http/better.xml"
like "it is asked again" "$(cat "$feeds")" "^$http/better.xml$"
run broadsheet fetch
is "with the others" "$(grep -c better "$log")" 2

# --- no title ------------------------------------------------------------------

printf '%s\n' "$http/gone/" "$http/gone/b?page=2#top" >"$feeds"
run broadsheet fetch
run broadsheet feeds --health
like "feeds without a title are told apart" "$out" "^stopped  ${http#*//}/gone  "
like "by all that tells them apart" "$out" "^stopped  ${http#*//}/gone/b?page=2  "

# --- no network ----------------------------------------------------------------

cat >"$feeds" <<END
timeout=3s
http://one.invalid/x.xml
http://two.invalid/x.xml
http://three.invalid/x.xml
END
run broadsheet fetch
said="$out$err"
like "without a network there is one sentence" "$said" \
    "no server can be reached: is the network up? 3 feeds are"
unlike "not one for each feed" "$said" "no such host"
is "no feed has failed" "$(sql "SELECT sum(failures) || ':' ||
    count(error) FROM feed WHERE url LIKE '%invalid%'")" 0:0
is "they are asked again soon" "$(sql "SELECT count(*) FROM feed WHERE active
    AND url LIKE '%invalid%' AND next_due
    BETWEEN unixepoch() + 30 AND unixepoch() + 130")" 3
echo "$http/good.xml" >>"$feeds"
run broadsheet fetch
is "when others answer, those that do not have failed" \
    "$(sql "SELECT sum(failures) FROM feed WHERE url LIKE '%invalid%'")" 3

done_testing
