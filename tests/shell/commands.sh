#!/bin/sh
# commands.sh -- the commands that need no screen, as a person and a script
# would use them: what they print, and what they return.
. "${top_srcdir:-.}/tests/lib/world.sh"
need python3

# json EXPRESSION: of the JSON in $out, which is called j.
json() {
	printf '%s' "$out" | python3 -c "import json, sys
j = json.load(sys.stdin)
print($1)" 2>&1
}

# --- usage -------------------------------------------------------------------

run broadsheet --version
is "--version succeeds" "$status" 0
like "--version names the program" "$out" '^broadsheet [0-9]'
run broadsheet --help
is "--help succeeds" "$status" 0
for command in fetch list show mark search parse extract feeds import export \
    status doctor; do
	like "--help names $command" "$out" "^broadsheet $command"
done
run broadsheet </dev/null
is "the reader without a terminal is a usage error" "$status" 2
like "it names list" "$err" 'list'
is "and prints nothing" "$out" ""
for words in nonsense --nonsense "list --nonsense" "show" "show x y" \
    "list --limit many" "mark 1" "mark read" "mark x read" "search" \
    "feeds nonsense" "import" "fetch --nonsense" "list --since never" \
    "status a b" "doctor x" "--config"; do
	# shellcheck disable=SC2086
	run broadsheet $words
	is "\"$words\" is a usage error" "$status" 2
	is "\"$words\" says so in words" "$([ -n "$err" ] && echo yes)" yes
done

# --- the sample edition ------------------------------------------------------

run broadsheet --sample list --json
is "the sample edition fills itself" "$status" 0
is "it has at least 12 stories" "$(json 'len(j) >= 12')" True
is "list is newest first" "$(json '[a["published"] for a in j if "published" in a] == sorted([a["published"] for a in j if "published" in a], reverse=True)')" True
is "every story is new" "$(json 'all(a["unread"] for a in j)')" True
all=$(json 'len(j)')
none "the person's own files are left alone" \
    "$(find "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" -type f 2>/dev/null)"

run broadsheet --sample list
is "a line an article" "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" "$all"
id=$(printf '%s\n' "$out" | head -n 1 | cut -f 1)
run broadsheet --sample list --limit 3
is "--limit N" "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 3
run broadsheet --sample list --limit=0
is "--limit 0 prints nothing" "$out" ""
run broadsheet --sample list --json --limit 0
is "and as JSON an empty array" "$(json j)" "[]"
run broadsheet --sample list --json World
is "a section has all below it" \
    "$(json '0 < len(j) < int("'"$all"'") and all(a["section"].startswith("World") for a in j if a["feed"] != "Harbour Courier")')" True
run broadsheet --sample list Wrold
is "a section that is not there is a usage error" "$status" 2
like "the nearest one is named" "$err" '"World"'

# --- marks -------------------------------------------------------------------

run broadsheet --sample mark "$id" read
is "mark read succeeds" "$status" 0
is "and is silent" "$out$err" ""
run broadsheet --sample list --unread
unlike "--unread leaves it out" "$out" "^$id	"
run broadsheet --sample status
is "status counts what is unread" "$out" $((all - 1))
run broadsheet --sample mark "$id" star
run broadsheet --sample list --starred
is "--starred shows it" "$(printf '%s\n' "$out" | cut -f 1,2)" "$id	-*"
run broadsheet --sample mark "$id" unstar
run broadsheet --sample mark "$id" unread
run broadsheet --sample status --json
is "unstar and unread undo them" "$(json '(j["unread"], j["starred"])')" \
    "($all, 0)"
broadsheet --sample list Science | run broadsheet --sample mark - read
run broadsheet --sample list --unread Science
is "mark - takes what list printed" "$out" ""
run broadsheet --sample mark 999999 read
is "a number that no article has is no harm" "$status" 0

# --- show --------------------------------------------------------------------

run broadsheet --sample show "$id"
is "show succeeds" "$status" 0
title=$(broadsheet --sample list --json --limit 1 | python3 -c \
    'import json, sys; print(json.load(sys.stdin)[0]["title"])')
like "show prints the headline" "$out" "$(printf '%s' "$title" | cut -c 1-15)"
unlike "text for a file has no escapes" "$out" "$(printf '\033')"
run broadsheet --sample show --json "$id"
is "show --json has id and title" "$(json 'j["id"] + j["title"]')" "$id$title"
run broadsheet --sample show --html "$id"
like "show --html has paragraphs" "$out" '<p>'
like "its headline" "$out" '<h1 class="headline">'
unlike "and fetches neither scripts nor styles" "$out" '<script\|stylesheet\|@import'
run broadsheet --sample show --markdown "$id"
is "show --markdown succeeds" "$status" 0
like "show --markdown begins with the headline" "$out" '^# '
# The story of the sample with links; a terminal that has them, and one that
# is not known to.
linked=$(broadsheet --sample list --json | python3 -c 'import json, sys
print(next(a["id"] for a in json.load(sys.stdin)
    if "counted every boat" in a["title"]))')
run env VTE_VERSION=7200 TMUX= STY= "$lib/broadsheet" --sample show --colour always \
    "$linked"
like "links are OSC 8" "$out" "$(printf '\033]8;id=1;https://')"
run env VTE_VERSION= KONSOLE_VERSION= KITTY_WINDOW_ID= WT_SESSION= \
    TERM=xterm TERM_PROGRAM= "$lib/broadsheet" --sample show \
    --colour always "$linked"
unlike "and none where that is not known" "$out" "$(printf '\033]8')"
for width in 20 40 100; do
	run broadsheet --sample show --width $width "$id"
	is "no line is wider than --width $width" "$(printf '%s\n' "$out" |
	    python3 -c 'import sys, unicodedata as u
cells = lambda l: sum(0 if u.combining(c) or u.category(c) in ("Mn", "Me", "Cf")
    else 2 if u.east_asian_width(c) in "WF" else 1 for c in l.rstrip("\n"))
print(sum(cells(l) > '$width' and "://" not in l for l in sys.stdin))')" 0
done
run broadsheet --sample show 999999
is "an article that is not there is trouble" \
    "$([ "$status" -ne 0 ] && [ -n "$err" ] && echo yes)" yes

# --- search ------------------------------------------------------------------

run broadsheet --sample search "tea auction"
like "search finds a headline" "$out" 'Tea auction'
run broadsheet --sample search --json lighthouse
is "search --json is an array" "$(json 'type(j).__name__')" list
run broadsheet --sample search xyzzyplugh
is "nothing found is no failure" "$status" 0
is "and prints nothing" "$out" ""
for words in '"' '(' 'a OR' '*' 'NEAR(' "';--" '-' '"" ""' ':' 'a:b'; do
	run broadsheet --sample search -- "$words"
	is "search takes $words" "$status" 0
done

# --- feeds, import, export -----------------------------------------------------

run broadsheet feeds
is "without a feeds file there are no feeds" "$status:$out" "0:"
cat >"$feeds" <<'END'
# kept
every=2h

[World/Asia]
http://127.0.0.1:1/a.xml "Paper A"   # a comment

END
cat >"$work/in.opml" <<'END'
<opml version="2.0"><body><outline text="Europe">
<outline type="rss" text="B &amp; B" xmlUrl="http://127.0.0.1:1/b.xml?x=1&amp;y=2"/>
<outline type="rss" text="again" xmlUrl="http://127.0.0.1:1/a.xml"/>
<outline type="rss" text="file" xmlUrl="file:///etc/passwd"/>
<outline type="rss" text="command" xmlUrl="exec:rm -rf /"/>
</outline></body></opml>
END
run broadsheet import "$work/in.opml"
is "import succeeds" "$status" 0
like "it tells how many were added" "$err" '^1 feed'
run broadsheet feeds --json
is "what was there stays, what is new is there" \
    "$(json '[f["url"] for f in j]')" \
    "['http://127.0.0.1:1/a.xml', 'http://127.0.0.1:1/b.xml?x=1&y=2']"
unlike "files and commands are not imported" "$(cat "$feeds")" \
    'passwd\|rm -rf'
like "comments are kept" "$(cat "$feeds")" '# a comment'
cat >"$work/urls" <<'END'
# newsboat
http://127.0.0.1:1/c.xml "tag one" ~Paper
"exec:ls"
"query:x:y"
END
run broadsheet import "$work/urls"
is "newsboat's urls are imported" "$status" 0
run broadsheet feeds
like "they are there" "$out" '127.0.0.1:1/c.xml'
run broadsheet export
is "export succeeds" "$status" 0
is "what is exported is OPML" "$(printf '%s' "$out" | python3 -c '
import sys, xml.etree.ElementTree as E
print(sorted(o.get("xmlUrl")[-6:] for o in E.fromstring(sys.stdin.read()).iter("outline")
      if o.get("xmlUrl")))')" "['/a.xml', '/c.xml', '=1&y=2']"
printf '%s' "$out" >"$work/out.opml"
before=$(cat "$feeds")
run broadsheet import "$work/out.opml"
is "importing the export changes nothing" "$(cat "$feeds")" "$before"
run broadsheet import "$work/nothing"
is "importing what is not there fails" "$([ "$status" -ne 0 ] && echo yes)" yes
run broadsheet feeds rename "Paper A" "Another \"name\""
is "rename succeeds" "$status" 0
run broadsheet feeds
like "the name is another" "$out" 'Another "name"'
run broadsheet feeds remove http://127.0.0.1:1/c.xml
is "remove succeeds" "$status" 0
unlike "the line is gone" "$(cat "$feeds")" 'c\.xml'
run broadsheet feeds remove http://127.0.0.1:1/c.xml
is "removing it again fails" "$status" 1

# --- hostile and broken dotfiles -----------------------------------------------

printf '[W\033[31morld\033]0;title\007]\nhttp://127.0.0.1:1/h.xml "N\033[2Jame \302\233x \342\200\256y"\n[Good]\nhttp://127.0.0.1:1/g.xml Good every=never\nfrob\n"open quote\n' \
    >"$feeds"
run broadsheet feeds
is "a feeds file with mistakes is read" "$status" 0
like "the right lines are there" "$out" 'g\.xml'
unlike "names cannot drive the terminal" "$out$err" \
    "$(printf '[\033\007]\|\302\233\|\342\200\256')"
run broadsheet doctor
is "doctor returns 1 when something is wrong" "$status" 1
like "it names file, line and column" "$out" 'feeds:4:[0-9]'
unlike "and cannot drive the terminal either" "$out$err" \
    "$(printf '[\033\007]\|\302\233\|\342\200\256')"
printf 'set measure wide\nbind\nset meazure 60\n' >"$config"
run broadsheet doctor
like "a mistake in config has its line" "$out" 'config:1:'
like "a remedy is named" "$out" 'measure'
run broadsheet list
is "and stops nobody" "$status" 0
rm "$config"

# --- parse, extract ----------------------------------------------------------

feed "$work/one.xml" One 1 3
run broadsheet parse "$work/one.xml"
is "parse prints the feed as JSON" \
    "$(json '(j["feed"]["title"], len(j["entries"]))')" "('One', 3)"
run sh -c 'cat "$1" | "$2" parse -' sh "$work/one.xml" "$lib/broadsheet"
is "parse reads standard input" "$(json 'len(j["entries"])')" 3
run broadsheet extract "$top/config/sample/pages/ferries.html"
is "extract prints JSON" "$status:$(json '"title" in j')" "0:True"
run broadsheet parse "$work/nothing"
is "parsing what is not there fails with a sentence" \
    "$([ "$status" -ne 0 ] && [ -n "$err" ] && echo yes)" yes
head -c 100000 /dev/urandom >"$work/noise"
for command in parse extract; do
	run broadsheet $command "$work/noise"
	is "$command of noise comes to an end" \
	    "$([ "$status" -le 3 ] && echo yes)" yes
done

# --- a broken feed -----------------------------------------------------------

mkdir "$work/conf3"
{
	echo '<br><b>Warning</b>: include() failed<br>'
	echo '<rss version="2.0"><channel><title>A & B</title>'
	echo '<item><title>One &unheard; of</title></item><item><guid>2</guid><title>Cut off'
} >"$work/broken.xml"
echo "file://$work/broken.xml Broken" >"$work/conf3/feeds"
broken() {
	run broadsheet --config "$work/conf3" --store "$work/broken.db" "$@"
}
broken fetch
is "a broken feed is read as far as it goes" "$status" 0
broken list
is "with all that came" "$(printf '%s\n' "$out" | wc -l | tr -d ' ')" 2
broken doctor
unlike "which is not wrong" "$out" '^wrong  feed'
like "but doctor tells what was mended, and where" "$out" \
    '^note   feed  *Broken: read, though line 2: .* not declared; line 4: '

# --- the store ---------------------------------------------------------------

is "the store is the person's alone" \
    "$(find "$XDG_DATA_HOME/broadsheet" -maxdepth 0 -perm 700 | wc -l | tr -d ' ')$(find "$store" -perm 600 | wc -l | tr -d ' ')" 11
run broadsheet --store "$work/other/store.db" status
is "--store opens another one" "$status:$out" 0:0
ok "which is made" [ -f "$work/other/store.db" ]
mkdir "$work/conf2"
echo 'http://127.0.0.1:1/z.xml Z' >"$work/conf2/feeds"
run broadsheet --config "$work/conf2" --store "$work/other/store.db" feeds
like "--config reads other dotfiles" "$out" 'z\.xml'
if [ "$(id -u)" -ne 0 ]; then
	mkdir "$work/locked"
	chmod 500 "$work/locked"
	run broadsheet --store "$work/locked/store.db" list
	is "a folder that cannot be written is trouble" "$status" 3
fi
echo "this is no database, but it is long enough to be one" >"$work/bad.db"
run broadsheet --store "$work/bad.db" list
is "a store that is none is trouble" "$status" 3
ok "told in a sentence" [ -n "$err" ]
run sh -c '"$1" --sample list >/dev/full' sh "$lib/broadsheet"
is "a full disk behind standard output is trouble" "$status" 3

done_testing
