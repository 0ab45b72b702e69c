# What keeps a defect in a reader of strangers' files from becoming more than a crash: Debian's and OpenSSF's set. What each
# is for and what all cost is in docs/reliability.md; the test `hardening` reads from the built program that they are there.
# Fortified calls need an optimiser, and do not go together with the sanitizers, which watch the same places and more.
if(NOT ECGPRESS_HARDENING OR ECGPRESS_SANITIZE OR ECGPRESS_FUZZ OR NOT CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  return()
endif()
set(ECGPRESS_HARDENED ON)
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

# Every library here is static and goes into a program: -fPIE by hand, for CMake's POSITION_INDEPENDENT_CODE would compile
# libraries with -fPIC, whose functions a loader may replace and a compiler therefore not inline.
# -fcf-protection is x86's alone.
foreach(flag -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER ecgpress_compiles${flag} known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    target_compile_options(ecgpress_options INTERFACE ${flag})
  endif()
endforeach()
foreach(flag -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  string(MAKE_C_IDENTIFIER ecgpress_links${flag} known)
  check_linker_flag(CXX ${flag} ${known})
  if(${known})
    target_link_options(ecgpress_options INTERFACE ${flag})
  endif()
endforeach()
# Undefined first: some systems' compilers define it themselves, to another level.
target_compile_options(ecgpress_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# The library's own checks of indices and iterators, where files of strangers are read. In all rooms they made pages some 5 %
# dearer (docs/reliability.md); those that draw see nothing that was not checked before.
set(ECGPRESS_UNCHECKED_ROOMS "^(page|codec|render/.*)$")
