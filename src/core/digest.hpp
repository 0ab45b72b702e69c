// SHA-256 (FIPS 180-4) for fingerprints and SHA256SUMS; MD5 (RFC 1321) for index files of other
// programs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/input_file.hpp"

namespace ecgpress {

/// Computes a digest incrementally.
class Digest {
  public:
    void update(const void* bytes, std::size_t count);
    void update(std::string_view text) { update(text.data(), text.size()); }
    /// Returns the digest in hexadecimal: 64 digits for SHA-256, 32 for MD5. Call it once, as the
    /// last call.
    std::string finish();

    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

  protected:
    enum class Kind { sha256, md5 };

    explicit Digest(Kind kind);
    ~Digest();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class Sha256 final : public Digest {
  public:
    Sha256() : Digest(Kind::sha256) {}
};

class Md5 final : public Digest {
  public:
    Md5() : Digest(Kind::md5) {}
};

std::string sha256_of(const void* bytes, std::size_t count);
std::string sha256_of(std::string_view text);
/// Of what `read` has not returned yet: all of a file that was just opened. @throws as InputFile
std::string sha256_of(InputFile& file);
/// @throws as InputFile
std::string sha256_of_file(const std::filesystem::path& path);

} // namespace ecgpress
