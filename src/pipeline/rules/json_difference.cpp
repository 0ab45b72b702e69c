#include "pipeline/rules/json_difference.hpp"

#include "core/strings.hpp"

namespace ecgpress {

std::string json_difference(const Json& found, const Json& expected) {
    const Json one = found.flatten(), other = expected.flatten();
    for (const auto& [path, value] : other.members()) {
        if (!one.contains(path)) return concat(path, " is missing");
        if (one[path] != value)
            return concat(path, " is ", one[path].dump(), ", expected ", value.dump());
    }
    for (const auto& [path, value] : one.members())
        if (!other.contains(path)) return concat(path, ": ", value.dump(), " is not expected");
    return "its text differs";
}

Json with_csv_texts(Json row) {
    if (!row.is_object()) return row;
    for (const auto& member : Json::Object(row.members())) {
        if (!member.second.is_string()) continue;
        std::string text = member.second.get<std::string>();
        for (char& letter : text) {
            const auto byte = static_cast<unsigned char>(letter);
            if (byte < 0x20 || byte == 0x7f) letter = ' ';
        }
        row[member.first] = text;
    }
    return row;
}

} // namespace ecgpress
