#!/usr/bin/env python3
"""Kills the server with SIGKILL under mixed writes, again and again (trust R-1, R-2, R-4).

An outside ledger holds every write that was acknowledged. After each kill the data directory is examined with
`tongchou doctor` (one doctor for `--each` kills: it reads everything), and after the restart every write of the last cycle
and a sample of all must be there with at least the version that was acknowledged; a transaction of two records must never
be half there; a request whose outcome was lost is sent again with its Idempotency-Key and has one effect.
"""
import argparse, http.client, os, random, sys, threading, time, urllib.parse

import program

WRITERS = 4


class Ledger:
    def __init__(self):
        self.lock = threading.Lock()
        self.versions, self.pairs, self.unknown = {}, [], []

    def saw(self, record):
        with self.lock:
            self.versions[record["id"]] = max(self.versions.get(record["id"], 0), record["version"])


def writer(server, project, ledger, name):
    connection = server.connect(timeout=5)
    mine, count, asked = [], 0, None
    try:
        while True:
            count += 1
            title, key = f"crash {name} {count}", f"key-{name}-{count}"
            if mine and count % 3 == 0:
                identity, version = mine[-1]
                asked = None
                answer = server.send("PATCH", "risks/" + identity, {"cause": title}, {"If-Match": f'"{version}"'}, connection=connection)
            elif count % 3 == 1:
                asked = ("risks", {"title": title, "project": project}, key)
                answer = server.send("POST", asked[0], asked[1], {"Idempotency-Key": key}, connection=connection)
            else:
                commands = [{"do": "risk.create", "set": {"title": f"pair {name} {count} {side}", "project": project}} for side in "ab"]
                asked = ("transactions", {"commands": commands}, key)
                answer = server.send("POST", asked[0], asked[1], {"Idempotency-Key": key}, connection=connection)
            body = answer.json
            if answer.status not in (200, 201):
                continue
            for record in body.get("records") or [body["record"]]:
                ledger.saw(record)
            if "records" in body:
                with ledger.lock:
                    ledger.pairs.append([record["id"] for record in body["records"]])
            else:
                mine.append((body["record"]["id"], body["record"]["version"]))
            asked = None
    except (OSError, http.client.HTTPException, ValueError):
        if asked:
            with ledger.lock:
                ledger.unknown.append(asked)


def found(server, connection, filter):
    return server.send("GET", "risks?limit=500&fields=title&filter=" + urllib.parse.quote(filter), connection=connection).json


def check(server, ledger, recent, sample):
    """What is lost, half, or there twice."""
    connection = server.connect()
    older = list(ledger.versions)
    asked = set(recent) | set(random.sample(older, min(sample, len(older))))
    problems = []
    for identity in asked:
        answer = server.send("GET", "risks/" + identity, connection=connection)
        if answer.status != 200 or answer.json["version"] < ledger.versions[identity]:
            problems.append("lost " + identity)
    for path, body, key in ledger.unknown:
        answer = server.send("POST", path, body, {"Idempotency-Key": key}, connection=connection)
        title = body["title"] if path == "risks" else body["commands"][0]["set"]["title"]
        times = found(server, connection, f'title = "{title}"')["total"]
        if answer.status not in (200, 201) or times != 1:
            problems.append(f"sent again: {answer.status}, {times} times there: {title}")
    ledger.unknown.clear()
    # Newest first: pairs that were not acknowledged are among them as well.
    page = server.send("GET", "risks?limit=200&sort=-created_at&filter=" + urllib.parse.quote('title contains "pair"'), connection=connection).json
    stems = {}
    for item in page["items"]:
        stems.setdefault(item["title"][:-2], set()).add(item["title"][-1])
    problems += ["half " + stem for stem, sides in list(stems.items())[:-1] if len(sides) != 2]
    connection.close()
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cycles", type=int, default=15)
    parser.add_argument("--each", type=int, default=1, help="kills between two doctors")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random.seed(options.seed)
    ledger, problems, doctors, begun = Ledger(), 0, 0, time.time()
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Crash", "key": "CRASH"}).json["record"]["id"]
        for cycle in range(options.cycles):
            before = set(ledger.versions)
            threads = [threading.Thread(target=writer, args=(server, project, ledger, f"{cycle}.{i}")) for i in range(WRITERS)]
            for thread in threads:
                thread.start()
            time.sleep(random.uniform(0.02, 0.4))
            server.kill()
            for thread in threads:
                thread.join()
            if cycle % options.each == options.each - 1 or cycle == options.cycles - 1:
                code, out, err = program.run("doctor", "--data", server.folder)
                doctors += 1
                if code != 0:
                    problems += 1
                    print(f"cycle {cycle}: doctor: {out[:400]}{err[:400]}", flush=True)
            server.start()
            for problem in check(server, ledger, set(ledger.versions) - before, 50):
                problems += 1
                print(f"cycle {cycle}: {problem}", flush=True)
    finally:
        server.remove()
    print(f"{options.cycles} kills, {doctors} doctors, {len(ledger.versions)} records and {len(ledger.pairs)} pairs acknowledged, "
          f"{problems} problems, {time.time() - begun:.0f} s")
    return 1 if problems or not ledger.versions else 0


sys.exit(main())
