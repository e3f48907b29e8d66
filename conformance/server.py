"""issnd serve on a free port of the loopback interface."""
import http.client
import re
import subprocess
import time

from checks import ISSND


class Server:
    """A server for the time of a with statement. It logs to a file. Its clients
    ask without limit, since all of them are at one address."""

    def __init__(self, data, log, *flags):
        self.log = log
        self.command = [ISSND, "serve", "--data", data, "--listen", "127.0.0.1:0", "--limits-on=false", *flags]

    def __enter__(self):
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        patience = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < patience:
            # Not a port chosen here: somebody might take it before the server does.
            if listens := re.search(r'msg=serving url=(http://127.0.0.1:(\d+))/', open(self.log, encoding="utf-8").read()):
                self.url, self.port = listens[1], int(listens[2])
                return self
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"the server does not start: {open(self.log).read()[-1000:]}")

    def __exit__(self, *_):
        """Ends the server, which must do so within two minutes."""
        self.process.terminate()
        try:
            self.process.wait(120)
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
