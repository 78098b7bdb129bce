"""What tools/hostile runs. A case makes its input, observes it, and looks at exit code, time, memory and ledger.

After observing, the inventory and the documents are written too, under the same bounds: what was learned from hostile
traffic must stay something that can be looked at.
"""
import argparse
import json
import os
import shutil
import struct
import subprocess
import sys
import threading
import time

MIB = 1 << 20
CEILING = 512  # MiB: the default of observe --memory


# ---- inputs

def tcp_packet(up, seq, ack, flags, data):
    client, server = b"\x0a\0\0\x01", b"\xc0\0\x02\x01"
    ends = (client, server, 40000, 80) if up else (server, client, 80, 40000)
    tcp = struct.pack("!HHIIBBHHH", ends[2], ends[3], seq & 0xffffffff, ack & 0xffffffff, 0x50, flags, 64240, 0, 0)
    total = 40 + len(data)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, total, 0, 0, 64, 6, 0, ends[0], ends[1])
    return b"\x02\0\0\0\0\1\x02\0\0\0\0\2\x08\0" + ip + tcp + data


def capture(path, turns, finish=True):
    """One connection; turns are (from client?, bytes). Segments of 32 KB, as offloading network cards show them."""
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        clock = [0]
        seq = {True: 1000, False: 5000}

        def send(up, flags, data=b""):
            frame = tcp_packet(up, seq[up], seq[not up], flags, data)
            clock[0] += 1
            out.write(struct.pack("<IIII", 1700000000 + clock[0] // 1000000, clock[0] % 1000000, len(frame), len(frame)))
            out.write(frame)
            seq[up] += len(data) + (1 if flags & 3 else 0)

        send(True, 2)
        send(False, 18)
        for up, data in turns:
            for i in range(0, len(data), 32000):
                send(up, 24, data[i:i + 32000])
        if finish:
            send(True, 17)
            send(False, 17)


GET = b"GET /a HTTP/1.1\r\nHost: x.example\r\n\r\n"


def response(body, headers=b"Content-Type: application/json\r\n"):
    return b"HTTP/1.1 200 OK\r\n" + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def post(body, kind, target=b"/a"):
    return (b"POST %s HTTP/1.1\r\nHost: x.example\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            % (target, kind, len(body))) + body


def record(**changes):
    line = {"ts": 1700000000.5, "dur": .1, "conn": 1, "client": "10.0.0.1:1024", "server": "192.0.2.1:80",
            "req": {"method": "GET", "target": "/a", "version": "1.1", "headers": [["Host", "x.example"]], "body": None},
            "resp": {"status": 200, "headers": [["Content-Type", "application/json"]], "body": "{}"}}
    for name, change in changes.items():
        line[name].update(change)
    return json.dumps(line).encode() + b"\n"


def zstd_runs(before, fill, count, window=17 + (10 << 3)):
    """A zstd frame by hand: `before` as it is, then `count` runs of 128 KB of one byte, each four bytes long."""
    def header(last, kind, size):
        return struct.pack("<I", last | kind << 1 | size << 3)[:3]
    out = [b"\x28\xb5\x2f\xfd\x00", bytes([window & 255]), header(0, 0, len(before)), before]
    out.append((header(0, 1, 128 << 10) + fill) * count)
    out.append(header(1, 0, 0))
    return b"".join(out)


OPEN_RECORD = record()[:-3].replace(b'"body": "{}"', b'"body": "')


class Maker:
    """Writes inputs into a folder; flood(...) is a stream, what the other makers answer are paths."""

    def __init__(self, work, scale):
        self.work, self.scale = work, scale

    def path(self, name):
        return os.path.join(self.work, name)

    def count(self, whole):
        return str(max(1000, whole // self.scale))

    def stream(self, *arguments):
        return subprocess.Popen([self.path("flood"), *arguments], stdout=subprocess.PIPE)

    def flood(self, name, *arguments):
        with open(self.path(name), "wb") as out:
            subprocess.run([self.path("flood"), *arguments], stdout=out, check=True)
        return self.path(name)

    def file(self, name, data):
        with open(self.path(name), "wb") as out:
            out.write(data)
        return self.path(name)

    def talk(self, name, *turns, finish=True):
        capture(self.path(name), turns, finish)
        return self.path(name)


class Case:
    """seconds, mib: bounds of observe. seen: units of the ledger that must hold at least so much. losses: one of these
    must be counted. codes: exit codes that are right. streamed: the input comes on standard input."""

    def __init__(self, name, words, make, seconds=20, mib=CEILING, seen=None, losses=(), codes=(0,),
                 streamed=False):
        self.name, self.words, self.make, self.seconds, self.mib = name, words, make, seconds, mib
        self.seen, self.losses, self.codes, self.streamed = seen or {}, losses, codes, streamed


def gzip_body(m):
    with open(m.flood("bomb.gz", "zeros", "10000000000"), "rb") as f:
        body = f.read()
    return m.talk("gzip-body.pcap", (True, GET), (False, response(
        body, b"Content-Type: application/json\r\nContent-Encoding: gzip\r\n")), (True, GET), (False, response(b"{}")))


def coded_body(m, name, coding, body):
    return m.talk(name, (True, GET), (False, response(
        body, b"Content-Type: application/json\r\nContent-Encoding: %s\r\n" % coding)), (True, GET), (False, response(b"{}")))


DEEP = b"[" * 100_000 + b"]" * 100_000
DEEP_OBJECT = b'{"a":' * 100_000 + b"1" + b"}" * 100_000


def cases():
    return (
        Case("paths", "10 million exchanges with a million different paths, on standard input",
             lambda m: m.stream("paths", m.count(10_000_000), m.count(1_000_000)), 300,
             seen={"exchanges": 10_000_000}, losses=("path-folded",), streamed=True),
        Case("hosts", "a million different hosts", lambda m: m.stream("hosts", m.count(1_000_000)), 60,
             seen={"exchanges": 1_000_000}, losses=("memory-limit",), streamed=True),
        Case("names", "a million different members, parameters, headers and cookies",
             lambda m: m.stream("names", m.count(1_000_000)), 60, seen={"exchanges": 1_000_000},
             streamed=True),
        Case("half-open", "a million half-open connections", lambda m: m.flood("x.pcap", "half-open", m.count(1_000_000)),
             20, seen={"packets": 1_000_000}),
        Case("connections", "a million connections of one tiny exchange",
             lambda m: m.flood("x.pcap", "connections", m.count(1_000_000)), 40, seen={"exchanges": 1_000_000}),
        Case("holes", "300,000 connections whose first byte never comes",
             lambda m: m.flood("x.pcap", "holes", m.count(300_000)), 40, seen={"packets": 1_200_000}),
        Case("fragments", "a million IP datagrams that never become whole",
             lambda m: m.flood("x.pcap", "fragments", m.count(1_000_000)), 40, losses=("fragment-missing",),
             seen={"packets": 1_000_000}),
        Case("pipeline", "a million requests on one connection, none answered",
             lambda m: m.flood("x.pcap", "pipeline", m.count(1_000_000)), 40, losses=("request-unanswered",),
             seen={"exchanges": 1_000_000}),
        Case("chunks", "a response of 20 million one-byte chunks that never ends",
             lambda m: m.flood("x.pcap", "chunks", m.count(20_000_000)), 40,
             losses=("body-gap", "body-limit", "message-incomplete")),
        Case("gzip-body", "a body of 10 MB gzip that unpacks to 10 GB", gzip_body, 30, losses=("body-limit",),
             seen={"exchanges": 2}),
        Case("gzip-record", "an input of 10 MB gzip with one record of 10 GB",
             lambda m: m.flood("x.ndjson.gz", "gzip", "10000000000"), 90, losses=("record-malformed", "record-cut"),
             codes=(0, 1, 2)),
        Case("gzip-zeros", "an input of 10 MB gzip with 10 GB of zeros",
             lambda m: m.flood("x.gz", "zeros", "10000000000"), 90, codes=(1, 2)),
        Case("zstd-record", "an input of 320 KB zstd with one record of 10 GB",
             lambda m: m.file("x.ndjson.zst", zstd_runs(OPEN_RECORD, b"a", 80_000)), 90,
             losses=("record-malformed", "record-cut"), codes=(0, 1, 2)),
        Case("zstd-body", "a body of 320 KB zstd that unpacks to 10 GB",
             lambda m: coded_body(m, "x.pcap", b"zstd", zstd_runs(b"[", b" ", 80_000)), 30, losses=("body-limit",),
             seen={"exchanges": 2}),
        Case("zstd-window", "a body of zstd that wants a window of 2 GB",
             lambda m: coded_body(m, "x.pcap", b"zstd", zstd_runs(b"[", b" ", 4, 21 << 3)), 10, 128,
             losses=("body-undecodable", "body-limit"), seen={"exchanges": 2}),
        Case("zstd-window-input", "an input of zstd that wants a window of 2 GB",
             lambda m: m.file("x.zst", zstd_runs(record(), b"\n", 4, 21 << 3)), 10, 256, codes=(0, 1, 2)),
        Case("deep-array", "bodies of 100,000 arrays in each other, asked and answered",
             lambda m: m.talk("x.pcap", (True, post(DEEP, b"application/json")), (False, response(DEEP))), 10, 128,
             losses=("body-unlearned", "body-malformed"), seen={"exchanges": 1}),
        Case("deep-object", "a body of 100,000 objects in each other",
             lambda m: m.talk("x.pcap", (True, GET), (False, response(DEEP_OBJECT))), 10, 128,
             losses=("body-unlearned", "body-malformed"), seen={"exchanges": 1}),
        Case("deep-record", "records 100,000 levels deep",
             lambda m: m.file("x.ndjson", record() + DEEP + b"\n" + DEEP_OBJECT + b"\n" + record()), 10, 128,
             losses=("record-malformed",), codes=(1,), seen={"exchanges": 2}),
        Case("deep-har", "a HAR 100,000 levels deep",
             lambda m: m.file("x.har", b'{"log":{"version":"1.2","entries":[' + DEEP_OBJECT + b"]}}"), 10, 128,
             codes=(0, 1, 2)),
        Case("header-1mb", "a header field of a megabyte",
             lambda m: m.talk("x.pcap", (True, GET[:-2] + b"X-Long: " + b"a" * MIB + b"\r\n\r\n"), (False, response(b"{}"))),
             10, 128, losses=("message-malformed", "body-limit", "response-unasked", "message-incomplete", "stream-unsynchronised")),
        Case("header-endless", "a header field of 64 MB without an end",
             lambda m: m.talk("x.pcap", (True, GET[:-2] + b"X-Long: " + b"a" * (64 * MIB)), finish=False), 10, 128,
             losses=("message-malformed", "message-incomplete", "stream-unsynchronised")),
        Case("headers-65536", "65,536 header fields, asked and answered",
             lambda m: m.talk("x.pcap", (True, GET[:-2] + b"".join(b"X-%d: 1\r\n" % i for i in range(65536)) + b"\r\n"),
                              (False, response(b"{}", b"".join(b"Y-%d: 1\r\n" % i for i in range(65536))))), 10, 256,
             seen={"exchanges": 1}),
        Case("path-million", "a path of half a million segments",
             lambda m: m.talk("x.pcap", (True, b"GET " + b"/a" * 500_000 + b" HTTP/1.1\r\nHost: x.example\r\n\r\n"),
                              (False, response(b"{}"))), 10, 128),
        Case("query-6000", "6,000 query parameters, 50 times",
             lambda m: m.talk("x.pcap", *((up, data) for i in range(50) for up, data in (
                 (True, b"GET /a?" + b"&".join(b"p%d=%d" % (n, i) for n in range(6000)) + b" HTTP/1.1\r\nHost: x.example\r\n\r\n"),
                 (False, response(b"{}"))))), 10, 128),
        Case("form-million", "a form of a million fields",
             lambda m: m.talk("x.pcap", (True, post(b"&".join(b"f%d=1" % i for i in range(1_000_000)),
                                                    b"application/x-www-form-urlencoded")), (False, response(b"{}"))), 10, 256,
             seen={"exchanges": 1}),
        Case("multipart", "a multipart body of 100,000 parts",
             lambda m: m.talk("x.pcap", (True, post(b"".join(
                 b'--b\r\nContent-Disposition: form-data; name="n%d"\r\n\r\nv\r\n' % i for i in range(100_000)) + b"--b--\r\n",
                 b"multipart/form-data; boundary=b")), (False, response(b"{}"))), 10, 256, seen={"exchanges": 1}),
        Case("members-million", "a JSON object of a million members",
             lambda m: m.talk("x.pcap", (True, GET), (False, response(
                 b"{" + b",".join(b'"k%d":{"a":%d}' % (i, i) for i in range(1_000_000)) + b"}"))), 10, 256,
             seen={"exchanges": 1}),
        Case("line-50mb", "a record of 50 MB on one line",
             lambda m: m.file("x.ndjson", record(resp={"body": json.dumps(["x" * 50_000_000])}) + record()), 10, 256,
             seen={"exchanges": 2}),
        Case("line-noise", "a line of 300 MB that is no record",
             lambda m: m.file("x.ndjson", record() + b"{" + b"a" * 300_000_000 + b"\n" + record()), 20, 256,
             losses=("record-malformed",), codes=(1,), seen={"exchanges": 2}),
        Case("pcap-length", "a packet that says it is 4 GB long",
             lambda m: m.file("x.pcap", struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)
                              + struct.pack("<IIII", 1, 0, 0xfffffff0, 0xfffffff0) + b"a" * 100_000), 10, 128, codes=(0, 1)),
        Case("pcapng-length", "a pcapng block that says it is 4 GB long",
             lambda m: m.file("x.pcapng", struct.pack("<IIIHHqI", 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0, -1, 28)
                              + struct.pack("<II", 6, 0xfffffff0) + b"a" * 100_000), 10, 128, codes=(0, 1, 2)),
    )


# ---- running

class Outcome:
    def __init__(self, argv, seconds, stdin=None):
        """Runs to its end, or to the end of its time: then code is None."""
        began = time.monotonic()
        process = subprocess.Popen(argv, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        self.late = False

        def stop():
            self.late = True
            process.kill()
        timer = threading.Timer(seconds * 2, stop)
        timer.start()
        self.said = process.stdout.read().decode(errors="replace")
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        self.code = None if self.late else process.returncode
        self.seconds = time.monotonic() - began
        self.mib = used.ru_maxrss / 1024


def judge(case, scale, plainsight, database, outcome):
    """(what is wrong, the ledger in a few words)"""
    wrong = []
    if outcome.code is None:
        wrong.append("stopped after %.0f s" % outcome.seconds)
    elif outcome.code not in case.codes:
        wrong.append("code %s: %s" % (outcome.code, outcome.said.strip()[-200:]))
    if outcome.seconds > case.seconds:
        wrong.append("longer than %d s" % case.seconds)
    if outcome.mib > case.mib:
        wrong.append("more than %d MiB" % case.mib)
    if not os.path.exists(database):
        return wrong + (["no ledger"] if case.losses or case.seen else []), "-"
    ledger = subprocess.run([plainsight, "ledger", "--json", "--db", database], stdout=subprocess.PIPE)
    if ledger.returncode != 0:
        return wrong + (["no ledger"] if case.losses or case.seen else []), "-"
    ledger = json.loads(ledger.stdout)
    losses = {name: count for unit in ledger.values() if isinstance(unit, dict)
              for name, count in unit["losses"].items() if count}
    if not ledger["closes"]:
        wrong.append("the ledger does not add up")
    for unit, least in case.seen.items():
        least = least // scale if least >= 1_000_000 or scale > 1 and least > 1000 else least
        if ledger[unit]["seen"] < least:
            wrong.append("%d %s seen" % (ledger[unit]["seen"], unit))
    if case.losses and scale == 1 and not any(name in losses for name in case.losses):
        wrong.append("not counted as " + " or ".join(case.losses))
    return wrong, ", ".join("%s %d" % pair for pair in sorted(losses.items())) or "nothing lost"


def make(case, maker):
    """The path of a case's input, or a process that writes it. Files are made by a child: the peak memory of a process
    begins with that of the one it came from, so that this one must stay small."""
    if case.streamed:
        return case.make(maker)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, case.make(maker).encode())
        os._exit(0)
    os.close(write)
    with open(read, encoding="utf-8") as f:
        path = f.read()
    os.waitpid(child, 0)
    if not path:
        sys.exit("hostile: could not make the input of " + case.name)
    return path


def run(case, maker, plainsight, scale):
    database = maker.path("x.db")
    source = make(case, maker)
    piped = case.streamed
    outcome = Outcome([plainsight, "observe", "--db", database, "-" if piped else source], case.seconds,
                      source.stdout if piped else None)
    if piped:
        source.stdout.close()
        source.kill()
        source.wait()
    wrong, losses = judge(case, scale, plainsight, database, outcome)
    report = ""
    if outcome.code in (0, 1) and os.path.exists(database):
        reports = [Outcome([plainsight, *command, "--db", database], 60)
                   for command in (["inventory", "--json"], ["openapi", "-o", maker.path("docs/")])]
        report = "%5.1f s %4.0f MiB" % (sum(r.seconds for r in reports), max(r.mib for r in reports))
        for r, name in zip(reports, ("inventory", "openapi")):
            if r.code is None or r.code < 0 or r.code > 2 or r.mib > CEILING * 2:
                wrong.append("%s: code %s, %.0f MiB, %.0f s" % (name, r.code, r.mib, r.seconds))
    print("%-18s %4s %6.1f s %5.0f MiB  %-16s  %s  %s" % (
        case.name, "late" if outcome.code is None else outcome.code, outcome.seconds, outcome.mib, report,
        "ok    " if not wrong else "FAILED", losses), flush=True)
    for text in wrong:
        print("    " + text, flush=True)
    for name in os.listdir(maker.work):
        if name != "flood":
            path = maker.path(name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    return not wrong


def main():
    p = argparse.ArgumentParser(prog="tools/hostile PLAINSIGHT", description=__doc__)
    p.add_argument("plainsight")
    p.add_argument("work")
    p.add_argument("--quick", action="store_true", help="floods of a twentieth")
    p.add_argument("--only", action="append", help="only the case of this name")
    p.add_argument("--list", action="store_true", help="say what the cases are")
    a = p.parse_args()
    chosen = [c for c in cases() if not a.only or c.name in a.only]
    if a.list:
        for case in chosen:
            print("%-18s %s" % (case.name, case.words))
        return 0
    scale = 20 if a.quick else 1
    maker = Maker(a.work, scale)
    print("%-18s %4s %8s %9s  %-16s  %s" % ("case", "code", "time", "peak", "reports", "verdict and ledger"))
    good = sum(run(case, maker, a.plainsight, scale) for case in chosen)
    print("hostile: %d of %d cases are as they should be" % (good, len(chosen)))
    return 0 if good == len(chosen) and chosen else 1


if __name__ == "__main__":
    sys.exit(main())
