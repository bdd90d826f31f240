#!/bin/sh
# cut.sh -- a download that is cut off between two whole ones, which are the
# same: what the cut one took away comes back.
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
        cut = FEED.index(b"until") if Server.asked == 2 else whole
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
unlike "and what was behind is not there" "$out" "evening bell"
run broadsheet fetch
is "the third is the first again" "$status" 0
run broadsheet show "$id"
like "and so is the story" "$out" "until the evening bell"
is "of which there is one" "$(sql 'SELECT count(*) FROM article')" 2

done_testing
