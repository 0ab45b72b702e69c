# cmake -DOUTPUT=texts.cpp -DFILES=a.html;b.js -P texts.cmake
set(rows "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND rows "    {\"${name}\", R\"=text=(${text})=text=\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"views/html.hpp\"

namespace ecgpress {

const std::map<std::string_view, std::string_view>& web_texts() {
    static const std::map<std::string_view, std::string_view> texts = {
${rows}    };
    return texts;
}

} // namespace ecgpress
")
