# Decides whether the Python module is built, before the options of the compiler are set. ECGPRESS_PYTHON is OFF where it
# cannot be built.
if(ECGPRESS_SANITIZE OR ECGPRESS_FUZZ)
  set(ECGPRESS_PYTHON OFF) # Debian's Python does not load libraries that need a sanitizer's runtime
endif()
if(NOT ECGPRESS_PYTHON)
  return()
endif()
# Debian's Python, which has NumPy: another one may come first on PATH. -DPython_EXECUTABLE=... selects it.
if(NOT DEFINED Python_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python_EXECUTABLE /usr/bin/python3)
endif()
find_package(Python 3.9 COMPONENTS Interpreter Development.Module)
if(Python_FOUND)
  find_package(pybind11 2.10 CONFIG)
endif()
if(NOT Python_FOUND OR NOT pybind11_FOUND)
  message(STATUS "The Python module is not built: it needs python3-dev and pybind11-dev")
  set(ECGPRESS_PYTHON OFF)
endif()
