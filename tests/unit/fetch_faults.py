"""More of what servers should not do, and the tunnel of a proxy, for
fetch_server.py."""
import select
import socket

STATUS = {402: "Pay", 406: "Not so", 408: "Too late", 418: "Teapot",
          421: "Not me", 451: "Law", 502: "Bad way", 504: "Slow way",
          511: "Log in", 599: "What"}
HTML = b"<html><head><title>Harbour</title></head><body>no feed</body></html>"
ITEM = b"<item><guid>%d</guid><title>Boat %d</title></item>"


def rss(items, end=b"</channel></rss>"):
    return (b'<rss version="2.0"><channel><title>Boats</title>'
            + b"".join(ITEM % (n, n) for n in range(items)) + end)


def raw(head, body=b""):
    return b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body


def answers(answer):
    """Paths and what is sent for them; answer makes one of a status."""
    found = {"/%d" % n: answer("%d %s" % (n, why), b"<p>sorry</p>")
             for n, why in STATUS.items()}
    busy = answer("429 Busy", b"")
    found.update({
        "/429-bare": busy,
        "/429-word": answer("429 Busy", b"", "Retry-After: tomorrow"),
        "/429-hour": answer("429 Busy", b"", "Retry-After: 3600"),
        "/503-hour": answer("503 Busy", b"", "Retry-After: 3600"),
        "/404-feed": answer("404 No", rss(3)),
        "/rss": answer("200 OK", rss(3)),
        "/page": answer("200 OK", HTML, "Content-Type: text/html"),
        "/nothing": answer("200 OK", b""),
        "/noise": answer("200 OK", bytes(range(256)) * 4),
        "/half": answer("200 OK", rss(3, b"<item><guid>9</gui")),
        "/wrong-type": answer("200 OK", rss(3), "Content-Type: image/png"),
        "/blank-first": answer("200 OK", b"\n\n  " + rss(3)),
        "/length-word": raw(b"Content-Length: banana\r\n", rss(3)),
        "/length-short": raw(b"Content-Length: 40\r\n", rss(3)),
        "/chunk-word": raw(b"Transfer-Encoding: chunked\r\n",
                           b"banana\r\n" + rss(3)),
        "/chunk-huge": raw(b"Transfer-Encoding: chunked\r\n",
                           b"fffffffffffffffff\r\n" + rss(3)),
        "/version-9": b"HTTP/9.9 200 OK\r\n\r\n" + rss(3),
        "/status-word": b"HTTP/1.1 abc OK\r\n\r\n" + rss(3),
        "/status-0": b"HTTP/1.1 000 OK\r\n\r\n" + rss(3),
        "/head-nul": raw(b"X: a\0b\r\n", rss(3)),
        "/bare-body": rss(3),
        "/no-length": raw(b"", rss(3)),
        "/to-long": answer("302 Found", b"", "Location: /" + "x" * 9000),
        "/to-nothing": answer("302 Found", b"", "Location: http://"),
        "/to-script": answer("302 Found", b"", "Location: javascript:a()"),
        "/to-data": answer("302 Found", b"", "Location: data:text/xml,x"),
        "/to-metadata": answer("302 Found", b"",
                               "Location: http://169.254.169.254/latest"),
        "/to-octal": answer("302 Found", b"",
                            "Location: http://0300.0250.1.1/"),
        "/to-six": answer("302 Found", b"",
                          "Location: http://[::ffff:10.0.0.1]/"),
        "/300": answer("300 Choose", b""),
    })
    return found


def relay(near, far):
    """Both ways in one thread: near may be a TLS socket."""
    while True:
        pending = getattr(near, "pending", lambda: 0)()
        ready = [near] if pending else select.select([near, far], [], [])[0]
        for source, sink in (near, far), (far, near):
            if source not in ready:
                continue
            piece = source.recv(65536)
            if not piece:
                return
            sink.sendall(piece)


def tunnel(sock, target, head, heads):
    """A proxy's CONNECT: the way to any port of the loopback."""
    host, _, port = target.rpartition(":")
    heads.append(head)
    if host not in ("127.0.0.1", "localhost"):
        sock.sendall(b"HTTP/1.1 502 No way\r\nContent-Length: 0\r\n\r\n")
        return
    try:
        far = socket.create_connection((host, int(port)), 10)
    except OSError:
        sock.sendall(b"HTTP/1.1 504 No answer\r\nContent-Length: 0\r\n\r\n")
        return
    sock.sendall(b"HTTP/1.1 200 Go\r\n\r\n")
    with far:
        relay(sock, far)
