# What `cmake --install` copies, in the folders of GNUInstallDirs. An installed tree can be moved: programs find its files
# relative to themselves (src/core/process.hpp). Components: `program`, and `python` where the package is built.
include(GNUInstallDirs)
set(ECGPRESS_DATA_DIR ${CMAKE_INSTALL_DATADIR}/ecgpress) # configurations, scripts for Slurm
# Debian's Python reads /usr/local/lib/python3.X/dist-packages; for other prefixes PYTHONPATH must name the folder.
if(ECGPRESS_PYTHON)
  set(ECGPRESS_PYTHON_DIR lib/python${Python_VERSION_MAJOR}.${Python_VERSION_MINOR}/dist-packages CACHE STRING
      "Folder of the Python package in an installation")
else()
  set(ECGPRESS_PYTHON_DIR lib)
endif()
set(ECGPRESS_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING "Folder of zsh's completion in an installation")

# Paths from the programs' folders to the data.
file(RELATIVE_PATH ECGPRESS_DATA_FROM_PROGRAM /${CMAKE_INSTALL_BINDIR} /${ECGPRESS_DATA_DIR})
file(RELATIVE_PATH ECGPRESS_DATA_FROM_MODULE /${ECGPRESS_PYTHON_DIR}/ecgpress /${ECGPRESS_DATA_DIR})

function(ecgpress_install)
  install(TARGETS ecgpress EXPORT ecgpress-targets DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  install(EXPORT ecgpress-targets NAMESPACE ecgpress:: FILE ecgpress-config.cmake
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ecgpress COMPONENT program)
  include(CMakePackageConfigHelpers)
  set(version ${CMAKE_CURRENT_BINARY_DIR}/ecgpress-config-version.cmake)
  write_basic_package_version_file(${version} COMPATIBILITY SameMinorVersion)
  install(FILES ${version} DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ecgpress COMPONENT program)

  # Written after each link of the program: apps/CMakeLists.txt.
  set(described ${CMAKE_BINARY_DIR}/apps/described)
  install(FILES ${described}/ecgpress.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  install(FILES ${described}/ecgpress.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program RENAME ecgpress)
  ecgpress_install_submit_page()
  install(FILES ${described}/_ecgpress DESTINATION ${ECGPRESS_ZSH_DIR} COMPONENT program)
  install(FILES ${described}/ecgpress.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
  install(DIRECTORY config DESTINATION ${ECGPRESS_DATA_DIR} COMPONENT program FILES_MATCHING PATTERN *.yaml)
  install(DIRECTORY slurm DESTINATION ${ECGPRESS_DATA_DIR} COMPONENT program USE_SOURCE_PERMISSIONS)
  ecgpress_install_modulefile(${ECGPRESS_DATA_DIR}/modulefiles/ecgpress)
  set(submit ${CMAKE_CURRENT_BINARY_DIR}/ecgpress-submit)
  file(CREATE_LINK ${ECGPRESS_DATA_FROM_PROGRAM}/slurm/submit ${submit} SYMBOLIC)
  install(FILES ${submit} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  install(FILES README.md LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
  ecgpress_install_font_licences(${CMAKE_INSTALL_DOCDIR}/fonts program)
endfunction()

# ecgpress_install_modulefile(FOLDER): for Environment Modules and Lmod.
function(ecgpress_install_modulefile folder)
  file(RELATIVE_PATH ECGPRESS_PREFIX_FROM_MODULEFILE /${folder} /)
  set(ECGPRESS_MODULE_PYTHONPATH "")
  if(ECGPRESS_PYTHON)
    set(ECGPRESS_MODULE_PYTHONPATH "prepend-path PYTHONPATH $root/${ECGPRESS_PYTHON_DIR}")
  endif()
  configure_file(packaging/modulefile.in ${CMAKE_CURRENT_BINARY_DIR}/modulefile @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/modulefile DESTINATION ${folder} COMPONENT program RENAME ${PROJECT_VERSION})
endfunction()

# The manual page of ecgpress-submit: its --help.
function(ecgpress_install_submit_page)
  set(script ${CMAKE_SOURCE_DIR}/slurm/submit)
  execute_process(COMMAND ${script} --help OUTPUT_VARIABLE usage COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\" "\\e" usage "${usage}")
  string(REPLACE "slurm/submit" "ecgpress-submit" usage "${usage}")
  string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" usage "${usage}")
  configure_file(packaging/ecgpress-submit.1.in ${CMAKE_CURRENT_BINARY_DIR}/ecgpress-submit.1 @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ecgpress-submit.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
endfunction()
