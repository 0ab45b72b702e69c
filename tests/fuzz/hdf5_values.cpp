// What a source does with the parts of an HDF5 file that it decodes itself: the filters of a chunk,
// numbers, and the settings of axes and leads. The structure of files is read by the HDF5 library
// (docs/sources.md).
#include "harness.hpp"
#include "signal/hdf5/hdf5_filters.hpp"
#include "signal/hdf5/hdf5_form.hpp"
#include "signal/hdf5/hdf5_number.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    // Four bytes choose the filters, the size and the type; the rest is a chunk.
    constexpr std::size_t k_choices = 4;
    if (size < k_choices) return 0;
    const std::string chunk(fuzz::text_of(data + k_choices, size - k_choices));
    std::vector<Hdf5Filter> filters;
    for (unsigned choice = data[0]; choice != 0; choice >>= 2U)
        if (const int number = static_cast<int>(choice & 3U); number != 0)
            filters.push_back({number, data[1] % 20U});
    const std::size_t values = std::size_t{data[2]} * 16;
    const std::string bytes = undo_filters(chunk, filters, data[1] >> 5U, values);
    if (!bytes.empty() && bytes.size() != values) __builtin_trap();
    using Kind = Hdf5Number::Kind;
    constexpr Hdf5Number k_numbers[] = {{Kind::real, 2, false},    {Kind::real, 4, true},
                                        {Kind::real, 8, false},    {Kind::whole, 1, false},
                                        {Kind::whole, 8, true},    {Kind::natural, 2, true},
                                        {Kind::natural, 8, false}, {Kind::whole, 4, false}};
    const Hdf5Number& number = k_numbers[data[3] % 8U];
    for (std::size_t at = 0; at + number.bytes <= bytes.size(); at += number.bytes) {
        value_of(number, &bytes[at]);
        if (number.kind != Kind::real) digits_of(number, &bytes[at]);
    }
    parse_axes(chunk);
    parse_lead_order(chunk);
    return 0;
}
