# Spack package of ecgpress. In a local package repository (spack repo create DIR; DIR/packages/ecgpress/package.py), from a
# checkout: spack dev-build ecgpress@0.2.0; or with the source tarball in a mirror: spack install --no-checksum ecgpress@0.2.0

from spack.package import *


class Ecgpress(CMakePackage):
    """ECG image datasets with exact labels, from ECG recordings."""

    manual_download = True  # from a mirror or a checkout

    license("Apache-2.0")

    version("0.2.0", extension="tar.xz")

    variant("python", default=True, description="Build the Python package")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("mpi")
    depends_on("hdf5@1.10: ~mpi")  # each rank writes its own file
    depends_on("opencv@4.5: +imgproc")
    depends_on("freetype")
    depends_on("libjpeg-turbo@2:")
    depends_on("libspng")
    depends_on("libdeflate")
    depends_on("libarchive")
    depends_on("zstd")
    depends_on("flac")
    depends_on("pugixml")
    depends_on("openssl@3:")
    depends_on("spdlog")
    depends_on("yaml-cpp@0.7:")
    depends_on("nlohmann-json")
    depends_on("cli11@2:")
    depends_on("random123")
    depends_on("zlib-api")

    with when("+python"):
        extends("python")
        depends_on("python@3.9:", type=("build", "link", "run"))
        depends_on("py-pybind11@2.10:", type="build")
        depends_on("py-numpy", type="run")

    generator("ninja")

    def cmake_args(self):
        arguments = [
            "-DECGPRESS_TESTS=OFF",
            "-DECGPRESS_BENCH=OFF",
            self.define_from_variant("ECGPRESS_PYTHON", "python"),
        ]
        if self.spec.satisfies("+python"):
            arguments.append(self.define("Python_EXECUTABLE", self.spec["python"].command.path))
            purelib = self.spec["python"].package.purelib  # lib/python3.X/site-packages
            arguments.append(self.define("ECGPRESS_PYTHON_DIR", purelib))
        return arguments
