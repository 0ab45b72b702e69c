// A table like PTB-XL's: first as any CSV, then the columns that a page needs.
#include "core/tables/csv.hpp"

#include "harness.hpp"
#include "signal/ptbxl/ptbxl_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const std::string_view text = fuzz::text_of(data, size);
    fuzz::read_or_refuse([&] {
        CsvReader reader(text, "table.csv");
        while (reader.next()) continue;
    });
    for (const int rate_hz : {500, 100})
        fuzz::read_or_refuse([&] { read_ptbxl_table(text, rate_hz); });
    return 0;
}
