#!/usr/bin/env python3
"""A failing disk under the real program (trust R-6, R-7): a failed sync turns it read-only for good, a full disk refuses
writes until there is space again; reads go on, readiness tells it, and nothing acknowledged is lost."""
import os, subprocess, sys, tempfile

import program

SYNCS = [int(one) for one in os.environ.get("SYNCS", "1 2 5").split()]


def preload(folder):
    library = os.path.join(folder, "fault.so")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fault.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def begin(tools, library):
    data = tempfile.mkdtemp()
    flags = {"FAULT_SYNC": os.path.join(tools, "sync"), "FAULT_FULL": os.path.join(tools, "full")}
    for flag in flags.values():
        if os.path.exists(flag):
            os.remove(flag)
    server = program.Server(folder=data, environment={"LD_PRELOAD": library, "FAULT_FOLDER": data, **flags})
    server.use_token()
    project = server.send("POST", "projects", {"name": "Fault", "key": "FAULT"}).json["record"]["id"]
    return server, flags, project


def write(server, project, ledger, count):
    answer = server.send("POST", "risks", {"title": f"fault {count}", "project": project})
    if answer.status == 201:
        ledger.append(answer.json["record"]["id"])
    return answer


def after_restart(checks, server, ledger):
    """Without the faults: sound, and everything that was acknowledged is there."""
    server.kill()
    code, out, err = program.run("doctor", "--data", server.folder)
    checks.equal("doctor " + out + err, 0, code)
    server.environment = {}
    server.start()
    lost = [one for one in ledger if server.send("GET", "risks/" + one).status != 200]
    checks.equal("acknowledged and lost", [], lost)
    checks.equal("writes again after a restart", 201, write(server, server.send("GET", "projects?filter=key = \"FAULT\"".replace(" ", "%20").replace('"', "%22")).json["items"][0]["id"], [], 0).status)


def failed_sync(checks, tools, library, first):
    server, flags, project = begin(tools, library)
    ledger = []
    try:
        for count in range(5):
            write(server, project, ledger, count)
        with open(flags["FAULT_SYNC"], "w") as flag:
            flag.write(str(first))
        refused = None
        for count in range(200):
            answer = write(server, project, ledger, 100 + count)
            if answer.status != 201:
                refused = answer
                break
        checks.true(f"sync {first} was noticed", refused)
        checks.equal("a failed sync is refused", (503, "server.read_only"), (refused.status, refused.json["code"]))
        os.remove(flags["FAULT_SYNC"])
        checks.equal("and stays so when syncs work again", 503, write(server, project, ledger, 999).status)
        checks.equal("reads go on", 200, server.send("GET", "risks").status)
        ready = server.send("GET", "/readyz")
        checks.equal("readiness tells it", (200, False, "server.read_only"), (ready.status, ready.json["writable"], ready.json.get("code")))
        checks.true("metrics tell it", b"tongchou_writable 0" in server.send("GET", "/metrics").bytes)
        after_restart(checks, server, ledger)
    finally:
        server.remove()


def full_disk(checks, tools, library):
    server, flags, project = begin(tools, library)
    ledger = []
    try:
        for count in range(5):
            write(server, project, ledger, count)
        open(flags["FAULT_FULL"], "w").close()
        answer = write(server, project, ledger, 100)
        checks.equal("a full disk is refused", (507, "server.disk_full"), (answer.status, answer.json["code"]))
        checks.equal("reads go on", 200, server.send("GET", "risks").status)
        checks.equal("readiness tells it", "server.disk_full", server.send("GET", "/readyz").json.get("code"))
        os.remove(flags["FAULT_FULL"])
        checks.equal("writes go on with space", 201, write(server, project, ledger, 101).status)
        checks.equal("readiness as before", True, server.send("GET", "/readyz").json["writable"])
        after_restart(checks, server, ledger)
    finally:
        server.remove()


def main():
    checks = program.Checks()
    with tempfile.TemporaryDirectory() as tools:
        library = preload(tools)
        for first in SYNCS:
            failed_sync(checks, tools, library, first)
        full_disk(checks, tools, library)
    return checks.end("storage faults")


sys.exit(main())
