#include "signal/dicom/dicom_samples.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr DicomTag k_bits_allocated = 0x5400'1004, k_interpretation = 0x5400'1006;
constexpr DicomTag k_padding = 0x5400'100a, k_data = 0x5400'1010;

/// PS3.3, C.10.9.1.5: MB and AB are compressed with the laws of telephony.
struct Interpretation {
    const char* name;
    std::size_t bytes;
    bool is_signed;
};

constexpr Interpretation k_interpretations[] = {
    {"SB", 1, true},  {"UB", 1, false}, {"SS", 2, true},
    {"US", 2, false}, {"SL", 4, true},  {"UL", 4, false},
};

} // namespace

DicomSamples::DicomSamples(const DicomFile& file, const DicomItem& group, std::size_t number,
                           std::size_t samples, std::size_t channels)
    : channels_(channels), is_big_endian_(file.is_big_endian()) {
    const auto fail = [&](const std::string& problem) {
        file.fail(concat("multiplex group ", number, " ", problem));
    };
    const std::string name = file.text(group, k_interpretation);
    const auto* const known =
        std::find_if(std::begin(k_interpretations), std::end(k_interpretations),
                     [&](const Interpretation& row) { return name == row.name; });
    if (known == std::end(k_interpretations))
        fail(concat("has the sample interpretation \"", printable(name),
                    "\". Supported are SB, UB, SS, US, SL and UL. Exclude the record"));
    bytes_ = known->bytes;
    is_signed_ = known->is_signed;
    const std::uint64_t bits = file.number(group, k_bits_allocated, "bits of a sample");
    if (bits != 8 * bytes_)
        fail(concat("states ", bits, " bits for samples of the kind ", known->name,
                    ". The file is corrupt. Export it again"));
    if (samples == 0) fail("has no samples. Exclude the record");
    if (channels > k_most_dicom_samples || samples > k_most_dicom_samples / channels)
        fail(concat("has ", samples, " samples of ", channels, " channels. The limit is ",
                    k_most_dicom_samples, " in all channels"));
    const DicomElement* data = group.find(k_data);
    if (data == nullptr) {
        fail("has no waveform data. Exclude the record");
        return;
    }
    samples_ = file.value(*data, samples * channels * bytes_);
    if (const DicomElement* padding = group.find(k_padding);
        padding != nullptr && padding->bytes >= bytes_ && padding->bytes <= 4)
        padding_ = number_at(file.value(*padding, bytes_), 0);
}

std::int64_t DicomSamples::number_at(const std::string& bytes, std::size_t at) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes_; ++i) {
        const std::size_t place = is_big_endian_ ? i : bytes_ - 1 - i;
        bits = bits << 8U | static_cast<unsigned char>(bytes[at + place]);
    }
    if (!is_signed_) return static_cast<std::int64_t>(bits);
    const std::uint64_t sign = std::uint64_t{1} << (8 * bytes_ - 1);
    return static_cast<std::int64_t>((bits ^ sign) - sign);
}

double DicomSamples::value(std::size_t sample, std::size_t channel) const {
    const std::int64_t number = number_at(samples_, (sample * channels_ + channel) * bytes_);
    return number == padding_ ? std::numeric_limits<double>::quiet_NaN()
                              : static_cast<double>(number);
}

} // namespace ecgpress
