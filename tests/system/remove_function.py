#!/usr/bin/env python3
"""Takes functions out of a source tree as a user of the sources would: the folder, and one line each where it is named.
usage: remove_function.py TREE FUNCTION..."""
import os, re, shutil, sys


def without_line(path, pattern):
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    kept = [line for line in lines if not re.search(pattern, line)]
    if len(kept) != len(lines) - 1:
        raise SystemExit(f"{path}: {len(lines) - len(kept)} lines match {pattern}, one was expected")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(kept)


def remove(tree, function):
    functions = os.path.join(tree, "src/functions")
    shutil.rmtree(os.path.join(functions, function))
    without_line(os.path.join(functions, "functions.cpp"), rf"&{function}_function\(\)")
    cmake = os.path.join(functions, "CMakeLists.txt")
    with open(cmake, encoding="utf-8") as file:
        text = file.read()
    head, rest = text.split("set(functions", 1)
    names, rest = rest.split(")", 1)
    left = [name for name in names.split() if name != function]
    if len(left) != len(names.split()) - 1:
        raise SystemExit(f"{cmake} does not name {function} once")
    with open(cmake, "w", encoding="utf-8") as file:
        file.write(head + "set(functions\n  " + " ".join(left) + ")" + rest)


for name in sys.argv[2:]:
    remove(sys.argv[1], name)
