#!/bin/sh
# busy.sh -- a host that asks to be left alone, by 429 or 503, is left alone as
# a whole: by this desk and the next, but not when a person names a feed; and
# the times that a feed itself asks to be left alone at.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start

named=http://localhost:${http##*:}
for n in 1 2 3 4 5; do
	feed "$site/$n.xml" "Paper $n" 1 2
done
fresh() {
	rm -rf "$XDG_DATA_HOME"
	: >"$log"
	printf '%s\n' "timeout=5s" "$@" >"$feeds"
}
lines() {
	wc -l <"$log" | tr -d ' '
}
one() {
	sql "SELECT $1 FROM feed WHERE url LIKE '%$2'"
}

fresh host-connections=1 "$http/busy/x.xml Busy" "$http/1.xml" "$http/2.xml" \
    "$http/3.xml paused=yes" "$named/4.xml"
run broadsheet fetch
is "the one that was told so has failed" "$status:$out$err" 1:
is "no other feed of that host is asked, and another host is" \
    "$(sed 's/ .* / /' "$log" | sort | tr '\n' ' ')" \
    "200 /4.xml 429 /busy/x.xml "
is "they have not failed" "$(one 'failures || coalesce(error, "")' /1.xml)" 0
is "they wait until then" "$(sql "SELECT count(*) FROM feed WHERE
    held_until BETWEEN unixepoch() + 2900 AND unixepoch() + 3000
    AND next_due >= held_until")" 4
run broadsheet feeds --health
like "in words" "$out" '^waiting  Busy'
like "each of them" "$out" "^waiting  [^ ]*  $http/1.xml"
like "with the time" "$out" \
    '^    paused until .*[0-9][0-9]:[0-9][0-9]: its server is busy, and left alone$'
like "also the one that was told" "$out" '^    paused until .*[0-9][0-9]:[0-9][0-9]$'
unlike "none is failing" "$out" '^failing'
run broadsheet feeds --health well
is "those of one state alone" "$(echo "$out" | grep -c '^[a-z]')" 1
run broadsheet feeds --health busy
like "a word that is no state is told" "$status:$err" '^2:.*"busy" is no state'
run broadsheet feeds --health --json
like "for programs, too" "$out" '"held_until": "20'
like "with what can be done" "$out" '"remedy": "a longer every= in the feeds file'

: >"$log"
run broadsheet fetch --due
is "nor does the next desk ask, when all that is due is asked" "$(lines)" 0
run broadsheet fetch -v
is "or simply all" "$(sed 's/ .* / /' "$log")" "304 /4.xml"
like "which is told" "$err" '^3 feeds wait for busy servers; '
is "and is no failure" "$status" 0
: >"$log"
run broadsheet fetch "$http/1.xml"
is "one that a person names is asked" "$status:$(asked 200)" 0:1
is "and waits no more" "$(one held_until /1.xml)" 0
is "the others do" "$(sql "SELECT count(*) FROM feed
    WHERE held_until > unixepoch()")" 3
run broadsheet fetch "$http/busy/x.xml"
is "one that is busy still waits again" "$status:$(one \
    'held_until > unixepoch()' /x.xml)" 1:1

fresh host-connections=1 "$http/tired/x.xml" "$http/1.xml"
run broadsheet fetch
is "one that does not say for how long is left alone for ten minutes" \
    "$(lines):$(sql "SELECT count(*) FROM feed WHERE held_until
    BETWEEN unixepoch() + 500 AND unixepoch() + 600")" 1:2
fresh host-connections=1 "http://me@${http#http://}/busy/x.xml" \
    "http://me@${http#http://}/1.xml" "$http/2.xml"
run broadsheet fetch
is "with a name in the address, too" "$(sql "SELECT count(*) FROM feed
    WHERE held_until > unixepoch()")" 3

# --- a person's order begins the back-off anew -----------------------------------

fresh every=1h "$http/missing.xml"
for n in 1 2 3 4; do
	run broadsheet fetch
done
is "each failure doubles the wait" "$(one \
    "(next_due - unixepoch()) / 3600.0 BETWEEN 7.9 AND 8.9" g.xml)" 1
run broadsheet fetch "$http/missing.xml"
is "an order by name begins anew" "$(one \
    "(next_due - unixepoch()) / 3600.0 BETWEEN 0.9 AND 1.2" g.xml)" 1
is "without forgetting how often it failed" "$(one failures g.xml)" 5

# --- when a feed wishes to be asked ------------------------------------------------

wish() {
	sed "s|<link>|$2<link>|" "$site/1.xml" >"$site/$1.xml"
}
wish ttl "<ttl>300</ttl>"
hour=$(sql "SELECT (strftime('%H') + 5) % 24" 2>/dev/null)
hours=
for n in $(seq 0 23); do
	[ "$n" -eq "$hour" ] || hours="$hours<hour>$n</hour>"
done
wish hours "<skipHours>$hours</skipHours>"
day=$(sql "SELECT (strftime('%w') + 3) % 7")
names="Sunday Monday Tuesday Wednesday Thursday Friday Saturday" days="" n=0
for name in $names; do
	[ $n -eq "$day" ] || days="$days<day>$name</day>"
	n=$((n + 1))
done
wish days "<skipDays>$days</skipDays>"
wish never "<skipHours>$hours<hour>$hour</hour></skipHours>"
wish sy "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
sed -i.old 's|<rss |<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" |' \
    "$site/sy.xml"
fresh every=1m "$http/ttl.xml" "$http/hours.xml" "$http/days.xml" \
    "$http/never.xml" "$http/sy.xml"
for round in first 304; do
	run broadsheet fetch
	is "$round: ttl" "$(one \
	    "(next_due - unixepoch()) / 60 BETWEEN 299 AND 331" ttl.xml)" 1
	is "$round: skipHours" "$(one \
	    "strftime('%H', next_due, 'unixepoch') + 0" hours.xml)" "$hour"
	is "$round: skipDays" "$(one \
	    "strftime('%w', next_due, 'unixepoch')" days.xml)" "$day"
	is "$round: skipHours of a whole day are nonsense" "$(one \
	    "next_due < unixepoch() + 1800" never.xml)" 1
	is "$round: sy:update" "$(one \
	    "(next_due - unixepoch()) / 60 BETWEEN 359 AND 397" sy.xml)" 1
done
is "the second round was one of 304" "$(asked 304)" 5

done_testing
