#!/usr/bin/env python3
"""Mail, webhooks and chat rooms against real servers on this machine: signed, tried again, never to a private address
unless that is allowed, never twice at once (trust R-17, S-12). usage: outbound.py"""
import base64, email, email.header, email.policy, hashlib, hmac, http.server, json, os, socketserver, threading, time, urllib.parse

import program

checks = program.Checks()


class Mailbox(socketserver.ThreadingTCPServer):
    """The least SMTP that takes letters."""
    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        self.letters, self.refuse = [], False
        super().__init__(("127.0.0.1", 0), Talk)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Talk(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        sender, to = None, []
        for line in self.rfile:
            word = line.strip().decode()
            verb = word.upper().split(" ")[0].split(":")[0]
            if verb in ("EHLO", "HELO"):
                self.say("250 here")
            elif verb == "MAIL":
                sender = word.split(":", 1)[1]
                self.say("451 not now" if self.server.refuse else "250 ok")
            elif verb == "RCPT":
                to.append(word.split(":", 1)[1])
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text[1:] if text.startswith(b"..") else text)
                self.server.letters.append((sender, to, email.message_from_bytes(b"".join(lines), policy=email.policy.default)))
                self.say("250 taken")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")


class Hooks(http.server.ThreadingHTTPServer):
    def __init__(self):
        self.posts, self.answers = [], {}
        super().__init__(("127.0.0.1", 0), Hook)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers), body))
        status, answer = self.server.answers.get(self.path.split("?")[0], (200, b'{"errcode":0,"code":0}'))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def until(holds, seconds=30):
    end = time.time() + seconds
    while time.time() < end and not holds():
        time.sleep(0.1)
    return holds()


def create(server, plural, **values):
    answer = server.send("POST", plural, values)
    if answer.status != 201:
        raise SystemExit(f"{plural}: {answer.status} {answer.json}")
    return answer.json["record"]["id"]


def channel(server, **values):
    one = create(server, "notice-channels", **values)
    answer = server.send("POST", f"notice-channels/{one}/actions/activate", {}, {"If-Match": '"1"'})
    checks.equal(f"{values['title']} is activated", 200, answer.status)
    return one


def deliveries(server, channel):
    return server.send("GET", "deliveries?limit=100&filter=" + urllib.parse.quote(f"channel = {channel}")).json["items"]


mailbox, hooks, server = Mailbox(), Hooks(), program.Server()
try:
    server.use_token()
    os.makedirs(server.folder + "/keys/outbound", exist_ok=True)
    with open(server.folder + "/keys/outbound/hook.key", "w") as file:
        file.write("a secret\n")
    web = f"http://127.0.0.1:{hooks.server_address[1]}"
    project = create(server, "projects", name="Mail", key="MAIL")
    person = create(server, "persons", name="Root", email="root@example.com")
    account = server.send("GET", "session").json["user"]["id"]
    version = server.send("GET", "users/" + account).json["version"]
    server.send("PATCH", "users/" + account, {"person": person}, {"If-Match": f'"{version}"'})

    mail = channel(server, title="Mail", kind="mail", address=f"smtp://127.0.0.1:{mailbox.server_address[1]}", sender="pmo@example.com", site="https://pmo.example.com", private_address=True)
    hook = channel(server, title="Hook", kind="webhook", address=web + "/hook", key_file="hook.key", events="risk.*", private_address=True)
    ding = channel(server, title="DingTalk", kind="dingtalk", address=web + "/ding?access_token=t", key_file="hook.key", events="risk.created", private_address=True)
    closed = channel(server, title="Private", kind="feishu", address=web.replace("http:", "https:") + "/closed", events="risk.created")
    moved = channel(server, title="Moved", kind="wecom", address=web + "/moved", events="risk.created", private_address=True)
    deaf = channel(server, title="Deaf", kind="wecom", address=web + "/deaf", events="risk.created", private_address=True)
    hooks.answers = {"/moved": (302, b""), "/deaf": (200, b'{"errcode":93000,"errmsg":"invalid webhook"}')}

    risk = create(server, "risks", title="大坝进水", project=project)
    create(server, "watchers", record="risk", record_id=risk)
    version = server.send("GET", f"risks/{risk}").json["version"]
    answer = server.send("POST", f"risks/{risk}/actions/assess", {"probability": 3, "impact": 4}, {"If-Match": f'"{version}"'})
    checks.equal("the risk is assessed", 200, answer.status)

    checks.true("a notice becomes a mail", until(lambda: mailbox.letters))
    sender, to, letter = mailbox.letters[0]
    checks.equal("from and to", ("<pmo@example.com>", ["<root@example.com>"]), (sender, to))
    checks.true(f"subject in its own letters: {letter['Subject']}", "大坝进水" in letter["Subject"])
    checks.true("a link to the record", f"https://pmo.example.com/records/risk/{risk}" in letter.get_content())
    checks.true("the delivery is sent", until(lambda: [one["state"] for one in deliveries(server, mail)] == ["sent"]))
    checks.true("its Message-ID is that of the delivery", deliveries(server, mail)[0]["id"] in letter["Message-ID"])

    checks.true("created and assessed reach the webhook", until(lambda: len([1 for path, *_ in hooks.posts if path == "/hook"]) >= 2))
    _, headers, body = next(post for post in hooks.posts if post[0] == "/hook" and post[1]["X-Tongchou-Event"] == "risk.created")
    stamp, sign = (part.split("=", 1)[1] for part in headers["X-Tongchou-Signature"].split(","))
    expected = hmac.new(b"a secret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    checks.equal("the signature holds", expected, sign)
    checks.true("it is fresh", abs(int(stamp) - time.time()) < 60)
    said = json.loads(body)
    checks.equal("names, never values", ("risk.created", risk, False), (said["event"], said["id"], "大坝" in body.decode()))

    checks.true("DingTalk is told", until(lambda: any(path.startswith("/ding") for path, *_ in hooks.posts)))
    path, _, body = next(post for post in hooks.posts if post[0].startswith("/ding"))
    query = urllib.parse.parse_qs(urllib.parse.urlparse(path).query)
    expected = base64.b64encode(hmac.new(b"a secret", (query["timestamp"][0] + "\na secret").encode(), hashlib.sha256).digest()).decode()
    checks.equal("signed as a robot expects", expected, query["sign"][0])
    checks.true("in words", "大坝进水" in json.loads(body)["text"]["content"])

    for one, why in ((closed, "not a public"), (moved, "302"), (deaf, "93000")):
        checks.true(f"told why not: {why}", until(lambda: deliveries(server, one) and why in (deliveries(server, one)[0]["error"] or "")))
        checks.true("and is tried again", deliveries(server, one)[0]["state"] in ("waiting", "sending") and deliveries(server, one)[0]["attempts"] >= 1)
    checks.true("no redirect is followed", not any(path == "/elsewhere" for path, *_ in hooks.posts))

    mailbox.refuse = True
    version = server.send("GET", f"risks/{risk}").json["version"]
    server.send("POST", f"notice-channels/{mail}/actions/test", {})
    checks.true("a server that cannot now", until(lambda: any("451" in (one["error"] or "") for one in deliveries(server, mail))))
    server.kill()
    mailbox.refuse = False
    server.start()
    checks.true("after a crash and ten seconds it goes out", until(lambda: len(mailbox.letters) == 2, 40))
    time.sleep(2)
    checks.equal("once", 2, len(mailbox.letters))
    checks.equal("two letters, two ids", 2, len({letter["Message-ID"] for *_, letter in mailbox.letters}))
    checks.equal("stops", 0, server.stop())
    checks.equal("sound", (0, ""), program.run("doctor", "--data", server.folder)[::2])
finally:
    server.remove()
raise SystemExit(checks.end("outbound"))
