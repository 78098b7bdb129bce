"""Puts the connections of traffic into another order, or into several files. pcap (Ethernet) or exchange NDJSON.

  order.py shuffle IN OUT SEED
  order.py split IN PREFIX COUNT       writes PREFIX-00, PREFIX-01, ...

What one connection sent stays in order, and times stay what they were. Connections between the same two ends (a port
used again) are kept together. Packets that are neither plain TCP over IPv4 nor IPv6 are one connection.
"""
import json
import random
import struct
import sys


def packet_key(frame):
    at, kind = 12, struct.unpack_from("!H", frame, 12)[0] if len(frame) > 14 else 0
    while kind in (0x8100, 0x88a8) and len(frame) > at + 6:
        at += 4
        kind = struct.unpack_from("!H", frame, at)[0]
    at += 2
    if kind == 0x0800 and len(frame) >= at + 24 and frame[at + 9] == 6:
        if struct.unpack_from("!H", frame, at + 6)[0] & 0x3fff:
            return None
        ends, ports = frame[at + 12:at + 20], at + (frame[at] & 15) * 4
        half = 4
    elif kind == 0x86dd and len(frame) >= at + 44 and frame[at + 6] == 6:
        ends, ports, half = frame[at + 8:at + 40], at + 40, 16
    else:
        return None
    return frozenset((ends[:half] + frame[ports:ports + 2], ends[half:] + frame[ports + 2:ports + 4]))


def read(path):
    """(what every file begins with, the connections: lists of records)"""
    with open(path, "rb") as f:
        data = f.read()
    connections = {}
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}.get(data[:4])
    if order:
        head, at = data[:24], 24
        while at + 16 <= len(data):
            end = at + 16 + struct.unpack_from(order + "I", data, at + 8)[0]
            connections.setdefault(packet_key(data[at + 16:end]), []).append(data[at:end])
            at = end
    else:
        head = b""
        for line in data.splitlines(keepends=True):
            exchange = json.loads(line)
            connections.setdefault((exchange.get("conn"), exchange.get("client")), []).append(line)
    return head, list(connections.values())


def write(path, head, connections):
    with open(path, "wb") as f:
        f.write(head)
        for records in connections:
            f.writelines(records)


def main():
    what, source, target, number = sys.argv[1:]
    head, connections = read(source)
    if what == "shuffle":
        random.Random(int(number)).shuffle(connections)
        write(target, head, connections)
    else:
        random.Random(1).shuffle(connections)
        for i in range(int(number)):
            write("%s-%02d" % (target, i), head, connections[i::int(number)])


if __name__ == "__main__":
    main()
