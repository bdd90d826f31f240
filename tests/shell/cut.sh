#!/bin/sh
# cut.sh -- a download that is cut off between two whole ones, which are the
# same: what is missing in the cut one stays as it is known.
. "${top_srcdir:-.}/tests/lib/world.sh"
need sqlite3 python3

python3 - "$work/port" >"$work/server.out" 2>&1 <<'END' &
import http.server
import os
import sys

FEED = b"""<rss version="2.0"><channel><title>Tides</title>
<item><title>High</title><guid>1</guid><link>http://tides.example/1</link>
<description>Water stood at the door.</description></item>
<item><title>Low</title><guid>2</guid><link>http://tides.example/2</link>
<description>Boats lay in the mud until the evening bell.</description></item>
</channel></rss>"""


class Server(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self):
        Server.asked += 1
        whole = len(FEED)
        self.send_response(200)
        self.send_header("ETag", '"same"')
        self.send_header("Content-Length", str(whole))
        self.end_headers()
        cut = {2: FEED.index(b"until"), 4: FEED.index(b"<link>http://tides"
               b".example/2") + 9}.get(Server.asked, whole)
        self.wfile.write(FEED[:cut])

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Server)
with open(sys.argv[1] + ".new", "w") as f:
    f.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
END
later $!
wait_for 20 [ -s "$work/port" ] || bail "the server is silent"
echo "http://127.0.0.1:$(cat "$work/port")/tides.xml" >"$feeds"

run broadsheet fetch
is "the feed is whole at first" "$status" 0
id=$(sql "SELECT id FROM article WHERE key LIKE '%2'")
run broadsheet show "$id"
like "and its last story, too" "$out" "until the evening bell"
run broadsheet fetch
is "the second download is cut off" "$status" 1
like "which is said" "$(sql "SELECT error FROM feed")" "was cut off"
run broadsheet show "$id"
like "and takes nothing away" "$out" "until the evening bell"
run broadsheet fetch
is "the third is the first again" "$status" 0
run broadsheet show "$id"
like "and so is the story" "$out" "until the evening bell"
run broadsheet fetch
is "the fourth ends before an address" "$status" 1
is "which stays" "$(sql "SELECT url FROM article WHERE id = $id")" \
    http://tides.example/2
is "none of them was an edit" "$(sql 'SELECT sum(revisions) FROM article')" 0
is "of which there is one" "$(sql 'SELECT count(*) FROM article')" 2

# One that was not known comes in as far as it goes, and is whole later.
sqlite3 "$store" "DELETE FROM article WHERE id = $id"
printf '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[
 {"id":"1","url":"http://tides.example/1","title":"High","content_text":"Door."},
 {"id":"2","url":"http://tides.example/2","title":"Low","tags":["low"],"content_text":"Boats' \
    >"$work/cut.json"
echo "file://$work/cut.json" >"$feeds"
run broadsheet fetch
is "half a JSON feed comes in, too" \
    "$(sql "SELECT count(*) FROM article a JOIN feed f ON f.id = a.feed_id
	WHERE f.active")" 2
printf ' lay still."}]}\n' >>"$work/cut.json"
run broadsheet fetch
id=$(sql "SELECT id FROM article WHERE title = 'Low'")
run broadsheet show "$id"
like "and is whole when its end has come" "$out" "Boats lay still"
is "which is no edit" \
    "$(sql "SELECT revisions, edited FROM article WHERE id = $id")" "0|0"
cut=$(($(wc -c <"$work/cut.json") - 20))
dd if="$work/cut.json" of="$work/half" bs=1 count=$cut 2>/dev/null
cp "$work/half" "$work/cut.json"
run broadsheet fetch
run broadsheet show "$id"
like "and stays so when it is cut off again" "$out" "Boats lay still"

# So with what is cut off again and again, each time a little later.
printf '<rss version="2.0"><channel><title>Quay</title><item><title>Crane</title>
<guid>7</guid><description>The crane' >"$work/cut.xml"
echo "file://$work/cut.xml" >"$feeds"
run broadsheet fetch
id=$(sql "SELECT id FROM article WHERE title = 'Crane'")
printf ' turned' >>"$work/cut.xml"
run broadsheet fetch
run broadsheet show "$id"
like "more of it comes when there is more" "$out" "The crane turned"
doc=$(sql "SELECT doc FROM article WHERE id = $id")
sed 's/Quay/The Quay/' "$work/cut.xml" >"$work/quay.xml"
mv "$work/quay.xml" "$work/cut.xml"
run broadsheet fetch
is "and nothing is done when there is not" \
    "$(sql "SELECT doc FROM article WHERE id = $id")" "$doc"
printf ' slowly.</description></item></channel></rss>' >>"$work/cut.xml"
run broadsheet fetch
run broadsheet show "$id"
like "the whole of it is taken" "$out" "The crane turned slowly"
is "and is no edit" \
    "$(sql "SELECT revisions, edited FROM article WHERE id = $id")" "0|0"
run broadsheet search slowly
like "and it is found" "$out" "Crane"

done_testing
