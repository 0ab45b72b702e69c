"""The manual page and the completion scripts name every subcommand and option, and shells complete with them."""

import os
import pty
import re
import select
import shutil
import subprocess
import time

import press
import pytest

SHELLS = ["bash", "zsh", "fish"]


def commands():
    """{subcommand: [its long options]} from --help; "" is the program itself."""
    text = press.run(["--help"])
    verbs = re.findall(r"^  (\w+) ", text.split("Subcommands:\n")[1].split("\n\n")[0], re.M)
    helps = {"": text, **{verb: press.run([verb, "--help"]) for verb in verbs}}
    return {verb: re.findall(r"^  (?:-\w,)?--([\w-]+)", help, re.M) for verb, help in helps.items()}


@pytest.fixture(scope="module")
def table():
    found = commands()
    assert len(found) > 15 and {"out", "config", "set", "format"} <= set(found["run"])
    return found


@pytest.fixture(scope="module")
def scripts(once):
    def make(folder):
        for shell in SHELLS:
            (folder / shell).write_text(press.run(["completion", shell]))
        (folder / "man").write_text(press.run(["help", "--man"]))

    return once("completion", make)


def need(program):
    return shutil.which(program) or pytest.skip(f"needs {program}")


def test_manual_names_everything(scripts, table):
    text = (scripts / "man").read_text()
    for verb, options in table.items():
        section = text.split(f"\n.SS \\fBecgpress {verb}\\fR")[1] if verb else text.split("\n.SH OPTIONS\n")[1]
        section = re.split(r"\n\.S[HS] ", section)[0]
        for option in options:
            assert f"\\fB\\-\\-{option.replace('-', chr(92) + '-')}\\fR" in section, f"{verb} --{option}"
    keys = re.findall(r"^\| `([\w.]+)`", press.run(["explain", "--markdown"]), re.M)
    assert len(keys) > 200
    for key in keys:
        assert f"\n\\fB{key}\\fR\n" in text, key


def test_manual_is_valid(scripts):
    done = subprocess.run([need("mandoc"), "-T", "lint", "-W", "warning", scripts / "man"], capture_output=True, text=True)
    # Without a date: the same program gives the same page.
    assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_script_is_valid(scripts, shell):
    done = subprocess.run([need(shell), "-n", scripts / shell], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr


def bash(scripts, line):
    """What bash offers for the last word of a line."""
    words = line.split(" ")
    code = ('. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ecgpress; printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", code, scripts / "bash", *words], capture_output=True, text=True, check=True)
    assert not done.stderr, done.stderr
    return done.stdout.split()


def fish(scripts, line):
    done = subprocess.run([need("fish"), "-c", f"source {scripts}/fish; complete -C '{line}'"], capture_output=True, text=True,
                          check=True)
    assert not done.stderr, done.stderr
    return [offer.split("\t")[0] for offer in done.stdout.splitlines()]


@pytest.mark.parametrize("complete", [bash, fish])
def test_shell_offers_every_verb_and_option(scripts, table, complete):
    assert set(complete(scripts, "ecgpress ")) >= set(table) - {""}
    for verb, options in table.items():
        offered = complete(scripts, " ".join(["ecgpress", *([verb] if verb else []), "--"]))
        assert set(offered) == {f"--{option}" for option in options}, verb


@pytest.mark.parametrize("complete", [bash, fish])
@pytest.mark.parametrize("line, offers", [
    ("ecgpress list ", {"looks", "presets", "artifacts", "layouts", "formats", "sources"}),
    ("ecgpress run --format w", {"webdataset", "wfdb"}),
    ("ecgpress explain style.dp", {"style.dpi"}), ("ecgpress run --set source.ki", {"source.kind="}), ("ecgpress help mer", {"merge"}),
    ("ecgpress completion z", {"zsh"}), ("ecgpress init --for dig", {"digitization"}), ("ecgpress bench --pages ", set())])
def test_shell_offers_values(scripts, complete, line, offers):
    assert set(complete(scripts, line)) == offers


@pytest.mark.parametrize("complete", [bash, fish])
def test_shell_offers_paths(scripts, complete, tmp_path, monkeypatch):
    (tmp_path / "my-run").mkdir()
    (tmp_path / "my.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    assert {offer.rstrip("/") for offer in complete(scripts, "ecgpress verify my")} == {"my-run"}
    assert {offer.rstrip("/") for offer in complete(scripts, "ecgpress run --config my")} == {"my-run", "my.yaml"}


def test_zsh_completes(scripts, tmp_path, table):
    """Typed into an interactive zsh, with the script where an installation has it."""
    zsh = need("zsh")
    (tmp_path / "_ecgpress").write_text((scripts / "zsh").read_text())
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(HOME=str(tmp_path), TERM="dumb", COLUMNS="200")
        os.execv(zsh, [zsh, "-f", "-i"])
    seen = ""

    def typed(text, until):
        nonlocal seen
        before = len(seen)
        os.write(terminal, text.encode())
        deadline = time.monotonic() + 20 * press.PATIENCE
        while until not in seen[before:]:
            assert time.monotonic() < deadline, f"{text!r} never gave {until!r}: {seen[before:]!r}"
            if select.select([terminal], [], [], 0.1)[0]:
                seen += os.read(terminal, 65536).decode(errors="replace")

    try:
        typed(f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -D; ecgpress() {{ print -r got:\"$@\":; }}; "
              "print rea''dy\n", "ready")
        typed("ecgpress verif\t\n", "got:verify")
        for verb in sorted(set(table) - {""}):  # one option of each verb, without its last letter
            name = next(name for name in reversed(table[verb]) if sum(other.startswith(name[:-1]) for other in table[verb]) == 1)
            typed(f"ecgpress {verb} --{name[:-1]}\t\n", f"got:{verb} --{name}")
        typed("ecgpress run --format webd\t\n", "got:run --format webdataset")
        typed("ecgpress run --set source.ki\tnpy\n", "got:run --set source.kind=npy")
        typed("ecgpress explain style.dp\t\n", "got:explain style.dpi")
        typed("ecgpress list loo\t\n", "got:list looks")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
