#include "signal/failure_reason.hpp"

#include <string_view>

namespace ecgpress {

namespace {

/// The characters that can precede a path in a message; any other character belongs to a longer
/// path.
constexpr std::string_view k_before_paths = " \"'`(:=,";

} // namespace

std::string without_root(std::string message, const std::filesystem::path& root) {
    const std::string prefix = (root / "").string();
    for (std::size_t at = message.find(prefix); at != std::string::npos;
         at = message.find(prefix, at + 1))
        if (at == 0 || k_before_paths.find(message[at - 1]) != std::string_view::npos)
            message.erase(at, prefix.size());
    return message;
}

} // namespace ecgpress
