# Defines the library of one folder of src: ecgpress_room(NAME SOURCES ... ROOMS ... FOREIGN ...).
# NAME is the folder, for example `dataset/shard`; its library is ecgpress_dataset_shard.
# ROOMS are the libraries that it may include; FOREIGN libraries are linked privately.

add_library(ecgpress_options INTERFACE)
# -ffp-contract=off: no implicit fused multiply-add, so that bytes do not depend on the instruction set.
# -fno-math-errno, -fno-trapping-math: nothing here reads errno or exceptions of floats, and with them loops that compare floats or take
# square roots cannot be vectorised. The results are the same.
# -Wconversion only for GCC: with clang, which only builds the fuzz harnesses, it includes sign conversions.
target_compile_options(ecgpress_options INTERFACE -Wall -Wextra -Wpedantic $<$<CXX_COMPILER_ID:GNU>:-Wconversion> -Wshadow -Wnon-virtual-dtor -ffp-contract=off
                       -fno-math-errno -fno-trapping-math)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # In a unity build GCC takes each source for a header and warns of members whose type is local to it.
  target_compile_options(ecgpress_options INTERFACE -Wno-subobject-linkage)
endif()
if(ECGPRESS_PYTHON)
  # The Python module is a shared library of the same objects. Without the last two options the compiler could not inline their
  # functions, because a loader may replace them.
  target_compile_options(ecgpress_options INTERFACE -fPIC -fno-semantic-interposition -fvisibility=hidden)
endif()
if(ECGPRESS_WERROR)
  target_compile_options(ecgpress_options INTERFACE -Werror)
endif()
if(ECGPRESS_SANITIZE)
  # GCC's manual: sanitizers increase the false positives of -Wmaybe-uninitialized.
  target_compile_options(ecgpress_options INTERFACE -Wno-maybe-uninitialized)
  target_compile_options(ecgpress_options INTERFACE -fsanitize=${ECGPRESS_SANITIZE} -fno-sanitize-recover=undefined
                         -fno-omit-frame-pointer)
  target_link_options(ecgpress_options INTERFACE -fsanitize=${ECGPRESS_SANITIZE})
endif()
if(ECGPRESS_FUZZ)
  # Assertions stay enabled: a failed assertion in a harness is a bug too.
  # The address sanitizer's checks are calls, because inline ones double the time to compile.
  target_compile_options(ecgpress_options INTERFACE -gline-tables-only -fno-omit-frame-pointer
                         -fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow -fno-sanitize-recover=all
                         "SHELL:-mllvm -asan-instrumentation-with-call-threshold=0")
endif()

# Harnesses spend their CPU time in these libraries and in those of the system. The others are not optimised in the build of the
# harnesses, which halves the time to compile them. The checks of the sanitizers are the same.
set(ECGPRESS_FUZZED_ROOMS "^(core|core/tables|core/h5|codec|page|signal|signal/files|signal/wfdb|signal/hdf5|signal/dicom|signal/aecg|signal/ptbxl|dataset/h5|dataset/shard|pipeline/keys)$")

# ecgpress_library(VARIABLE ROOM): sets VARIABLE to the name of a folder's library.
function(ecgpress_library variable room)
  string(REPLACE "/" "_" name ${room})
  set(${variable} ecgpress_${name} PARENT_SCOPE)
endfunction()

# Most of a page's CPU time is spent in these libraries, so they use -O3. The others use -O2, which compiles faster.
set(ECGPRESS_FAST_ROOMS "^(core|page|codec|render/.*|signal.*)$")

# Headers of the standard library that most sources include: a third to a half of the compile time of a small source.
set(ECGPRESS_COMMON_HEADERS <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <sstream>
    <string> <string_view> <variant> <vector>)

# ecgpress_precompiled(SET [HEADERS ...] [LINK ...] [OPTIONS ...] [DEFINITIONS ...]): a library that consists only of a
# precompiled header. Targets reuse it if they have the same options and at least its definitions:
# target_precompile_headers(TARGET REUSE_FROM ecgpress_headers_SET). The preset `dev` builds without precompiled headers, so
# that no source lacks an #include.
function(ecgpress_precompiled set)
  cmake_parse_arguments(SET "" "" "HEADERS;LINK;OPTIONS;DEFINITIONS" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/headers_${set}.cpp)
  file(GENERATE OUTPUT ${source} CONTENT "")
  add_library(ecgpress_headers_${set} OBJECT ${source})
  target_link_libraries(ecgpress_headers_${set} PRIVATE ecgpress_options ${SET_LINK})
  target_compile_options(ecgpress_headers_${set} PRIVATE ${SET_OPTIONS})
  target_compile_definitions(ecgpress_headers_${set} PRIVATE ${SET_DEFINITIONS})
  target_precompile_headers(ecgpress_headers_${set} PRIVATE ${ECGPRESS_COMMON_HEADERS} ${SET_HEADERS})
endfunction()

function(ecgpress_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;FOREIGN" ${ARGN})
  ecgpress_library(library ${name})
  add_library(${library} STATIC ${ROOM_SOURCES})
  target_include_directories(${library} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${library} PUBLIC ecgpress_options)
  foreach(room ${ROOM_ROOMS})
    ecgpress_library(below ${room})
    target_link_libraries(${library} PUBLIC ${below})
  endforeach()
  target_link_libraries(${library} PRIVATE ${ROOM_FOREIGN})
  if(NOT name MATCHES "${ECGPRESS_FAST_ROOMS}")
    target_compile_options(${library} PRIVATE $<$<CONFIG:Release>:-O2>)
  endif()
  if(ECGPRESS_FUZZ AND name MATCHES "${ECGPRESS_FUZZED_ROOMS}")
    target_compile_options(${library} PRIVATE -O1)
    target_precompile_headers(${library} REUSE_FROM ecgpress_headers_fuzzed)
  elseif(ECGPRESS_HARDENED AND NOT name MATCHES "${ECGPRESS_UNCHECKED_ROOMS}")
    target_compile_definitions(${library} PRIVATE _GLIBCXX_ASSERTIONS)
    target_precompile_headers(${library} REUSE_FROM ecgpress_headers_checked)
  else()
    target_precompile_headers(${library} REUSE_FROM ecgpress_headers_unchecked)
  endif()
endfunction()
