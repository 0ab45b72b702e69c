#include "pipeline/config/config_names.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/numbers.hpp"
#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

bool is_name(const std::string& name) {
    const auto allowed = [](unsigned char c) {
        return c < 128 && (std::isalnum(c) != 0 || c == '_' || c == '-');
    };
    long long number = 0;
    return !name.empty() && std::all_of(name.begin(), name.end(), allowed) &&
           !parse_number(name, number);
}

std::optional<Lead> read_lead(const ConfigNode& node, const std::string& path,
                              ConfigProblems& problems) {
    if (node.kind == ConfigNode::Kind::scalar)
        if (const auto lead = parse_lead(node.text)) return lead;
    std::vector<std::string> names;
    for (const Lead lead : all_leads()) names.emplace_back(name_of(lead));
    add_wrong_value(node, path, "a standard lead", choice_advice(node.text, names), problems);
    return std::nullopt;
}

} // namespace ecgpress
