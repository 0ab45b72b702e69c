#include "dataset/release/json_columns.hpp"

#include "codec/json.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

// A field of each type as JSON.

template <class Number> Json json_of(Number value) {
    return value;
}
Json json_of(const std::string& text) {
    return text;
}
Json json_of(Split split) {
    return name_of(split);
}
Json json_of(Lead lead) {
    return name_of(lead);
}
Json json_of(const OracleScores& scores) {
    return scores.db;
}
Json json_of(const DatasetSet& set) {
    return set.bits();
}
Json json_of(const RectPx& box) {
    if (box.empty()) return nullptr;
    return {box.x0_px, box.y0_px, box.x1_px, box.y1_px};
}
Json json_of(const PixelRect& rect) {
    if (rect.empty()) return nullptr;
    return {rect.x, rect.y, rect.width, rect.height};
}

std::string text_of(const Json& json) {
    return json.dump();
}

template <class Row> std::string members(const Row& row, const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        const Json value = std::visit([&](auto member) { return json_of(row.*member); },
                                      column_named(columns_of<Row>(), name).member);
        text += (text.empty() ? "\"" : ",\"") + name + "\":" + text_of(value);
    }
    return text;
}

} // namespace

std::string json_string(const std::string& text) {
    return text_of(text);
}

std::string json_number(double value) {
    return text_of(value);
}

std::string json_members(const PageRow& row, const std::vector<std::string>& columns) {
    return members(row, columns);
}

std::string json_members(const LeadRow& row, const std::vector<std::string>& columns) {
    return members(row, columns);
}

std::string json_facts(const PageRow& row) {
    static const std::vector<std::string> columns = [] {
        std::vector<std::string> names;
        for (const RecordFact& fact : k_record_facts) names.emplace_back(fact.name);
        return names;
    }();
    return members(row, columns);
}

} // namespace ecgpress
