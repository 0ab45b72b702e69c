#include "dataset/release/sums.hpp"

#include <cstddef>

namespace ecgpress {

namespace {

constexpr std::size_t k_digest_digits = 64; // of SHA-256
constexpr std::string_view k_between = "  ";

} // namespace

std::string sums_line(const WrittenFile& file) {
    return file.sha256 + std::string(k_between) + file.path;
}

std::string sums_lines(const std::vector<WrittenFile>& files) {
    std::string text;
    for (const WrittenFile& file : files) text += sums_line(file) + "\n";
    return text;
}

std::optional<WrittenFile> parse_sums_line(std::string_view line) {
    const std::size_t path_at = k_digest_digits + k_between.size();
    if (line.size() <= path_at || line.substr(k_digest_digits, k_between.size()) != k_between)
        return std::nullopt;
    return WrittenFile{std::string(line.substr(path_at)),
                       std::string(line.substr(0, k_digest_digits))};
}

} // namespace ecgpress
