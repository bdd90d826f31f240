#!/bin/sh
# faults.sh -- what servers, commands and files may do wrong, a row each of
# faults.tsv: how the feed is then, what its person is told, what can be done,
# and when it is asked again.  One fetch asks them all.
. "${top_srcdir:-.}/tests/lib/world.sh"
. "${top_srcdir:-.}/tests/lib/nginx.sh"
need sqlite3 openssl
nginx_start
faults_start

table=$top/tests/shell/faults.tsv
tab=$(printf '\t')
[ "${old_tls=${tls1##*:}}" != 0 ] || note "this system has no TLS 1.1"
# Its words.
# shellcheck disable=SC2086
set -- $busy
cat >"$work/wrong" <<'END'
#!/bin/sh
case $1 in
shout) echo "first line" >&2; printf 'no \033[31mshelf\n' >&2; exit 3 ;;
sleep) exec sleep 60 ;;
flood) exec yes "<rss>" ;;
feed) cat "$2" ;;
die) kill -9 $$ ;;
esac
END
chmod 700 "$work/wrong"
feed "$site/a.xml" Alpha 1 3
mkdir "$work/folder"
echo "no certificates" >"$work/empty.pem"
echo "127.0.0.1	FALSE	/	FALSE	0	a	b" >"$work/cookies"
chmod 644 "$work/cookies"

# The places of this run stand in braces in the table.
filled() {
	sed -e "s|{fault}|$fault|g; s|{good}|$good|g; s|{self}|$vouches|g" \
	    -e "s|{expired}|$expired|g; s|{other}|$other|g; s|{tls1}|$tls1|g" \
	    -e "s|{dead}|$dead|g; s|{ca}|$trusted|g; s|{http}|$http|g" \
	    -e "s|{https}|$http2|g; s|{work}|$work|g; s|{site}|$site|g" \
	    -e "s|{port}|${fault##*:}|g; s|{busy1}|$1|g; s|{busy2}|$2|g" \
	    -e "s|{busy3}|$3|g; s|{busy4}|$4|g; s|{busy5}|$5|g" \
	    -e "s|{busy6}|$6|g" "$table"
}
filled "$@" | grep -v '^#' | grep . >"$work/rows"
case $dead in *:0) sed -i.old '/^nobody answers/d' "$work/rows" ;; esac
[ "$old_tls" != 0 ] || sed -i.old '/^old TLS/d' "$work/rows"
{
	echo "timeout=2s max-size=1m every=1h host-connections=8"
	while IFS=$tab read -r name line rest; do
		echo "$line \"$name\""
	done <"$work/rows"
} | sed 's/ WITH \(.*\) \("[^"]*"\)$/ \2 \1/' >"$feeds"

run broadsheet doctor
unlike "every line of the table is one of a feeds file" "$out" \
    'feeds:[0-9]*:[0-9]*:.*\(option\|address\|title\|quotes\)'
run broadsheet fetch
is "some have failed, and nothing else is said" "$status:$out" 1:

# A word for the next visit, by the hour that each is asked at.
due="CASE WHEN stopped THEN 'never'
    WHEN next_due - checked BETWEEN 3590 AND 3990 THEN 'usual'
    WHEN next_due - checked BETWEEN 86000 AND 95100 THEN 'a day'
    WHEN next_due - checked BETWEEN 7100 AND 7990 THEN '2 hours'
    WHEN next_due - checked BETWEEN 600000 AND 665400 THEN 'a week'
    ELSE next_due - checked END"
how="CASE WHEN stopped THEN 'stopped' WHEN held_until > checked THEN 'waiting'
    WHEN error IS NOT NULL THEN 'failing' WHEN moved_to IS NOT NULL THEN 'moved'
    ELSE 'well' END"
sqlite3 -readonly -separator "$tab" "$store" "SELECT title, $how, $due,
    coalesce(error, ''), coalesce(remedy, '') FROM feed" >"$work/found"

# The remedies that many share, by a word.
remedy() {
	case $1 in
	-) ;;
	later) echo "it is asked again by itself, less often each time" ;;
	address) echo "see whether its address is right; F in the reader's\
 health view (H) asks its site for another" ;;
	time) echo "it is asked again by itself; timeout= in the feeds file\
 gives it longer" ;;
	publisher) echo "its publisher must mend that; it is asked again by\
 itself" ;;
	less) echo "a longer every= in the feeds file may please it" ;;
	*) printf '%s\n' "$1" ;;
	esac
}
count=0
while IFS=$tab read -r name line state when error what; do
	count=$((count + 1))
	found=$(grep "^$name$tab" "$work/found" | cut -f 2-)
	want="$state$tab$when$tab${error#-}$tab$(remedy "$what")"
	# A "#" stands for a number or a time.
	pattern=$(printf '%s\n' "$want" | sed -e 's/[].*^$\\[]/\\&/g' \
	    -e 's/#/[0-9][0-9: -]*/g')
	if printf '%s\n' "$found" | grep -q -x -e "$pattern"; then
		is "$name" as-it-should as-it-should
	else
		is "$name" "$found" "$want"
	fi
done <"$work/rows"
ok "there are sixty and more of them ($count)" [ $count -ge 60 ]
is "no two rows have one name" "$(cut -f 1 "$work/rows" | sort | uniq -d)" ""
is "no sentence has a control byte" "$(LC_ALL=C tr -d '\n\t' <"$work/found" |
    LC_ALL=C tr -cd '\000-\037\177' | wc -c | tr -d ' ')" 0

done_testing
