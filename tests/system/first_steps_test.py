"""What the program tells somebody who starts: help of each subcommand, and a starter configuration that runs."""

import os
import re
import subprocess
from pathlib import Path

import press
import pytest
import yaml

CONFIGURATION = 2
PURPOSES = ["detection", "digitization", "segmentation", "everything"]
DATASETS = {"detection": {"detection-dataset"}, "digitization": {"digitization-dataset"}, "segmentation": {"segmentation"},
            "everything": {"detection-dataset", "digitization-dataset", "segmentation", "overlap-dataset"}}


def run(folder, *arguments, code=0, **environment):
    own = {name: value for name, value in os.environ.items() if name != "ECGPRESS_PTBXL"}
    done = subprocess.run([press.PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=folder,
                          timeout=press.TIME_LIMIT_S, env={**own, **environment})
    assert done.returncode == code, f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def verbs():
    listed = press.run(["--help"]).split("Subcommands:\n")[1].split("\n\n")[0]
    return re.findall(r"^  (\w+) ", listed, re.M)


@pytest.mark.parametrize("verb", verbs())
def test_help_of_a_verb(verb):
    assert press.run(["help", verb]) == press.run([verb, "--help"])


@pytest.mark.parametrize("verb", ["", *verbs()])
def test_help_is_80_columns_wide(verb):
    """But for commands, which are not broken."""
    lines = press.run([verb, "--help"] if verb else ["--help"]).splitlines()
    assert len(lines) > 10 and not [line for line in lines if len(line) > 80 and not line.startswith("  ecgpress ")]


def test_help():
    assert press.run(["help"]) == press.run(["--help"])
    text = press.run(["help", "vreify"], code=CONFIGURATION)
    assert 'unknown subcommand "vreify". Did you mean "verify"?' in text and "ecgpress help" in text


@pytest.mark.parametrize("purpose", PURPOSES)
def test_starter_runs(tmp_path, purpose):
    text = run(tmp_path, "init", "--for", purpose, "--out", "my pages.yaml")
    file = tmp_path / "my pages.yaml"
    assert f"pages for {purpose}, from simulated recordings" in text and "--config 'my pages.yaml'" in text
    lines = file.read_text().splitlines()
    assert all(len(line) <= 140 for line in lines)
    # Each key of one value says what it means.
    assert all("#" in line for line in lines if re.match(r" *(- )?\w+: .", line) and "kind: ptb-xl" not in line)
    counts = ["--set", "pages.pages.count=5", "--set", "source.records=20"]
    run(tmp_path, "run", "--config", file, "--out", "run", *counts)
    found = {path.name for path in (tmp_path / "run" / "release").iterdir() if path.is_dir()}
    assert found - {"splits", "trace-truth"} == DATASETS[purpose]
    run(tmp_path, "verify", "run")


def test_starter_states_facts_of_the_machine(tmp_path):
    run(tmp_path, "init")
    text = (tmp_path / "ecgpress.yaml").read_text()
    cores = len(os.sched_getaffinity(0))
    assert f"This machine has {cores} core" in text
    free = re.search(r"and ([0-9.]+) (kB|MB|GB|TB) free here", text)
    space = os.statvfs(tmp_path)
    unit = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}[free[2]]
    assert float(free[1]) * unit == pytest.approx(space.f_bavail * space.f_frsize, rel=0.2)
    pages, one_core = re.search(r"Measured on it: (\d+) pages take about (.+?) on one core", text).groups()
    assert int(pages) == yaml.safe_load(text)["pages"][0]["count"] and re.fullmatch(r"\d+ (s|min|h.*)", one_core)
    one = subprocess.run(["taskset", "-c", "0", press.PROGRAM, "init", "--out", tmp_path / "one.yaml"], capture_output=True)
    assert one.returncode == 0 and "This machine has 1 core and" in (tmp_path / "one.yaml").read_text()


def test_starter_overwrites_nothing(tmp_path):
    file = tmp_path / "ecgpress.yaml"
    file.write_text("mine\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nothing")
    assert "ecgpress.yaml exists" in run(tmp_path, "init", code=CONFIGURATION)
    assert "link.yaml exists" in run(tmp_path, "init", "--out", "link.yaml", code=CONFIGURATION)
    assert file.read_text() == "mine\n" and not (tmp_path / "nothing").exists()
    assert "everythin" in run(tmp_path, "init", "--for", "everythin", code=CONFIGURATION)


def test_starter_names_ptbxl(tmp_path):
    """A folder that is not PTB-XL is stated in the file, and simulated recordings are used."""
    run(tmp_path, "init", "--out", "other.yaml", ECGPRESS_PTBXL=str(tmp_path / "nowhere"))
    text = (tmp_path / "other.yaml").read_text()
    assert f"{tmp_path}/nowhere, which has no ptbxl_database.csv" in text
    assert yaml.safe_load(text)["source"]["kind"] == "simulated"
    run(tmp_path, "simulate", "ptb xl", "--records", 20)
    printed = run(tmp_path, "init", ECGPRESS_PTBXL="ptb xl")
    assert f"from {tmp_path}/ptb xl" in printed
    config = yaml.safe_load((tmp_path / "ecgpress.yaml").read_text())
    assert config["source"] == {"kind": "ptb-xl", "path": str(Path(tmp_path) / "ptb xl"), "rate_hz": 500}
    run(tmp_path, "run", "--config", "ecgpress.yaml", "--out", "run", "--set", "pages.pages.count=3")


ONE_SHARD = """
pages:
  - {name: demo, layouts: 3x4, count: 4, datasets: [digitization], style: {dpi: 60}}
"""


@pytest.fixture(scope="module")
def finished(once):
    def make(folder):
        (folder / "c.yaml").write_text(ONE_SHARD)
        (folder / "said").write_text(run(folder, "run", "--config", "c.yaml", "--out", "my run"))

    return once("first-steps", make)


def test_run_says_what_to_do_next(finished):
    text = (finished / "said").read_text()
    assert "4 pages in 1 shard," in text and "shards    1 generated, 0 already complete" in text
    assert ("next      ecgpress verify 'my run'\n          ecgpress preview 'my run'\n") in text


def test_second_run_says_that_all_is_complete(finished):
    text = run(finished, "run", "--config", "c.yaml", "--out", "my run")
    assert "shards    1 already complete\nrelease   my run/release (folder): already complete\n" in text
    assert not re.search(r"\b1 (pages|shards|records|ranks|files)\b", text)


def test_a_single_layout(finished):
    """`layouts: 3x4` is `layouts: [3x4]`."""
    (finished / "list.yaml").write_text(ONE_SHARD.replace("layouts: 3x4", "layouts: [3x4]"))
    assert "already complete" in run(finished, "run", "--config", "list.yaml", "--out", "my run")


@pytest.mark.parametrize("arguments, says", [
    (["show", "-3", "--run", "my run"], '"-3" is not a whole number of 0 or more'),
    (["show", "4", "--run", "my run"], "page 4 does not exist. The plan has pages 0 to 3."),
    (["show", "1", "--run", "my run", "-o", "page.gif"], "Use a name that ends with .png or .jpg"),
    (["preview", "my run", "-o", "page.jpg"], "Use a name that ends with .html. For one image of the pages use --contact-sheet."),
    (["report", "my run", "-o", "report.png"], "Use a name that ends with .html."),
    (["report", "my run", "-o", "report.pdf"], "report.pdf would be a web page with the name of a PDF file."),
    (["plan", "--config", "c.yaml", "--set", "pages.plain.count=3"], 'element "plain" does not exist. The list has 1 element: demo.')])
def test_mistakes_are_explained(finished, arguments, says):
    assert says in run(finished, *arguments, code=CONFIGURATION)
    assert not list(finished.glob("*.gif")) + list(finished.glob("page.jpg")) + list(finished.glob("report.png"))


def test_page_as_jpeg(finished, tmp_path):
    run(finished, "show", "1", "--run", "my run", "-o", tmp_path / "page.jpg")
    assert (tmp_path / "page.jpg").read_bytes()[:3] == b"\xff\xd8\xff"


def test_plan_warns_of_few_records(finished):
    text = run(finished, "plan", "--config", "c.yaml", "--set", "pages.demo.count=80000", "--set", "source.records=80")
    assert "warning   64000 pages of train show 64 records, each 1000 times." in text
    assert "each" not in run(finished, "plan", "--config", "c.yaml", "--set", "source.records=80")
