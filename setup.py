"""Builds the Python package with CMake, for pip. What CMake installs as component `python` is the package; pyproject.toml has the rest."""

import os
import re
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

SOURCE = Path(__file__).resolve().parent


class BuildByCMake(build_ext):
    def build_extension(self, extension):
        build = Path(self.build_temp).resolve()
        package = Path(self.build_lib).resolve() / "ecgpress"
        subprocess.run(["cmake", "-S", SOURCE, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_UNITY_BUILD=ON",
                        "-DECGPRESS_TESTS=OFF", "-DECGPRESS_BENCH=OFF", "-DECGPRESS_PYTHON=ON", f"-DPython_EXECUTABLE={sys.executable}",
                        "-DECGPRESS_PYTHON_DIR=.", *os.environ.get("CMAKE_ARGS", "").split()], check=True)
        subprocess.run(["cmake", "--build", build, "--target", "python_module", "--parallel", str(self.parallel or os.cpu_count())],
                       check=True)
        subprocess.run(["cmake", "--install", build, "--component", "python", "--prefix", package.parent, "--strip"], check=True)


setup(
    version=re.search(r"^project\(ecgpress VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(), re.M)[1],
    ext_modules=[Extension("ecgpress._press", [])],
    cmdclass={"build_ext": BuildByCMake},
    py_modules=[],
)
