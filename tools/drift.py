"""What tools/drift runs: documents with known mistakes, documents made from the very traffic, the cost of it, and what
becomes of real documents when they are validated, converted and updated.

The scorer of the known mistakes is the benchmark's own (drift_score.py). Of the rows about a document made from the first
half of some traffic, undocumented operations are judged by the benchmark's truth: false where the document has the same
operation under another template. Rows of other kinds repeat counts of the catalog and are not judged here.
"""
import argparse
import collections
import concurrent.futures
import difflib
import glob
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

from accuracy import NAMES, SETS, Bench, Table

SAID = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
CORE_BAR, NEVER_BAR, KIND_BAR = .98, .95, .90


def say(text):
    print("drift: " + text, flush=True)


def run(*command, codes=(0,), **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode not in codes:
        raise RuntimeError("%s: exit code %d: %s" % (" ".join(command), done.returncode, done.stderr[-600:]))
    return done


def observe(plainsight, database, traffic):
    if os.path.exists(database):
        os.remove(database)
    run(plainsight, "observe", "--db", database, traffic, codes=(0, 1))


def drift(plainsight, database, documents):
    """The rows of a report, and whether it was one at all."""
    specs = [word for document in documents for word in ("--spec", document)]
    return json.loads(run(plainsight, "drift", "--db", database, *specs, "-f", "json", codes=(0, 1)).stdout)


# ---- documents with known mistakes ----

def known_mistakes(bench, plainsight, table, runs, detail):
    data = bench.data("open", "ndjson")
    reports = os.path.join(runs, "reports")
    os.makedirs(reports)

    def one(path):
        api = os.path.basename(path)[:-5]
        database = os.path.join(runs, api + ".db")
        observe(plainsight, database, os.path.join(bench.traffic("open", 500), api + ".ndjson"))
        with open(os.path.join(reports, api + ".json"), "w") as out:
            json.dump(drift(plainsight, database, [path]), out)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(one, sorted(glob.glob(os.path.join(data, "drift", "500", "doc", "*.json")))))
    scored = os.path.join(runs, "drift.json")
    said = run(sys.executable, bench.tool("inventory", "drift_score.py"), "--dir", os.path.join(data, "drift", "500"),
               "--report", reports, "--json", scored, *(["--detail"] if detail else [])).stdout
    if detail:
        print(said)
    with open(scored) as f:
        kinds = json.load(f)["by_kind"]
    core = kinds["all but unobserved"]
    print("\n15 documents with mistakes, 500 exchanges each")
    table.least("precision, all but unobserved_operation", CORE_BAR, core["p"])
    table.least("recall, all but unobserved_operation", CORE_BAR, core["r"])
    for kind, figures in kinds.items():
        if figures["expected"] and not kind.startswith("all"):
            bar = NEVER_BAR if kind == "unobserved_operation" else KIND_BAR
            table.least(kind + ", precision", bar, figures["p"])
            table.least(kind + ", recall", bar, figures["r"])


# ---- documents made from the traffic ----

def segments(path):
    return [part for part in path.split("/") if part]


def covers(template, path):
    """How many literals agree; None when the template is another."""
    wanted, given = segments(template), segments(path)
    if len(wanted) != len(given):
        return None
    if any("{" not in a and a != b for a, b in zip(wanted, given)):
        return None
    return sum("{" not in a for a in wanted)


def best(templates, path):
    fitting = [(covers(t, path), t) for t in templates if covers(t, path) is not None]
    return max(fitting)[1] if fitting else None


class Judge:
    """Whether rows about a document are true, by the truth of the benchmark: which operation a template really is."""

    def __init__(self, truth, documents):
        self.templates = collections.defaultdict(list)
        for operation in truth["operations"]:
            self.templates[operation["method"].upper()].append(operation["template"])
        self.documented = set()
        for document in documents:
            with open(document) as f:
                for path, item in json.load(f)["paths"].items():
                    for method in SAID & set(item):
                        self.documented.add((method.upper(), best(self.templates[method.upper()], path)))

    def is_false(self, row):
        """An operation that the document has under another template is not undocumented."""
        if row["kind"] != "undocumented_operation":
            return False
        method = row["method"].upper()
        return (method, best(self.templates[method], row["template"])) in self.documented - {(method, None)}


def own_documents(bench, plainsight, table, runs, names):
    """Zero rows against the same traffic, no false one against twice as much."""
    same = rows = false = 0
    shown = []

    def one(job):
        name, api = job
        where = tempfile.mkdtemp(dir=runs)
        lines = open(os.path.join(bench.traffic(name, 5000), api + ".ndjson"), "rb").read().splitlines(True)
        for count in (500, 1000):
            with open(os.path.join(where, "traffic.ndjson"), "wb") as f:
                f.writelines(lines[:count])
            observe(plainsight, os.path.join(where, "%d.db" % count), os.path.join(where, "traffic.ndjson"))
        found = []
        for version, form in (("3.1", "yaml"), ("3.0", "json"), ("3.1", "json")):
            documents = os.path.join(where, version + form)
            run(plainsight, "openapi", "--db", os.path.join(where, "500.db"), "--openapi", version, "-f", form,
                "-o", documents)
            found.append(drift(plainsight, os.path.join(where, "500.db"), glob.glob(documents + "/*"))["rows"])
        documents = glob.glob(os.path.join(where, "3.1json", "*"))
        twice = drift(plainsight, os.path.join(where, "1000.db"), documents)["rows"]
        with open(os.path.join(bench.data(name, "ndjson"), "truth", "5000", api + ".json")) as f:
            judge = Judge(json.load(f), documents)
        shutil.rmtree(where)
        return api, sum(map(len, found)), twice, [row for row in twice if judge.is_false(row)]

    jobs = [(name, api) for name in names for api in bench.apis(name, 5000)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for api, own, twice, wrong in pool.map(one, jobs):
            same += own
            rows += len(twice)
            false += len(wrong)
            shown += ["%s: %s %s" % (api, row["method"], row["template"]) for row in wrong]
    print("\nDocuments made from traffic (%s)" % ", ".join(NAMES[name] for name in names))
    table.row("rows against the same traffic", "0", str(same), same == 0)
    table.row("false rows against twice as much, of %d" % rows, "0", str(false), false == 0)
    return shown


# ---- cost ----

def cpu(*command, codes=(0, 1)):
    """The least of five runs, in seconds of user and system time."""
    least = None
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(*command, codes=codes)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least = spent if least is None else min(least, spent)
    return least


def large_document(source, where):
    """A document of 5 MB: a real one with its paths repeated below other prefixes."""
    with open(source) as f:
        document = json.load(f)
    paths, document["paths"] = document["paths"], {}
    number = 0
    while len(json.dumps(document)) < 5_000_000:
        for path, item in paths.items():
            item = json.loads(json.dumps(item))
            for method in SAID & set(item):
                item[method].pop("operationId", None)
            document["paths"]["/part%d%s" % (number, path)] = item
        number += 1
    with open(where, "w") as f:
        json.dump(document, f)


def cost(bench, plainsight, table, runs, shared):
    large = os.path.join(runs, "large.json")
    large_document(os.path.join(shared, "specs", "hetzner.cloud.json"), large)
    yaml = os.path.join(runs, "large.yaml")
    run(plainsight, "spec", "convert", large, "-o", yaml, codes=(0,))
    document = os.path.join(shared, "specs", "gitea.io.json")
    print("\nCost, in seconds of CPU")
    for words, path in (("JSON", large), ("YAML", yaml)):
        size = os.path.getsize(path) / 1e6
        table.most("read, resolve and check %.1f MB of %s" % (size, words), .25, cpu(plainsight, "spec", "validate", path))
    for count in (500, 5000):
        database = os.path.join(runs, "cost.db")
        observe(plainsight, database, os.path.join(bench.traffic("open", count), "gitea.io.ndjson"))
        spent = cpu(plainsight, "drift", "--db", database, "--spec", document, "-f", "json")
        words = "drift of 346 operations, %d exchanges, all of it" % count
        if count == 500:
            table.most(words, .10, spent)
        else: # the bar is on what comes after loading: bench/drift_bench.c tells those apart
            table.row(words, "-", "%.4f" % spent, True)


# ---- real documents ----

def real_documents(bench, plainsight, table, runs, shared):
    documents = sorted(glob.glob(os.path.join(shared, "specs", "*.json")))
    unreadable, invalid, touched, again = [], [], [], []
    for document in documents:
        api = os.path.basename(document)[:-5]
        if run(plainsight, "spec", "validate", document, codes=(0, 1, 2)).returncode == 2:
            unreadable.append(api)
        converted = os.path.join(runs, api + ".yaml")
        run(plainsight, "spec", "convert", document, "-o", converted, codes=(0, 1, 2))
        was_valid = run(plainsight, "spec", "validate", document, codes=(0, 1, 2)).returncode == 0
        if was_valid and run(plainsight, "spec", "validate", converted, codes=(0, 1, 2)).returncode:
            invalid.append(api)
        updated = os.path.join(runs, os.path.basename(document))
        shutil.copy(os.path.join(bench.data("open", "ndjson"), "drift", "500", "doc", api + ".json"), updated)
        with open(updated) as f:
            pretty = json.dumps(json.load(f), indent=2) + "\n"
        with open(updated, "w") as f:
            f.write(pretty)
        before = pretty
        for round_ in range(2):
            run(plainsight, "spec", "update", updated, "--db", os.path.join(runs, api + ".db"), codes=(0, 1, 2))
            with open(updated) as f:
                after = f.read()
            if round_ == 0 and lost_lines(before, after):
                touched.append(api)
            if round_ == 1 and after != before:
                again.append(api)
            before = after
    print("\n%d real documents" % len(documents))
    for words, list_ in (("could not be read", unreadable), ("not valid after conversion", invalid),
                         ("lost or changed a line by update", touched), ("changed by a second update", again)):
        table.row(words, "0", str(len(list_)) + (" " + ",".join(list_) if list_ else ""), not list_)


def lost_lines(before, after):
    """Lines of the text that are gone: a comma may have come behind a last member."""
    bare = [line.rstrip(",") for line in after.splitlines()]
    old = [line.rstrip(",") for line in before.splitlines()]
    return [line for line in difflib.ndiff(old, bare) if line.startswith("- ")] if old != bare else []


def main():
    parser = argparse.ArgumentParser(prog="tools/drift")
    parser.add_argument("plainsight")
    parser.add_argument("shared")
    parser.add_argument("--detail", action="store_true", help="name every row that is spurious, missed or false")
    parser.add_argument("--keep", help="keep databases and reports there")
    options = parser.parse_args()
    cache = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "plainsight", "bench")
    bench = Bench(os.path.join(options.shared, "bench"), cache)
    for name in SETS:
        bench.unpack(name)
    runs = options.keep or tempfile.mkdtemp(prefix="plainsight-drift-")
    os.makedirs(runs, exist_ok=True)
    table = Table()
    try:
        known_mistakes(bench, options.plainsight, table, runs, options.detail)
        shown = own_documents(bench, options.plainsight, table, runs, list(SETS))
        if options.detail:
            print("\n".join(shown))
        cost(bench, options.plainsight, table, runs, options.shared)
        real_documents(bench, options.plainsight, table, runs, options.shared)
    finally:
        if not options.keep:
            shutil.rmtree(runs, ignore_errors=True)
    say("every bar is met" if table.missed == 0 else "%d bars are missed" % table.missed)
    return table.missed != 0


if __name__ == "__main__":
    sys.exit(main())
