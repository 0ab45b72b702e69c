"""The notebooks of docs/notebooks run; training ends after a number of pages, not after a time."""

import json
from pathlib import Path
from statistics import median

import pytest

pytest.importorskip("PIL")
pytest.importorskip("torch", reason="python3-torch is not installed")
ecgpress = pytest.importorskip("ecgpress", reason="the Python module is not built")

NOTEBOOKS = Path(__file__).resolve().parents[2] / "docs" / "notebooks"


def cells(path):
    notebook = json.loads(path.read_text())
    assert notebook["nbformat"] == 4
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None, "stored without outputs"
            yield f"{path.name}[{number}]", "".join(cell["source"])


def run(path, replaced):
    names, count = {"__name__": "notebook"}, 0
    for place, text in cells(path):
        for old, new in replaced.items():
            count += text.count(old)
            text = text.replace(old, new)
        exec(compile(text, place, "exec"), names)
    assert count == len(replaced)
    return names


def test_list_of_notebooks():
    assert [path.name for path in NOTEBOOKS.glob("*.ipynb")] == ["first-pages.ipynb"]


@pytest.mark.slow
def test_first_pages(capsys):
    names = run(NOTEBOOKS / "first-pages.ipynb", {"SECONDS = 120": "SECONDS = 1e9", '"count": 1000': '"count": 130'})
    assert len(names["pages"]) == 10 and len({page.preset for page in names["pages"]}) == 3
    assert names["sheet"].size[1] == sum(page.image.shape[0] for page in names["pages"])
    assert abs(names["read_back_mv"] - names["lead"].signal_mv).max() < 1e-9
    scores = names["scores"]
    assert len(scores) == len(names["press"].indices("train")) and median(scores[-20:]) > 5 * median(scores[:10]), scores
    assert names["dice"](names["found"], names["masks"]) > 0.3
    assert "Dice" in capsys.readouterr().out
