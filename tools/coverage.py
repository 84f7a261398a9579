#!/usr/bin/env python3
"""Writes docs/reference/coverage.md: what the product carries of what each function must be able to do, with its proof.

usage: tools/coverage.py [--check] [PROGRAM]   (default build/bin/tongchou, for its `schema`)

Each function lists what is expected of it in its catalogue.tsv: kind, English name, Chinese name, what carries it, the
proof, and a reason where it is empty. This program holds every line against the declarations, the scenario cases and
the tests: a carrier that is not declared or a proof that does not exist is an error. `--check` writes nothing and
fails when the page is not up to date.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

PAGE = "docs/reference/coverage.md"
KINDS = ("record", "state", "calculation", "view", "report")


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def asked(*command):
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def declared(schema):
    """Every name a catalogue may call a carrier, as `kind:name`."""
    names = set()
    for function in schema["functions"]:
        for record in function["records"]:
            code = record["name"]
            names.add(f"record:{code}")
            names.update(f"field:{code}.{field['name']}" for field in record["fields"])
            names.update(f"state:{code}.{state['name']}" for state in record["states"])
            names.update(f"action:{code}.{step['name']}" for step in record["steps"])
        names.update(f"action:{action['name']}" for action in function["actions"])
        names.update(f"report:{report['name']}" for report in function["reports"])
        names.update(f"rule:{rule['code']}" for rule in function["rules"])
    return names


class Proofs:
    """The scenario cases, the browser's journeys and the tests, by what a catalogue calls them."""

    def __init__(self):
        self.texts = {path: text_of(path) for path in glob.glob("src/**/*.case", recursive=True)}
        self.texts.update({path: text_of(path) for path in glob.glob("web/tests/*.spec.ts")})
        found = re.compile(r"TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)")
        sources = glob.glob("src/**/*_test.cpp", recursive=True) + glob.glob("tests/**/*_test.cpp", recursive=True)
        self.tests = {f"{suite}.{name}": path for path in sources for suite, name in found.findall(text_of(path))}

    def place(self, proof, folder):
        """The file that holds the proof, or None."""
        if proof in self.tests:
            return self.tests[proof]
        name, _, text = proof.partition(": ")
        near = [p for p in self.texts if p == os.path.join(folder, name)]
        for path in near + [p for p in self.texts if p == name or p.endswith("/" + name)]:
            if text and text in self.texts[path]:
                return path
        return None


def errors_of(kind, carriers, proof, place, known):
    """What is wrong with one line that claims to be carried."""
    wrong = [f"not declared: {c}" for c in carriers if c not in known and not c.startswith("view:")]
    if place is None:
        wrong.append(f"no such proof: {proof}")
    elif place.endswith(".case"):
        if kind == "calculation" and not re.search(r"\d", proof.partition(": ")[2]):
            wrong.append(f"a calculation without a number: {proof}")
        on_paper = any(c.startswith("record:") for c in carriers)  # A report that people write and issue.
        if kind == "report" and not on_paper and "report " not in proof:
            wrong.append(f"a report without a row: {proof}")
    return wrong


def read(function, known, proofs):
    """The rows of one catalogue: (kind, English, Chinese, carriers, place, reason, errors)."""
    folder = f"src/functions/{function}"
    rows = []
    for number, line in enumerate(text_of(f"{folder}/catalogue.tsv").splitlines(), 1):
        kind, english, chinese, carrier, proof, reason = (line.split("\t") + [""] * 6)[:6]
        empty = carrier == "-" or proof == "-"
        place = None if empty else proofs.place(proof, folder)
        wrong = [] if kind in KINDS else [f"no such kind: {kind}"]
        if empty and not reason.strip():
            wrong.append("empty without a reason")
        if not empty:
            wrong += errors_of(kind, carrier.split(", "), proof, place, known)
        rows.append((kind, english, chinese, "" if empty else carrier, place, reason,
                     [f"{folder}/catalogue.tsv:{number}: {w}" for w in wrong]))
    return rows


def ways(connections):
    """The connections of the functions: where each leads along, and the cases that walk it."""
    lines = ["", "## Connections", "", "| connection | way | case |", "|---|---|---|"]
    for one in connections:
        way = " → ".join(f"`{step['code']}`" for step in one["way"])
        proof = ", ".join(f"[{os.path.basename(path)}](../../{path})" for path in one["proof"])
        lines.append(f"| {one['label']['en']} · {one['label']['zh']} (`{one['code']}`) | {way} | {proof} |")
    return lines


def page(functions, rows, connections):
    """The whole page as text, and the share that is empty."""
    every = [row for name in rows for row in rows[name]]
    empty = sum(1 for row in every if not row[3])
    lines = ["# Coverage", "",
             "Written by `tools/coverage.py` from the catalogue of each function (`src/functions/*/catalogue.tsv`), which",
             "lists what a project management office expects of it. Every carrier is declared in the program, every proof is",
             "a line of a scenario case or a test that runs in `scripts/test`.", "",
             f"{len(every)} entries, {empty} empty ({100 * empty / len(every):.1f} %).", "",
             "| function | " + " | ".join(f"{kind}s" for kind in KINDS) + " | empty |", "|---|" + "---|" * (len(KINDS) + 1)]
    for name, of in rows.items():
        had, all_ = collections.Counter(r[0] for r in of if r[3]), collections.Counter(r[0] for r in of)
        title = f"[{functions[name]['labels']['en']} · {functions[name]['labels']['zh']}](#{name})"
        lines.append(f"| {title} | " + " | ".join(f"{had[k]}/{all_[k]}" for k in KINDS) +
                     f" | {sum(1 for r in of if not r[3])} |")
    lines += ways(connections)
    for name, of in rows.items():
        lines += ["", f'<a id="{name}"></a>', f"## {functions[name]['labels']['en']} · {functions[name]['labels']['zh']}", "",
                  "| kind | expected | carried by | proof |", "|---|---|---|---|"]
        for kind, english, chinese, carrier, place, reason, _ in of:
            proof = f"[{os.path.basename(place)}](../../{place})" if place else ""
            carried = f"`{carrier}`" if carrier else f"empty: {reason}"
            lines.append(f"| {kind} | {english} · {chinese} | {carried} | {proof} |".replace("||", "|"))
    return "\n".join(lines) + "\n", empty / len(every)


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    program = next((a for a in arguments if not a.startswith("--")), "build/bin/tongchou")
    schema, connections = asked(program, "schema"), asked(program, "explain", "connections")
    functions = {one["name"]: one for one in schema["functions"]}
    known, proofs = declared(schema), Proofs()
    rows = {name: read(name, known, proofs) for name in functions if os.path.exists(f"src/functions/{name}/catalogue.tsv")}
    wrong = [w for of in rows.values() for row in of for w in row[6]]
    text, empty = page(functions, rows, connections)
    if not check:
        with open(PAGE, "w", encoding="utf-8") as out:
            out.write(text)
    elif text_of(PAGE) != text:
        wrong.append(f"{PAGE} is not up to date: run tools/coverage.py")
    print("\n".join(wrong) if wrong else f"coverage: {100 * empty:.1f} % empty")
    return 1 if wrong else 0


sys.exit(main())
