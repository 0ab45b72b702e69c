"""A file named with -o is written whole or not at all: a failure leaves what was there, and no device, link or pipe is replaced."""

import os
import shutil
import stat

import press
import pytest

VERBS = [("preview", "-o"), ("preview", "--contact-sheet"), ("report", "-o"), ("show", "-o")]


def write(verb, option, run, output, code=0):
    where = ["3", "--run", run] if verb == "show" else [run]
    return press.run([verb, *where, option, output, "-q"], code=code)


def device(folder, minor):
    """A character device like /dev/null (3) or /dev/full (7), which a test may lose."""
    path = folder / f"device-{minor}"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, minor))
        path.open("wb").close()
    except OSError:
        pytest.skip("needs the right to make devices")
    return path


@pytest.mark.parametrize("verb, option", VERBS)
def test_an_existing_file_is_replaced(small_run, tmp_path, verb, option):
    output = tmp_path / "output"
    output.write_bytes(b"old")
    write(verb, option, small_run, output)
    first = output.read_bytes()
    assert len(first) > 1000
    write(verb, option, small_run, tmp_path / "new")
    assert len((tmp_path / "new").read_bytes()) == len(first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "output"]


@pytest.mark.parametrize("verb, option", VERBS)
def test_links_pipes_and_folders_are_refused(small_run, tmp_path, verb, option):
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(precious)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    names = sorted(path.name for path in tmp_path.iterdir())
    for name, kind in {"link": "a symbolic link", "pipe": "a pipe", "folder": "a folder"}.items():
        text = write(verb, option, small_run, tmp_path / name, code=3)
        assert f"it is {kind}, not a file" in text, text
    assert precious.read_bytes() == b"mine" and (tmp_path / "link").is_symlink() and (tmp_path / "pipe").is_fifo()
    assert sorted(path.name for path in tmp_path.iterdir()) == names


@pytest.mark.parametrize("verb, option", VERBS)
def test_devices_are_written_and_kept(small_run, tmp_path, verb, option):
    null, full = device(tmp_path, 3), device(tmp_path, 7)
    write(verb, option, small_run, null)
    text = write(verb, option, small_run, full, code=4)
    assert f"cannot write {full}: No space left on device" in text, text
    assert null.is_char_device() and full.is_char_device()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("option", ["-o", "--contact-sheet"])
def test_a_failure_leaves_the_old_file(small_run, tmp_path, option):
    """The last page's image is damaged: most of the preview has been written by then."""
    copy, outputs = tmp_path / "run", tmp_path / "outputs"
    outputs.mkdir()
    shutil.copytree(small_run, copy)
    image = sorted((copy / "release" / "detection-dataset" / "images").rglob("*.jpg"))[-1]
    image.write_bytes(b"no image")
    output = outputs / "output"
    output.write_bytes(b"old")
    write("preview", option, copy / "release", output, code=3)
    assert output.read_bytes() == b"old"
    assert [path.name for path in outputs.iterdir()] == ["output"]
