#include "core/digest.hpp"

#include <new>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

namespace ecgpress {

namespace {

constexpr std::size_t k_hashed_bytes = std::size_t{256} << 10;

/// OpenSSL fails only if its installation is faulty or if a policy (FIPS mode) forbids MD5. The
/// user of this program cannot correct either, hence an internal error.
void check(int openssl_result) {
    if (openssl_result != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256 or MD5");
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

} // namespace

struct Digest::State {
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Digest::Digest(Kind kind) : state_(std::make_unique<State>()) {
    if (!state_->context) throw std::bad_alloc();
    const EVP_MD* const method = kind == Kind::sha256 ? EVP_sha256() : EVP_md5();
    check(EVP_DigestInit_ex(state_->context.get(), method, nullptr));
}

Digest::~Digest() = default;

void Digest::update(const void* bytes, std::size_t count) {
    check(EVP_DigestUpdate(state_->context.get(), bytes, count));
}

std::string Digest::finish() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    check(EVP_DigestFinal_ex(state_->context.get(), digest, &size));
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

std::string sha256_of(const void* bytes, std::size_t count) {
    Sha256 digest;
    digest.update(bytes, count);
    return digest.finish();
}

std::string sha256_of(std::string_view text) {
    return sha256_of(text.data(), text.size());
}

std::string sha256_of(InputFile& file) {
    std::vector<char> block(k_hashed_bytes);
    Sha256 digest;
    while (const std::size_t count = file.read(block.data(), block.size()))
        digest.update(block.data(), count);
    return digest.finish();
}

std::string sha256_of_file(const std::filesystem::path& path) {
    InputFile file(path);
    return sha256_of(file);
}

} // namespace ecgpress
