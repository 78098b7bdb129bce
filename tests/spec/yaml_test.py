# SPDX-License-Identifier: Apache-2.0
"""YAML and JSON say the same, for readers that are not ours. usage: yaml_test.py PAIRS_PROGRAM"""
import glob
import json
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed: the YAML printer was not compared")
    sys.exit(77)

# Two readers: the one in Python for documents, the one in C (libyaml) for the many random trees.
sys.setrecursionlimit(20000)
loaders = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]
names, pairs = [], []
for path in sorted(glob.glob("tests/golden/spec/*.yaml")):
    names.append(path)
    pairs.append((open(path[:-5] + ".json", "rb").read(), open(path, "rb").read()))
parts = subprocess.run(sys.argv[1], stdout=subprocess.PIPE, check=True).stdout.split(b"\0")[:-1]
for i in range(0, len(parts), 2):
    names.append(f"pair {i // 2}")
    pairs.append((parts[i], parts[i + 1]))

failed = 0
for number, (name, (as_json, as_yaml)) in enumerate(zip(names, pairs)):
    try:
        same = json.loads(as_json) == yaml.load(as_yaml.decode(), Loader=loaders[number >= 8])
        why = "they differ"
    except Exception as error:
        same, why = False, repr(error)
    if not same:
        failed += 1
        if failed <= 5:
            print(f"{name}: {why}\n{as_yaml.decode('utf-8', 'replace')[:2000]}\n{as_json.decode('utf-8', 'replace')[:2000]}")
print(f"{len(pairs)} documents, {failed} differ")
sys.exit(1 if failed or len(pairs) < 100 else 0)
