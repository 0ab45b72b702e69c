#include "codec/json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace ecgpress {

using Text = nlohmann::ordered_json;

/// Builds a Json from nlohmann-json's events. If a member occurs twice, its last value is used.
class JsonBuilder : public nlohmann::json_sax<Text> {
  public:
    explicit JsonBuilder(Json& root) : root_(root) {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return add(value);
    }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; } // only in binary formats
    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool key(string_t& value) override {
        key_ = std::move(value);
        return true;
    }
    bool end_object() override {
        open_.back()->keep_last_members();
        return close();
    }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        problem_ = error.what();
        return false;
    }

    const std::string& problem() const { return problem_; }

  private:
    Json* place(Json value) {
        if (open_.empty()) return &(root_ = std::move(value));
        Json& parent = *open_.back();
        if (parent.is_object()) return &parent.append(std::move(key_), std::move(value));
        parent.push_back(std::move(value));
        return &parent[parent.size() - 1];
    }
    bool add(Json value) {
        place(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (open_.size() == k_deepest_json) {
            problem_ = "it is nested more than " + std::to_string(k_deepest_json) + " deep";
            return false;
        }
        open_.push_back(place(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    Json& root_;
    std::vector<Json*> open_; ///< only the innermost one grows, so the other pointers stay valid
    std::string key_, problem_;
};

namespace {

constexpr double k_two_to_63 = 9223372036854775808.0; // smaller magnitudes fit into std::int64_t

Text text_of(const Json& json) {
    if (json.is_array()) {
        Text array = Text::array();
        for (const Json& item : json) array.push_back(text_of(item));
        return array;
    }
    if (json.is_object()) {
        Text object = Text::object();
        for (const auto& [key, value] : json.members()) object[key] = text_of(value);
        return object;
    }
    if (json.is_string()) return json.get<std::string>();
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_unsigned()) return json.get<std::uint64_t>();
    if (json.is_integer()) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    return nullptr;
}

/// A key in a path: RFC 6901 writes ~ as ~0 and / as ~1.
std::string path_step(const std::string& key) {
    std::string step = "/";
    for (const char c : key) step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return step;
}

void add_flat(Json& flat, const std::string& path, const Json& json) {
    if (json.is_object() && !json.empty())
        for (const auto& [key, value] : json.members())
            add_flat(flat, path + path_step(key), value);
    else if (json.is_array() && !json.empty())
        for (std::size_t i = 0; i < json.size(); ++i)
            add_flat(flat, path + "/" + std::to_string(i), json[i]);
    else
        flat[path] = json.is_object() || json.is_array() ? Json() : json;
}

} // namespace

Json::Json(std::initializer_list<Json> items) {
    const bool are_members = std::all_of(items.begin(), items.end(), [](const Json& item) {
        return item.is_array() && item.size() == 2 && item[0].is_string();
    });
    if (!are_members) {
        value_ = Array(items);
        return;
    }
    value_ = Object();
    for (const Json& item : items) (*this)[item[0].as_string()] = item[1];
}

Json Json::array(std::initializer_list<Json> items) {
    Json json;
    json.value_ = Array(items);
    return json;
}

Json Json::object() {
    Json json;
    json.value_ = Object();
    return json;
}

Json Json::parse(std::string_view text) {
    Json json;
    JsonBuilder builder(json);
    if (!Text::sax_parse(text.begin(), text.end(), &builder)) throw JsonError(builder.problem());
    return json;
}

Json Json::parse_or_null(std::string_view text) {
    Json json;
    JsonBuilder builder(json);
    return Text::sax_parse(text.begin(), text.end(), &builder) ? json : Json();
}

std::string Json::dump(int indent) const {
    return text_of(*this).dump(indent, ' ', false, Text::error_handler_t::replace);
}

std::size_t Json::size() const {
    if (is_array()) return std::get<Array>(value_).size();
    if (is_object()) return std::get<Object>(value_).size();
    return is_null() ? 0 : 1;
}

const Json* Json::find(std::string_view key) const {
    if (!is_object()) return nullptr;
    const Object& object = std::get<Object>(value_);
    const auto found = std::find_if(object.begin(), object.end(),
                                    [&](const Member& member) { return member.first == key; });
    return found == object.end() ? nullptr : &found->second;
}

const Json& Json::at(std::string_view key) const {
    require(is_object(), "an object");
    const Json* found = find(key);
    if (found == nullptr) throw JsonError("missing member \"" + std::string(key) + "\"");
    return *found;
}

const Json& Json::at(std::size_t index) const {
    if (index >= items().size()) throw JsonError("missing item " + std::to_string(index));
    return items()[index];
}

Json& Json::operator[](std::string_view key) {
    if (is_null()) value_ = Object();
    require(is_object(), "an object");
    if (const Json* found = find(key)) return const_cast<Json&>(*found);
    return std::get<Object>(value_).emplace_back(key, Json()).second;
}

Json& Json::operator[](std::size_t index) {
    return const_cast<Json&>(at(index));
}

Json& Json::append(std::string key, Json value) {
    return std::get<Object>(value_).emplace_back(std::move(key), std::move(value)).second;
}

void Json::keep_last_members() {
    Object& object = std::get<Object>(value_);
    std::map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < object.size(); ++i) last[object[i].first] = i;
    if (last.size() == object.size()) return;
    Object kept;
    for (std::size_t i = 0; i < object.size(); ++i)
        if (last[object[i].first] == i) kept.push_back(object[i]);
    object = std::move(kept);
}

void Json::push_back(Json item) {
    if (is_null()) value_ = Array();
    require(is_array(), "an array");
    std::get<Array>(value_).push_back(std::move(item));
}

void Json::update(const Json& other) {
    for (const auto& [key, value] : other.members()) (*this)[key] = value;
}

Json Json::flatten() const {
    Json flat = object();
    add_flat(flat, "", *this);
    return flat;
}

const Json::Array& Json::items() const {
    require(is_array(), "an array");
    return std::get<Array>(value_);
}

const Json::Object& Json::members() const {
    require(is_object(), "an object");
    return std::get<Object>(value_);
}

bool operator==(const Json& a, const Json& b) {
    if (a.is_number() && b.is_number()) {
        if (a.is_unsigned() && b.is_unsigned()) return a.as_unsigned() == b.as_unsigned();
        if (a.is_integer() && b.is_integer())
            return a.value_ == b.value_; // a negative number never equals an unsigned one
        return a.as_double() == b.as_double();
    }
    if (!a.is_object() || !b.is_object()) return a.value_ == b.value_;
    const auto is_in_b = [&](const Json::Member& member) {
        const Json* other = b.find(member.first);
        return other != nullptr && *other == member.second;
    };
    return a.size() == b.size() && std::all_of(a.members().begin(), a.members().end(), is_in_b);
}

void Json::require(bool is_so, const char* type) const {
    if (!is_so) throw JsonError(std::string("expected ") + type + ", found " + type_name());
}

const char* Json::type_name() const {
    if (is_null()) return "null";
    if (is_boolean()) return "a boolean";
    if (is_number()) return "a number";
    return is_string() ? "a string" : is_array() ? "an array" : "an object";
}

bool Json::as_bool() const {
    require(is_boolean(), "a boolean");
    return std::get<bool>(value_);
}

double Json::as_double() const {
    require(is_number(), "a number");
    if (is_unsigned()) return static_cast<double>(std::get<std::uint64_t>(value_));
    if (is_integer()) return static_cast<double>(std::get<std::int64_t>(value_));
    return std::get<double>(value_);
}

std::int64_t Json::as_signed() const {
    require(is_number(), "a number");
    if (is_unsigned()) return static_cast<std::int64_t>(std::get<std::uint64_t>(value_));
    if (is_integer()) return std::get<std::int64_t>(value_);
    const double value = std::get<double>(value_);
    require(std::abs(value) < k_two_to_63, "an integer of 64 bits");
    return static_cast<std::int64_t>(value);
}

std::uint64_t Json::as_unsigned() const {
    require(is_number(), "a number");
    if (is_unsigned()) return std::get<std::uint64_t>(value_);
    const std::int64_t value = as_signed();
    require(value >= 0, "a number that is not negative");
    return static_cast<std::uint64_t>(value);
}

const std::string& Json::as_string() const {
    require(is_string(), "a string");
    return std::get<std::string>(value_);
}

} // namespace ecgpress
