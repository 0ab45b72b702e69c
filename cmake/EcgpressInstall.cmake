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
  install(FILES ${described}/_ecgpress DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT program)
  install(FILES ${described}/ecgpress.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
  install(DIRECTORY config DESTINATION ${ECGPRESS_DATA_DIR} COMPONENT program FILES_MATCHING PATTERN *.yaml)
  install(DIRECTORY slurm DESTINATION ${ECGPRESS_DATA_DIR} COMPONENT program USE_SOURCE_PERMISSIONS)
  set(submit ${CMAKE_CURRENT_BINARY_DIR}/ecgpress-submit)
  file(CREATE_LINK ${ECGPRESS_DATA_FROM_PROGRAM}/slurm/submit ${submit} SYMBOLIC)
  install(FILES ${submit} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  install(FILES README.md LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
  ecgpress_install_font_licences(${CMAKE_INSTALL_DOCDIR}/fonts program)
endfunction()
