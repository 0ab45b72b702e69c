// Values as bytes for messages between ranks: numbers, texts, vectors, maps, optionals, and structs
// of them.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ecgpress {

/// A struct that is not trivially copyable lists its members that are sent:
///     template <class Self> static auto parts_of(Self& self) { return std::tie(self.a, self.b); }
/// Values are sent as they are in memory, because all ranks run the same program on the same type
/// of processor.
namespace packing {

template <class Value, class = void> struct HasParts : std::false_type {};
template <class Value>
struct HasParts<Value, std::void_t<decltype(Value::parts_of(std::declval<Value&>()))>>
    : std::true_type {};

template <class Value> struct IsText : std::is_same<Value, std::string> {};
template <class Value> struct IsVector : std::false_type {};
template <class Item> struct IsVector<std::vector<Item>> : std::true_type {};
template <class Value> struct IsMap : std::false_type {};
template <class Key, class Item> struct IsMap<std::map<Key, Item>> : std::true_type {};
template <class Value> struct IsOptional : std::false_type {};
template <class Item> struct IsOptional<std::optional<Item>> : std::true_type {};

/// Reads values from the start of a message.
inline std::string_view take(std::string_view& message, std::uint64_t count) {
    if (count > message.size()) throw std::logic_error("a message between ranks is truncated");
    const std::string_view taken = message.substr(0, static_cast<std::size_t>(count));
    message.remove_prefix(static_cast<std::size_t>(count));
    return taken;
}

template <class Value> void append(std::string& message, const Value& value) {
    if constexpr (HasParts<Value>::value) {
        std::apply([&](const auto&... parts) { (append(message, parts), ...); },
                   Value::parts_of(value));
    } else if constexpr (IsText<Value>::value) {
        append(message, std::uint64_t{value.size()});
        message += value;
    } else if constexpr (IsVector<Value>::value) {
        append(message, std::uint64_t{value.size()});
        for (const auto& item : value) append(message, item);
    } else if constexpr (IsMap<Value>::value) {
        append(message, std::uint64_t{value.size()});
        for (const auto& [key, item] : value) {
            append(message, key);
            append(message, item);
        }
    } else if constexpr (IsOptional<Value>::value) {
        append(message, value.has_value());
        if (value) append(message, *value);
    } else {
        static_assert(std::is_trivially_copyable_v<Value> && !std::is_pointer_v<Value> &&
                          !std::is_array_v<Value>,
                      "a struct with texts or vectors needs parts_of");
        message.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
}

template <class Value> void read(std::string_view& message, Value& value) {
    const auto read_count = [&] {
        std::uint64_t count = 0;
        read(message, count);
        return count;
    };
    if constexpr (HasParts<Value>::value) {
        std::apply([&](auto&... parts) { (read(message, parts), ...); }, Value::parts_of(value));
    } else if constexpr (IsText<Value>::value) {
        value = take(message, read_count());
    } else if constexpr (IsVector<Value>::value) {
        value.clear();
        for (std::uint64_t left = read_count(); left > 0; --left) {
            value.emplace_back();
            read(message, value.back());
        }
    } else if constexpr (IsMap<Value>::value) {
        value.clear();
        for (std::uint64_t left = read_count(); left > 0; --left) {
            typename Value::key_type key{};
            read(message, key);
            read(message, value[std::move(key)]);
        }
    } else if constexpr (IsOptional<Value>::value) {
        bool there = false;
        read(message, there);
        value.reset();
        if (there) read(message, value.emplace());
    } else {
        std::memcpy(&value, take(message, sizeof value).data(), sizeof value);
    }
}

} // namespace packing

template <class Value> std::string packed(const Value& value) {
    std::string message;
    packing::append(message, value);
    return message;
}

/// @throws std::logic_error if the message does not have the length of such a value
template <class Value> Value unpacked(std::string_view message) {
    Value value{};
    packing::read(message, value);
    if (!message.empty()) throw std::logic_error("a message between ranks is too long");
    return value;
}

} // namespace ecgpress
