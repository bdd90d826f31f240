#!/usr/bin/env python3
"""A web server that does what servers should not, one path a fault.

For tests/unit/test_fetch.c, which starts it and ends it by closing its
standard input.  It prints one line: the ports of http, of https with a good
certificate, with one that vouches for itself, that has expired, that is for
another name (0: no openssl command), of a socket that lets nobody in (0: not
on this system), the path of the issuer's certificate, the port of https
that knows TLS 1.1 only (0: not on this system), and six more ports of http,
for faults that concern a whole host.  The port of http is a proxy, too: of HTTP
(its port is the answer, or a tunnel to the loopback) and of SOCKS, which wants
the user "me" with the password "word" or nobody; so is that of https.
"""
import email.utils
import gzip
import hashlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings
import zlib

sys.dont_write_bytecode = True
import fetch_faults  # noqa: E402

FEED = b"<rss><channel><title>News</title></channel></rss>"
BROTLI = bytes.fromhex("a180010060a44c5d9f92e745ae7ce66022072e515b7ca2c3c618"
                       "dfadbdceb38ae5173005d603")
ZSTD = bytes.fromhex("28b52ffd243165010024023c7273733e3c6368616e6e656c3e3c74"
                     "69746c653e4e6577733c2f3c2f2f7273733e02004015fc873206b9"
                     "1271d3")
ZIPPED = gzip.compress(bytes(64 << 20))  # once, for it takes a while
DEFLATED = zlib.compress(bytes(64 << 20))
tunnels = []  # what was asked of the proxy
counts = {"now": 0, "most": 0, "asked": 0}
lock = threading.Lock()


def answer(status, body=b"", *headers):
    head = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body)]
    head += list(headers) + ["Connection: close", "", ""]
    return "\r\n".join(head).encode("latin-1") + body


def zipped_news():
    """A feed that does not shrink much, so that half of it holds something."""
    items = "".join(
        "<item><guid>%d</guid><title>Story %d</title><description>%s"
        "</description></item>" % (n, n, hashlib.sha256(b"%d" % n).hexdigest())
        for n in range(40))
    return gzip.compress(("<rss version='2.0'><channel><title>News</title>"
                          + items + "</channel></rss>").encode())


def redirect(status, to):
    return answer(status + " Moved", b"<p>elsewhere</p>", "Location: " + to)


def drip(sock, piece, pause, times=10000):
    for _ in range(times):
        sock.sendall(piece)
        time.sleep(pause)


def fixed(port):
    """Answers that are always the same."""
    zipped = gzip.compress(FEED)
    page = b"<p>sorry</p>"
    here = "http://127.0.0.1:%d" % port
    return {
        "/ok": answer("200 OK", FEED, "Content-Type: application/rss+xml",
                      'ETag: W/"a  b"', "Last-Modified: yesterday, perhaps",
                      "Cache-Control: public", "Cache-Control: max-age=600",
                      "Date: Sun, 22 Nov 2026 12:00:00 GMT"),
        "/empty": answer("204 No Content"),
        "/gzip": answer("200 OK", zipped, "Content-Encoding: gzip"),
        "/deflate": answer("200 OK", zlib.compress(FEED),
                           "Content-Encoding: deflate"),
        "/br": answer("200 OK", BROTLI, "Content-Encoding: br"),
        "/zstd": answer("200 OK", ZSTD, "Content-Encoding: zstd"),
        "/layers": answer("200 OK", FEED,
                          "Content-Encoding: " + ", ".join(["gzip"] * 50)),
        "/trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                     b"\r\n5\r\nhello\r\n0\r\n"
                     + b"X: %s\r\n" % (b"y" * 1000) * 300 + b"\r\n",
        "/101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n"
                b"Connection: Upgrade\r\n\r\n",
        "/bad-gzip": answer("200 OK", b"not gzip at all, " * 9,
                            "Content-Encoding: gzip"),
        "/half-gzip": answer("200 OK", zipped_news()[:-200],
                             "Content-Encoding: gzip"),
        "/unknown-coding": answer("200 OK", FEED, "Content-Encoding: lzma"),
        "/raw-deflate": answer("200 OK", zlib.compress(FEED)[2:-4],
                               "Content-Encoding: deflate"),
        "/bomb-deflate": answer("200 OK", DEFLATED,
                                "Content-Encoding: deflate"),
        "/bomb": answer("200 OK", ZIPPED,
                        "Content-Encoding: gzip"),
        "/large": answer("200 OK", b"x" * 200000),
        "/400": answer("400 Bad", page),
        "/401": answer("401 No", page, "WWW-Authenticate: Basic"),
        "/403": answer("403 No", page),
        "/404": answer("404 No", page),
        "/404-large": answer("404 No", b"x" * 5000000),
        "/410": answer("410 Gone", page),
        "/500": answer("500 Oh", page),
        "/503": answer("503 Busy", page),
        "/429": answer("429 Busy", page, "Retry-After: 999999999"),
        "/503-date": answer("503 Busy", page, "Retry-After: "
                            + email.utils.formatdate(time.time() + 7200,
                                                     usegmt=True)),
        "/503-past": answer("503 Busy", page, "Retry-After: "
                            "Sun, 22 Nov 2020 12:00:00 GMT"),
        "/304": answer("304 Not Modified"),
        "/perm": redirect("301", "/perm2"),
        "/perm2": redirect("308", here + "/ok#top"),
        "/mixed": redirect("301", "/temp"),
        "/temp": redirect("302", "ok"),
        "/perm-404": redirect("301", "/404"),
        "/circle": redirect("302", "/circle2"),
        "/circle2": redirect("307", "/circle"),
        "/nowhere": answer("302 Found"),
        "/to-file": redirect("301", "file:///etc/passwd"),
        "/to-ftp": redirect("301", "ftp://127.0.0.1/"),
        "/to-mail": redirect("301", "http://127.0.0.1:25/"),
        "/to-name": redirect("302", "http://localhost:%d/ok" % port),
        "/to-other": redirect("302", "http://localhost:%d/echo" % port),
        "/to-echo": redirect("302", here + "/echo"),
        "/to-user": redirect("302", here.replace("//", "//eve:evil@")
                             + "/echo"),
        "/perm-user": redirect("301", here.replace("//", "//eve:evil@")
                               + "/echo"),
        "/cookie-set": answer("302 Found", b"", "Set-Cookie: own=1",
                              "Set-Cookie: x=2; Domain=other.example",
                              "Location: /echo"),
        "/cookie-away": answer("302 Found", b"", "Set-Cookie: own=1",
                               "Location: http://localhost:%d/echo" % port),
        "/cut": answer("200 OK", FEED * 100)[:1234],
        "/cut-chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                       b"\r\n5\r\nhello\r\n5\r\nwor",
        "/cut-head": b"HTTP/1.1 200 OK\r\nContent-Le",
        "/close": b"",
        "/garbage": b"220 mail.example.org ESMTP ready\r\n",
        "/many-headers": answer("200 OK", FEED,
                                *["X-%d: %s" % (i, "y" * 1000)
                                  for i in range(300)]),
        "/long-header": answer("200 OK", FEED, "X: " + "y" * 1000000),
        **fetch_faults.answers(answer),
    }


def moving(sock, path, head):
    """Answers that take time, or depend on the question."""
    if path == "/silent":
        time.sleep(3600)
    elif path == "/drip":
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        drip(sock, b"x", 0.02)
    elif path.startswith("/stall"):
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\nhello")
        time.sleep(3600)
    elif path == "/kept":  # "/kept/silent" is known on this connection alone
        sock.sendall(answer("200 OK", FEED).replace(b"Connection: close\r\n",
                                                    b""))
        head = sock.recv(65536)
        moving(sock, head.split(b" ")[1].decode().replace("/kept", ""), head)
    elif path == "/drip-headers":
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        drip(sock, b"X: y\r\n", 0.02)
    elif path == "/continue":
        drip(sock, b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0)
    elif path == "/redirect-endless":
        sock.sendall(b"HTTP/1.1 302 Found\r\nLocation: /ok\r\n\r\n")
        drip(sock, b"x" * 65536, 0)
    elif path == "/reused":
        sock.sendall(answer("200 OK", b"%d" % sock.session_reused))
    elif path == "/endless":
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        drip(sock, b"x" * 65536, 0)
    elif path.startswith("/chain/"):
        n = int(path[7:])
        sock.sendall(redirect("302", "/chain/%d" % (n + 1)))
    elif path == "/echo":
        sock.sendall(answer("200 OK", head))
    elif path == "/cookie-wall":
        seen = b"\r\nCookie: " in head and b"wall=seen" in head
        sock.sendall(answer("200 OK", head) if seen else
                     answer("302 Found", b"", "Set-Cookie: wall=seen; Path=/",
                            "Location: /cookie-wall"))
    elif path == "/cookie-more":
        sock.sendall(answer("302 Found", b"",
                            "Set-Cookie: t=%f; Path=/" % time.time(),
                            "Location: /cookie-more"))
    elif path in ("/digest", "/digest-feed"):
        given = b"\r\nAuthorization: Digest username=\"me\"" in head
        sock.sendall(answer("200 OK", FEED if "feed" in path else head)
                     if given else
                     answer("401 No", b"", 'WWW-Authenticate: Digest '
                            'realm="papers", nonce="1", qop="auth"'))
    elif path == "/if-changed":
        same = (b'\r\nIf-None-Match: W/"a  b"\r\n' in head
                and b"\r\nIf-Modified-Since: yesterday, perhaps\r\n" in head)
        sock.sendall(answer("304 Not Modified") if same
                     else answer("200 OK", FEED, 'ETag: W/"a  b"'))
    elif path == "/count":
        with lock:
            counts["now"] += 1
            counts["asked"] += 1
            counts["most"] = max(counts["most"], counts["now"])
        time.sleep(0.05)
        with lock:
            counts["now"] -= 1
        sock.sendall(answer("200 OK", FEED))
    elif path == "/most":
        sock.sendall(answer("200 OK", b"%(most)d of %(asked)d"
                            % {k.encode(): v for k, v in counts.items()}))
    else:
        sock.sendall(answer("404 No"))


def socks(sock, head):
    """The way to a server, of which this one plays the part; None: refused."""
    if head[0] == 4:
        sock.sendall(b"\x00\x5a" + bytes(6))
        return head[8:].split(b"\0")[1]
    wanted = 2 if 2 in head[2:] else 0
    sock.sendall(bytes([5, wanted]))
    if wanted == 2:
        good = sock.recv(600) == b"\x01\x02me\x04word"
        sock.sendall(bytes([1, 0 if good else 1]))
        if not good:
            return None
    ask = sock.recv(600)
    sock.sendall(b"\x05\x00\x00\x01" + bytes(6))
    return ask[5:-2] if ask[3] == 3 else b"address"


def serve(sock, context, answers):
    try:
        if context:
            sock = context.wrap_socket(sock, server_side=True)
        head = b""
        while b"\r\n\r\n" not in head:
            piece = sock.recv(65536)
            if not piece:
                return
            head += piece
            if head[0] in (4, 5):
                host = socks(sock, head)
                sock.recv(65536)
                sock.sendall(answer("200 OK", b"by socks: " + host))
                return
            if head[0] == 0x16:  # TLS, which we do not speak
                sock.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")
                return
        target = head.split(b" ")[1].decode()
        if target.startswith("http:"):
            sock.sendall(answer("200 OK", b"by proxy: " + target.encode()
                                + b"\n" + head))
        elif target == "no.example:443":
            sock.sendall(answer("407 No", b"", "Proxy-Authenticate: Basic"))
        elif head.startswith(b"CONNECT "):
            fetch_faults.tunnel(sock, target, head, tunnels)
        elif target == "/tunnels":
            sock.sendall(answer("200 OK", b"".join(tunnels)))
        elif target.split("?")[0] in answers:
            sock.sendall(answers[target.split("?")[0]])
        else:
            moving(sock, target, head)
    except (OSError, ssl.SSLError):
        pass
    finally:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        sock.close()


def listen(context=None):
    """Serves a port of its own; returns its number."""
    server = socket.create_server(("127.0.0.1", 0), backlog=128)
    port = server.getsockname()[1]
    answers = fixed(port)

    def loop():
        while True:
            sock, _ = server.accept()
            threading.Thread(target=serve, args=(sock, context, answers),
                             daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    return port


def dead_end():
    """A port whose queue of callers is full: SYNs get no answer (Linux)."""
    if not sys.platform.startswith("linux"):
        return 0, []
    server = socket.create_server(("127.0.0.1", 0), backlog=0)
    held = [server]
    for _ in range(8):
        caller = socket.socket()
        caller.setblocking(False)
        caller.connect_ex(server.getsockname())
        held.append(caller)
    time.sleep(0.05)
    return server.getsockname()[1], held


def openssl(folder, *args):
    subprocess.run(["openssl", *args], cwd=folder, check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def certificate(folder, name, alternative, days):
    """A key and a certificate for it from the issuer in the folder."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
           "-nodes", "-subj", "/CN=" + name]
    if days is None:
        openssl(folder, "req", "-x509", *key, "-keyout", name + ".key",
                "-out", name + ".pem", "-days", "30", "-addext",
                "subjectAltName=" + alternative)
        return
    with open(os.path.join(folder, name + ".ext"), "w") as f:
        f.write("subjectAltName=" + alternative)
    openssl(folder, "req", "-new", *key, "-keyout", name + ".key", "-out",
            name + ".csr")
    openssl(folder, "x509", "-req", "-in", name + ".csr", "-CA",
            "issuer.pem", "-CAkey", "issuer.key", "-CAcreateserial",
            "-days", str(days), "-extfile", name + ".ext", "-out",
            name + ".pem")


def listen_tls(folder, name, alternative, days, old=False):
    try:
        certificate(folder, name, alternative, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, name + ".pem"),
                                os.path.join(folder, name + ".key"))
        if old:
            warnings.simplefilter("ignore")  # that it is old is the point
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0
    return listen(context)


def main():
    folder = tempfile.mkdtemp(prefix="broadsheet-tls-")
    try:
        ports = [listen()]
        try:
            certificate(folder, "issuer", "DNS:issuer", None)
        except (OSError, subprocess.CalledProcessError):
            pass
        ports.append(listen_tls(folder, "good", "IP:127.0.0.1", 30))
        ports.append(listen_tls(folder, "self", "IP:127.0.0.1", None))
        ports.append(listen_tls(folder, "old", "IP:127.0.0.1", -1))
        ports.append(listen_tls(folder, "other", "DNS:other.example", 30))
        port, held = dead_end()
        old = listen_tls(folder, "tls1", "IP:127.0.0.1", 30, old=True)
        print(*ports, port, os.path.join(folder, "issuer.pem"), old,
              *[listen() for _ in range(6)], flush=True)
        sys.stdin.read()
        del held
    finally:
        shutil.rmtree(folder)


main()
