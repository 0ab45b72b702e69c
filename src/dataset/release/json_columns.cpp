#include "dataset/release/json_columns.hpp"

#include <cmath>
#include <type_traits>

#include "codec/json.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
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
Json json_of(const DatasetSet& set) {
    return set.bits();
}
Json json_of(const RectPx& box) {
    if (box.empty()) return Json::array({0.0, 0.0, 0.0, 0.0});
    return {box.x0_px, box.y0_px, box.x1_px, box.y1_px};
}
Json json_of(const PixelRect& rect) {
    if (rect.empty()) return Json::array({0, 0, 0, 0});
    return {rect.x, rect.y, rect.width, rect.height};
}

/// A number, or null if it is unknown.
Json known(double value) {
    return std::isnan(value) ? Json() : Json(value);
}
/// x and y alternately.
template <std::size_t count> Json json_of(const std::array<PointPx, count>& points) {
    Json values = Json::array();
    for (const PointPx& point : points)
        for (const double value : {point.x_px, point.y_px}) values.push_back(known(value));
    return values;
}
template <std::size_t count> Json json_of(const std::array<double, count>& numbers) {
    Json values = Json::array();
    for (const double number : numbers) values.push_back(known(number));
    return values;
}
Json json_of(const Homography& homography) {
    return homography.matrix;
}
Json json_of(const FiducialSamples& samples) {
    Json values = Json::array();
    for (const std::int64_t sample : samples) values.push_back(sample);
    return values;
}

std::string text_of(const Json& json) {
    return json.dump();
}

/// The four values of the oracle as members with the names and the texts of the CSV table.
std::string oracle_members(const OracleScores& scores) {
    std::string text;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        text += concat(i == 0 ? "\"" : ",\"", "oracle_", k_oracle_names[i], "_db\":\"",
                       std::isnan(scores.db[i]) ? std::string() : fixed(scores.db[i], 2), '"');
    return text;
}

template <class Value> std::string member_text(const std::string& name, const Value& value) {
    if constexpr (std::is_same_v<Value, OracleScores>)
        return oracle_members(value);
    else
        return concat('"', name, "\":", text_of(json_of(value)));
}

template <class Row> std::string members(const Row& row, const std::vector<std::string>& names) {
    std::vector<std::string> texts;
    for (const std::string& name : names)
        texts.push_back(std::visit([&](auto member) { return member_text(name, row.*member); },
                                   column_named(columns_of<Row>(), name).member));
    return join(texts, ",");
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

std::string json_members(const WordRow& row, const std::vector<std::string>& columns) {
    return members(row, columns);
}

std::string json_members(const BeatRow& row, const std::vector<std::string>& columns) {
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
