#include "codec/inflate.hpp"

#include <libdeflate.h>
#include <memory>

namespace ecgpress {

bool inflate_into(std::string_view stream, std::string& bytes) {
    const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
        libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
    // Without a place for the actual size, any other size is an error.
    return inflater != nullptr &&
           libdeflate_zlib_decompress(inflater.get(), stream.data(), stream.size(), bytes.data(),
                                      bytes.size(), nullptr) == LIBDEFLATE_SUCCESS;
}

} // namespace ecgpress
