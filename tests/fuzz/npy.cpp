// A NumPy file: its header, then the complete file as a source.
#include "codec/npy_header.hpp"
#include "harness.hpp"
#include "signal/sources/npy_source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    fuzz::read_or_refuse([&] { read_npy_header(fuzz::text_of(data, size), "x.npy"); });
    SourceSettings settings;
    settings.path = fuzz::folder() / "x.npy";
    write_file(settings.path, fuzz::text_of(data, size));
    fuzz::read_or_refuse([&] {
        const auto source = open_npy_source(settings);
        source->fingerprint();
        for (const std::size_t position : {std::size_t{0}, source->catalogue().size() - 1})
            fuzz::read_or_refuse([&] { source->read(position); });
    });
    return 0;
}
