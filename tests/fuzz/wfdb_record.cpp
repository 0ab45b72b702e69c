// A WFDB record: a header, its signal file r.dat, and a second pair, s.hea and s.dat, which the
// first header can name as a segment. It is read as the source does and checked as for a page.
#include "harness.hpp"
#include "signal/record.hpp"
#include "signal/wfdb/wfdb.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    constexpr const char* k_names[] = {"r.hea", "r.dat", "s.hea", "s.dat"};
    const auto files = fuzz::files_of(fuzz::text_of(data, size), 4);
    for (std::size_t i = 0; i < 4; ++i)
        write_file(fuzz::folder() / k_names[i], i < files.size() ? files[i] : std::string_view());
    fuzz::read_or_refuse([&] {
        const Record record = record_from_wfdb(read_wfdb(fuzz::folder() / "r.hea"));
        require_printable(record, {all_leads().begin(), all_leads().end()}, 0, 0.1);
    });
    return 0;
}
