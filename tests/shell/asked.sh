#!/bin/sh
# asked.sh -- what the options of a section or a feed do to the questions that
# a real server gets: headers, cookies, passwords, certificates, versions; and
# what no other server gets.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3
nginx_start
faults_start

# fetched LINE...: the feeds file; the sentence of its only feed.
fetched() {
	rm -rf "$XDG_DATA_HOME"
	: >"$log"
	: >"$log.long"
	printf '%s\n' "timeout=5s" "$@" >"$feeds"
	run broadsheet fetch
	sql 'SELECT coalesce(error, "") FROM feed' 2>/dev/null
}
feed "$site/a.xml" Alpha 1 5
host=${http#http://}
named=http://localhost:${http##*:} named2=https://localhost:${http2##*:}

# What nginx saw last: status, protocol, path, X-Key, cookies.
seen() {
	tail -n 1 "$log.long"
}

is "a section's header" "$(fetched "[World] header=\"X-Key: a b\"" \
    "$http/a.xml"):$(seen)" ":200 HTTP/1.1 /a.xml [a b] [-]"
is "a feed's takes its place" "$(fetched "[World] header=\"X-Key: a b\"" \
    "$http/a.xml header=X-Key:c"):$(seen)" ":200 HTTP/1.1 /a.xml [c] [-]"
is "a redirect on the same server has it" \
    "$(fetched "$http/moved/a.xml header=X-Key:c"):$(seen)" \
    ":200 HTTP/1.1 /a.xml [c] [-]"
# Named by the person, too, for no redirect leads into a private network.
fetched "$named/other.xml" "$http/away/a.xml header=X-Key:c" >/dev/null
is "one to another does not" "$(grep -c '\[c\]' "$log.long"):$(grep -c \
    '^200 .* /a.xml \[-\]' "$log.long")" 1:1
fetched "$http/a.xml header=\"Host: b.example\"" >/dev/null
run broadsheet doctor
like "a header that is ours is told with its line" "$out$err" \
    'feeds:2:.*written by broadsheet itself'

# Cookies.
printf '127.0.0.1\tFALSE\t/\tFALSE\t0\tlogin\tabc\n' >"$work/cookies"
chmod 600 "$work/cookies"
is "a file of cookies" \
    "$(fetched "$http/a.xml cookie-file=$work/cookies"):$(seen)" \
    ":200 HTTP/1.1 /a.xml [-] [login=abc]"
chmod 644 "$work/cookies"
like "that others can read is refused" \
    "$(fetched "$http/a.xml cookie-file=$work/cookies")" 'run chmod 600'
is "before anybody is asked" "$(cat "$log")" ""

# Names and passwords.
echo "machine 127.0.0.1 login reader password secret" >"$HOME/.netrc"
chmod 600 "$HOME/.netrc"
is "from netrc" "$(fetched "$http/secret/a.xml credentials=netrc"):$(seen)" \
    ":200 HTTP/1.1 /secret/a.xml [-] [-]"
chmod 640 "$HOME/.netrc"
like "which others can read" \
    "$(fetched "$http/secret/a.xml credentials=netrc")" 'run chmod 600'
cat >"$work/keys" <<'END'
#!/bin/sh
echo asked >>"$0.log"
echo "reader:$1"
END
chmod 755 "$work/keys"
is "from a command" "$(fetched "credentials=\"exec $work/keys secret\"" \
    "$http/secret/a.xml"):$(seen)" ":200 HTTP/1.1 /secret/a.xml [-] [-]"
rm "$work/keys.log"
fetched "credentials=\"exec $work/keys secret\"" "$http/secret/a.xml" \
    "$http/secret/a.xml?2" "$http/secret/a.xml?3" >/dev/null
is "that is asked once for all" "$(asked 200):$(wc -l <"$work/keys.log")" 3:1
like "that says a wrong one" "$(fetched "credentials=\"exec $work/keys x\"" \
    "$http/secret/a.xml")" 'a name and a password'
like "that is not there" "$(fetched "credentials=\"exec $work/no\"" \
    "$http/secret/a.xml")" "$work/no"
is "an address with a name needs the password only" \
    "$(fetched "http://reader@$host/secret/a.xml credentials=\"exec echo secret\"")" \
    ""
unlike "the log of the desk has none of them" \
    "$(cat "$XDG_STATE_HOME"/broadsheet/* 2>/dev/null)" 'secret$\|:secret'
unlike "nor has an article of the store" "$(fetched \
    "http://reader:secret@$host/secret/a.xml" >/dev/null
    sql 'SELECT * FROM article')" 'secret@\|:secret'

# A feed that is looked for with a password is kept with it.
printf '<html><head><link rel="alternate" type="application/rss+xml" href="/secret/a.xml"></head><body>x</body></html>' \
    >"$site/index.html"
for at in secret/a.xml secret/; do
	: >"$feeds"
	rm -rf "$XDG_DATA_HOME"
	run broadsheet feeds add "http://reader:secret@$host/$at"
	like "a feed at $at is added with its password" "$(cat "$feeds")" \
	    "^http://reader:secret@$host/secret/a.xml"
	is "and asked with it" "$(sql 'SELECT count(*) FROM article')" 5
done

# Certificates.
like "an issuer that is not known" "$(fetched "$http2/a.xml")" 'certificate'
is "is with tls-ca" "$(fetched "$http2/a.xml tls-ca=$issuer"):$(seen)" \
    ":200 HTTP/2.0 /a.xml [-] [-]"
like "and then it is the only one" \
    "$(fetched "$http2/a.xml tls-ca=$trusted")" 'certificate'
is "with tls-insecure nothing is looked at" \
    "$(fetched "$http2/a.xml tls-insecure=yes"):$(seen)" \
    ":200 HTTP/2.0 /a.xml [-] [-]"
run broadsheet doctor
like "which doctor does not forget" "$out" "^note .*$http2/a.xml.*tls-insecure"
like "but for that feed alone" \
    "$(fetched "$http2/a.xml tls-insecure=yes" "$http2/a.xml?2" >/dev/null
    sql 'SELECT group_concat(error) FROM feed')" 'certificate'
like "old TLS is refused" "$(fetched "$tls1/ok tls-ca=$trusted")" \
    'no longer safe'
like "and a way back to the clear" "$(fetched \
    "$http2/clear/a.xml tls-ca=$issuer")" 'to an insecure one'

# Versions.
is "http-version=1.1" \
    "$(fetched "$http2/a.xml tls-ca=$issuer http-version=1.1"):$(seen)" \
    ":200 HTTP/1.1 /a.xml [-] [-]"
is "http-version=1.0" "$(fetched "$http/a.xml http-version=1.0"):$(seen)" \
    ":200 HTTP/1.0 /a.xml [-] [-]"
is "http-version=2" \
    "$(fetched "$http2/a.xml tls-ca=$issuer http-version=2"):$(seen)" \
    ":200 HTTP/2.0 /a.xml [-] [-]"
is "ip-version=4" "$(fetched "$named/a.xml ip-version=4")" ""
ok "ip-version=6 where nobody listens" \
    [ -n "$(fetched "$named/a.xml ip-version=6")" ]

# Proxies: the server with faults is one.
fetched "http://far.invalid/x proxy=$fault" >/dev/null
unlike "a proxy that is named" "$(sql 'SELECT error FROM feed')" 'no such host'
like "one that is down" "$(fetched "$http/a.xml proxy=http://127.0.0.1:1")" \
    'proxy for 127.0.0.1 cannot be reached'
tunnelled() {
	python3 -c 'import sys, urllib.request
print(urllib.request.urlopen(sys.argv[1]).read().decode())' "$fault/tunnels" |
	    tr -d '\r'
}
is "https goes through a tunnel of it" "$(fetched \
    "$http2/a.xml tls-ca=$issuer proxy=http://me:word@${fault#http://} header=X-Key:k"):$(seen)" \
    ":200 HTTP/2.0 /a.xml [k] [-]"
like "which is asked for the host" "$(tunnelled)" "^CONNECT ${http2#https://} "
like "with its own name and password" "$(tunnelled)" \
    '^Proxy-Authorization: Basic bWU6d29yZA=='
unlike "and is told nothing that is the server's" "$(tunnelled)" 'X-Key'
like "nobody on the way may take its part" "$(fetched \
    "$http2/a.xml proxy=$fault")" 'certificate of 127.0.0.1 is not valid: its'
CURL_CA_BUNDLE=$trusted
export CURL_CA_BUNDLE
is "a proxy that is secure itself" \
    "$(fetched "$http2/a.xml?s tls-ca=$issuer proxy=$good"):$(seen)" \
    ":200 HTTP/2.0 /a.xml?s [-] [-]"
unset CURL_CA_BUNDLE
is "none for one feed of a section" "$(fetched \
    "[World] proxy=http://127.0.0.1:1" "$http/a.xml proxy=none")" ""

# A host that asked for https gets nothing else (RFC 6797).
is "a server asks for https" \
    "$(fetched "$named2/strict/a.xml tls-ca=$issuer")" ""
like "which is written down" \
    "$(cat "$XDG_STATE_HOME/broadsheet/hsts")" '^localhost "'
is "for nobody else to read" \
    "$(find "$XDG_STATE_HOME/broadsheet/hsts" -perm 600 | wc -l)" 1
like "and kept" "$(fetched "$named/a.xml")" 'no secure connections'
is "for a bare address nothing is written" \
    "$(fetched "$http2/strict/a.xml tls-ca=$issuer"
    grep -c 127 "$XDG_STATE_HOME/broadsheet/hsts")" "
0"

# --- a password in an address is shown to nobody --------------------------------

chmod 600 "$feeds"
echo "http://eve:hush-hush@127.0.0.1:${http##*:}/secret/a.xml Kept" >"$feeds"
run broadsheet fetch
for what in "feeds" "feeds --json" "feeds --health" "feeds --health --json" \
    "list --json" "export" "status" "doctor"; do
	# shellcheck disable=SC2086
	run broadsheet $what
	unlike "$what keeps it to itself" "$out$err" "hush-hush"
done
run broadsheet export
like "an exported list is good without it" "$out" \
    "xmlUrl=\"http://127.0.0.1:${http##*:}/secret/a.xml\""
like "and says so" "$err" "without names and passwords"
run broadsheet feeds remove "http://eve:***@127.0.0.1:${http##*:}/secret/a.xml"
is "the address as it is shown will do" "$status$err" 0
unlike "to remove the feed" "$(cat "$feeds")" "secret"

done_testing
