// SHA-256 (FIPS 180-4), for fingerprints and SHA256SUMS.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ecgpress {

/// Digests bytes as they come.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(const void* bytes, std::size_t count);
    void update(std::string_view text) { update(text.data(), text.size()); }
    /// 64 hexadecimal digits; the object is spent.
    std::string finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_of(const void* bytes, std::size_t count);
std::string sha256_of(std::string_view text);
/// @throws IoError if the file cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

} // namespace ecgpress
