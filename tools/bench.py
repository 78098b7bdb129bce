"""What tools/bench runs: makes the captures once, measures floor and observe in turn, prints bars and a profile.

CPU seconds are user and system time of the process; machines are noisy, so that only ratios of runs made in turn count:
each ratio is the median of those of the pairs.
"""
import argparse
import collections
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

MIB = 1 << 20
RATIO_BAR, GROWTH_BAR, MEMORY_BAR, LANES_BAR = 1.5, 1.25, 128, .6
SIGNALS_BAR, FINDINGS_BAR = 1.35, 1.1


def say(text):
    print("bench: " + text, flush=True)


class Run:
    """One process, to its end: CPU seconds, wall seconds, peak memory in MiB."""

    def __init__(self, argv):
        began = time.monotonic()
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit("bench: %s ended with code %d: %s" % (argv[0], process.returncode, said.decode(errors="replace")))
        self.wall = time.monotonic() - began
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024


class Bench:
    def __init__(self, plainsight, cache, pairs):
        self.plainsight, self.cache, self.pairs = plainsight, cache, pairs
        self.missed = 0

    def capture(self, exchanges, need):
        """The capture of that many exchanges; None when the disk has no room for it."""
        path = os.path.join(self.cache, "bulk-%d.pcap" % exchanges)
        if os.path.exists(path):
            return path
        if shutil.disk_usage(self.cache).free < need + 2 * 1024 * MIB:
            return None
        say("making a capture of %d exchanges" % exchanges)
        subprocess.run([os.path.join(self.cache, "bulk"), "-n", str(exchanges), "-p", path + ".part"], check=True,
                       stderr=subprocess.DEVNULL)
        os.rename(path + ".part", path)
        return path

    def database(self):
        path = os.path.join(self.cache, "bench.db")
        for end in ("", "-wal", "-shm"):
            if os.path.exists(path + end):
                os.remove(path + end)
        return path

    def faults(self, exchanges, services):
        """So many services with the same faults, as exchange records."""
        path = os.path.join(self.cache, "faults-%d-%d.ndjson" % (exchanges, services))
        if not os.path.exists(path):
            with open(path + ".part", "wb") as out:
                subprocess.run([os.path.join(self.cache, "flood"), "faults", str(exchanges), str(services)], check=True,
                               stdout=out)
            os.rename(path + ".part", path)
        return path

    def observe(self, capture, lanes=1, *options):
        return Run([self.plainsight, "observe", "--db", self.database(), "--threads", str(lanes), *options, capture])

    def findings(self):
        """How many there are in what was observed last."""
        told = subprocess.run([self.plainsight, "findings", "--read-only", "-f", "json", "--db",
                               os.path.join(self.cache, "bench.db")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return json.loads(told.stdout)["totals"]["findings"]

    def floor(self, capture):
        return Run([os.path.join(self.cache, "floor"), capture])

    def row(self, words, bar, figure, good):
        self.missed += not good
        print("  %-62s %-11s %-9s %s" % (words, bar, figure, "ok" if good else "MISSED"), flush=True)


def ratio(above, below, what=lambda r: r.cpu):
    return statistics.median(what(a) / what(b) for a, b in zip(above, below))


def median(runs, what=lambda r: r.cpu):
    return statistics.median(what(r) for r in runs)


def measure_small(bench, small):
    """Floor and observe in turn; the runs of observe."""
    bench.floor(small)  # fills the page cache
    floors, runs = [], []
    for _ in range(bench.pairs):
        floors.append(bench.floor(small))
        runs.append(bench.observe(small))
    print("  100,000 exchanges: floor %.2f CPU s, observe %.2f CPU s (medians of %d, one lane, database on disk)" % (
        median(floors), median(runs), bench.pairs))
    value = ratio(runs, floors)
    bench.row("cost of observe to the floor's", "<= %.2f" % RATIO_BAR, "%.2f" % value, value <= RATIO_BAR)


def measure_signals(bench, small):
    """What findings are made of, looked for and not, in turn."""
    on, off = [], []
    for _ in range(bench.pairs):
        off.append(bench.observe(small, 1, "--no-signals"))
        on.append(bench.observe(small))
    print("  signals: on %.2f CPU s, off %.2f CPU s (user and system, medians of %d)" % (median(on), median(off), bench.pairs))
    value = ratio(on, off)
    bench.row("cost of observe with what findings need to that without", "<= %.2f" % SIGNALS_BAR, "%.2f" % value,
              value <= SIGNALS_BAR)


def measure_findings(bench):
    """The same exchanges, spread over ten times as many services that have the same faults."""
    few, many = bench.faults(200_000, 20), bench.faults(200_000, 200)
    runs = {path: ([], []) for path in (few, many)}
    counts = {}
    for _ in range(max(1, bench.pairs // 2)):
        for path in (few, many):
            runs[path][0].append(bench.observe(path, 1, "--no-signals"))
            runs[path][1].append(bench.observe(path))
            counts[path] = bench.findings()
    extra = [median(on) - median(off) for off, on in (runs[few], runs[many])]
    print("  %d findings: %.2f CPU s, of them %.2f for signals; %d findings: %.2f CPU s, of them %.2f" % (
        counts[few], median(runs[few][1]), extra[0], counts[many], median(runs[many][1]), extra[1]))
    value = ratio(runs[many][1], runs[few][1]) / ratio(runs[many][0], runs[few][0])
    bench.row("signals' share in the cost, ten times the findings to few", "<= %.2f" % FINDINGS_BAR, "%.2f" % value,
              value <= FINDINGS_BAR)


def measure_large(bench, small, large):
    smalls, larges, twos = [], [], []
    for _ in range(max(1, bench.pairs // 2)):
        smalls.append(bench.observe(small))
        larges.append(bench.observe(large))
        twos.append(bench.observe(large, lanes=2))
    print("  1,000,000 exchanges: one lane %.2f CPU s, %.2f s wall; two lanes %.2f CPU s, %.2f s wall" % (
        median(larges), median(larges, lambda r: r.wall), median(twos), median(twos, lambda r: r.wall)))
    value = ratio(larges, smalls) / 10
    bench.row("cost of an exchange among a million to one among 100,000", "<= %.2f" % GROWTH_BAR, "%.2f" % value,
              value <= GROWTH_BAR)
    most = max(r.memory for r in larges)
    bench.row("peak memory on a million exchanges", "<= %d MiB" % MEMORY_BAR, "%.0f MiB" % most, most <= MEMORY_BAR)
    value = ratio(twos, larges, lambda r: r.wall)
    busy = os.getloadavg()[0]
    bench.row("wall time of two lanes to one's", "<= %.2f" % LANES_BAR, "%.2f" % value, value <= LANES_BAR)
    if busy > 2.2:
        print("    (load average %.1f on %d cores: others are at work, which two lanes feel most)" % (
            busy, os.cpu_count()))


def plain(symbol):
    """The name in the source of what the compiler split, specialised or renamed."""
    return re.sub(r"\.(constprop|part|isra|cold|lto_priv).*", "", symbol)


def rooms_of(plainsight):
    """Function name -> (room, file), from the debug information of the binary."""
    listed = subprocess.run(["nm", "-l", "--defined-only", plainsight], stdout=subprocess.PIPE, text=True,
                            errors="replace").stdout
    rooms = {}
    for line in listed.splitlines():
        m = re.match(r"[0-9a-f]+ [tTiW] (\S+)\t.*?src/([^/]+)/([^/:]+):\d+$", line)
        if m:
            rooms[plain(m[1])] = (m[2], m[3])
    return rooms


def profile(bench, capture):
    if not shutil.which("perf"):
        say("no profile: there is no perf (Debian: linux-perf)")
        return
    data = os.path.join(bench.cache, "perf.data")
    done = subprocess.run(["perf", "record", "-q", "-F", "1999", "-o", data, bench.plainsight, "observe", "--db",
                           bench.database(), capture], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0 or not os.path.exists(data):
        said = done.stderr.strip().splitlines()
        say("no profile: perf may not record here (%s)" % (said[0] if said else "no reason given"))
        return
    text = subprocess.run(["perf", "report", "-i", data, "--stdio", "-F", "overhead,dso,sym", "--percent-limit", "0"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    os.remove(data)
    own = os.path.basename(bench.plainsight)
    where, rooms, files, functions = rooms_of(bench.plainsight), *(collections.Counter() for _ in range(3))
    for line in text.splitlines():
        m = re.match(r"\s*([0-9.]+)%\s+(\S+)\s+\[(.)\]\s+(\S+)", line)
        if not m:
            continue
        share, dso, side, symbol = float(m[1]), m[2], m[3], m[4]
        if side == "k":
            room = "the kernel"
        elif dso != own:
            room = re.sub(r"\.so.*", "", dso)
        else:
            symbol = plain(symbol)
            room, file = where.get(symbol, ("other", "?"))
            files["%s/%s" % (room, file)] += share
            functions["%s (%s/%s)" % (symbol, room, file)] += share
        rooms[room] += share
    if where:
        print("  what findings need: signal/ %.1f %%, sensitive/ %.1f %% of the CPU (--no-signals leaves out the first; what may be "
              "kept of a value is always asked)" % (rooms["signal"], rooms["sensitive"]))
    print("\nWhere the time goes (perf, one lane, 100,000 exchanges; own rooms, then libraries)")
    for title, counter, count in (("room or library", rooms, 16), ("file", files, 12), ("function", functions, 12)):
        print("  by " + title)
        for name, share in counter.most_common(count):
            if share >= .5:
                print("    %5.1f %%  %s" % (share, name))


def main():
    p = argparse.ArgumentParser(prog="tools/bench PLAINSIGHT", description=__doc__)
    p.add_argument("plainsight")
    p.add_argument("cache")
    p.add_argument("--quick", action="store_true", help="leave out the million exchanges")
    p.add_argument("--pairs", type=int, default=5, help="pairs of runs (5)")
    a = p.parse_args()
    bench = Bench(a.plainsight, a.cache, a.pairs)
    small = bench.capture(100_000, 400 * MIB)
    if not small:
        sys.exit("bench: no room in %s for the captures: free 3 GB there or set XDG_CACHE_HOME" % a.cache)
    measure_small(bench, small)
    measure_signals(bench, small)
    measure_findings(bench)
    if not a.quick:
        large = bench.capture(1_000_000, 3600 * MIB)
        if large:
            measure_large(bench, small, large)
        else:
            say("left out the million exchanges: %s needs 6 GB of free space" % a.cache)
    profile(bench, small)
    bench.database()
    say("every bar is met" if not bench.missed else "%d bars are missed" % bench.missed)
    return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
