# The typefaces of pages, in the order of Face (src/page/page_style.hpp): name, Debian package, file. All of their licences allow
# that they are part of a program; decision 0020.
set(ECGPRESS_FACES
  "DejaVu Sans|fonts-dejavu-core|DejaVuSans.ttf"
  "DejaVu Serif|fonts-dejavu-core|DejaVuSerif.ttf"
  "DejaVu Sans Mono|fonts-dejavu-core|DejaVuSansMono.ttf"
  "Kristi|fonts-kristi|Kristi.ttf"
  "DejaVu Sans Bold|fonts-dejavu-core|DejaVuSans-Bold.ttf"
  "Glass TTY VT220|fonts-glasstty|Glass_TTY_VT220.ttf"
  "Breip|fonts-breip|Breip.ttf")
# Folders of Debian and Ubuntu, Fedora, older Fedora, Arch, Alpine, openSUSE, FreeBSD and MacPorts.
set(ECGPRESS_SYSTEM_FONT_FOLDERS
  /usr/share/fonts/truetype/dejavu /usr/share/fonts/truetype/kristi /usr/share/fonts/truetype/glasstty
  /usr/share/fonts/truetype/breip /usr/share/fonts/dejavu-sans-fonts /usr/share/fonts/dejavu-serif-fonts
  /usr/share/fonts/dejavu-sans-mono-fonts /usr/share/fonts/dejavu /usr/share/fonts/kristi /usr/share/fonts/TTF
  /usr/share/fonts/ttf-dejavu /usr/share/fonts/truetype /usr/local/share/fonts/dejavu /usr/local/share/fonts
  /opt/local/share/fonts/dejavu-fonts)
option(ECGPRESS_EMBED_FONTS "Put the typefaces of this machine into the program" ON)
# The source tarball has the typefaces in fonts/ (`./run package`).
set(ECGPRESS_FONT_FOLDERS ${CMAKE_SOURCE_DIR}/fonts CACHE STRING
    "Folders to search for typefaces, and for PACKAGE.copyright, before those of the system")

# ecgpress_fonts(OUTPUT.cpp): generates font_table() and font_folders() of render/draw/font_table.hpp.
function(ecgpress_fonts output)
  set(rows "")
  set(symbols "")
  set(contents "")
  set(files "")
  set(missing "")
  foreach(face ${ECGPRESS_FACES})
    string(REPLACE "|" ";" face "${face}")
    list(GET face 0 name)
    list(GET face 1 package)
    list(GET face 2 file)
    string(MAKE_C_IDENTIFIER ecgpress_font_${file} symbol)
    unset(path)
    if(ECGPRESS_EMBED_FONTS)
      find_file(path ${file} PATHS ${ECGPRESS_FONT_FOLDERS} ${ECGPRESS_SYSTEM_FONT_FOLDERS} NO_DEFAULT_PATH NO_CACHE)
    endif()
    if(path)
      file(SIZE ${path} size)
      file(SHA256 ${path} digest)
      list(APPEND files ${path})
      string(APPEND symbols "extern const char ${symbol}[] __attribute__((visibility(\"hidden\")));\n")
      string(APPEND contents "    \".globl ${symbol}\\n.hidden ${symbol}\\n${symbol}: .incbin \\\"${path}\\\"\\n\"\n")
      string(APPEND rows "        {\"${name}\", \"${package}\", \"${file}\", {${symbol}, ${size}}, \"${digest}\"},\n")
    else()
      list(APPEND missing "${name} (${package})")
      string(APPEND rows "        {\"${name}\", \"${package}\", \"${file}\", {}, {}},\n")
    endif()
  endforeach()
  if(missing)
    list(JOIN missing ", " missing)
    message(STATUS "Typefaces that are not put into the program, but searched where it runs: ${missing}")
  endif()
  list(TRANSFORM ECGPRESS_SYSTEM_FONT_FOLDERS REPLACE "(.+)" "\"\\1\"" OUTPUT_VARIABLE folders)
  list(JOIN folders ",\n        " folders)
  if(files)
    set(contents "// The assembler copies the files: a compiler takes seconds for an array of their size.\nasm(\".pushsection .rodata\\n\"\n${contents}    \".popsection\\n\");\n\nextern \"C\" {\n${symbols}}\n")
  endif()
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT "// Written by cmake/EcgpressFonts.cmake.
#include \"render/draw/font_table.hpp\"

@contents@
namespace ecgpress {

const std::array<FontRow, k_face_count>& font_table() {
    static const std::array<FontRow, k_face_count> rows{{
@rows@    }};
    return rows;
}

const std::vector<std::filesystem::path>& font_folders() {
    static const std::vector<std::filesystem::path> folders{
        @folders@};
    return folders;
}

} // namespace ecgpress
")
  # `cmake --install BUILD --component fonts` collects them for the source tarball.
  install(FILES ${files} DESTINATION fonts COMPONENT fonts EXCLUDE_FROM_ALL)
  # A font that changes is put into the program again, with its digest.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set_source_files_properties(${output} PROPERTIES OBJECT_DEPENDS "${files}" SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# ecgpress_install_font_licences(FOLDER COMPONENT): installs the licences of the typefaces, as Debian's packages state them.
function(ecgpress_install_font_licences folder component)
  if(NOT ECGPRESS_EMBED_FONTS)
    return()
  endif()
  list(TRANSFORM ECGPRESS_FACES REPLACE "^.*\\|(.*)\\|.*$" "\\1" OUTPUT_VARIABLE packages)
  list(REMOVE_DUPLICATES packages)
  foreach(package ${packages})
    find_file(licence NAMES ${package}.copyright ${package}/copyright PATHS ${ECGPRESS_FONT_FOLDERS} /usr/share/doc NO_DEFAULT_PATH NO_CACHE)
    if(licence)
      install(FILES ${licence} DESTINATION ${folder} COMPONENT ${component} RENAME ${package}.copyright)
      install(FILES ${licence} DESTINATION fonts COMPONENT fonts EXCLUDE_FROM_ALL RENAME ${package}.copyright)
    else()
      message(STATUS "No licence of ${package} is installed: no ${package}.copyright in ECGPRESS_FONT_FOLDERS")
    endif()
    unset(licence)
  endforeach()
endfunction()
