#!/bin/sh
# together.sh -- several desks on one store at once: fetches, marks, lists.
# Nothing is fetched twice, nothing is written twice, nobody waits long.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start

# Who begins a store is not in the way of those who come a moment later.
feed "$site/1.xml" "Paper 1" 1 3
echo "$http/1.xml" >"$feeds"
for i in 1 2 3 4 5 6; do
	fetches=
	for k in 1 2 3; do
		"$lib/broadsheet" fetch --due >"$work/first.$i.$k" 2>&1 &
		later $!
		fetches="$fetches $!"
	done
	for k in $fetches; do
		wait "$k"
	done
	rm -rf "$XDG_DATA_HOME"
done
is "a store is begun by several at once" "$(cat "$work"/first.*)" ""

n=0
while [ $n -lt 60 ]; do
	n=$((n + 1))
	feed "$site/$n.xml" "Paper $n" 1 10
	echo "$http/$n.xml"
done >"$feeds"
run broadsheet feeds
: >"$log"

# Three fetches of what is due, and a person who marks meanwhile.
fetches=
for i in 1 2 3; do
	"$lib/broadsheet" fetch --due >"$work/fetch.$i" 2>&1 &
	later $!
	fetches="$fetches $!"
done
marked=
for i in 1 2 3 4 5 6 7 8 9 10; do
	id=$(sql "SELECT id FROM article WHERE unread = 1
	    ORDER BY id DESC LIMIT 1" 2>/dev/null)
	[ -n "$id" ] || continue
	broadsheet mark "$id" read && marked="$marked $id"
done
failed=0
for i in $fetches; do
	wait "$i" || failed=$((failed + 1))
done
is "three fetches at once succeed" "$failed:$(cat "$work"/fetch.?)" 0:
is "every article is there" "$(sql 'SELECT count(*) FROM article')" 600
is "every feed was asked once" "$(asked 200)" 60
lost=
for id in $marked; do
	[ "$(sql "SELECT unread FROM article WHERE id = $id")" = 0 ] ||
	    lost="$lost $id"
done
none "no mark was lost" "$lost"
is "counts are right" "$(sql 'SELECT sum(unread), sum(total) FROM feed')" \
    "$((600 - $(sql 'SELECT count(*) FROM article WHERE unread = 0')))|600"

# An order that is sent again is carried out once.
orders() {
	"$lib/desk" --feeds "$feeds" --config "$config" --store "$store"
}
id=$(sql 'SELECT max(id) FROM article')
answers=$(printf 'me.1 mark star %s\nme.1 mark star %s\n' "$id" "$id" | orders \
    2>/dev/null)
is "an order sent twice is acknowledged twice" \
    "$(printf '%s\n' "$answers" | grep -c '^done	1')" 2
printf 'me.2 mark unstar %s\n' "$id" | orders >/dev/null 2>&1
printf 'me.1 mark star %s\n' "$id" | orders >/dev/null 2>&1
is "and an old one changes nothing" \
    "$(sql "SELECT starred FROM article WHERE id = $id")" 0
answers=$(printf 'me.9 frobnicate\nme.10 mark\nrubbish\n\nme.11 mark read %s\n' \
    "$id" | orders 2>/dev/null)
like "what is no order fails with a sentence" "$answers" '^failed	9	.'
like "an order without its words too" "$answers" '^failed	10	.'
like "and the next one is carried out" "$answers" '^done	11'
is "in full" "$(sql "SELECT unread FROM article WHERE id = $id")" 0

# A feed that another desk is asking.
printf 'exec "sleep 600" Slow\n' >"$feeds"
"$lib/broadsheet" fetch >"$work/fetch.slow" 2>&1 &
slow=$!
later $slow
for i in $(seq 100); do
	[ "$(sql "SELECT count(*) FROM feed WHERE lease_owner IS NOT NULL
	    AND title = 'Slow'" 2>/dev/null)" != 1 ] || break
	sleep 0.1
done
url=$(sql "SELECT url FROM feed WHERE title = 'Slow'")
answers=$(printf 'me.20 refresh feed "%s"\n' "$url" | orders 2>/dev/null)
like "a feed that another desk is asking is not asked twice, and that is said" \
    "$answers" '^failed	20	another broadsheet is asking it just now'
run broadsheet fetch
like "nor by a fetch of all" "$err" \
    '^1 feed is being asked by another broadsheet just now'
kill $slow

done_testing
