# Hardening flags recommended by Debian and the OpenSSF: they limit what a bug in a reader of untrusted files can do.
# docs/reliability.md lists the purpose and cost of each flag; the test `hardening` checks them in the built program.
# Fortified calls need optimisation, and conflict with the sanitizers, which check the same calls and more.
if(NOT ECGPRESS_HARDENING OR ECGPRESS_SANITIZE OR ECGPRESS_FUZZ OR NOT CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  return()
endif()
set(ECGPRESS_HARDENED ON)
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

# All libraries here are static and linked into programs, so -fPIE is set directly, unless they are linked into the Python module
# too (EcgpressRoom.cmake). -fcf-protection exists only on x86.
if(NOT ECGPRESS_PYTHON)
  set(pie -fPIE)
endif()
foreach(flag ${pie} -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER ecgpress_compiles${flag} known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    target_compile_options(ecgpress_options INTERFACE ${flag})
  endif()
endforeach()
foreach(flag -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  string(MAKE_C_IDENTIFIER ecgpress_links${flag} known)
  check_linker_flag(CXX ${flag} ${known})
  if(${known} AND flag STREQUAL "-pie")
    target_link_options(ecgpress_options INTERFACE $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
  elseif(${known})
    target_link_options(ecgpress_options INTERFACE ${flag})
  endif()
endforeach()
# Undefine it first: the compilers of some systems define another level.
target_compile_options(ecgpress_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# The standard library's checks of indices and iterators, in libraries that read untrusted files. In all libraries they cost
# about 8 % of CPU time per page (docs/reliability.md); libraries that draw only get data that was checked before.
set(ECGPRESS_UNCHECKED_ROOMS "^(page|codec|render/.*)$")
