"""Takes the pictures of README and manual from the built store, in a real Chromium.

python docs/take_pictures.py [STORE]
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent / "pictures"
PAGES = {
    "network": (
        "/network/picture?layer=correspondence&ego=Feng+Xi&hops=1&from=1950-09&to=1950-10",
        880,
    ),
    "message": ("/messages/wilson-117312", 1000),
}
"""What is taken: the address and the height of the window."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(address)  # noqa: S310
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address} does not answer")


def main(store: str = "store") -> None:
    port = free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", store, "--port", str(port)]
    server = subprocess.Popen(command)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name, (path, height) in PAGES.items():
                page = browser.new_page(viewport={"width": 1280, "height": height})
                page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
                page.wait_for_timeout(2000)
                page.screenshot(path=PICTURES / f"{name}.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
