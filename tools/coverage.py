#!/usr/bin/env python3
"""Writes docs/reference/coverage.md: what the scenario cases reach of what the functions declare.

usage: tools/coverage.py [PROGRAM]   (default build/bin/tongchou, for its `schema`)
"""
import glob
import json
import re
import subprocess
import sys

OFFICE = ("process support strategy risk resource portfolio performance communication knowledge change quality "
          "finance procurement conflict hse document training audit culture stakeholder change_control "
          "collaboration time scope").split()


def reached(cases, record, state, initial):
    """Whether a case brings a record of this type into the state."""
    named = re.compile(rf"(do {record}\.\w+|decide \w+|find {record}\b).*-> (?:[A-Z]\w* )?{state}$", re.M)
    told = re.compile(rf"state={state}\b")
    for text in cases:
        if f"do {record}.create" in text or f"find {record} " in text:
            if initial or named.search(text) or told.search(text):
                return True
    return False


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "build/bin/tongchou"
    schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
    functions = {one["name"]: one for one in schema["functions"]}
    cases = [open(path, encoding="utf-8").read() for path in sorted(glob.glob("src/**/*.case", recursive=True))]
    lines = ["# Coverage", "",
             "Written by `tools/coverage.py` from the declarations and the scenario cases: how many of the declared",
             "states a case reaches, of how many reports a case asserts a row, how many rules a case sees refused.", "",
             "| function | records | states | reports | rules |", "|---|---|---|---|---|"]
    missing = []
    for name in OFFICE:
        one = functions[name]
        states = [(r["name"], s["name"], s["initial"]) for r in one["records"] for s in r["states"]]
        hit = [s for s in states if reached(cases, *s)]
        reports = [r["name"] for r in one["reports"]]
        asserted = [r for r in reports if any(f"report {r}" in text for text in cases)]
        rules = [r["code"] for r in one["rules"]]
        refused = [c for c in rules if any(f"refused {c}" in text for text in cases)]
        lines.append(f"| {one['labels']['en']} · {one['labels']['zh']} | {len(one['records'])} | "
                     f"{len(hit)}/{len(states)} | {len(asserted)}/{len(reports)} | {len(refused)}/{len(rules)} |")
        missing += [f"{s[0]}.{s[1]}" for s in states if s not in hit]
        missing += [r for r in reports if r not in asserted]
    if missing:
        lines += ["", "Not in a case: " + ", ".join(f"`{m}`" for m in missing) + "."]
    with open("docs/reference/coverage.md", "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
