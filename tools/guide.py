#!/usr/bin/env python3
"""Writes into docs/guide what the declarations say: registers, steps and reports of each function, the list of functions.

usage: tools/guide.py [--check] [PROGRAM]   (default build/bin/tongchou, for its `schema`)
With --check nothing is written: it fails where a page is not what it would write, or where a word in bold
in the loop of a function is the label of nothing that is declared.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).parent.parent
GUIDE = ROOT / "docs/guide"
WORDS = {
    "en": {"code": "en", "loop": "The loop", "declared": "Registers, steps and reports", "register": "Register",
           "states": "States", "steps": "Steps", "approval": "{} (approval)", "report": "Report", "shows": "Shows",
           "function": "Function", "for": "What it is for", "comma": ", "},
    "zh-CN": {"code": "zh", "loop": "闭环", "declared": "登记册、步骤与报表", "register": "登记册", "states": "状态",
              "steps": "步骤", "approval": "{}（审批）", "report": "报表", "shows": "内容", "function": "职能",
              "for": "用途", "comma": "、"},
}


def declared(one, words):
    """Registers with their lifecycles, and reports with their columns, as two tables."""
    say = lambda thing: thing["labels"][words["code"]]
    join = lambda things: words["comma"].join(things)
    lines = [f"## {words['declared']}", ""]
    if one["records"]:
        lines += [f"| {words['register']} | {words['states']} | {words['steps']} |", "|---|---|---|"]
    for record in one["records"]:
        steps = [words["approval"].format(say(s)) if s["approval"] else say(s) for s in record["steps"]]
        states = " → ".join(say(s) for s in record["states"]) if record["steps"] else ""
        lines.append(f"| {say(record)} | {states} | {join(steps)} |")
    lines += ["", f"| {words['report']} | {words['shows']} |", "|---|---|"]
    lines += [f"| {say(r)} `{r['name']}` | {join(say(c) for c in r['columns'])} |" for r in one["reports"]]
    return "\n".join(lines).replace("|  |", "| |").replace("|  |", "| |")


def between(text, mark, body):
    """Puts the body between the two comments that bear the mark."""
    found = re.compile(rf"<!-- {mark} -->.*<!-- /{mark} -->", re.S)
    if not found.search(text):
        raise SystemExit(f"guide: no place marked {mark}")
    return found.sub(lambda _: f"<!-- {mark} -->\n{body}\n<!-- /{mark} -->", text)


def labels_of(one, code):
    """Every word that a person reads on the screens of the function."""
    out = {one["labels"][code]}
    for record in one["records"]:
        out |= {thing["labels"][code] for thing in [record, *record["states"], *record["steps"], *record["fields"]]}
    for thing in [*one["actions"], *one["reports"]]:
        out.add(thing["labels"][code])
    return out


def undeclared(text, words, known):
    """Words in bold in the loop that no declaration knows."""
    loop = text.split(f"## {words['loop']}")[1].split("\n## ")[0]
    return [word for word in re.findall(r"\*\*(.+?)\*\*", loop) if word not in known]


def main():
    check = "--check" in sys.argv
    names = [argument for argument in sys.argv[1:] if argument != "--check"]
    program = names[0] if names else "build/bin/tongchou"
    schema = json.loads(subprocess.run([program, "schema"], check=True, capture_output=True).stdout)
    functions = {one["name"]: one for one in schema["functions"]}
    # Services are declared likewise; what a person calls a function has a folder of its own.
    office = [name for name in functions if (ROOT / "src/functions" / name).is_dir()]
    faults = []
    for language, words in WORDS.items():
        shared = set().union(*(labels_of(functions[name], words["code"]) for name in ("project", "approval", "notice")))
        # What the web itself calls things: the button of a survey.
        shared |= {"Answer anonymously", "匿名作答"}
        rows = [f"| {words['function']} | {words['for']} |", "|---|---|"]
        pages = {}
        for name in office:
            path = GUIDE / language / "functions" / f"{name}.md"
            text = path.read_text(encoding="utf-8")
            lead = text.split("\n\n")[1].split(". " if language == "en" else "。")[0].rstrip(".")
            rows.append(f"| [{functions[name]['labels'][words['code']]}](functions/{name}.md) | {lead} |")
            pages[path] = between(text, "declared", declared(functions[name], words))
            known = shared | labels_of(functions[name], words["code"])
            faults += [f"{path}: {word} is not declared" for word in undeclared(text, words, known)]
        index = GUIDE / language / "README.md"
        pages[index] = between(index.read_text(encoding="utf-8"), "functions", "\n".join(rows))
        for path, text in pages.items():
            if path.read_text(encoding="utf-8") == text:
                continue
            if check:
                faults.append(f"{path}: run tools/guide.py")
            else:
                path.write_text(text, encoding="utf-8")
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
