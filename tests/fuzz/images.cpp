// The three image formats of a release, decoded as verify does.
#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const Bytes file(data, data + size);
    for (const auto decode : {decode_png, decode_mask_bmp, decode_jpeg})
        fuzz::read_or_refuse([&] { decode(file); });
    return 0;
}
