# SPDX-License-Identifier: Apache-2.0
"""usage: sarif_check.py REPORT DOCUMENT: the rules of SARIF 2.1.0 that scanners rely on; every rule broken is a line, and
the exit code 1. Columns are compared with DOCUMENT, when one is named."""
import json
import re
import sys
import urllib.parse

problems = []
LEVELS = {"none", "note", "warning", "error"}
STATUSES = {"accepted", "underReview", "rejected"}


def check(truth, text):
    if not truth:
        problems.append(text)


def check_message(message, where):
    text = message.get("text")
    check(isinstance(text, str) and text, f"{where}: a message without text")
    plain = re.sub(r"\{\{|\}\}", "", text or "")
    check("{" not in plain and "}" not in plain, f"{where}: a brace that is not doubled (3.11.5): {text}")
    check("](" not in plain, f"{where}: an embedded link (3.11.6): {text}")
    check(not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", plain), f"{where}: a control character")


def check_location(location, where, lines):
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    check(re.fullmatch(r"[A-Za-z0-9._~/%:-]+", uri), f"{where}: not a URI: {uri}")
    check(uri.startswith("file:///") or not re.match(r"[a-z]+:|/", uri), f"{where}: neither relative nor a file: {uri}")
    region = physical["region"]
    check(region["startLine"] >= 1, f"{where}: startLine")
    column = region.get("startColumn", 1)
    check(column >= 1, f"{where}: startColumn")
    if lines and urllib.parse.unquote(uri) == document:
        line = lines[region["startLine"] - 1]
        check(column <= len(line) + 1, f"{where}: column {column} is beyond the end of its line")
        check("startColumn" not in region or not line[column - 1 : column].isspace(), f"{where}: points at a space")


def check_rules(rules):
    ids = [rule["id"] for rule in rules]
    check(len(ids) == len(set(ids)), "rules: an id twice")
    for rule in rules:
        check(rule["defaultConfiguration"]["level"] in LEVELS, f"{rule['id']}: level")
        check("shortDescription" in rule, f"{rule['id']}: no shortDescription")
        for part in ("shortDescription", "fullDescription", "help"):
            if part in rule:
                check_message(rule[part], f"{rule['id']}: {part}")
    return ids


def check_result(result, ids, lines):
    where = result["ruleId"]
    for fingerprint in result.get("partialFingerprints", {}).values():
        where = fingerprint
        check(re.fullmatch(r"[dp][0-9a-f]{12}", where), f"{where}: no id")
    if "ruleIndex" in result:
        check(ids[result["ruleIndex"]] == result["ruleId"], f"{where}: ruleIndex and ruleId disagree")
    else:
        check(result["ruleId"] not in ids, f"{where}: a rule without its ruleIndex")
    check(result["level"] in LEVELS, f"{where}: level")
    check(result.get("kind", "fail") == "fail" or result["level"] == "none", f"{where}: kind and level (3.27.10)")
    check_message(result["message"], where)
    check(len(result["locations"]) == 1, f"{where}: one location")
    for location in result["locations"]:
        check_location(location, where, lines)
    for suppression in result.get("suppressions", []):
        check(suppression["kind"] in {"inSource", "external"} and suppression["status"] in STATUSES, f"{where}: suppression")


def check_run(run, lines):
    driver = run["tool"]["driver"]
    check(driver["name"] == "plainsight", "driver")
    check(re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"]), "semanticVersion")
    check(run["columnKind"] == "unicodeCodePoints", "columnKind")
    ids = check_rules(driver["rules"])
    for invocation in run["invocations"]:
        check(isinstance(invocation["executionSuccessful"], bool), "executionSuccessful")
        for notification in invocation.get("toolConfigurationNotifications", []):
            check(notification["level"] in LEVELS, "notification: level")
            check_message(notification["message"], "notification")
    fingerprints = [tuple(result["partialFingerprints"].values()) for result in run["results"] if "partialFingerprints" in result]
    check(len(fingerprints) == len(set(fingerprints)), "results: a fingerprint twice")
    for result in run["results"]:
        check_result(result, ids, lines)


report, document = sys.argv[1], sys.argv[2]
with open(report, encoding="utf-8") as file:
    log = json.load(file)
lines = open(document, encoding="utf-8").read().split("\n") if document else None
check(log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json"), "version")
check(len(log["runs"]) == 1, "one run")
for one in log["runs"]:
    check_run(one, lines)
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
