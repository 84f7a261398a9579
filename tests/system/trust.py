#!/usr/bin/env python3
"""What the foundation promises over HTTP and on its command line: sessions, second factor, throttling, jobs, conditional reads, several
writers, several nodes, saved views, reading as of a moment, TLS, anchors of the audit trail, backup. usage: trust.py [NAME...]"""
import base64, datetime, hmac, json, os, re, ssl, struct, subprocess, sys, tempfile, time, urllib.parse

import program
from verify_proof import holds

checks = program.Checks()


def sessions():
    server = program.Server()
    try:
        first, second = server.sign_in(agent="Mozilla/5.0 (Windows) Firefox/128.0"), server.sign_in(agent="curl/8")
        items = server.send("GET", "sessions", headers=first).json["items"]
        checks.equal("both sessions are listed", ["curl/8", "Mozilla/5.0 (Windows) Firefox/128.0"], [one["device"] for one in items])
        checks.equal("one is the present one", [False, True], [one["current"] for one in items])
        checks.equal("with their address", {"127.0.0.1"}, {one["address"] for one in items})
        stranger = server.sign_in("other")
        checks.equal("a session of somebody else cannot be ended", 404, server.send("DELETE", "sessions/" + items[0]["id"], headers=stranger).status)
        checks.equal("ending needs the CSRF token", 403, server.send("DELETE", "sessions/" + items[0]["id"], headers={"Cookie": first["Cookie"]}).status)
        checks.equal("one's own can", 204, server.send("DELETE", "sessions/" + items[0]["id"], headers=first).status)
        checks.equal("it works no more, at once", 401, server.send("GET", "session", headers=second).status)
        for _ in range(3):
            server.sign_in()
        checks.equal("all others end", 3, server.send("DELETE", "sessions", headers=first).json["ended"])
        checks.equal("this one goes on", [True], [one["current"] for one in server.send("GET", "sessions", headers=first).json["items"]])
        server.kill()
        server.start()
        checks.equal("an ended session stays so after a restart", 401, server.send("GET", "session", headers=second).status)
        checks.equal("an open one too", 200, server.send("GET", "session", headers=first).status)
    finally:
        server.remove()


def passwords():
    server = program.Server()
    try:
        mine = server.sign_in("other")
        token = server.send("POST", "tokens", {"name": "script", "days": 1}, mine).json["token"]
        bearer = {"Authorization": "Bearer " + token}
        checks.equal("a token works", 200, server.send("GET", "projects", headers=bearer).status)
        server.use_token()
        user = next(one for one in server.send("GET", "users").json["items"] if one["login"] == "other")
        answer = server.send("POST", f"users/{user['id']}/actions/reset_password", {}, {"If-Match": f'"{user["version"]}"'})
        checks.equal("an administrator resets", 200, answer.status)
        once = answer.json["result"]["one_time_password"]
        checks.true("it is not kept where it can be read", once not in server.send("GET", f"users/{user['id']}/history").bytes.decode())
        checks.equal("open sessions and tokens end", (401, 401), (server.send("GET", "session", headers=mine).status, server.send("GET", "projects", headers=bearer).status))
        checks.equal("the old password is none", 401, server.sign_in("other").status)
        mine = server.sign_in("other", once)
        checks.true("it says what is due", server.send("GET", "session", headers=mine).json["must_change_password"])
        checks.equal("and allows nothing else", ([], {}), (server.send("GET", "projects", headers=mine).json.get("items", []), server.send("GET", "session", headers=mine).json["permissions"]))
        change = lambda old, new: server.send("POST", "session/password", {"old": old, "new": new}, mine).status
        checks.equal("wrong, weak, the same", [422, 422, 422], [change("wrong", "a-fresh-long-word"), change(once, "12345678"), change(once, once)])
        checks.equal("another one is taken", 204, change(once, "a-fresh-long-word"))
        checks.equal("now everything is allowed again", (200, False), (server.send("GET", "projects", headers=mine).status, server.send("GET", "session", headers=mine).json["must_change_password"]))
        checks.equal("the one-time password is over", 401, server.sign_in("other", once).status)
        checks.true("the new one works", "Cookie" in server.sign_in("other", "a-fresh-long-word"))
    finally:
        server.remove()


def code_of(key, ahead=0):
    """What an authenticator app shows (RFC 6238), so many steps ahead."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1_000_000:06}"


def second_factor():
    server = program.Server()
    try:
        mine, elsewhere = server.sign_in("other"), server.sign_in("other")
        ask = lambda path, body, headers=mine: server.send("POST", "session/second-factor" + path, body, headers)
        sign_in = lambda code: server.sign_in("other", code=code)
        checks.equal("a key takes the password", 422, ask("", {"password": "wrong"}).status)
        key = ask("", {"password": program.PASSWORD}).json
        checks.true("the address for the app carries it", key["address"].startswith("otpauth://totp/Tongchou:other?secret=" + key["secret"]))
        checks.true("until it is confirmed the password is enough", "Cookie" in server.sign_in("other"))
        checks.equal("a wrong code does not confirm", 422, ask("/confirm", {"code": "000000"}).status)
        answer = ask("/confirm", {"code": code_of(key["secret"])})
        codes = answer.json["recovery_codes"]
        checks.equal("the right one does, ten recovery codes with it", (200, 10), (answer.status, len(set(codes))))
        checks.equal("every other session ends", (401, 200), (server.send("GET", "session", headers=elsewhere).status, server.send("GET", "session", headers=mine).status))
        refused = sign_in(None)
        checks.equal("the password alone is not enough", (401, "identity.code_needed"), (refused.status, refused.json["code"]))
        checks.equal("nor is a wrong password told from a wrong code", "identity.wrong_password", server.sign_in("other", "wrong", code=code_of(key["secret"], 1)).json["code"])
        checks.equal("the code that confirmed is spent", "identity.code_wrong", sign_in(code_of(key["secret"])).json["code"])
        next_code = code_of(key["secret"], 1)
        checks.true("the next one signs in", "Cookie" in sign_in(next_code))
        server.kill()
        server.start()
        checks.equal("once, also after a restart", "identity.code_wrong", sign_in(next_code).json["code"])
        checks.true("a recovery code signs in, as people type it", "Cookie" in sign_in(codes[0].upper().replace("-", " ")))
        checks.equal("once", "identity.code_wrong", sign_in(codes[0]).json["code"])
        checks.equal("nine are left", (True, 9), (lambda it: (it["on"], it["recovery_codes_left"]))(server.send("GET", "session/second-factor", headers=mine).json))
        server.use_token()
        user = next(one for one in server.send("GET", "users").json["items"] if one["login"] == "other")
        act = lambda name: server.send("POST", f"users/{user['id']}/actions/{name}", {}, {"If-Match": f'"{user["version"]}"'})
        once = act("reset_password").json["result"]["one_time_password"]
        checks.equal("a one-time password does not step around it", "identity.code_needed", server.sign_in("other", once).json["code"])
        trail = server.send("GET", f"users/{user['id']}/history").bytes.decode()
        checks.true("no key and no code stand in the history", key["secret"] not in trail and codes[1] not in trail)
        mine = server.sign_in("other", once, code=codes[1])
        user = next(one for one in server.send("GET", "users").json["items"] if one["login"] == "other")
        checks.equal("an administrator takes a lost one away", 200, act("remove_second_factor").status)
        checks.equal("its sessions end", 401, server.send("GET", "session", headers=mine).status)
        mine = server.sign_in("other", once)
        checks.true("the password is enough again", "Cookie" in mine)
        key = ask("", {"password": once}, mine).json
        checks.equal("a new one can be taken", 200, ask("/confirm", {"code": code_of(key["secret"])}, mine).status)
        checks.equal("off takes a code", 422, ask("/off", {"password": once, "code": ""}, mine).status)
        checks.equal("and is off with one", 204, ask("/off", {"password": once, "code": code_of(key["secret"], 1)}, mine).status)
        checks.true("no code is asked any more", "Cookie" in server.sign_in("other", once))
    finally:
        server.remove()


def throttling():
    server = program.Server()
    try:
        codes = [server.sign_in("root", "wrong").status for _ in range(12)]
        checks.equal("ten wrong passwords, then no more tries", [401] * 10 + [429] * 2, codes)
        checks.equal("not even with the right one", 429, server.sign_in("root").status)
        checks.true("other accounts sign in", "Cookie" in server.sign_in("other"))
        many = [server.sign_in(f"nobody{n}", "wrong").status for n in range(100)]
        checks.true("one address cannot try every account", 429 in many and many[:50] == [401] * 50)
    finally:
        server.remove()


def wait_for(server, address, ended, seconds=60):
    until = time.time() + seconds
    while time.time() < until:
        job = server.send("GET", address).json
        if ended(job):
            return job
        time.sleep(0.05)
    return job


def jobs():
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Job", "key": "JOB"}).json["record"]["id"]
        answer = server.send("POST", "action-items", {"title": "by a job", "project": project}, {"Prefer": "respond-async", "Idempotency-Key": "job-1"})
        checks.equal("answered with a job", (202, "respond-async"), (answer.status, answer.headers["Preference-Applied"]))
        job = wait_for(server, answer.headers["Location"], lambda one: one["state"] == "done")
        checks.equal("it ends", ("done", 1, 201), (job["state"], job["progress"], job["status"]))
        checks.equal("with the answer of the request", "by a job", job["result"]["record"]["title"])
        checks.equal("also at its own address", (201, job["result"]), (lambda one: (one.status, one.json))(server.send("GET", job["result_address"])))
        quick = server.send("GET", "action-items", headers={"Prefer": "respond-async, wait=20"})
        checks.equal("who waits gets it at once", (200, 1), (quick.status, quick.json["total"]))
        refused = server.send("POST", "action-items", {}, {"Prefer": "respond-async"})
        job = wait_for(server, refused.headers["Location"], lambda one: one["state"] == "failed")
        checks.equal("a refusal is a failed job with its reasons", ("failed", 422), (job["state"], job["status"]))
        token = server.token
        server.token = None
        server.use_token("other")
        checks.equal("of others nothing is seen", 404, server.send("GET", answer.headers["Location"]).status)
        server.token = token
        checks.equal("nobody without signing in", 401, server.send("GET", "action-items", headers={"Prefer": "respond-async"}, sign=False).status)
        queued = [server.send("GET", "action-items?limit=500", headers={"Prefer": "respond-async"}) for _ in range(30)]
        checks.equal("cancelling", 204, server.send("DELETE", queued[-1].headers["Location"]).status)
        states = {wait_for(server, one.headers["Location"], lambda job: job["state"] not in ("queued", "running"))["state"] for one in queued[-1:]}
        checks.true("a cancelled one is so", states <= {"cancelled", "done"})
        for _ in range(40):
            server.send("GET", "action-items?limit=500", headers={"Prefer": "respond-async"})
        server.kill()
        server.start()
        listed = {job["state"] for job in server.send("GET", "jobs").json["items"]}
        checks.true(f"nothing seems to run after a restart: {listed}", not listed & {"queued", "running"})
        kept = server.send("GET", answer.headers["Location"]).json
        checks.equal("an answer is kept", ("done", "by a job"), (kept["state"], kept["result"]["record"]["title"]))
        checks.equal("stops", 0, server.stop())
        checks.equal("sound", (0, ""), program.run("doctor", "--data", server.folder)[::2])
    finally:
        server.remove()


def conditional():
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Etag", "key": "ETAG"}).json["record"]["id"]
        one = server.send("GET", "projects/" + project)
        tag = one.headers["ETag"]
        same = server.send("GET", "projects/" + project, headers={"If-None-Match": tag})
        checks.equal("unchanged record", (304, b"", tag), (same.status, same.bytes, same.headers["ETag"]))
        several = server.send("GET", "projects/" + project, headers={"If-None-Match": f'"other", {tag}'})
        checks.equal("one of several tags", 304, several.status)
        checks.equal("the tag is a version for If-Match", 200, server.send("PATCH", "projects/" + project, {"goal": "x"}, {"If-Match": tag}).status)
        checks.equal("changed record", 200, server.send("GET", "projects/" + project, headers={"If-None-Match": tag}).status)
        page = server.send("GET", "action-items?limit=10")
        tag = page.headers["ETag"]
        checks.equal("unchanged list", (304, b""), (lambda a: (a.status, a.bytes))(server.send("GET", "action-items?limit=10", headers={"If-None-Match": tag})))
        server.send("POST", "action-items", {"title": "new", "project": project})
        checks.equal("changed list", 200, server.send("GET", "action-items?limit=10", headers={"If-None-Match": tag}).status)
    finally:
        server.remove()


def writers():
    """Changes of different fields of one record both hold; the second change of the same field gets the record as it is."""
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Two", "key": "TWO"}).json["record"]["id"]
        address = "projects/" + project
        tag = {"If-Match": server.send("GET", address).headers["ETag"]}
        checks.equal("the first", 200, server.send("PATCH", address, {"goal": "first"}, tag).status)
        checks.equal("another field", 200, server.send("PATCH", address, {"name": "Both"}, tag).status)
        late = server.send("PATCH", address, {"goal": "second"}, tag)
        checks.equal("the same field", (412, "first"), (late.status, late.json["record"]["goal"]))
        now = server.send("GET", address).json
        checks.equal("both hold", ("first", "Both"), (now["goal"], now["name"]))
    finally:
        server.remove()


def nodes():
    """What is written on one node is told by the other within a second."""
    url = os.environ.get("TC_POSTGRES_URL")
    if not url:
        print("nodes: TC_POSTGRES_URL is not set, 0 checks")
        return
    one = program.Server("--database", url)
    other = program.Server("--database", url)
    try:
        one.use_token()
        project = one.send("POST", "projects", {"name": "Node", "key": "NODE"}).json["record"]["id"]
        stream = other.connect(timeout=10)
        stream.request("GET", "/api/v1/events", headers=other.sign_in())
        events = stream.getresponse()
        waits = []
        for number in range(5):
            time.sleep(0.3)
            began = time.monotonic()
            made = one.send("POST", "action-items", {"title": f"told {number}", "project": project}).json["record"]["id"]
            while made.encode() not in events.readline():
                pass
            waits.append(time.monotonic() - began)
        checks.equal("told within a second", True, max(waits) < 1)
        print(f"nodes: told after {max(waits) * 1000:.0f} ms at most")
        stream.close()
    finally:
        other.remove()
        one.remove()


def views():
    server = program.Server()
    try:
        server.use_token()
        body = {"name": "Open ones", "record": "action_item", "view": {"state": "open", "sort": "-due"}, "shared": False}
        made = server.send("POST", "saved-views", body)
        checks.equal("saved", (201, body["view"], True), (made.status, made.json["view"], made.json["mine"]))
        address = "saved-views/" + made.json["id"]
        checks.equal("an unknown record", 422, server.send("POST", "saved-views", {**body, "record": "nothing"}).status)
        checks.equal("no name", 422, server.send("POST", "saved-views", {"record": "action_item", "view": {}}).status)
        root, server.token = server.token, None
        other = server.use_token("other")
        checks.equal("private", [], server.send("GET", "saved-views?record=action_item").json["items"])
        checks.equal("cannot be changed by others", 404, server.send("PATCH", address, {"name": "mine"}).status)
        server.token = root
        checks.equal("shared", True, server.send("PATCH", address, {"shared": True}).json["shared"])
        server.token = other
        seen = server.send("GET", "saved-views?record=action_item").json["items"]
        checks.equal("seen by others", [("Open ones", False)], [(one["name"], one["mine"]) for one in seen])
        checks.equal("of another register nothing", [], server.send("GET", "saved-views?record=issue").json["items"])
        checks.equal("cannot be removed by others", 404, server.send("DELETE", address).status)
        server.token = root
        checks.equal("removed", (204, []), (server.send("DELETE", address).status, server.send("GET", "saved-views").json["items"]))
    finally:
        server.remove()


def past():
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Then", "key": "PAST"}).json["record"]["id"]
        plan = f"projects/{project}/plan"
        server.send("POST", plan, {"start": "2026-01-05"})

        def edit(*edits):
            version = server.send("GET", plan).json["plan"]["version"]
            return server.send("POST", plan + "/edits", {"version": version, "edits": list(edits)}).json

        activity = edit({"add": {"name": "Dig", "duration": 2400, "kind": "task", "key": "a"}})["added"]["a"]
        before = server.send("GET", plan).json
        time.sleep(0.01)  # Moments are milliseconds.
        then = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        time.sleep(0.01)
        edit({"set": {"activity": activity, "name": "Fill", "duration": 4800}})
        tag = server.send("GET", "projects/" + project).headers["ETag"]
        server.send("PATCH", "projects/" + project, {"name": "Now"}, {"If-Match": tag})
        server.send("POST", "action-items", {"title": "came later", "project": project})
        told = server.send("GET", f"{plan}?as_of={then}").json
        checks.equal("the plan as it was", before["activities"], told["activities"])
        checks.equal("which nobody edits", (before["plan"]["version"], False), (told["plan"]["version"], told["plan"]["can_edit"]))
        checks.equal("and as it is", ["Fill"], server.send("GET", plan).json["activities"]["name"])
        record = server.send("GET", f"projects/{project}?as_of={then}").json
        checks.equal("a record and what may be done with it", ("Then", []), (record["name"], record["allowed"]))
        checks.equal("lists and totals", ([], 0), (lambda a: (a["items"], a["total"]))(server.send("GET", f"action-items?as_of={then}").json))
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()  # The office's day.
        checks.equal("today is the present", 1, server.send("GET", f"action-items?as_of={today}").json["total"])
        refused = [server.send("PATCH", f"projects/{project}?as_of={then}", {"name": "x"}, {"If-Match": tag}), server.send("GET", f"reports/risk.matrix?as_of={then}"),
                   server.send("GET", f"search?q=Then&as_of={then}"), server.send("GET", "action-items?as_of=2035-01-01"), server.send("GET", "action-items?as_of=soon")]
        checks.equal("what cannot be done then", [(400, "as_of.read_only")] + [(400, "as_of.not_here")] * 2 + [(400, "query.bad_parameter")] * 2, [(a.status, a.json["code"]) for a in refused])
    finally:
        server.remove()


def certificate(folder):
    cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return cert, key


def tls():
    with tempfile.TemporaryDirectory() as folder:
        cert, key = certificate(folder)
        trusting = ssl.create_default_context(cafile=cert)
        server = program.Server("--tls-cert", cert, "--tls-key", key, tls=trusting)
        try:
            answer = server.send("GET", "/healthz", sign=False)
            checks.equal("by TLS", 200, answer.status)
            checks.true("browsers stay with it", answer.headers["Strict-Transport-Security"])
            signed = server.send("POST", "session", {"user": "root", "password": program.PASSWORD}, sign=False)
            checks.true("the cookie is for TLS alone", re.match("__Host-tongchou=.*; Secure", signed.headers["Set-Cookie"]))
            old = ssl.create_default_context(cafile=cert)
            old.set_ciphers("ALL:@SECLEVEL=0")
            old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            old.maximum_version = ssl.TLSVersion.TLSv1_1
            server.tls = old
            try:
                server.send("GET", "/healthz", sign=False)
                checks.true("TLS 1.1 is refused", False)
            except ssl.SSLError:
                checks.true("TLS 1.1 is refused", True)
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                exactly = ssl.create_default_context(cafile=cert)
                exactly.minimum_version = exactly.maximum_version = version
                server.tls = exactly
                checks.equal(f"{version.name}", 200, server.send("GET", "/healthz", sign=False).status)
            server.tls = None
            try:
                checks.true("plain HTTP gets no answer", server.send("GET", "/healthz", sign=False).status == 400)
            except OSError:
                checks.true("plain HTTP gets no answer", True)
            except Exception as problem:
                checks.true("plain HTTP gets no answer: " + type(problem).__name__, True)
            server.tls = trusting
        finally:
            server.remove()
        checks.equal("an absent key", 3, program.run("serve", "--data", folder + "/d", "--listen", f"127.0.0.1:{program.free_port()}", "--tls-cert", cert, "--tls-key", folder + "/none")[0])
        checks.equal("a certificate alone", 2, program.run("serve", "--data", folder + "/d", "--tls-cert", cert)[0])


def edit_database(folder, statements):
    """As somebody with the file in hand would: triggers go first."""
    import sqlite3
    base = sqlite3.connect(os.path.join(folder, "tongchou.db"))
    for trigger in ("_audit_no_UPDATE", "_audit_no_DELETE"):
        base.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


def anchors():
    server = program.Server()
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "Audit", "key": "AUDIT"}).json["record"]["id"]
        for number in range(20):
            server.send("POST", "action-items", {"title": f"r{number}", "project": project})
        server.stop()
        data = server.folder
        outside = data + ".anchors"
        with open(os.path.join(data, "anchors.jsonl")) as file, open(outside, "w") as copy:
            copy.write(file.read())
        with open(os.path.join(data, "keys/audit.pub")) as file:
            key = file.read().strip()
        verify = lambda *more: program.run("audit", "verify", "--data", data, "--json", *more)
        code, out, _ = verify("--anchors", outside, "--key", key)
        report = json.loads(out)
        checks.equal("sound and anchored to its end", (0, report["events"]), (code, report["anchored"]))
        proof = json.loads(program.run("audit", "prove", "5", "--data", data)[1])
        checks.true("an independent script accepts the proof", holds(proof))
        checks.true("and no other event", not holds({**proof, "event": proof["event"].replace("done", "gone")}))
        checks.equal("the root is the signed one", proof["root"], json.loads(proof["anchor"])["root"])
        checks.equal("no such event", 1, program.run("audit", "prove", "99999", "--data", data)[0])
        checks.equal("keys are the owner's alone", "600", oct(os.stat(os.path.join(data, "keys/audit.key")).st_mode)[-3:])
        checks.equal("another key is not believed", 1, verify("--anchors", outside, "--key", "0" * 64)[0])
        with open(outside) as file:
            line = file.read()
        changed = data + ".changed"
        with open(changed, "w") as file:
            file.write(line.replace('"root":"', '"root":"0', 1))
        checks.equal("a changed anchor", 1, verify("--anchors", changed, "--key", key)[0])
        personal(data, verify)
        saved = open(os.path.join(data, "tongchou.db"), "rb").read()
        # The whole trail written anew, its chain sound: only the anchor tells.
        last = report["events"]
        edit_database(data, [f"DELETE FROM _audit WHERE seq > {last - 3}",
                             f"UPDATE _meta SET number = {last - 3}, text = (SELECT hash FROM _audit WHERE seq = {last - 3}) WHERE name = 'audit_head'"])
        code, out, _ = verify("--anchors", outside, "--key", key)
        checks.true("a trail that was cut off is found by its anchor: " + out, code == 1 and "cut off" in out)
        with open(os.path.join(data, "tongchou.db"), "wb") as file:
            file.write(saved)
        edit_database(data, [f"UPDATE _audit SET event = replace(event, 'done', 'gone') WHERE seq = 4"])
        checks.true("a changed event is found by the chain", "event 4 does not fit" in verify()[1])
        for name in (outside, changed):
            os.remove(name)
    finally:
        server.remove()


def personal(data, verify):
    """Erasing a person: nothing of it is left but commitments, and the chain still verifies."""
    server = program.Server(folder=data)
    server.use_token()
    name = "Zhang Unforgettable"
    made = server.send("POST", "persons", {"name": name, "email": "zu@example.org"}).json["record"]
    server.send("PATCH", "persons/" + made["id"], {"name": name + " II"}, {"If-Match": '"1"'})
    erased = server.send("POST", f"persons/{made['id']}/actions/erase", {}, {"If-Match": '"2"'})
    checks.equal("erased", (200, "erased-" + made["id"], None), (erased.status, erased.json["record"]["name"], erased.json["record"]["email"]))
    history = server.send("GET", f"persons/{made['id']}/history").bytes.decode()
    checks.true("the history forgets", "Unforgettable" not in history)
    checks.equal("it cannot be undone", 422, server.send("POST", f"transactions/{erased.json['tx']}/undo").status)
    root, server.token = server.token, None
    server.use_token("other")
    checks.equal("not everybody may erase", 403, server.send("POST", f"persons/{made['id']}/actions/erase", {}, {"If-Match": '"3"'}).status)
    server.token = root
    server.stop()
    import sqlite3
    base = sqlite3.connect(os.path.join(data, "tongchou.db"))
    for table in ("_audit", "_history", "_personal", "person"):
        found = sum("Unforgettable" in str(row) or "zu@example" in str(row) for row in base.execute(f"SELECT * FROM {table}"))
        checks.equal(f"nothing of it in {table}", 0, found)
    events = " ".join(row[0] for row in base.execute("SELECT event FROM _audit"))
    checks.true("no address, no sign-in name in the chain", "127.0.0.1" not in events and '"root"' not in events)
    base.close()
    code, out, _ = verify()
    checks.equal("the chain still verifies: " + out, 0, code)
    edit_database(data, ["UPDATE _personal SET value = 'forged' WHERE rowid = (SELECT min(rowid) FROM _personal)"])
    checks.equal("a forged value is found", 1, verify()[0])
    base = sqlite3.connect(os.path.join(data, "tongchou.db"))
    base.execute("DELETE FROM _personal WHERE value = 'forged'")
    base.commit()
    base.close()


def backup():
    """The same commands on both stores; on PostgreSQL while the server runs."""
    url = os.environ.get("TC_POSTGRES_URL")
    if not url:
        print("backup: TC_POSTGRES_URL is not set (run by tests/conformance/with_postgres.sh)")
        return
    where = []
    for name in ("one", "two"):
        schema = f"backup_{os.getpid()}_{name}"
        subprocess.run(["psql", "-q", url, "-c", f"CREATE SCHEMA {schema}"], check=True)
        where.append(url + "&options=-csearch_path%3D" + schema)
    server = program.Server("--database", where[0])
    folder = server.folder
    try:
        server.use_token()
        project = server.send("POST", "projects", {"name": "备份 \\ tab\there", "key": "BACK"}).json["record"]["id"]
        for number in range(20):
            server.send("POST", "action-items", {"title": f"risk {number}\nsecond line", "project": project})
        stored = server.send("POST", "files", b"bytes of a file").json
        checks.equal("backup of a running database", 0, program.run("backup", "create", folder + ".bak", "--data", folder, "--database", where[0])[0])
        server.send("POST", "action-items", {"title": "after the backup", "project": project})
        server.stop()
        checks.equal("doctor", (0, ""), program.run("doctor", "--data", folder, "--database", where[0])[::2])
        checks.equal("audit verify", 0, program.run("audit", "verify", "--data", folder, "--database", where[0])[0])
        checks.equal("backup verify", 0, program.run("backup", "verify", folder + ".bak")[0])
        checks.equal("restore needs an empty database", 3, program.run("restore", folder + ".bak", "--data", folder + ".new", "--database", where[0])[0])
        code, out, err = program.run("restore", folder + ".bak", "--data", folder + ".new", "--database", where[1])
        checks.equal("restore: " + out + err, 0, code)
        checks.equal("a second restore is refused", 3, program.run("restore", folder + ".bak", "--data", folder + ".new2", "--database", where[1])[0])
        checks.equal("doctor of the restored", (0, ""), program.run("doctor", "--data", folder + ".new", "--database", where[1])[::2])
        again = program.Server("--database", where[1], folder=folder + ".new")
        again.token = server.token
        total = again.send("GET", "action-items?filter=" + urllib.parse.quote(f'project = "{project}"')).json["total"]
        name = again.send("GET", "projects/" + project).json["name"]
        checks.equal("everything of the backup is there", (20, "备份 \\ tab\there"), (total, name))
        checks.true("the attachment as well", os.path.exists(folder + ".new/files") and stored)
        checks.equal("and it goes on", 201, again.send("POST", "action-items", {"title": "goes on", "project": project}).status)
        again.remove()
        with open(folder + ".bak/database/action_item.copy", "r+b") as file:
            file.seek(5)
            file.write(b"x")
        checks.equal("a damaged backup is found", 1, program.run("backup", "verify", folder + ".bak")[0])
        checks.equal("and not restored", 1, program.run("restore", folder + ".bak", "--data", folder + ".new3", "--database", where[1])[0])
    finally:
        server.remove()
        subprocess.run(["rm", "-rf", folder + ".bak", folder + ".new", folder + ".new2"], check=False)


def main():
    all = [sessions, passwords, second_factor, throttling, jobs, conditional, writers, nodes, views, past, tls, anchors, backup]
    for one in all:
        if len(sys.argv) < 2 or one.__name__ in sys.argv[1:]:
            one()
    return checks.end("trust")


sys.exit(main())
