// The bytes of an HDF5 file, read as the source `hdf5` does.
#include "harness.hpp"
#include "signal/hdf5/hdf5_source.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    SourceSettings settings;
    settings.kind = "hdf5";
    settings.path = fuzz::folder() / "r.h5";
    settings.dataset = "tracings";
    write_file(settings.path, data, size);
    fuzz::read_or_refuse([&] {
        const auto source = open_hdf5_source(settings);
        for (std::size_t i = 0; i < std::min<std::size_t>(4, source->catalogue().size()); ++i)
            fuzz::read_or_refuse([&] { source->read(i); });
    });
    return 0;
}
