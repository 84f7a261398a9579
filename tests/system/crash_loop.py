#!/usr/bin/env python3
"""Kills the server with SIGKILL under mixed writes, again and again (trust R-1, R-2).

An outside ledger holds every write that was acknowledged. After each kill the data directory is examined with
`tongchou doctor`, and after the restart every record of the ledger must be there with at least the version that was
acknowledged. A transaction of two records must never be half there.
"""
import argparse, http.client, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "build/bin/tongchou")
PORT = 8094


def start(folder, demo):
    arguments = [PROGRAM, "serve", "--data", folder, "--listen", f"127.0.0.1:{PORT}"] + (["--demo"] if demo else [])
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(400):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.025)
    raise SystemExit("the server does not start")


def call(connection, token, method, path, body=None, headers=None):
    data = None if body is None else json.dumps(body)
    connection.request(method, "/api/v1/" + path, data, {"Authorization": "Bearer " + token, **(headers or {})})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null")


def writer(token, project, ledger, pairs, lock, number):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
        mine = []
        count = 0
        while True:
            count += 1
            if mine and count % 3 == 0:
                identity, version = mine[-1]
                status, answer = call(connection, token, "PATCH", "risks/" + identity, {"cause": f"c{count}"}, {"If-Match": f'"{version}"'})
            elif count % 3 == 1:
                status, answer = call(connection, token, "POST", "risks", {"title": f"crash {number} {count}", "project": project})
            else:
                commands = [{"do": "risk.create", "set": {"title": f"pair {number} {count} {side}", "project": project}} for side in "ab"]
                status, answer = call(connection, token, "POST", "transactions", {"commands": commands})
                if status == 200:
                    with lock:
                        pairs.append([record["id"] for record in answer["records"]])
                continue
            if status in (200, 201):
                record = answer["record"]
                mine.append((record["id"], record["version"]))
                with lock:
                    ledger[record["id"]] = max(ledger.get(record["id"], 0), record["version"])
    except (OSError, http.client.HTTPException, ValueError):
        return


def check(token, ledger, pairs, sample):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    lost = 0
    identities = list(ledger.items())
    for identity, version in identities if len(identities) <= sample else random.sample(identities, sample):
        status, record = call(connection, token, "GET", "risks/" + identity)
        lost += status != 200 or record["version"] < version
    for pair in pairs[-sample:]:
        lost += any(call(connection, token, "GET", "risks/" + identity)[0] != 200 for identity in pair)
    # A pair is written whole or not at all, acknowledged or not.
    status, found = call(connection, token, "GET", "risks?limit=500&sort=-created_at&filter=title%20contains%20%22pair%22")
    titles = [item["title"] for item in found["items"]]
    stems = {}
    for title in titles:
        stems.setdefault(title[:-2], set()).add(title[-1])
    halves = sum(len(sides) != 2 for sides in list(stems.values())[:-1])
    return lost, halves


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp()
    ledger, pairs, lock = {}, [], threading.Lock()
    problems = 0
    server = start(folder, True)
    token = subprocess.check_output([os.path.join(ROOT, "tests/system/token.sh"), str(PORT)], text=True).strip()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    project = call(connection, token, "POST", "projects", {"name": "Crash", "key": "CRASH"})[1]["record"]["id"]
    try:
        for cycle in range(options.cycles):
            threads = [threading.Thread(target=writer, args=(token, project, ledger, pairs, lock, cycle * 10 + i)) for i in range(4)]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.05, 0.5))
            server.send_signal(signal.SIGKILL)
            server.wait()
            for thread in threads:
                thread.join()
            doctor = subprocess.run([PROGRAM, "doctor", "--data", folder], capture_output=True, text=True)
            if doctor.returncode != 0:
                print(f"cycle {cycle}: doctor: {doctor.stdout[:400]}{doctor.stderr[:400]}")
                problems += 1
            server = start(folder, False)
            lost, halves = check(token, ledger, pairs, 200)
            if lost or halves:
                print(f"cycle {cycle}: {lost} acknowledged writes lost, {halves} half sets")
                problems += lost + halves
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{options.cycles} kills, {len(ledger)} records and {len(pairs)} pairs acknowledged, {problems} problems")
    return 1 if problems or not ledger else 0


sys.exit(main())
