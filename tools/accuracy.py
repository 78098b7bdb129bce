"""What tools/accuracy runs: unpacks and converts traffic once, observes it, scores the documents, compares with bars.

The scorer is the benchmark's own (score.py, run by its run_tool.py); this file only decides what to run and prints
the table. Jobs run two at a time; one API is one process of plainsight.
"""
import argparse
import concurrent.futures
import filecmp
import json
import os
import subprocess
import sys
import tempfile
import time

LEVELS = (50, 500, 5000)
SETS = {"open": "data.tar.xz", "more": "more.tar.xz"}
NAMES = {"open": "15 open APIs", "more": "34 further APIs"}

# (figure of score.py, words, bar); at 500 exchanges unless a level is given.
ENDPOINT_BARS = ((50, .90), (500, .95), (5000, .96))
BARS = (
    ("q_f1", "query F1", .95),
    ("rq_f1", "request field F1", .93),
    ("rs_f1", "response field F1", .93),
    ("rq_r_cond", "request field recall given the endpoint", .99),
    ("rs_r_cond", "response field recall given the endpoint", .99),
    ("type_acc", "types", .995),
    ("req_f1", "required F1", .98),
    ("null_f1", "null F1", .97),
    ("enum_f1", "enum F1", .85),
    ("fmt_f1", "format F1", .95),
    ("status_r", "status recall", .97),
    ("sec_r", "security recall", .97),
)
NOISE_BAR = .005


def say(text):
    print("accuracy: " + text, flush=True)


class Bench:
    def __init__(self, folder, cache):
        self.folder, self.cache = folder, cache

    def tool(self, *path):
        return os.path.join(self.folder, *path)

    def data(self, name, kind):
        return os.path.join(self.cache, name if kind == "ndjson" else name + "-" + kind)

    def unpack(self, name):
        where = self.data(name, "ndjson")
        if os.path.isdir(where):
            return
        say("unpacking %s" % SETS[name])
        os.makedirs(where + ".part", exist_ok=True)
        subprocess.run(["tar", "xJf", self.tool("inventory", SETS[name]), "-C", where + ".part"], check=True)
        os.rename(where + ".part", where)

    def traffic(self, name, level):
        return os.path.join(self.data(name, "ndjson"), "traffic", str(level))

    def apis(self, name, level):
        return sorted(f[:-7] for f in os.listdir(self.traffic(name, level)) if f.endswith(".ndjson"))

    def convert(self, name, kind, level):
        """The same traffic as another kind, in a folder laid out as run_tool.py expects one: it looks for names that
        end in .ndjson and, told that they are, passes them on as they are. What they hold is for plainsight to see."""
        if kind == "ndjson":
            return
        where = os.path.join(self.data(name, kind), "traffic", str(level))
        os.makedirs(where, exist_ok=True)
        truth = os.path.join(self.data(name, kind), "truth")
        if not os.path.islink(truth):
            try:
                os.symlink(os.path.join(self.data(name, "ndjson"), "truth"), truth)
            except FileExistsError:
                pass
        for api in self.apis(name, level):
            out = os.path.join(where, api + ".ndjson")
            if os.path.exists(out):
                continue
            subprocess.run([sys.executable, self.tool("emit.py"), kind, "-i",
                            os.path.join(self.traffic(name, level), api + ".ndjson"), "-o", out + ".part"],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            os.rename(out + ".part", out)

    def run(self, plainsight, name, kind, level, runs):
        """Observes every API of a set; the folder of documents and what run_tool.py measured."""
        dest = os.path.join(runs, name, kind, str(level))
        self.convert(name, kind, level)
        command = ('sh -c "rm -f {scratch}/x.db; %s observe --db {scratch}/x.db {in} && '
                   '%s openapi --db {scratch}/x.db -o {out} && '
                   '%s openapi --db {scratch}/x.db --clean -f json >{out}.clean"' % ((plainsight,) * 3))
        subprocess.run([sys.executable, self.tool("inventory", "run_tool.py"), "--data", self.data(name, kind),
                        "--level", str(level), "--dest", dest, "--input", "ndjson", "--timeout", "120",
                        "--cmd", command], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(dest, "_run.json")) as f:
            return dest, json.load(f)

    def run_together(self, plainsight, sets, runs):
        """All APIs at the most exchanges in one run: (the run, exchanges not learned to stay under the ceiling)."""
        database = os.path.join(runs, "together.db")
        command = [plainsight, "observe", "--db", database] + [self.traffic(name, LEVELS[-1]) for name in sets]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        used = os.wait4(process.pid, 0)[2]
        ledger = json.loads(subprocess.run([plainsight, "ledger", "--json", "--db", database], check=True,
                                           stdout=subprocess.PIPE).stdout)
        return used.ru_maxrss / 1024, ledger["exchanges"]["losses"].get("memory-limit", 0)

    def score(self, name, level, dest, per_api):
        out = dest + ".json"
        said = subprocess.run([sys.executable, self.tool("inventory", "score.py"), "--truth",
                               os.path.join(self.data(name, "ndjson"), "truth", str(level)), "--tool", dest, "--json", out]
                              + (["--per-api"] if per_api else []), check=True, stdout=subprocess.PIPE, text=True).stdout
        if per_api:
            print("%s, %d exchanges" % (NAMES[name], level))
            print(said)
        with open(out) as f:
            return json.load(f)["macro"]


class Table:
    def __init__(self):
        self.missed = 0

    def row(self, words, bar, figure, good):
        self.missed += not good
        print("  %-48s %-10s %-8s %s" % (words, bar, figure, "ok" if good else "MISSED"), flush=True)

    def least(self, words, bar, value):
        self.row(words, ">= %s" % short(bar), show(value), value is not None and value >= bar)

    def most(self, words, bar, value):
        self.row(words, "<= %s" % short(bar), show(value), value is not None and value <= bar)


def short(value):
    return ("%.3f" % value).lstrip("0").rstrip("0")


def show(value):
    return "-" if value is None else "%.4f" % value


def differing(a, b):
    """Names whose documents are not the same bytes in both folders. Those of openapi --clean, without x-plainsight: a
    HAR does not say which client asked, and emit.py puts some exchanges of a capture a little later."""
    names = sorted({f for d in (a, b) for f in os.listdir(d) if f.endswith(".clean")})
    return [n[:-len(".json.clean")] for n in names
            if not (os.path.exists(os.path.join(a, n)) and os.path.exists(os.path.join(b, n))
                    and filecmp.cmp(os.path.join(a, n), os.path.join(b, n), shallow=False))]


def report(name, scores, dests, table):
    print("\n%s (macro average, from pcap)" % NAMES[name])
    print("  %-48s %-10s %-8s" % ("", "bar", "figure"))
    before = None
    for level, bar in ENDPOINT_BARS:
        f1 = scores[level]["ep_f1"]
        table.least("endpoint F1 at %d" % level, bar, f1)
        if before is not None:
            table.row("  does not fall", ">= before", "%+.4f" % (f1 - before), f1 >= before)
        before = f1
    for level in LEVELS:
        table.most("noise leak at %d" % level, NOISE_BAR, scores[level]["noise_leak"])
    for key, words, bar in BARS:
        table.least(words + " at 500", bar, scores[500][key])
    for (kind, level), dest in sorted(dests.items()):
        if kind == "pcap":
            continue
        names = differing(dests["pcap", level], dest)
        table.row("documents at %d from %s and from pcap" % (level, kind), "identical",
                  "%d differ" % len(names), not names)
        if names:
            print("    " + ", ".join(names[:8]) + (", …" if len(names) > 8 else ""))


def main():
    p = argparse.ArgumentParser(prog="tools/accuracy PLAINSIGHT", description=__doc__)
    p.add_argument("plainsight")
    p.add_argument("bench")
    p.add_argument("--all-inputs", action="store_true", help="HAR and NDJSON at every level, not at 500 only")
    p.add_argument("--set", choices=sorted(SETS), action="append", help="only this set")
    p.add_argument("--per-api", action="store_true", help="print the scorer's own table of every API too")
    p.add_argument("--keep", metavar="DIR", help="keep documents and scores here")
    a = p.parse_args()
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "plainsight", "bench")
    os.makedirs(cache, exist_ok=True)
    bench = Bench(a.bench, cache)
    sets = a.set or list(SETS)
    began = time.monotonic()
    for name in sets:
        bench.unpack(name)
    jobs = [(name, kind, level) for level in reversed(LEVELS) for name in sets
            for kind in ("pcap", "har", "ndjson") if kind == "pcap" or level == 500 or a.all_inputs]
    if not all(os.path.isdir(os.path.join(bench.data(n, k), "traffic", str(l))) for n, k, l in jobs):
        say("converting the traffic, which takes a few minutes the first time")
    table = Table()
    with tempfile.TemporaryDirectory(prefix="plainsight-accuracy-") as scratch:
        runs = os.path.abspath(a.keep) if a.keep else scratch
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            done = dict(zip(jobs, pool.map(lambda j: bench.run(a.plainsight, *j, runs), jobs)))
            failed = [(*job, api) for job, (_, log) in done.items() for api, r in log.items() if not r["wrote"]]
            pcap = [(name, level) for name in sets for level in LEVELS]
            scores = dict(zip(pcap, pool.map(
                lambda j: bench.score(*j, done[j[0], "pcap", j[1]][0], a.per_api), pcap)))
        for name in sets:
            report(name, {l: scores[name, l] for l in LEVELS},
                   {(k, l): d for (n, k, l), (d, _) in done.items() if n == name}, table)
        memory, refused = bench.run_together(a.plainsight, sets, scratch)
        print("\nAll of them at %d in one run" % LEVELS[-1])
        table.row("exchanges not learned", "0", refused, refused == 0)
        table.row("peak memory", "<= 512 MiB", "%.0f MiB" % memory, memory <= 512)
        print()
        for name, kind, level, api in failed[:10]:
            say("no document: %s of %s from %s at %d" % (api, NAMES[name], kind, level))
        table.missed += len(failed)
        runs_done = [r for _, log in done.values() for r in log.values()]
        say("%d runs of observe and openapi, %.0f CPU s, peak memory %.0f MB" % (
            len(runs_done), sum(r["cpu_s"] for r in runs_done), max(r["maxrss_mb"] for r in runs_done)))
    say("%s (%.0f s)" % ("every bar is met" if not table.missed else "%d bars are missed" % table.missed,
                         time.monotonic() - began))
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
