#!/usr/bin/env python3
"""Checks what a machine can check of CONTRIBUTING: layers, cycles between files, sizes, banned calls, marks."""
import os, re, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SRC = os.path.join(ROOT, "src")
LINE_MAX, FILE_MAX, FUNCTION_MAX = 100, 800, 70
BUDGETS = {"kernel": 6000, "kernel/function.h": 250}
BANNED = {
    r"system_clock::now": ("base/clock.cpp",),
    r"\brand\(\)|random_device": (),
    r"\bsystem\(|\bpopen\(|\bexecv": (),
    r"std::cout|std::cerr": (),
}
# Tables of constant declarations, where one line is one field, may run on.
LONG_LINES = re.compile(r'Label|label|\{"|"[^"]*[^\x00-\x7f]|STRICT|SELECT|INSERT|static constexpr|///<|CREATE')


def layers():
    allowed = {}
    for line in open(os.path.join(ROOT, "tests/tidy/layers.txt"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.partition(":")
            allowed[name] = rest.split()
    return allowed


def layer_of(path, allowed):
    folder = os.path.dirname(path)
    while folder and folder not in allowed:
        folder = os.path.dirname(folder)
    return folder


def files():
    for folder, _, names in os.walk(SRC):
        for name in sorted(names):
            if name.endswith((".h", ".cpp")):
                yield os.path.relpath(os.path.join(folder, name), SRC)


def find_cycle(graph):
    state, stack = {}, []
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in state else []
        if work:
            state[root] = 1
            stack.append(root)
        while work:
            node, edges = work[-1]
            for target in edges:
                if state.get(target) == 1:
                    return stack[stack.index(target):] + [target]
                if target in graph and target not in state:
                    state[target] = 1
                    stack.append(target)
                    work.append((target, iter(graph[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
                work.pop()
    return None


def long_functions(lines):
    start = None
    for number, line in enumerate(lines, 1):
        if start is None and re.match(r"^(  )?[A-Za-z\[].*\) ?(const|override|noexcept|const override)? ?(->.*)?\{$", line) and not line.lstrip().startswith(("namespace", "class", "struct", "enum", "constexpr std::array")):
            start, indent = number, len(line) - len(line.lstrip())
        elif start is not None and line.rstrip() in (" " * indent + "}", " " * indent + "};"):
            if number - start - 1 > FUNCTION_MAX:
                yield start, number - start - 1
            start = None


def over_budget():
    """The kernel stays small: lines that are neither blank nor a comment."""
    counted = {}
    for path in files():
        if path.startswith("kernel/") and not path.endswith("_test.cpp"):
            lines = open(os.path.join(SRC, path), encoding="utf-8").read().split("\n")
            counted[path] = sum(1 for line in lines if line.strip() and not line.lstrip().startswith("//"))
    sums = {"kernel": sum(counted.values()), "kernel/function.h": counted["kernel/function.h"]}
    return [f"{name}: {sums[name]} lines, at most {most}" for name, most in BUDGETS.items() if sums[name] > most]


def main():
    allowed, problems, graph = layers(), [], {}
    for path in files():
        text = open(os.path.join(SRC, path), encoding="utf-8").read()
        lines = text.split("\n")
        layer, test = layer_of(path, allowed), path.endswith("_test.cpp")
        if not layer:
            problems.append(f"{path}: belongs to no layer of layers.txt")
        if len(lines) > FILE_MAX:
            problems.append(f"{path}: {len(lines)} lines")
        if path.endswith(".h") and "#pragma once" not in text:
            problems.append(f"{path}: no #pragma once")
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d)", text):
            problems.append(f"{path}: a mark without an issue number")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_MAX and not LONG_LINES.search(line):
                problems.append(f"{path}:{number}: {len(line)} columns")
        if not test:
            for pattern, exempt in BANNED.items():
                if path not in exempt and re.search(pattern, text):
                    problems.append(f"{path}: banned call {pattern}")
            for number, size in long_functions(lines):
                problems.append(f"{path}:{number}: a function of {size} lines")
        graph[path] = re.findall(r'#include "([^"]+)"', text)
        for target in graph[path]:
            other = layer_of(target, allowed)
            open_all = "*" in allowed.get(layer, []) or test
            if other and other != layer and not open_all and other not in allowed.get(layer, []):
                problems.append(f"{path}: layer {layer} may not include {target}")
    headers = {name: targets for name, targets in graph.items() if name.endswith(".h")}
    cycle = find_cycle(headers)
    if cycle:
        problems.append("headers include each other: " + " -> ".join(cycle))
    problems += over_budget()
    for problem in problems:
        print(problem)
    print(f"tidy: {len(graph)} files, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
