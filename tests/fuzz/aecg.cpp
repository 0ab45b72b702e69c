// The bytes of an aECG file, looked into and read as the source does, and checked as for a page.
#include "harness.hpp"
#include "signal/aecg/aecg_ecg.hpp"
#include "signal/record.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const fs::path path = fuzz::folder() / "r.xml";
    write_file(path, data, size);
    const SourceFile file(path);
    fuzz::read_or_refuse([&] { look_into_aecg(file, "r.xml"); });
    fuzz::read_or_refuse([&] {
        const Record record = read_aecg(file, "r.xml", {});
        require_printable(record, {all_leads().begin(), all_leads().end()}, 0, 0.1);
    });
    return 0;
}
