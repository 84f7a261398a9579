#!/usr/bin/env python3
"""Eight people at once on the large portfolio: wall times of what they open, against the bars.

large_portfolio.py PORT [SECONDS]   (a server over what `large_portfolio` wrote)
"""
import json
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request

PORT = int(sys.argv[1])
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 20
BASE = f"http://127.0.0.1:{PORT}/api/v1"
# What the director's home asks for, as web/src/home/DirectorHome.tsx has it.
HOME = ["/projects?limit=500", "/decision-steps?limit=6", "/reports/risk.matrix",
        "/reports/process.gate_board", "/reports/communication.action_tracker",
        "/reports/audit.live_tests", "/reports/document.completeness",
        "/reports/change_control.index", "/reports/time.variance"]
BARS = {"director's home": 1000, "project list": 300, "plan of 5,000": 1000, "search": 300}


def call(path, cookie=None, body=None):
    headers = {"Accept-Encoding": "gzip"}
    if cookie:
        headers["Cookie"] = cookie
    data = json.dumps(body).encode() if body else None
    if body:
        headers["Content-Type"] = "application/json"
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data, headers)) as answer:
        return answer.read(), answer.headers


def sign_in():
    _, headers = call("/session", body={"user": "pmo", "password": "a-long-pass-word"})
    return headers["Set-Cookie"].split(";")[0]


def main():
    cookie = sign_in()
    largest = "/projects?filter=" + urllib.parse.quote('key = "L0"')
    import gzip
    raw, headers = call(largest, cookie)
    if headers.get("Content-Encoding") == "gzip":
        raw = gzip.decompress(raw)
    project = json.loads(raw)["items"][0]["id"]
    word = urllib.parse.quote("钢材")
    jobs = {
        "director's home": HOME,
        "project list": ["/projects?limit=50&sort=name"],
        "plan of 5,000": [f"/projects/{project}/plan"],
        "search": [f"/search?q={word}"],
    }
    singles = {}
    for path in HOME:
        start = time.monotonic()
        call(path, cookie)
        singles[path] = (time.monotonic() - start) * 1000
    for path, ms in singles.items():
        start = time.monotonic()
        call(path, cookie)
        print(f"  {path}: first {ms:.0f} ms, again {(time.monotonic() - start) * 1000:.0f} ms")
    times = {name: [] for name in jobs}
    errors = []
    end = time.monotonic() + SECONDS

    def user(number):
        names = list(jobs)
        turn = number
        while time.monotonic() < end:
            name = names[turn % len(names)]
            turn += 1
            start = time.monotonic()
            try:
                for path in jobs[name]:
                    call(path, cookie)
            except Exception as error:  # Any failure counts and is told.
                errors.append(f"{name}: {error}")
                continue
            times[name].append((time.monotonic() - start) * 1000)

    threads = [threading.Thread(target=user, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, list_ in times.items():
        if len(list_) < 2:
            print(f"{name}: {len(list_)} runs")
            continue
        p95 = statistics.quantiles(list_, n=20)[18]
        print(f"{name}: {len(list_)} runs, p50 {statistics.median(list_):.0f} ms, "
              f"p95 {p95:.0f} ms (bar {BARS[name]})")
    print(f"errors: {len(errors)}", *errors[:3], sep="\n  ")


main()
