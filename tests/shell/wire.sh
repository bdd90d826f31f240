#!/bin/sh
# wire.sh -- what servers answer, from the address in the feeds file to the
# article in the store: TLS, HTTP/2, compression, character sets, passwords,
# redirects, pages that are no feeds.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start
faults_start

# fetched URL: asks for it as the only feed of a new person; its sentence.
fetched() {
	rm -rf "$XDG_DATA_HOME"
	printf '%s\n' "timeout=3s max-size=1m" "$1 Paper" >"$feeds"
	run broadsheet fetch
	sql 'SELECT coalesce(error, "") FROM feed' 2>/dev/null
}
articles() {
	sql 'SELECT count(*) FROM article'
}

feed "$site/a.xml" Alpha 1 5

is "http" "$(fetched "$http/a.xml"):$(articles)" ":5"
if [ -n "$brotli" ]; then
	like "by brotli" "$(cat "$log.coding")" '^/a.xml br$'
else
	like "by gzip" "$(cat "$log.coding")" '^/a.xml gzip$'
fi
trouble=$(fetched "$http2/a.xml")
like "a certificate of an unknown issuer is refused" "$trouble" 'certificate'
is "nothing came of it" "$(articles)" 0
CURL_CA_BUNDLE=$issuer SSL_CERT_FILE=$issuer
export CURL_CA_BUNDLE SSL_CERT_FILE
is "https with an issuer that is known" "$(fetched "$http2/a.xml"):$(articles)" \
    ":5"
like "is spoken as HTTP/2" "$(cat "$log")" '^200 HTTP/2'
CURL_CA_BUNDLE=$trusted SSL_CERT_FILE=$trusted
like "expired" "$(fetched "$expired/ok")" 'expired'
like "for another name" "$(fetched "$other/ok")" 'not for\|not valid'
like "vouches for itself" "$(fetched "$vouches/ok")" 'certificate'
unset CURL_CA_BUNDLE SSL_CERT_FILE

# Redirects.
is "a redirect to a file is not followed" \
    "$([ -n "$(fetched "$fault/to-file")" ] && articles)" 0
is "nor one to another scheme" \
    "$([ -n "$(fetched "$fault/to-ftp")" ] && articles)" 0
like "a chain without end" "$(fetched "$fault/chain/0")" 'redirected more'
like "a feed that has gone" "$(fetched "$fault/410")" '410\|gone'
like "a busy server" "$(fetched "$fault/429")" '429\|busy\|Too Many'
is "which is not asked again at once" "$(sql \
    "SELECT next_due > strftime('%s', 'now') + 3000 FROM feed")" 1
fetched "$fault/503-date" >/dev/null
is "nor one that names a time" "$(sql \
    "SELECT next_due > strftime('%s', 'now') + 7000 FROM feed")" 1
like "cut off" "$(fetched "$fault/cut")" 'cut off'
# Compressed by the server, undone by a parser.
offered=$(sed -n \
    's/^#define HAVE_\(BROTLI\|ZSTD\) 1/\1/p' "$BROADSHEET_BUILDDIR/config.h")
for form in gzip deflate raw-deflate br zstd; do
	case $form:$offered in
	br:*BROTLI*|zstd:*ZSTD*|*gzip:*|*deflate:*) ;;
	*) continue ;;
	esac
	is "$form" "$(fetched "$fault/$form"):$(sql \
	    'SELECT own_title FROM feed')" ":News"
done
damaged='the answer of 127.0.0.1 is damaged: it cannot be decompressed'
is "no gzip" "$(fetched "$fault/bad-gzip")" "$damaged"
is "a coding that nobody knows" "$(fetched "$fault/unknown-coding")" "$damaged"
is "fifty layers of it" "$(fetched "$fault/layers")" "$damaged"
is "what has no end" "$(fetched "$fault/half-gzip")" "$damaged"
ok "half of it is there all the same" [ "$(articles)" -gt 10 ]
run broadsheet fetch
is "and it is read again" "$status" 1
for bomb in bomb bomb-deflate; do
	is "64 MB in 64 KB: $bomb" "$(fetched "$fault/$bomb")" \
	    "the answer is larger than 1 MB"
done
printf '%s\n' "timeout=3s max-size=1m filter=\"sed s/News/Olds/\"" \
    "$fault/gzip Paper" >"$feeds"
rm -rf "$XDG_DATA_HOME"
run broadsheet fetch
is "a filter gets it unpacked" "$(sql 'SELECT own_title FROM feed')" "Olds"
printf '%s\n' "timeout=3s max-size=1m filter=cat" "$fault/bad-gzip Paper" \
    >"$feeds"
run broadsheet fetch
is "or a sentence" "$(sql "SELECT error FROM feed WHERE active")" "$damaged"
like "headers without end" "$(fetched "$fault/long-header")" 'headers'
like "not HTTP" "$(fetched "$fault/garbage")" 'language of the web'
ok "an empty answer has a sentence" [ -n "$(fetched "$fault/empty")" ]

printf '<html><head><title>No \033[31mfeed</title></head><body>x</body></html>' \
    >"$site/page.html"
ok "a page that is no feed has a sentence" \
    [ -n "$(fetched "$http/page.html")" ]
run broadsheet fetch
is "and still has it when it has not changed" "$status" 1

# Character sets.
printf '<?xml version="1.0"?><rss version="2.0"><channel><title>K\374che</title><item><guid>1</guid><title>Stra\337e</title></item></channel></rss>' \
    >"$site/l.xml"
fetched "$http/latin1/l.xml" >/dev/null
is "a character set that only the server tells" \
    "$(sql 'SELECT title FROM article')" "Straße"
for set in windows-1251:Привет koi8-r:Привет shift_jis:日本語 euc-kr:한국어 \
    gb18030:中文字 iso-8859-2:Łódź utf-16:Zürich; do
	name=${set%%:*} word=${set#*:}
	printf '<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>%s</title></item></channel></rss>' \
	    "$name" "$word" | python3 -c 'import sys
sys.stdout.buffer.write(sys.stdin.buffer.read().decode().encode(sys.argv[1]))' \
	    "$name" >"$site/set.xml"
	fetched "$http/set.xml" >/dev/null
	is "$name" "$(sql 'SELECT title FROM article')" "$word"
done

# Passwords stand in the address, and nowhere that others see.
like "a password is asked for" "$(fetched "$http/secret/a.xml")" '401\|password'
host=${http#http://}
is "and given" "$(fetched "http://reader:secret@$host/secret/a.xml"):$(articles)" \
    ":5"
like "a wrong one is refused" \
    "$(fetched "http://reader:hunter2@$host/secret/a.xml")" '401\|password'
run broadsheet doctor
unlike "doctor does not show it" "$out$err" 'hunter2'
unlike "nor does the log" "$(cat "$XDG_STATE_HOME"/broadsheet/* 2>/dev/null)" \
    'hunter2'
unlike "nor does an argument of a process" "$(ps -A -o args=)" 'hunter2'

# Sites and their feeds.
printf '<html><head><link rel="alternate" type="application/rss+xml" title="A" href="/a.xml"></head><body>news</body></html>' \
    >"$site/index.html"
: >"$feeds"
rm -rf "$XDG_DATA_HOME"
run broadsheet feeds add --section "World/Asia" "$http/"
is "a site's feed is found and added" "$status" 0
like "into the section" "$(cat "$feeds")" 'World/Asia'
like "by its address" "$(cat "$feeds")" '/a\.xml'
is "and asked at once" "$(articles)" 5
run broadsheet feeds add "$http/a.xml"
is "a feed that is there already is not added twice" "$status:$(grep -c \
    a.xml "$feeds")" 1:1
run broadsheet feeds add "$http/page.html"
is "a page without feeds" "$status" 1
ok "is told in a sentence" [ -n "$err" ]
# A feed that goes through a command first.
cat >"$work/shorter" <<'END'
#!/bin/sh
[ "$1" != '$(id)' ] || shift
case $1 in
fail) echo "no such shelf" >&2; exit 3 ;;
head) exec head -c 20 ;;
slow) sleep 60 ;;
*) sed "s/<title>/<title>Short: /" ;;
esac
END
chmod 700 "$work/shorter"
rm -rf "$XDG_DATA_HOME"
printf '%s\n' "$http/a.xml filter=\"$work/shorter \$(id) well\"" >"$feeds"
run broadsheet fetch
is "a filter's feed is read" "$status:$(articles)" 0:5
is "as it left it" "$(sql "SELECT count(*) FROM article
    WHERE title LIKE 'Short: %'")" 5
run broadsheet fetch
is "what is as it was is left alone" "$status:$(articles)" 0:5
printf '%s\n' "$http/b.xml filter=\"$work/shorter fail\"" >"$feeds"
cp "$site/a.xml" "$site/b.xml"
run broadsheet fetch
like "what it says when it fails is the error" "$(sql "SELECT error FROM feed
    WHERE url LIKE '%/b.xml'")" "exit status 3: no such shelf"
printf '%s\n' "$http/b.xml filter=\"$work/shorter slow\" timeout=1s" >"$feeds"
run broadsheet fetch
like "it has no more time than the feed" "$(sql "SELECT error FROM feed
    WHERE url LIKE '%/b.xml'")" "stopped after 1 s"
printf '%s\n' "$http/b.xml filter=\"$work/shorter head\"" >"$feeds"
run broadsheet fetch
is "one that leaves some unread, and makes no feed" "$status" 1
is "loses nothing" "$(articles)" 5
is "nor do the others" "$(sql "SELECT count(*) FROM article
    WHERE title LIKE 'Short: %'")" 5

# What it would bring.
: >"$feeds"
run broadsheet feeds preview "$http/"
is "a feed is shown before it is added" "$status" 0
like "how much there is" "$out" "^  5 stories, "
is "with its headlines" "$(echo "$out" | grep -c '^  - ')" 5
run broadsheet feeds preview --json "$http/"
like "for programs, too" "$out" '"entries": 5'
printf '<rss version="2.0"><channel><title>A\033]0;x\007 &amp;#27;[31mB</title></channel></rss>' \
    >"$site/rude.xml"
run broadsheet feeds preview "$http/rude.xml"
is "no control byte of a stranger's reaches the terminal" \
    "$(printf '%s' "$out" | tr -d '\n' | tr -cd '\000-\037\177' | wc -c |
    tr -d ' ')" 0
run broadsheet feeds preview "$http/nothing-here/"
is "what is no feed is not shown" "$status" 1
is "nor was anything added" "$(grep -c rude "$feeds")" 0

# Feeds that no page names: beside it, at the top.
echo '<p>no links here</p>' >"$site/mute.html"
mkdir -p "$site/paper/news"
echo '<p>nor here</p>' >"$site/paper/news/index.html"
mv "$site/index.html" "$work/index.kept"
run broadsheet feeds add "$http/mute.html"
is "a site that keeps its feed nowhere has none" "$status" 1
like "and is told so" "$err" "offers no feed"
cp "$site/a.xml" "$site/paper/news/atom.xml"
run broadsheet feeds add "$http/paper/news/"
is "a feed that is kept beside a page is found" \
    "$status:$(grep -c /paper/news/atom.xml "$feeds")" 0:1
cp "$site/a.xml" "$site/index.xml"
run broadsheet feeds add "$http/mute.html"
is "one at the top of the site, too" \
    "$status:$(grep -c "$http/index.xml" "$feeds")" 0:1
mkdir -p "$site/feeds/c"
cp "$site/a.xml" "$site/@ines.rss"
: >"$log"
run broadsheet feeds add "$http/@ines"
is "one of a person where many have theirs" \
    "$status:$(grep -c "$http/@ines.rss" "$feeds")" 0:1
is "without asking for more" "$(grep -c ines "$log"):$(wc -l <"$log" |
    tr -d ' ')" 2:2
mv "$work/index.kept" "$site/index.html"
# A site that a feed names is not looked at in a private network.
: >"$feeds"
answer=$(printf 'me.1 discover %s/ named\n' "$http" |
    "$lib/desk" --feeds "$feeds" --config "$config" --store "$store" 2>/dev/null)
like "a site that a feed names leads into no private network" "$answer" \
    'failed	1	.*only your feeds file may lead'
for bad in file:///etc/passwd javascript:1 ftp://127.0.0.1/ "exec:ls"; do
	run broadsheet feeds add "$bad"
	is "$bad is no address to add" "$([ "$status" -ne 0 ] && grep -c \
	    -F -e "$bad" "$feeds")" 0
done

# Files and commands, which only the feeds file may name.
feed "$work/local.xml" Local 1 2
is "a file" "$(fetched "file://$work/local.xml"):$(articles)" ":2"
is "a path beside the feeds file" \
    "$(cp "$work/local.xml" "${feeds%/*}" && fetched ./local.xml):$(articles)" \
    ":2"
rm -rf "$XDG_DATA_HOME"
echo "exec \"cat $work/local.xml\" Command" >"$feeds"
run broadsheet fetch
is "a command's output" "$status:$(articles)" 0:2
rm -rf "$XDG_DATA_HOME"
echo "exec \"cat $work/local.xml; touch $work/shell\" Command" >"$feeds"
run broadsheet fetch
ok "is never run by a shell" [ ! -e "$work/shell" ]
rm -rf "$XDG_DATA_HOME"
echo "exec \"sh -c 'exit 3'\" Command" >"$feeds"
run broadsheet fetch
is "a command that fails is a feed that fails" "$status" 1

done_testing
