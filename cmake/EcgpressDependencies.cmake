# Finds every third-party library. docs/architecture.md lists which folders may use them; the test `floors` checks it.
find_package(PkgConfig REQUIRED)
find_package(MPI REQUIRED COMPONENTS C)
set(HDF5_PREFER_PARALLEL OFF)
find_package(HDF5 REQUIRED COMPONENTS C)
if(HDF5_IS_PARALLEL)
  message(FATAL_ERROR "Found the parallel build of HDF5. The serial build is required, because each rank writes its own file. Install libhdf5-dev.")
endif()
# Programs link ecgpress_hdf5: HDF5's static library, if it and those of its compression can be linked. The shared one of Debian
# loads 27 other libraries (curl, Kerberos, LDAP ...) for remote files, which takes a third of the CPU time of a start. Builds
# with sanitizers use the shared one, because suppressions of its leaks name it.
add_library(ecgpress_hdf5 INTERFACE)
if(NOT ECGPRESS_SANITIZE AND NOT ECGPRESS_FUZZ)
  list(GET HDF5_C_LIBRARIES 0 shared_hdf5)
  get_filename_component(hdf5_folder ${shared_hdf5} DIRECTORY)
  find_library(HDF5_STATIC_LIBRARY libhdf5.a HINTS ${hdf5_folder})
  find_library(SZIP_STATIC_LIBRARY libsz.a)
  find_library(AEC_STATIC_LIBRARY libaec.a)
  find_package(ZLIB)
  set(static_hdf5 ${HDF5_STATIC_LIBRARY} ${SZIP_STATIC_LIBRARY} ${AEC_STATIC_LIBRARY} ${ZLIB_LIBRARIES} m ${CMAKE_DL_LIBS})
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_INCLUDES ${HDF5_C_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES ${static_hdf5})
  check_cxx_source_compiles("#include <hdf5.h>
int main() { return H5open() + static_cast<int>(H5Fcreate(\"x\", H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)); }"
    ECGPRESS_LINKS_STATIC_HDF5)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
# A target with the property ECGPRESS_IS_SHARED, the Python module, links the shared libraries instead: Debian compiles static
# ones for programs only, and HDF5 must be in a process once, because h5py uses it too.
set(ecgpress_is_shared $<BOOL:$<TARGET_PROPERTY:ECGPRESS_IS_SHARED>>)
if(ECGPRESS_LINKS_STATIC_HDF5)
  target_include_directories(ecgpress_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
  foreach(library ${static_hdf5})
    target_link_libraries(ecgpress_hdf5 INTERFACE $<IF:${ecgpress_is_shared},hdf5::hdf5,${library}>)
  endforeach()
else()
  target_link_libraries(ecgpress_hdf5 INTERFACE hdf5::hdf5)
endif()
# ecgpress_static_library(NAME SHARED LIBRARIES...): an interface library that links the static libraries if all of them are
# found, else the imported target SHARED. Each shared library adds about a millisecond to every start.
function(ecgpress_static_library name shared)
  add_library(${name} INTERFACE)
  set(found "")
  foreach(library ${ARGN})
    find_library(${library}_STATIC_LIBRARY lib${library}.a)
    if(${library}_STATIC_LIBRARY)
      list(APPEND found ${${library}_STATIC_LIBRARY})
    endif()
  endforeach()
  list(LENGTH found count)
  list(LENGTH ARGN wanted)
  if(count EQUAL wanted)
    foreach(library ${found} m)
      target_link_libraries(${name} INTERFACE $<IF:${ecgpress_is_shared},${shared},${library}>)
    endforeach()
  else()
    target_link_libraries(${name} INTERFACE ${shared})
  endif()
endfunction()
# Not through OpenCV's CMake package: it requires all modules (1 GB), and only two are used.
find_path(OPENCV_INCLUDE_DIR opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
foreach(module core imgproc)
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  add_library(opencv_${module} UNKNOWN IMPORTED)
  set_target_properties(opencv_${module} PROPERTIES IMPORTED_LOCATION ${OPENCV_${module}_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${OPENCV_INCLUDE_DIR})
endforeach()
find_package(Freetype REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
if(ECGPRESS_BENCH OR ECGPRESS_TESTS)
  find_package(ZLIB REQUIRED) # the reference for our encoders
endif()
pkg_check_modules(libjpeg REQUIRED IMPORTED_TARGET libjpeg)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(spng REQUIRED IMPORTED_TARGET spng)
pkg_check_modules(deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(archive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(flac REQUIRED IMPORTED_TARGET flac)
ecgpress_static_library(ecgpress_flac PkgConfig::flac FLAC ogg)
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
ecgpress_static_library(ecgpress_pugixml PkgConfig::pugixml pugixml)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)

# Versions of the libraries, for `ecgpress --version` (apps/libraries.hpp). MPI's is the one that runs; Random123 states none.
file(STRINGS ${OPENCV_INCLUDE_DIR}/opencv2/core/version.hpp opencv_version REGEX "^#define CV_VERSION_(MAJOR|MINOR|REVISION) ")
string(REGEX MATCHALL "[0-9]+" opencv_version "${opencv_version}")
list(JOIN opencv_version "." opencv_version)
set(ECGPRESS_LIBRARIES
  "CLI11|${CLI11_VERSION}" "FreeType|${FREETYPE_VERSION_STRING}" "HDF5|${HDF5_VERSION}" "OpenCV|${opencv_version}"
  "OpenSSL|${OPENSSL_VERSION}" "Random123|" "libFLAC|${flac_VERSION}" "libarchive|${archive_VERSION}"
  "libdeflate|${deflate_VERSION}" "libjpeg-turbo|${turbojpeg_VERSION}" "libspng|${spng_VERSION}" "libzstd|${zstd_VERSION}"
  "nlohmann-json|${nlohmann_json_VERSION}" "pugixml|${pugixml_VERSION}" "spdlog|${spdlog_VERSION}" "yaml-cpp|${yaml-cpp_VERSION}")
