"""issnd serve on a free port of the loopback interface."""
import http.client
import re
import socket
import subprocess
import time

from checks import ISSND


class Server:
    """A server for the time of a with statement. It logs to a file. Its clients
    ask without limit, since all of them are at one address."""

    def __init__(self, data, log, *flags):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.command = [ISSND, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", "--limits-on=false", *flags]

    def __enter__(self):
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        for _ in range(100):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"the server does not start: {open(self.log).read()[-1000:]}")

    def __exit__(self, *_):
        """Ends the server, which must do so within ten seconds."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def panics(self):
        """What the log says of panics and errors inside."""
        return re.findall(r".*(?:panic|level=ERROR|goroutine).*", open(self.log, encoding="utf-8").read())

    def pages(self, paths):
        """The bodies of paths, over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for path in paths:
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            yield answer.status, answer.read().decode("utf-8")
        connection.close()
