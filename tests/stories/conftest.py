"""A whole demonstration for a story: its web and its worker in processes of their own, and a real browser."""

import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.chromium import found
from tests.console.databases import copy_database, new_database
from tests.console.ready import Prepare
from tests.console.shell import Shell
from tests.listings.lists import REAL

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 900}
STARTS_WITHIN_S = 120
DRAWS_MAPS = ("--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader")
"""A map needs WebGL; a machine without a graphics card reckons it."""
expect.set_options(timeout=15_000)  # as long as a browser waits for what it clicks


@dataclass
class Demonstration:
    """Where a demonstration is open, and the command line beside it."""

    address: str
    shell: Shell


@dataclass
class Traveller:
    """A browser in somebody's hands."""

    page: Page
    demonstration: Demonstration

    def goes_to(self, path: str) -> Page:
        """Open a page of the demonstration."""
        self.page.goto(self.demonstration.address + path)
        return self.page

    def becomes(self, address: str, language: str) -> Page:
        """Sign in as somebody of the demonstration, and read pages in `language`."""
        self.goes_to("/demo/")
        self.page.locator(f"form:has(input[value='{address}']) button").click()
        return self.speaks(language)

    def speaks(self, language: str) -> Page:
        """Switch the language, with the switch at the foot of the page."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator(f"footer button[value='{language}']").click()
        return self.page

    def presses(self, act: str) -> Page:
        """Press the button that does `act`."""
        self.page.locator(f"button[name=act][value={act}]").first.click()
        return self.page

    def waits(self, by: str) -> Page:
        """An hour or a day passes."""
        self.page.locator(f".demo button[value={by}]").click()
        return self.page

    def reads_letter(self, to: str, holding: str) -> Page:
        """Wait for the newest letter to somebody whose subject holds a word, and open it as its reader sees it."""
        row = self.page.locator("ul.rows li", has_text=holding).first
        until = monotonic() + 15
        while monotonic() < until:
            self.goes_to(f"/demo/mailbox/?to={to}")
            if row.count():
                break
            sleep(0.3)
        row.locator("a").first.click()
        self.page.goto(self.page.url + "body/")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    path = found()
    if path is None:
        pytest.skip("browser stories (no Chromium here: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *DRAWS_MAPS])
        yield chromium
        chromium.close()


@dataclass(frozen=True)
class Built:
    """A demonstration that nobody plays: its files, its database, and the port that its letters speak of."""

    home: Path
    database: str


@pytest.fixture(scope="session")
def port() -> int:
    """One port for every story of this run, one after the other: letters written while building name it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def built(port: int, prepare: Prepare, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Built]]:
    """Build a demonstration once for each thing it stands on; stories play on copies of it."""
    done: dict[str, Built] = {}
    with ExitStack() as stack:

        def build(what: str) -> Built:
            if what not in done:
                kind, _, on = what.partition(" on ")
                home = tmp_path_factory.mktemp("built")
                database = stack.enter_context(new_database(kind, home))
                lists = ("--spaces", str(REAL / on)) if on else ()
                building = prepare(_shell(home, database, port)).run("demo", "--no-serve", *lists)
                assert building.returncode == 0, building.stdout + building.stderr
                done[what] = Built(home, database)
            return done[what]

        yield build


@pytest.fixture
def demonstration(
    request: pytest.FixtureRequest, built: Callable[[str], Built], port: int, tmp_path: Path
) -> Iterator[Demonstration]:
    """A demonstration of this story's own, open until the story ends."""
    what = getattr(request, "param", "sqlite")
    kind, _, on = what.partition(" on ")
    if on and not (REAL / on).exists():
        pytest.skip(f"a story on a real list ({REAL} is not here)")
    original = built(what)
    home = tmp_path / "home"
    shutil.copytree(original.home, home, symlinks=True, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with new_database(kind, home) as database:
        copy_database(original.database, database)
        shell = _shell(home, database, port)
        process = shell.start("demo", "--port", str(port))
        try:
            _wait_for(shell.settings["SITE_URL"], process)
            yield Demonstration(shell.settings["SITE_URL"], shell)
        finally:
            process.terminate()
            process.communicate(timeout=30)


@pytest.fixture
def traveller(request: pytest.FixtureRequest, browser: Browser, demonstration: Demonstration) -> Iterator[Traveller]:
    """A phone in somebody's hands; without JavaScript where the test's `scripts` is False."""
    with_scripts = request.node.callspec.params.get("scripts", True) if hasattr(request.node, "callspec") else True
    context: BrowserContext = browser.new_context(viewport=PHONE, java_script_enabled=with_scripts)
    context.set_default_timeout(15_000)
    yield Traveller(context.new_page(), demonstration)
    context.close()


def _shell(home: Path, database: str, port: int) -> Shell:
    return Shell(home, {"DATABASE_URL": database, "SITE_URL": f"http://127.0.0.1:{port}"})


def _wait_for(address: str, process: "subprocess.Popen[str]") -> None:
    until = monotonic() + STARTS_WITHIN_S
    while monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            sleep(0.2)
    process.terminate()
    raise AssertionError(f"the demonstration did not start: {process.communicate()[0]}")
