"""The real program for tests: starts it, signs in, sends requests, stops or kills it."""
import http.client, json, os, re, shutil, signal, socket, ssl, subprocess, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TONGCHOU_PROGRAM", os.path.join(ROOT, "build/bin/tongchou"))
PASSWORD = "a-rather-long-pass-word"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(*arguments):
    """Exit code, standard output."""
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class Answer:
    def __init__(self, answer):
        self.status, self.headers, self.bytes = answer.status, answer.headers, answer.read()

    @property
    def json(self):
        return json.loads(self.bytes or b"null")


class Server:
    """`serve` on a folder of its own. `root` administers and directs, `other` is a member, `auditor` audits."""

    def __init__(self, *arguments, folder=None, environment=None, tls=None):
        self.folder = folder or tempfile.mkdtemp()
        self.arguments, self.environment, self.tls = arguments, environment or {}, tls
        self.port = free_port()
        self.token = None
        self.start()
        self.set_up()

    def set_up(self):
        if not self.send("GET", "setup", sign=False).json["needed"]:
            return
        link = None
        while not link:  # Printed a moment after it is ready.
            link = re.search(r"/#/setup/([0-9a-f]+)", open(self.folder + ".log").read())
        roles = {"root": "system_administrator", "other": "team_member", "auditor": "audit_administrator"}
        accounts = [{"login": login, "name": login, "password": PASSWORD, "role": role} for login, role in roles.items()]
        answer = self.send("POST", "setup", {"token": link.group(1), "organisation": "Test", "mode": "small_team", "accounts": accounts}, sign=False)
        if answer.status != 201:
            raise SystemExit("setup: " + answer.bytes.decode())

    def start(self):
        command = [PROGRAM, "serve", "--data", self.folder, "--listen", f"127.0.0.1:{self.port}", *self.arguments]
        self.log = open(self.folder + ".log", "ab")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, **self.environment})
        for _ in range(1500):
            try:
                if self.send("GET", "/readyz", sign=False).status == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit("the server does not start: " + open(self.folder + ".log").read()[-2000:])

    def connect(self, timeout=30):
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def send(self, method, path, body=None, headers=None, sign=True, connection=None):
        own = connection is None
        connection = connection or self.connect()
        headers = dict(headers or {})
        if sign and self.token and "Cookie" not in headers:
            headers.setdefault("Authorization", "Bearer " + self.token)
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body)
        connection.request(method, path if path.startswith("/") else "/api/v1/" + path, data, headers)
        answer = Answer(connection.getresponse())
        if own:
            connection.close()
        return answer

    def sign_in(self, user="root", password=PASSWORD, agent="test", code=None):
        """A session: headers to send with it, CSRF token included."""
        body = {"user": user, "password": password} | ({"code": code} if code else {})
        answer = self.send("POST", "session", body, {"User-Agent": agent}, sign=False)
        if answer.status != 200:
            return answer
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        return {"Cookie": cookie, "X-CSRF-Token": answer.json["csrf"]}

    def use_token(self, user="root"):
        self.token = self.send("POST", "tokens", {"name": "test", "days": 1}, self.sign_in(user)).json["token"]
        return self.token

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        code = self.process.wait()
        self.log.close()
        return code

    def remove(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if os.path.exists(self.folder + ".log"):
            os.remove(self.folder + ".log")


class Checks:
    """Counts what was expected and prints what was not met."""

    def __init__(self):
        self.done = self.failed = 0

    def equal(self, what, expected, got):
        self.done += 1
        if expected != got:
            self.failed += 1
            print(f"FAILED {what}: expected {expected!r}, got {got!r}")

    def true(self, what, holds):
        self.equal(what, True, bool(holds))

    def end(self, name):
        print(f"{name}: {self.done} checks, {self.failed} failed")
        return 1 if self.failed or not self.done else 0
