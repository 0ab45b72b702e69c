# ecgpress_texts(OUTPUT.cpp FILE...): generates a source file that contains the texts of the files, for web_text(NAME) of
# views/html.hpp. It is regenerated when a file changes.
set(ECGPRESS_TEXTS_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/texts.cmake)

function(ecgpress_texts output)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${files}" -P ${ECGPRESS_TEXTS_SCRIPT}
    DEPENDS ${files} ${ECGPRESS_TEXTS_SCRIPT} VERBATIM)
endfunction()
