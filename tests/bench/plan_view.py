#!/usr/bin/env python3
"""The plan view in a browser, with generated plans of 10,000 and 100,000 rows: first paint, scrolling, heap.

usage: plan_view.py [PROGRAM [ACTIVITIES…]]
"""
import os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/system"))
from plan_drag import PORT, Server, plan_file

# Three links an activity; every twentieth row is a summary.
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build/bin/tongchou")
SIZES = [int(size) for size in sys.argv[2:]] or [9_500, 95_000]

server = Server(PROGRAM)
try:
    for size in SIZES:
        project = server.call("POST", "projects", {"name": f"Rows {size}", "key": f"R{size}"})["record"]["id"]
        server.call("POST", f"projects/{project}/plan/import?name=rows.xml", plan_file(size, 3 * size, 100, 20, 1))
        subprocess.run(["node", "bench/plan_view.mjs", f"http://127.0.0.1:{PORT}", project], cwd=os.path.join(ROOT, "web"), check=True)
finally:
    server.stop()
