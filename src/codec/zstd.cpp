#include "codec/zstd.hpp"

#include <memory>
#include <stdexcept>
#include <vector>
#include <zstd.h>

#include "core/digest.hpp"
#include "core/input_file.hpp"
#include "core/output_file.hpp"
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

} // namespace

std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    InputFile in(from, Links::refused);
    OutputFile out = OutputFile::replacing(to);
    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, k_level));
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1));
    std::vector<char> plain(ZSTD_CStreamInSize()), packed(ZSTD_CStreamOutSize());
    Sha256 digest;
    for (bool last = false; !last;) {
        const std::size_t count = in.read(plain.data(), plain.size());
        last = count == 0;
        ZSTD_inBuffer input{plain.data(), count, 0};
        for (bool done = false; !done;) {
            ZSTD_outBuffer output{packed.data(), packed.size(), 0};
            const std::size_t left = checked(ZSTD_compressStream2(
                context.get(), &output, &input, last ? ZSTD_e_end : ZSTD_e_continue));
            out.append(packed.data(), output.pos);
            digest.update(packed.data(), output.pos);
            done = last ? left == 0 : input.pos == input.size;
        }
    }
    out.close();
    return digest.finish();
}

} // namespace ecgpress
