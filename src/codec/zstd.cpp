#include "codec/zstd.hpp"

#include <cerrno>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>
#include <zstd.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr int k_level = 9; // tables: an eighth of the size at 50 MB/s

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

/// libzstd fails only for invalid settings or lack of memory. The user cannot correct these
/// settings, hence an internal error.
std::size_t checked(std::size_t result) {
    if (ZSTD_isError(result) != 0)
        throw std::runtime_error(concat("libzstd: ", ZSTD_getErrorName(result)));
    return result;
}

[[noreturn]] void fail(const char* verb, const std::filesystem::path& path) {
    throw IoError(concat("cannot ", verb, " ", path.string(), ": ",
                         errno == 0 ? "unknown reason" : std::generic_category().message(errno),
                         ". Check the file and the free space, then run the same command again."));
}

} // namespace

std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    errno = 0; // streams report no reason; errno does
    std::ifstream in(from, std::ios::binary);
    if (!in) fail("read", from);
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, k_level));
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1));
    std::vector<char> plain(ZSTD_CStreamInSize()), packed(ZSTD_CStreamOutSize());
    Sha256 digest;
    for (bool last = false; !last;) {
        in.read(plain.data(), static_cast<std::streamsize>(plain.size()));
        if (in.bad()) fail("read", from);
        last = !in;
        ZSTD_inBuffer input{plain.data(), static_cast<std::size_t>(in.gcount()), 0};
        for (bool done = false; !done;) {
            ZSTD_outBuffer output{packed.data(), packed.size(), 0};
            const std::size_t left = checked(ZSTD_compressStream2(
                context.get(), &output, &input, last ? ZSTD_e_end : ZSTD_e_continue));
            out.write(packed.data(), static_cast<std::streamsize>(output.pos));
            digest.update(packed.data(), output.pos);
            done = last ? left == 0 : input.pos == input.size;
        }
    }
    out.close();
    if (!out) fail("write", to);
    return digest.finish();
}

} // namespace ecgpress
