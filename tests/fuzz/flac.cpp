// A FLAC stream, decoded as the signal file of a WFDB record with as many channels as it states.
#include "harness.hpp"
#include "signal/wfdb/wfdb_flac.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const fs::path path = fuzz::folder() / "r.dat";
    write_file(path, data, size);
    const SourceFile file(path);
    fuzz::read_or_refuse([&] {
        const FlacShape shape = read_flac_shape(file, "r.dat");
        decode_flac(file, "r.dat", shape, 0, 10'000, 1);
    });
    fuzz::read_or_refuse(
        [&] { decode_flac(file, "r.dat", read_flac_shape(file, "r.dat"), 100, 100, 2); });
    return 0;
}
