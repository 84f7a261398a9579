#!/usr/bin/env python3
"""A real project through the browser, in both languages: dropped, found, dragged, applied, followed, undone; after a
restart everything is there. Then the drag on a generated plan of 10,000 activities.

usage: plan_journey.py FILE.xer [PROGRAM]
"""
import os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests/system"))
from plan_drag import PORT, Server, plan_file

FILE = os.path.abspath(sys.argv[1])
PROGRAM = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else os.path.join(ROOT, "build/bin/tongchou")

server = Server(PROGRAM)
try:
    with tempfile.NamedTemporaryFile(suffix=".xml") as generated:
        generated.write(plan_file(10_000, 30_000, 100, 20, 1))
        generated.flush()
        for number, (language, file) in enumerate((("zh-CN", FILE), ("en", FILE), ("en", generated.name))):
            project = server.call("POST", "projects", {"name": f"Journey {number}", "key": f"J{number}"})["record"]["id"]
            print(os.path.basename(file))
            subprocess.run(["node", "bench/plan_journey.mjs", f"http://127.0.0.1:{PORT}", project, file, language], cwd=os.path.join(ROOT, "web"), check=True)
            kept = server.call("GET", f"projects/{project}/plan")
            server.restart()
            if server.call("GET", f"projects/{project}/plan") != kept:
                raise SystemExit("after the restart the plan is another")
            print(f"after a restart: the same {len(kept['activities']['id'])} activities")
finally:
    server.stop()
