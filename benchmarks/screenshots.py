"""The pictures of the pages in docs/app/, taken anew in a real browser: run it when the pages or the model have changed.

    python benchmarks/screenshots.py                 all of them, a minute or two
    python benchmarks/screenshots.py world odds      only these

Needs the extras app and test, and Chromium. Each is 1280 pixels wide, reduced to a palette and so to some 100 kB.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import Visitor, chromium, served  # noqa: E402

PICTURES = ROOT / "docs" / "app"
WIDTH, COLOURS = 1280, 160
TEAM = "team:2"
BOTH = "s=retailer/as-is&s=retailer/full-package&edited=1"
SHOTS = {  # name -> address, what must be there, height in pixels
    "world": ("?s=retailer/full-package&world=4&week=60", ".portrait", 1150),
    "side-by-side": (f"?page=side&{BOTH}&world=4&week=156", "[data-outcome=adoption]", 1150),
    "odds": (f"?page=odds&{BOTH}", "[data-state=settled]", 1150),
    "results": ("?page=results&result=governances", "circle", 1400),
    "sweep": ("?page=results&result=three-levers", "circle", 1000),
    "monde": ("?s=retailer/full-package&world=4&week=60&lang=fr", ".portrait", 1150),
}
STUDIES = {
    "governances": ["compare", "--library", "retailer", "--worlds", "60", "--customers", "1000"],
    "three-levers": ["sweep", "three-levers", "--worlds", "6"],
}


def main(asked: list[str]) -> None:
    """Take the pictures that are asked for, or all."""
    with tempfile.TemporaryDirectory() as folder:
        own, results = Path(folder) / "own", Path(folder) / "results"
        for name in {SHOTS[shot][0].partition("result=")[2] for shot in asked or SHOTS} - {""}:
            subprocess.run([sys.executable, "-m", "simulation", *STUDIES[name], "--results", str(results / name), "--quiet"], cwd=ROOT, check=True, stdout=-3)
        PICTURES.mkdir(exist_ok=True)
        with served(own, results) as address, chromium() as browser:
            for shot in asked or SHOTS:
                visitor = Visitor(browser, address.rstrip("/") + "/")
                (PICTURES / f"{shot}.png").write_bytes(small(picture(visitor, *SHOTS[shot])))
                print(f"docs/app/{shot}.png", (PICTURES / f"{shot}.png").stat().st_size // 1000, "kB", *visitor.faults)
                visitor.context.close()


def picture(visitor: Visitor, address: str, there: str, height: int) -> bytes:
    """A screenshot of a page, as PNG; on the page of one world a team has been asked why."""
    visitor.page.set_viewport_size({"width": WIDTH, "height": height})
    page = visitor.opens(address)
    page.locator(there).first.wait_for(timeout=180_000)
    if there == ".portrait":
        page.locator(f"[data-key='{TEAM}']").click(force=True)
        page.locator(".portrait .does").wait_for()
    page.mouse.move(1, 1)
    page.wait_for_timeout(500)
    return page.screenshot()


def small(png: bytes) -> bytes:
    """The same picture in few colours."""
    found = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
    return found.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
