# Completes the trees of the two Debian packages before CPack packs them: copyright, changelog, compressed manual pages.
# Read by CPack (CPACK_PRE_BUILD_SCRIPTS), with its variables.
find_program(gzip gzip REQUIRED)
set(source ${CPACK_ECGPRESS_SOURCE})

# The copyright of the package: this project's, then that of each typeface in it.
function(write_copyright file fonts)
  file(READ ${source}/packaging/debian/copyright text)
  foreach(font ${fonts})
    get_filename_component(package ${font} NAME_WLE)
    file(READ ${font} licence)
    string(APPEND text "\nTypefaces of Debian's ${package}, which are part of the binary\n\n${licence}")
  endforeach()
  file(WRITE ${file} "${text}")
endfunction()

foreach(component ${CPACK_COMPONENTS_ALL})
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX})
  set(documents ${root}/${CPACK_ECGPRESS_DOC_DIR}/${package})
  file(GLOB fonts ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/program${CPACK_PACKAGING_INSTALL_PREFIX}/${CPACK_ECGPRESS_DOC_DIR}/ecgpress/fonts/*.copyright)
  write_copyright(${documents}/copyright "${fonts}")
  file(REMOVE ${documents}/LICENSE ${documents}/CHANGELOG.md) # copyright and changelog.gz
  file(COPY_FILE ${source}/CHANGELOG.md ${documents}/changelog)
  set(version ${CPACK_PACKAGE_VERSION})
  set(maintainer ${CPACK_PACKAGE_CONTACT})
  configure_file(${source}/packaging/debian/changelog ${documents}/changelog.Debian @ONLY)
  file(GLOB manual ${root}/share/man/man1/*.1)
  execute_process(COMMAND ${gzip} --best --no-name ${documents}/changelog ${documents}/changelog.Debian ${manual} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${root} ( -type d -exec chmod 755 {} + ) -o ( -type f -exec chmod u+w,go-w {} + ) COMMAND_ERROR_IS_FATAL ANY)
endforeach()
