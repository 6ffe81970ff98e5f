"""Two outside judges of a page: axe-core (can everyone use it?) and the Nu HTML checker."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

MODULES = Path(__file__).parent / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES = [
    {"scheme": "dark", "contrast": "normal"},
    {"scheme": "light", "contrast": "more"},
    {"scheme": "dark", "contrast": "more"},
]
RUN_AXE = """
    async ([tags, rules]) => {
        const only = rules ? {type: "rule", values: rules} : {type: "tag", values: tags};
        const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
        const line = (rule, node) => `${rule.id}: ${node.target}: ${node.failureSummary}`;
        return found.violations.flatMap(rule => rule.nodes.map(node => line(rule, node)));
    }
"""
SET_SCHEME = "scheme => Object.assign(document.documentElement.dataset, scheme)"
OPEN_PANELS = "() => document.querySelectorAll('.site-bar details').forEach(d => d.open = true)"


def missing():
    """Return what keeps the judges from their seats, in words; "" when all is there."""
    if not AXE.exists() or not NU.exists():
        return "run npm ci --ignore-scripts in tests/graders"
    return "" if shutil.which("java") else "install Java"


def judge(page, address):
    """Open an address wide, in every scheme and on a phone.

    Returns the HTML as it came, and what axe found: one line a finding, with the state it shows in.
    """
    page.set_viewport_size(DESKTOP)
    html = page.goto(address).text()
    page.evaluate(AXE.read_text())
    found = [f"axe, wide: {line}" for line in axe(page)]
    for scheme in SCHEMES:
        page.evaluate(SET_SCHEME, scheme)
        found += [f"axe, {scheme}: {line}" for line in axe(page, ["color-contrast"])]
    page.evaluate(SET_SCHEME, {"scheme": "light", "contrast": "normal"})
    page.set_viewport_size(PHONE)
    found += [f"axe, phone: {line}" for line in axe(page)]
    page.evaluate(OPEN_PANELS)
    found += [f"axe, panels open: {line}" for line in axe(page)]
    return html, found


def axe(page, rules=None):
    return page.evaluate(RUN_AXE, [RULES, rules])


def check_html(pages):
    """Return what the Nu HTML checker says of `pages` (name: HTML): errors and warnings alike."""
    names = list(pages)
    command = ["java", "-Xss1m", "-jar", NU, "--format", "json", "--stdout", "--exit-zero-always"]
    with tempfile.TemporaryDirectory() as folder:
        for number, html in enumerate(pages.values()):
            Path(folder, f"{number}.html").write_text(html, encoding="utf-8")
        answer = subprocess.run([*command, folder], capture_output=True, check=True)  # noqa: S603
    return [
        f"{names[int(Path(m['url']).stem)]}: Nu, line {m.get('lastLine')}: {m['message']}"
        for m in json.loads(answer.stdout)["messages"]
    ]
