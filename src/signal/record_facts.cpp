#include "signal/record_facts.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Adds the names of a list, without what follows a colon, each once.
void add_names(std::vector<std::string>& names, const std::string& list) {
    for (const std::string& item : split_text(list, ';')) {
        const std::string name = item.substr(0, item.find(':'));
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
}

} // namespace

std::vector<std::string> classes_of(const RecordFacts& facts) {
    std::vector<std::string> names;
    for (const std::string* list :
         {&facts.superclasses, &facts.subclasses, &facts.scp_codes, &facts.dx})
        add_names(names, *list);
    return names;
}

std::vector<std::string> main_classes_of(const RecordFacts& facts) {
    std::vector<std::string> names;
    for (const std::string* list : {&facts.superclasses, &facts.dx}) add_names(names, *list);
    return names;
}

std::string fact_text(const std::string& text) {
    std::string clean = as_utf8(text);
    for (char& letter : clean) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte < 0x20 || byte == 0x7f) letter = ' ';
    }
    return clean;
}

std::string fact_age(const std::string& text) {
    constexpr double k_oldest_told = 90, k_oldest = 150;
    double years = 0;
    if (!parse_number(text, years) || !(years >= 0 && years <= k_oldest)) return {};
    return shortest(std::floor(std::min(years, k_oldest_told)));
}

std::string fact_sex(const std::string& text) {
    const std::string sex = lower_case(text);
    if (sex == "f" || sex == "female") return "female";
    return sex == "m" || sex == "male" ? "male" : "";
}

std::string fact_number(const std::string& text) {
    double value = 0;
    return parse_number(text, value) && std::isfinite(value) ? shortest(value) : std::string();
}

} // namespace ecgpress
