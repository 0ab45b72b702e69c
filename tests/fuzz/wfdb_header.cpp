// The text of a WFDB header.
#include "signal/wfdb/wfdb_header.hpp"

#include "harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    fuzz::read_or_refuse([&] { parse_wfdb_header(fuzz::text_of(data, size), "r.hea"); });
    return 0;
}
