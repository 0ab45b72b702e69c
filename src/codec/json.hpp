// A JSON value. nlohmann-json reads and writes the text; this type keeps its large header out of
// the many sources that only build or inspect values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ecgpress {

/// A text is not JSON, or a value does not have the requested type or member.
struct JsonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Null, a boolean, a number, a string, an array or an object. An object keeps its members in the
/// order in which they were added. Integers keep all their digits.
class Json {
  public:
    using Member = std::pair<std::string, Json>;
    /// Not std::vector itself: with that, std::variant of GCC 12 believes that it always has a
    /// value, and crashes when the memory for a copy is missing.
    struct Array : std::vector<Json> {
        using std::vector<Json>::vector;
    };
    using Object = std::vector<Member>;

    Json() = default; ///< null
    Json(std::nullptr_t) {}
    Json(double value) : value_(value) {}
    /// Only bool becomes a boolean; other types such as pointers do not convert to it.
    template <class Integer, class = std::enable_if_t<std::is_integral_v<Integer>>>
    Json(Integer value) {
        if constexpr (std::is_same_v<Integer, bool>)
            value_ = value;
        else if (value < 0) // only negative numbers are stored as signed, so equal ones are alike
            value_ = static_cast<std::int64_t>(value);
        else
            value_ = static_cast<std::uint64_t>(value);
    }
    Json(const char* text) : value_(std::string(text)) {}
    Json(std::string text) : value_(std::move(text)) {}
    Json(std::string_view text) : value_(std::string(text)) {}
    template <class Value> Json(const std::vector<Value>& values) {
        Array array;
        array.reserve(values.size());
        for (const auto& value : values) array.emplace_back(value);
        value_ = std::move(array);
    }
    template <std::size_t Count>
    Json(const char* const (&texts)[Count]) : value_(Array(std::begin(texts), std::end(texts))) {}
    template <class Value, std::size_t Count>
    Json(const std::array<Value, Count>& values) : value_(Array(values.begin(), values.end())) {}
    template <class First, class Second>
    Json(const std::pair<First, Second>& pair)
        : value_(Array{Json(pair.first), Json(pair.second)}) {}
    template <class Value> Json(const std::map<std::string, Value>& values) {
        Object object;
        for (const auto& [key, value] : values) object.emplace_back(key, value);
        value_ = std::move(object);
    }
    /// An object if every item is an array of two with a string first, as {{"a", 1}, {"b", 2}};
    /// otherwise an array.
    Json(std::initializer_list<Json> items);

    static Json array(std::initializer_list<Json> items = {});
    static Json object();

    /// @throws JsonError with position and reason if the text is not JSON, or if it is nested more
    /// than k_deepest_json deep: values are copied and compared recursively
    static Json parse(std::string_view text);
    /// Null if the text is not JSON, or nested too deep.
    static Json parse_or_null(std::string_view text);
    /// The shortest text, or one with `indent` spaces per level. Invalid UTF-8 becomes U+FFFD.
    std::string dump(int indent = -1) const;

    bool is_null() const { return value_.index() == 0; }
    bool is_boolean() const { return std::holds_alternative<bool>(value_); }
    bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
    bool is_integer() const {
        return is_unsigned() || std::holds_alternative<std::int64_t>(value_);
    }
    bool is_unsigned() const { return std::holds_alternative<std::uint64_t>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    /// "an array"
    const char* type_name() const;

    /// The value as a bool, number, std::string, or a std::vector or std::map<std::string, ...> of
    /// these. @throws JsonError if it is of another type
    template <class Value> Value get() const;
    template <class Value> void get_to(Value& value) const { value = get<Value>(); }

    /// Items of an array, members of an object; 0 of null, 1 of anything else.
    std::size_t size() const;
    bool empty() const { return size() == 0; }
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    /// @throws JsonError if there is no such member or item
    const Json& at(std::string_view key) const;
    const Json& at(std::size_t index) const;
    const Json& operator[](std::string_view key) const { return at(key); }
    const Json& operator[](std::size_t index) const { return at(index); }
    /// Adds the member with the value null if it does not exist; null becomes an object.
    Json& operator[](std::string_view key);
    Json& operator[](std::size_t index);
    /// The member as `Value`, or `otherwise` if it does not exist. @throws JsonError if it has
    /// another type, or this is not an object
    template <class Value> Value value(std::string_view key, const Value& otherwise) const {
        require(is_object(), "an object");
        const Json* found = find(key);
        return found == nullptr ? otherwise : found->get<Value>();
    }
    std::string value(std::string_view key, const char* otherwise) const {
        return value(key, std::string(otherwise));
    }

    /// Appends an item to an array; null becomes an array.
    void push_back(Json item);
    /// Sets the members of another object.
    void update(const Json& other);
    /// One object without nesting: keys are paths, "/a/0/b" (RFC 6901).
    Json flatten() const;

    /// An array's items. @throws JsonError
    Array::const_iterator begin() const { return items().begin(); }
    Array::const_iterator end() const { return items().end(); }
    const Array& items() const;
    /// The members of an object. @throws JsonError
    const Object& members() const;

    /// The order of members is ignored; numbers are compared by value.
    friend bool operator==(const Json& a, const Json& b);
    friend bool operator!=(const Json& a, const Json& b) { return !(a == b); }

  private:
    friend class JsonBuilder;

    /// Appends a member to an object without checking for an existing one.
    Json& append(std::string key, Json value);
    /// Removes all but the last of several members with the same key.
    void keep_last_members();
    const Json* find(std::string_view key) const;
    void require(bool is_so, const char* type) const;
    bool as_bool() const;
    double as_double() const;
    std::int64_t as_signed() const;
    std::uint64_t as_unsigned() const;
    const std::string& as_string() const;

    template <class Value> struct Reader;

    std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array,
                 Object>
        value_ = nullptr;
};

template <class Value> struct Json::Reader {
    static Value read(const Json& json) {
        if constexpr (std::is_same_v<Value, Json>)
            return json;
        else if constexpr (std::is_same_v<Value, bool>)
            return json.as_bool();
        else if constexpr (std::is_floating_point_v<Value>)
            return static_cast<Value>(json.as_double());
        else if constexpr (std::is_integral_v<Value> && std::is_signed_v<Value>)
            return static_cast<Value>(json.as_signed());
        else if constexpr (std::is_integral_v<Value>)
            return static_cast<Value>(json.as_unsigned());
        else
            return json.as_string();
    }
};
template <class Value> struct Json::Reader<std::vector<Value>> {
    static std::vector<Value> read(const Json& json) {
        std::vector<Value> values;
        for (const Json& item : json) values.push_back(item.get<Value>());
        return values;
    }
};
template <class Value> struct Json::Reader<std::map<std::string, Value>> {
    static std::map<std::string, Value> read(const Json& json) {
        std::map<std::string, Value> values;
        for (const auto& [key, value] : json.members()) values[key] = value.template get<Value>();
        return values;
    }
};

template <class Value> Value Json::get() const {
    return Reader<Value>::read(*this);
}

constexpr std::size_t k_deepest_json = 64; ///< limit of nesting; more than this program writes

} // namespace ecgpress
