#include "codec/zstd.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>
#include <zstd.h>
#include <zstd_errors.h>

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

struct FreeReader {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// libzstd fails only for lack of memory or invalid settings. The user cannot correct these
/// settings, hence an internal error. @throws std::bad_alloc
std::size_t checked(std::size_t result) {
    if (ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (ZSTD_isError(result) != 0)
        throw std::runtime_error(concat("libzstd: ", ZSTD_getErrorName(result)));
    return result;
}

} // namespace

std::string compress_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    InputFile in(from, Links::refused);
    OutputFile out = OutputFile::replacing(to);
    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, k_level));
    checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1));
    std::vector<char> plain(ZSTD_CStreamInSize()), packed(ZSTD_CStreamOutSize());
    Sha256 digest;
    std::uint64_t place = 0;
    for (bool last = false; !last;) {
        // Full pieces, and the end with the last of them: both change the compressed bytes.
        const std::size_t count = in.read_at(place, plain.data(), plain.size());
        place += count;
        last = count < plain.size();
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

std::string compare_compressed_file(InputFile packed, InputFile plain) {
    const std::string name = plain.path().filename().string();
    const std::unique_ptr<ZSTD_DCtx, FreeReader> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    std::vector<char> from(ZSTD_DStreamInSize()), to(ZSTD_DStreamOutSize()), same(to.size());
    std::size_t left = 1;    // of the frame; 0 at its end
    std::uint64_t place = 0; // in the plain file
    while (const std::size_t count = packed.read(from.data(), from.size())) {
        ZSTD_inBuffer input{from.data(), count, 0};
        for (bool is_full = false; input.pos < input.size || is_full;) {
            ZSTD_outBuffer output{to.data(), to.size(), 0};
            left = ZSTD_decompressStream(context.get(), &output, &input);
            if (ZSTD_isError(left) != 0)
                return concat("cannot be decompressed: ", ZSTD_getErrorName(left));
            if (plain.read_at(place, same.data(), output.pos) != output.pos ||
                !std::equal(to.data(), to.data() + output.pos, same.data()))
                return concat("does not contain ", name);
            place += output.pos;
            is_full = output.pos == output.size;
        }
    }
    if (left != 0) return "is truncated";
    return plain.read_at(place, same.data(), 1) == 0 ? ""
                                                     : concat("contains only a part of ", name);
}

} // namespace ecgpress
