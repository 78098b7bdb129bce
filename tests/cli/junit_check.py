# SPDX-License-Identifier: Apache-2.0
"""usage: junit_check.py REPORT: it is XML, and its figures are those of what it holds; every mistake is a line, and the exit
code 1."""
import sys
import xml.etree.ElementTree as tree

problems = []
root = tree.parse(sys.argv[1]).getroot()


def check_figures(element, where):
    for figure, path in (("tests", ".//testcase"), ("failures", ".//failure"), ("errors", ".//error"), ("skipped", ".//skipped")):
        counted = len(element.findall(path))
        if int(element.get(figure)) != counted:
            problems.append(f"{where}: {figure} is {element.get(figure)}, there are {counted}")


if root.tag != "testsuites":
    problems.append(f"the root is {root.tag}")
check_figures(root, "testsuites")
for suite in root:
    check_figures(suite, suite.get("name"))
    names = [case.get("name") for case in suite]
    if len(names) != len(set(names)):
        problems.append(f"{suite.get('name')}: a case twice")
    for case in suite:
        for result in case.findall("failure") + case.findall("error"):
            if not result.get("message") or not result.text:
                problems.append(f"{case.get('name')}: a failure without words")
for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
