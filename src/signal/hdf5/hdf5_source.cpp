#include "signal/hdf5/hdf5_source.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/hdf5/hdf5_records.hpp"

namespace ecgpress {
namespace {

const std::vector<std::string> k_endings = {".h5", ".hdf5", ".hdf"};
constexpr int k_name_digits = 8;

/// The only dataset that can be recordings.
std::string found_dataset(const RecordingFiles& files) {
    const SourceFile first = files.root.open(files.path_of(files.names.front()));
    const Hdf5File file(first.real_path(), files.names.front());
    std::vector<std::string> fitting, all;
    for (const Hdf5File::Item& item : file.items()) {
        const std::string text =
            concat(printable(item.name), " ", shape_text(item.shape), " of ", item.type);
        if (all.size() < 8) all.push_back(text);
        if (item.is_number && (item.shape.size() == 2 || item.shape.size() == 3))
            fitting.push_back(item.name);
    }
    if (fitting.size() == 1) return fitting[0];
    throw ConfigError(concat("source.dataset is not set, and ", on_one_line(files.names.front()),
                             " has ", fitting.empty() ? "no dataset" : "more than one dataset",
                             " of numbers with two or three axes. It has ",
                             all.empty() ? "no dataset" : join(all, ", "),
                             ". Set source.dataset to the one with the recordings."));
}

/// @throws ConfigError
std::vector<std::optional<NamedLead>> leads_of(const SourceSettings& settings) {
    if (const auto leads = parse_lead_order(settings.leads, settings.lead_names)) return *leads;
    throw ConfigError(concat("source.leads is \"", printable(settings.leads),
                             "\". Expected the names of the leads in their order, for example "
                             "\"I,II,V1,V2,V3,V4,V5,V6\", each lead once."));
}

Hdf5Form form_of(const SourceSettings& settings, const Hdf5Dataset& dataset) {
    Hdf5Form form;
    form.leads = leads_of(settings);
    form.rate_hz = settings.rate_hz;
    form.unit = parse_unit(settings.unit).value_or(UnitScale{});
    if (settings.axes.empty()) {
        form.axes = axes_of(dataset, form.leads.size());
    } else if (const auto axes = parse_axes(settings.axes)) {
        form.axes = *axes;
    } else {
        throw ConfigError(concat("source.axes is \"", printable(settings.axes),
                                 "\". Expected record, time and lead in their order, or time and "
                                 "lead, for example \"record,time,lead\"."));
    }
    return form;
}

/// Adds the records of one dataset, named by their row or by `ids`.
void add_rows(Hdf5Records& records, std::uint32_t file, std::uint64_t count,
              const SourceSettings& settings, Sha256& digest) {
    const std::string& name = records.files.names[file];
    const std::string stem =
        records.files.names.size() == 1 ? "" : without_ending(name, k_endings) + "/";
    std::optional<Hdf5Dataset> ids;
    if (!settings.ids.empty()) ids = open_dataset(records.files, name, settings.ids);
    if (ids && (ids->shape().size() != 1 || ids->shape()[0] < count))
        ids->fail(concat("has the shape ", shape_text(ids->shape()),
                         ". Expected one name for each "
                         "of the ",
                         count, " records. Correct source.ids"));
    constexpr std::uint64_t k_batch = 4096;
    for (std::uint64_t row = 0; row < count; row += k_batch) {
        const std::uint64_t rows = std::min(k_batch, count - row);
        const std::vector<std::string> texts =
            ids ? ids->texts(row, rows) : std::vector<std::string>();
        for (std::uint64_t i = 0; i < rows; ++i) {
            std::string text = ids ? texts[i] : stem + zero_padded(row + i, k_name_digits);
            if (text.empty() || !is_plain_text(text))
                ids->fail(concat("has an empty name or one that is not text in row ", row + i));
            if (ids) digest.update(text + "\n");
            records.infos.push_back({text, text, 0});
            records.rows.push_back({file, row + i, {}, 0});
        }
    }
}

} // namespace

std::unique_ptr<RecordSource> open_hdf5_source(const SourceSettings& settings) {
    Hdf5Records records(
        find_recordings(settings, "HDF5 file",
                        [](const auto& path) { return has_ending(path, k_endings); }),
        settings.dataset);
    if (records.dataset.empty()) records.dataset = found_dataset(records.files);
    Sha256 digest;
    digest.update(concat("hdf5 ", settings.rate_hz, " ", records.dataset, "\n"));
    for (std::uint32_t file = 0; file < records.files.names.size(); ++file) {
        const std::string& name = records.files.names[file];
        digest.update(size_line(records.files.path_of(name), name));
        if (file > 0 && !records.form.axes.record) { // opened when the record is read
            const std::string text = without_ending(name, k_endings);
            records.infos.push_back({text, text, 0});
            records.rows.push_back({file, 0, {}, 0});
            continue;
        }
        const Hdf5Dataset dataset = open_dataset(records.files, name, records.dataset);
        if (file == 0) records.form = form_of(settings, dataset);
        require_form(dataset, records.form);
        digest.update(ends_digest(records.files, name));
        if (!records.form.axes.record) {
            if (!settings.ids.empty())
                throw ConfigError("source.ids is set, but a file has one record, which is named "
                                  "by the file. Remove the key.");
            const std::string text = without_ending(name, k_endings);
            records.infos.push_back({text, text, 0});
            records.rows.push_back({file, 0, {}, 0});
            continue;
        }
        const std::uint64_t count = dataset.shape()[*records.form.axes.record];
        dataset.require_records(count);
        add_rows(records, file, count, settings, digest);
    }
    records.fingerprint = digest.finish();
    return source_of(std::move(records), settings);
}

SourceCredit hdf5_credit(const SourceSettings& settings) {
    SourceCredit credit;
    credit.attribution = concat("The recordings come from the HDF5 files `",
                                on_one_line(settings.path.filename().string()),
                                "`. They do not state their origin: name their dataset.\n");
    return credit;
}

} // namespace ecgpress
