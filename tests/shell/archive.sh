#!/bin/sh
# "export --all" and what "import" makes of it: nothing is lost, nothing comes
# twice, a bad line is refused alone, and a kill in the middle costs nothing.
# Functions are called by wait_for and ok; numbers of processes are words.
# shellcheck disable=SC2317,SC2086
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3 cmp

# in_world NAME COMMAND...: as another person.
in_world() {
	world=$work/$1
	shift
	mkdir -p "$world/config/broadsheet"
	XDG_CONFIG_HOME=$world/config XDG_DATA_HOME=$world/data \
	    XDG_CACHE_HOME=$world/cache XDG_STATE_HOME=$world/state "$@"
}
there() {
	name=$1
	shift
	in_world "$name" "$lib/broadsheet" "$@"
}
store_of() {
	echo "$work/$1/data/broadsheet/store.db"
}
sql_of() {
	sqlite3 "$(store_of "$1")" "$2"
}

# --- a store with everything in it -------------------------------------------
paper=$XDG_CONFIG_HOME/broadsheet
cat >"$feeds" <<END
every=2h # a comment of one's own

[Harbour]
./tide.xml "The Tide" tags="water"

[Harbour/North Quay]
./lamp.xml
END
feed "$paper/tide.xml" Tide 1 9
feed "$paper/lamp.xml" Lamp 1 4
broadsheet fetch >/dev/null 2>&1
edited=yes feed "$paper/tide.xml" Tide 8 9
broadsheet fetch >/dev/null 2>&1
broadsheet mark 1 2 3 read
broadsheet mark 2 star
broadsheet mark 5 delete
broadsheet tag "to keep" 2 7 >/dev/null
broadsheet note 2 'Ask the pilot: "when?"' >/dev/null
sqlite3 -cmd ".timeout 10000" "$store" "INSERT INTO tombstone VALUES (1, -77, 1700000000)"

run broadsheet export --all "$work/a.jsonl"
is "everything is written" "$status" 0
is "each line is an object" \
    "$(grep -cv '^{"kind":"[a-z-]*".*}$' "$work/a.jsonl")" 0
is "an article a line" "$(grep -c '"kind":"article"' "$work/a.jsonl")" 13
is "and its versions" "$(grep -c '"kind":"revision"' "$work/a.jsonl")" 2
like "and tombstones" "$(cat "$work/a.jsonl")" '"tombstone".*"key":-77'
is "only its owner may read it" "$(find "$work/a.jsonl" -perm 600)" \
    "$work/a.jsonl"
run broadsheet export --all
is "to standard output the same" "$out" "$(cat "$work/a.jsonl")"
cd "$work" || exit
is "which - is, too" "$(broadsheet export --all - 2>/dev/null)" "$out"
is "for OPML as well" "$(broadsheet export - 2>/dev/null)" \
    "$(broadsheet export 2>/dev/null)"
ok "and no file" [ ! -e - ]
ln -s a.jsonl link
echo mine >a.jsonl.new
broadsheet export --all link 2>/dev/null
ok "a link stays one" [ -L link ]
is "what it stands for is written" "$(cat a.jsonl)" "$out"
is "and no file of mine" "$(cat a.jsonl.new)" mine
rm link a.jsonl.new
cd "$OLDPWD" || exit

# --- into an empty store -----------------------------------------------------
run there new import "$work/a.jsonl"
is "an export of files and commands is not trusted by itself" "$status" 1
like "its feeds file is put aside" "$err" "feeds.imported"
ok "nothing is subscribed by it" \
    [ ! -s "$work/new/config/broadsheet/feeds" ]

rm -rf "$work/new"
run there new import --trust "$work/a.jsonl"
is "a trusted one comes whole" "$status" 0
like "and counts" "$err" "^13 articles came, 0 were there already"
ok "the feeds file is the same" cmp "$feeds" \
    "$work/new/config/broadsheet/feeds"
there new export --all "$work/b.jsonl" 2>/dev/null
# The feeds are files, whose addresses are this folder's.
here=$(printf '%s\n' "$paper" | sed 's/[].[*^$/]/\\&/g')
stays() {
	sed "s/$here/PAPER/g" "$1" >"$1.plain"
}
stays "$work/a.jsonl"
stays "$work/b.jsonl"
grep -v '"url":"file://'"$work/new" "$work/b.jsonl.plain" |
    cmp -s - "$work/a.jsonl.plain" || diff "$work/a.jsonl.plain" \
    "$work/b.jsonl.plain" | cut -c 1-200 | sed 's/^/# /'
is "export, import, export: the same bytes" \
    "$(grep -v '"url":"file://'"$work/new" "$work/b.jsonl.plain" | cksum)" \
    "$(cksum <"$work/a.jsonl.plain")"
is "the store is sound" "$(sql_of new 'PRAGMA integrity_check')" ok
is "its counters are right" "$(sql_of new 'SELECT group_concat(total || "/" ||
    unread || "/" || starred) FROM (SELECT * FROM feed WHERE total ORDER BY
    url)')" "$(sql 'SELECT group_concat(total || "/" || unread || "/" ||
    starred) FROM (SELECT * FROM feed WHERE total ORDER BY url)')"
like "what was edited can be compared" \
    "$(there new show --diff "$(sql 'SELECT id FROM article WHERE
    revisions LIMIT 1')" 2>&1)" "Headline was"
is "numbers, tags and notes are the same" "$(sql_of new 'SELECT text FROM note
    WHERE id = 2')" 'Ask the pilot: "when?"'

there new import --trust - <"$work/a.jsonl" 2>"$work/err"
like "again, by standard input: nothing comes twice" "$(cat "$work/err")" \
    "^0 articles came, 13 were there already"
there new export --all "$work/c.jsonl" 2>/dev/null
ok "and nothing has changed" cmp "$work/b.jsonl" "$work/c.jsonl"

# --- into a store that has some of it ----------------------------------------
web=https://gull.example/feed
head='{"kind":"broadsheet-export","version":1}'
page=$(printf '%s' 'galley\t1\np\tOne boat.\n')
cat >"$work/one.jsonl" <<END
$head
{"kind":"feeds-file","text":"[Harbour]\\n$web \\"The Gull\\"\\n"}
{"kind":"feed","url":"$web","title":"Gull"}
{"kind":"article","feed":"$web","key":"a","title":"Boat in","unread":true,"starred":true,"own_tags":"wet","note":"Look up.","body":"$page"}
{"kind":"article","feed":"$web","key":"b","title":"Boat out","body":"$page"}
END
sed 's/,"starred":true//; s/"unread":true,//; s/Look up\./Look down./
    s/"wet"/"dry"/' "$work/one.jsonl" >"$work/two.jsonl"
there joined import "$work/one.jsonl" 2>/dev/null
like "a feeds file of the web is taken as it is" \
    "$(cat "$work/joined/config/broadsheet/feeds")" '^\[Harbour\]'
like "and its articles are listed there" "$(there joined list Harbour)" \
    "Boat in"
like "and found" "$(there joined search boat)" "Boat out"
there joined import "$work/two.jsonl" 2>/dev/null
is "read on one side is read, starred on one is starred" "$(sql_of joined \
    'SELECT unread || starred FROM article WHERE key = "a"')" 01
is "tags are those of both" "$(sql_of joined 'SELECT group_concat(name) FROM
    (SELECT name FROM tag ORDER BY name)')" dry,wet
is "notes, too" "$(sql_of joined 'SELECT text FROM note' | tr '\n' '|')" \
    "Look up.||Look down.|"
there joined import "$work/one.jsonl" 2>/dev/null
is "once more changes nothing" \
    "$(sql_of joined 'SELECT text FROM note' | tr '\n' '|')" \
    "Look up.||Look down.|"

# --- lines that are refused, alone -------------------------------------------
deep=$(awk 'BEGIN { for (i = 0; i < 5000; i++) printf "[" }')
good() {
	echo '{"kind":"article","feed":"'$web'","key":"'$1'","title":"T"}'
}
{
	echo "$head"
	good 2
	echo 'no json at all'
	printf '{"kind":"article","feed":"%s","key":"\377"}\n' "$web"
	echo '{"kind":"article","feed":"'$web'","key":'$deep'}'
	echo '{"kind":"article","feed":"'$web'","key":"x","seen":"noon"}'
	echo '{"kind":"article","feed":"'$web'","key":"x","seen":1.5}'
	echo '{"kind":"article","feed":"'$web'","key":"x","title":7}'
	echo '{"kind":"article","feed":"'$web'","key":"x","unread":1}'
	echo '{"kind":"article","feed":"'$web'"}'
	echo '{"kind":"article","feed":"'$web'","key":"x","body":"galley"}'
	echo '{"kind":"article","feed":"'$web'","key":"x","url":"javascript:1"}'
	echo '{"kind":"nonsense"}'
	echo '{"kind":"revision","feed":"'$web'","key":"none","number":1}'
	echo '{"kind":"article","feed":"'$web'","key":"x"'
	echo
	good 17
	echo '{"kind":"broadsheet-export","version":9}'
	good 19
	echo "$head"
	printf '%s' "$(good 21)"
} >"$work/bad.jsonl"
run there bad import "$work/bad.jsonl"
is "a file with bad lines is not all well" "$status" 1
refused() {
	like "line $1: $2" "$err" "bad.jsonl, line $1: .*$2"
}
refused 3 "no object of JSON"
refused 4 "not UTF-8"
refused 5 "JSON"
refused 6 '"seen" is no whole number'
refused 7 '"seen" is no whole number'
refused 8 '"title" is no text'
refused 9 '"unread" is neither true nor false'
refused 10 '"key" is missing'
refused 11 '"body": galley, line 1'
refused 12 '"url" is no address'
refused 13 'of the kind "nonsense"'
refused 14 'an article that is not there'
refused 15 "no object of JSON"
refused 18 "version 9"
like "and how many" "$err" "15 lines were refused"
is "all others came" "$(sql_of bad 'SELECT group_concat(key) FROM
    (SELECT key FROM article ORDER BY id)')" 2,17,21
run there bad import "$work/none.jsonl"
is "a file that is not there" "$status" 1

{
	echo "$head"
	printf '{"kind":"feed","url":"'
	awk 'BEGIN { for (i = 0; i < 70000; i++) printf "%01000d", 0 }'
	echo '"}'
	good 3
} >"$work/long.jsonl"
run there long import "$work/long.jsonl"
refused_long=$(printf '%s\n' "$err" | grep -c "long.jsonl, line 2: it is too")
is "a line without end is refused" "$refused_long" 1
is "what follows it came" "$(sql_of long 'SELECT key FROM article')" 3
rm -f "$work/long.jsonl"

# --- killed in the middle ----------------------------------------------------
many() {
	awk -v web="$web" -v head="$head" 'BEGIN {
		print head
		for (i = 1; i <= 12000; i++)
			printf "{\"kind\":\"article\",\"feed\":\"%s\"," \
			    "\"key\":\"k%d\",\"id\":%d,\"print\":\"%d\"," \
			    "\"title\":\"Boat %d\",\"unread\":true," \
			    "\"body\":\"galley\\t1\\np\\tBoat %d has come in" \
			    " and gone out again, as boats do.\\n\"}\n",
			    web, i, i, i, i, i
	}'
}
many >"$work/many.jsonl"
started() {
	[ "$(sqlite3 -readonly "$(store_of killed)" \
	    "SELECT count(*) FROM meta WHERE name = 'import'" 2>/dev/null)" = 1 ]
}
in_world killed "$lib/broadsheet" import "$work/many.jsonl" 2>/dev/null &
command=$!
later "$command"
ok "an import begins" wait_for 60 started
pids=$(children "$command")
kill -9 "$command" $pids 2>/dev/null
wait "$command" 2>/dev/null
ok "it is killed" wait_for 20 none_alive $pids
is "the store is sound" "$(sql_of killed 'PRAGMA integrity_check')" ok
before=$(sql_of killed 'SELECT count(*) FROM article')
note "killed after $before articles"
run there killed import "$work/many.jsonl"
is "it goes on" "$status" 0
unlike "from where it was, not from the start" "$err" "^12000 articles came"
there killed export --all "$work/killed.jsonl" 2>/dev/null
there whole import "$work/many.jsonl" 2>/dev/null
there whole export --all "$work/whole.jsonl" 2>/dev/null
ok "and ends as one that was not killed" cmp "$work/killed.jsonl" \
    "$work/whole.jsonl"

# Its person goes while a parser still thinks; sanitizers look at what then goes
# first.
mkdir "$work/slow"
ln -s "$lib/desk" "$work/slow/"
printf '#!/bin/sh\nexec sleep 60\n' >"$work/slow/parser"
chmod +x "$work/slow/parser"
mkfifo "$work/orders"
BROADSHEET_LIBEXEC=$work/slow "$work/slow/desk" --feeds "$feeds" \
    --config "$config" --store "$work/left/store.db" <"$work/orders" \
    >"$work/events" 2>&1 &
desk=$!
later "$desk"
exec 7>"$work/orders"
echo "me.1 import $work/many.jsonl" >&7
exec 7>&-
wait "$desk"
is "a desk leaves although its import does not end" "$?" 0
done_testing
