#include "signal/reason.hpp"

namespace ecgpress {

std::string without_root(std::string message, const std::filesystem::path& root) {
    const std::string prefix = (root / "").string();
    for (std::size_t at = message.find(prefix); at != std::string::npos;
         at = message.find(prefix, at + 1))
        if (at == 0 || message[at - 1] == ' ' || message[at - 1] == '"')
            message.erase(at, prefix.size());
    return message;
}

} // namespace ecgpress
