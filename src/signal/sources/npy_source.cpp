#include "signal/sources/npy_source.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include "codec/npy_header.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/source_file.hpp"
#include "signal/tried_path.hpp"
#include "signal/unit.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_fingerprint_bytes = std::size_t{1} << 20;
constexpr std::size_t k_longest_header = std::size_t{1} << 20; // NumPy writes 128 bytes
constexpr int k_name_digits = 8;

std::string shape_text(const std::vector<std::uint64_t>& shape) {
    std::vector<std::string> parts;
    parts.reserve(shape.size());
    for (const std::uint64_t extent : shape) parts.push_back(concat(extent));
    return concat("[", join(parts, ", "), "]");
}

/// Position and size of the array in the file.
struct Extent {
    std::size_t offset = 0, records = 0, samples = 0, value_size = 0;

    std::size_t record_size() const { return samples * k_lead_count * value_size; }
};

void require_usable(const NpyHeader& header, const std::string& name) {
    const std::string needed =
        "Save it again with numpy.save(path, numpy.ascontiguousarray(x, dtype='<f4')), where x has "
        "the shape [records, samples, 12] and is in mV.";
    if (header.dtype != "<f4" && header.dtype != "<f8")
        throw DataError(
            concat(name, ": the dtype is ", header.dtype, ". Expected <f4 or <f8. ", needed));
    if (header.fortran_order)
        throw DataError(
            concat(name, ": the array is in Fortran order. Expected C order. ", needed));
    const auto& shape = header.shape;
    const bool fits = shape.size() == 3 && shape[0] > 0 && shape[1] > 0 && shape[2] == k_lead_count;
    if (!fits)
        throw DataError(concat(name, ": the shape is ", shape_text(shape),
                               ". Expected [records, samples, 12]. ", needed));
}

Extent extent_of(const NpyHeader& header, std::size_t file_size, const std::string& name) {
    require_usable(header, name);
    const std::size_t value_size = header.dtype == "<f4" ? 4 : 8;
    const std::uint64_t records = header.shape[0], samples = header.shape[1];
    const std::size_t there = file_size - header.data_offset;
    const std::size_t values =
        there / value_size / k_lead_count; // per lead; prevents overflow of the products below
    const bool fits = samples <= values && records <= values / samples;
    if (!fits)
        throw DataError(concat(name, ": the file is truncated. It has ", there,
                               " bytes of data, but the shape ", shape_text(header.shape), " of ",
                               header.dtype, " requires more. Copy it again."));
    const Extent extent{header.data_offset, records, samples, value_size};
    if (records * extent.record_size() != there)
        throw DataError(concat(name, ": ", there - records * extent.record_size(),
                               " bytes follow the data. The shape ", shape_text(header.shape),
                               " of ", header.dtype,
                               " does not include them. Write the file again."));
    return extent;
}

NpyHeader header_of(const SourceFile& file, const std::string& name) {
    return read_npy_header(file.read(0, std::min(file.size(), k_longest_header)), name);
}

double value_at(const char* at, std::size_t value_size) {
    float narrow = 0;
    double wide = 0;
    if (value_size == sizeof wide) {
        std::memcpy(&wide, at, sizeof wide);
        return wide;
    }
    std::memcpy(&narrow, at, sizeof narrow);
    return static_cast<double>(narrow);
}

class NpySource final : public RecordSource {
  public:
    explicit NpySource(const SourceSettings& settings) : NpySource(settings.path, settings) {}

    NpySource(const fs::path& path, const SourceSettings& settings)
        : file_(path), name_(path.filename().string()), rate_hz_(settings.rate_hz),
          unit_(parse_unit(settings.unit).value_or(UnitScale{})),
          extent_(extent_of(header_of(file_, path.string()), file_.size(), path.string())) {
        std::vector<RecordInfo> all;
        for (std::size_t row = 0; row < extent_.records; ++row) {
            const std::string name = zero_padded(row, k_name_digits);
            all.push_back({name, name, 0});
        }
        rows_ = kept_positions(all, settings.exclude);
        for (const std::size_t row : rows_) catalogue_.push_back(std::move(all[row]));
    }

    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }

    Record read(std::size_t position) const override {
        const std::size_t offset = extent_.offset + rows_.at(position) * extent_.record_size();
        Record record;
        record.name = catalogue_[position].name;
        record.rate_hz = rate_hz_;
        const std::string bytes = file_.read(offset, extent_.record_size());
        const char* at = bytes.data();
        for (auto& values : record.leads_mv) values.resize(extent_.samples);
        for (std::size_t sample = 0; sample < extent_.samples; ++sample)
            for (const Lead lead : all_leads()) {
                record.leads_mv[index_of(lead)][sample] =
                    unit_.mv(value_at(at, extent_.value_size));
                at += extent_.value_size;
            }
        require_finite(record);
        return record;
    }

    AboutRecord about(std::size_t) const override { return {}; }

    std::string fingerprint() const override {
        // A digest of the complete file would require reading all of it.
        const std::size_t data_size = file_.size() - extent_.offset;
        const std::size_t part = std::min(data_size, k_fingerprint_bytes);
        Sha256 digest;
        digest.update(concat("npy ", rate_hz_, " ", file_.size(), "\n"));
        digest.update(file_.read(0, extent_.offset + part));
        digest.update(file_.read(file_.size() - part, part));
        return digest.finish();
    }

  private:
    void require_finite(const Record& record) const {
        for (const Lead lead : all_leads()) {
            const auto& values = record.lead_mv(lead);
            const auto found =
                std::find_if(values.begin(), values.end(), [](double v) { return std::isinf(v); });
            if (found != values.end())
                throw DataError(concat(name_, ": row ", record.name, ": lead ", name_of(lead),
                                       ": sample ", found - values.begin(),
                                       " is infinite. Gaps must be NaN. Exclude the record."));
        }
    }

    SourceFile file_;
    std::string name_;
    int rate_hz_;
    UnitScale unit_;
    Extent extent_;
    std::vector<std::size_t> rows_; // rows of the file, one for each record of the catalogue
    std::vector<RecordInfo> catalogue_;
};

void require_settings(const SourceSettings& settings) {
    std::error_code ignored;
    if (settings.path.empty())
        throw ConfigError(
            "source.path is not set. An npy source is a file. Set it to the .npy file.");
    if (!fs::is_regular_file(settings.path, ignored))
        throw ConfigError(concat(tried_path(settings.path),
                                 " is not a file. An npy source is one .npy file. ",
                                 path_advice(settings.path)));
    if (settings.rate_hz <= 0)
        throw ConfigError(concat(
            "source.rate_hz is ", settings.rate_hz,
            ". Expected samples per second, above 0. Set it to the sampling rate of the array."));
}

} // namespace

std::unique_ptr<RecordSource> open_npy_source(const SourceSettings& settings) {
    require_settings(settings);
    return std::make_unique<NpySource>(settings);
}

SourceCredit npy_credit(const SourceSettings& settings) {
    SourceCredit credit;
    credit.attribution = concat("The recordings come from the array `",
                                on_one_line(settings.path.filename().string()),
                                "`. The array does not state its origin: name its dataset.\n");
    return credit;
}

} // namespace ecgpress
