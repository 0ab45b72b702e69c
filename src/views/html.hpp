// Web pages in one file: their texts, which lie in web/ and are built in, with values put in, and
// pictures as data: URIs.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/image.hpp"

namespace ecgpress {

/// The files of web/ by name. Made by cmake/EcgpressTexts.cmake.
const std::map<std::string_view, std::string_view>& web_texts();

/// One of them. @pre there is one of this name
std::string_view web_text(std::string_view name);

/// The text with each {{name}} replaced by its value. @pre every name has one
std::string filled(std::string_view text, const std::map<std::string, std::string>& values);

/// As text or as an attribute's value in double quotes.
std::string escaped_html(std::string_view text);

/// RFC 4648, with padding.
std::string base64(const void* bytes, std::size_t count);

/// "data:image/png;base64,...", or "" for no bytes.
std::string data_uri(std::string_view type, const Bytes& bytes);

/// JSON that can stand in a <script>.
std::string json_for_script(std::string_view json);

} // namespace ecgpress
