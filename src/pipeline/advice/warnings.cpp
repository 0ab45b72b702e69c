#include "pipeline/advice/warnings.hpp"

#include <algorithm>
#include <array>

#include "core/geometry.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/stored_items.hpp"
#include "page/layouts.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/advice/style_warnings.hpp"
#include "pipeline/config/page_design.hpp"

namespace ecgpress {

namespace {

constexpr double k_known_record_s = 10; ///< length of PTB-XL's and simulated records
constexpr double k_hair_s = 1e-9;       ///< tolerance for rounding in sums of seconds
constexpr int k_poor_quality = 50;      ///< below it JPEG blocks hide thin traces
// Limits for warnings only. Above them many file systems and tools become slow.
constexpr std::uint64_t k_many_files = 1'000'000, k_many_in_folder = 100'000;

/// A million pages of PTB-XL show each record 46 times.
constexpr std::uint64_t k_many_uses = 100;

using Warnings = std::vector<Warning>;

/// The smallest and the largest value of a style's number on any page.
NumberRange range_of(const StyleSettings& style, const std::string& key, double base) {
    const auto draw = style.draws.find(key);
    return draw == style.draws.end() ? NumberRange{base, base} : range_of(draw->second);
}

bool can_be_true(const StyleSettings& style, const std::string& key, bool base) {
    const auto draw = style.draws.find(key);
    if (draw == style.draws.end()) return base;
    const auto& pieces = draw->second.pieces;
    return std::any_of(pieces.begin(), pieces.end(),
                       [](const auto& piece) { return std::get<bool>(piece.low); });
}

bool feeds_pages(const PageGroup& group) {
    return group.datasets.has(Dataset::digitization) || group.datasets.has(Dataset::detection);
}

bool feeds_crops(const PageGroup& group) {
    return group.datasets.has(Dataset::segmentation) || group.datasets.has(Dataset::overlap);
}

const Layout& layout_of(const Config& config, const LayoutShare& share) {
    return *find_layout(config.layouts, share.layout);
}

// --- one function per check; k_group_checks lists them

void strips_of_full_length_leads(const Config& config, const PageGroup& group, Warnings& found) {
    std::vector<std::string> names;
    for (const LayoutShare& share : group.layouts)
        if (!group.rhythm.empty() && layout_of(config, share).columns == 1)
            names.push_back(share.layout);
    if (names.empty()) return;
    found.push_back({concat("pages.", group.name, ".rhythm puts strips under ", join(names, ", ")),
                     "Each lead of such a layout is already printed at full length",
                     "Remove rhythm, or use a separate group for these layouts"});
}

void detection_without_names(const Config& /*config*/, const PageGroup& group, Warnings& found) {
    if (!group.datasets.has(Dataset::detection)) return;
    for (const LookShare& look : group.looks)
        if (can_be_true(look.style, "show_lead_name", look.style.base.show_lead_name)) return;
    found.push_back(
        {concat("pages.", group.name, " is in detection, but has no lead names"),
         "style.show_lead_name is false, so its labels have no boxes of classes 1 to 12",
         "Set show_lead_name: true, or remove detection from its datasets"});
}

/// `mask` and `jpeg` are used only for some datasets.
void idle_blocks(const Config& /*config*/, const PageGroup& group, Warnings& found) {
    const MaskSettings plain;
    const JpegSettings usual;
    const bool mask =
        group.mask.line_width_mm != plain.line_width_mm ||
        group.mask.columns_per_px != plain.columns_per_px ||
        std::any_of(std::begin(k_lead_items), std::end(k_lead_items),
                    [&](const LeadItemType& item) {
                        return item.asked_for != nullptr && group.mask.*item.asked_for;
                    });
    if (mask && !feeds_crops(group))
        found.push_back({concat("pages.", group.name, ".mask has no effect"),
                         "Masks are written for crops, and its datasets have no crops",
                         "Add segmentation or overlap to its datasets, or remove mask"});
    const bool jpeg = group.jpeg.quality != usual.quality ||
                      group.jpeg.subsampling != usual.subsampling || group.jpeg.least_quality != 0;
    if (jpeg && !feeds_pages(group))
        found.push_back({concat("pages.", group.name, ".jpeg has no effect"),
                         "Its datasets have no page images, and crops are PNG",
                         "Add digitization or detection to its datasets, or remove jpeg"});
}

void poor_jpeg(const Config& /*config*/, const PageGroup& group, Warnings& found) {
    if (group.jpeg.quality >= k_poor_quality || !feeds_pages(group)) return;
    found.push_back({concat("pages.", group.name, ".jpeg.quality is ", group.jpeg.quality),
                     concat("Below ", k_poor_quality,
                            " JPEG blocks hide thin traces, and labels do not show this"),
                     "Set it to 75 or more. For strong compression use the artifact jpeg_again"});
}

/// The largest resolution of a look's pages.
double largest_dpi(const Config& config, const PageGroup& group, const StyleSettings& look) {
    PageStyle style = look.base;
    style.dpi = range_of(look, "dpi", style.dpi).high;
    const NumberRange sides = range_of(look, "max_side_px", style.max_side_px);
    style.max_side_px = sides.low == 0 ? 0 : sides.high; // 0: no limit
    double largest = 0;
    for (const LayoutShare& share : group.layouts) {
        const Layout& layout = layout_of(config, share);
        largest =
            std::max(largest, make_design(group, layout, layout.choices.front(), style).style.dpi);
    }
    return largest;
}

void hairline_traces(const Config& config, const PageGroup& group, Warnings& found) {
    for (const LookShare& look : group.looks) {
        const PageStyle& style = look.style.base;
        const double widest_px = largest_dpi(config, group, look.style) / k_mm_per_inch *
                                 range_of(look.style, "trace_width_mm", style.trace_width_mm).high;
        if (widest_px >= 1) continue;
        found.push_back({concat("pages.", group.name, " draws traces at most ", fixed(widest_px, 2),
                                " px wide (look ", look.look, ")"),
                         "Traces thinner than a pixel are pale, and few pixels of mask-bmp are 1",
                         "Increase style.dpi, max_side_px or trace_width_mm"});
        return;
    }
}

/// End time in the record, in seconds, of the latest panel that a look can show.
double last_second(const Config& config, const PageGroup& group, const StyleSettings& style) {
    const double start_s = range_of(style, "start_s", style.base.start_s).high,
                 duration_s = range_of(style, "duration_s", style.base.duration_s).high;
    const bool same =
        style.draws.count("column_time") == 0 && style.base.column_time == ColumnTime::same;
    double longest_s = 0;
    for (const LayoutShare& share : group.layouts) {
        const Layout& layout = layout_of(config, share);
        const bool strips = !layout.rhythm.empty() || !group.rhythm.empty();
        longest_s = std::max(longest_s, same && !strips ? duration_s / layout.columns : duration_s);
    }
    return start_s + longest_s;
}

void pages_longer_than_records(const Config& config, const PageGroup& group, Warnings& found) {
    if (config.source.kind != "ptb-xl" && config.source.kind != "simulated") return;
    for (const LookShare& look : group.looks) {
        if (can_be_true(look.style, "fit_to_page", look.style.base.fit_to_page)) continue;
        const double end_s = last_second(config, group, look.style);
        if (end_s <= k_known_record_s + k_hair_s) continue;
        found.push_back({concat("style.start_s and duration_s let pages.", group.name,
                                " show records up to second ", shortest(end_s)),
                         concat("Records of a ", config.source.kind, " source are ",
                                shortest(k_known_record_s), " s long, so such pages fail"),
                         "Reduce start_s or duration_s. Their sum must be at most 10"});
        return;
    }
}

using GroupCheck = void (*)(const Config&, const PageGroup&, Warnings&);
constexpr GroupCheck k_group_checks[] = {
    strips_of_full_length_leads, detection_without_names, idle_blocks, poor_jpeg, hairline_traces,
    pages_longer_than_records};

void idle_source_keys(const Config& config, Warnings& found) {
    const SourceSettings plain;
    const SourceSettings& source = config.source;
    const auto idle = [&](const char* key, const char* why) {
        found.push_back({concat("source.", key, " has no effect"), why, "Remove this key"});
    };
    if (source.kind != "simulated" && source.records != plain.records)
        idle("records", "Only a simulated source has a configurable number of records");
    if (source.kind != "simulated" && source.seed != plain.seed && source.window_s == 0)
        idle("seed", "Only simulated records and windows are at random");
    if (source.windows_per_record != plain.windows_per_record && source.window_s == 0)
        idle("windows_per_record", "source.window_s is 0, so records are whole recordings");
    if (source.kind != "wfdb" && source.checksums != plain.checksums)
        idle("checksums", "Only headers of WFDB records state checksums");
    if (source.kind != "wfdb" && source.kind != "ptb-xl" && !source.annotations.empty())
        idle("annotations", "Only WFDB records and PTB-XL have annotation files");
    const bool states_all = source.kind == "ptb-xl" || source.kind == "simulated";
    SourceSettings of_kind;
    of_kind.kind = source.kind;
    const bool states_patients = knows_patients(of_kind);
    if (states_patients && !source.patients.empty())
        idle("patients", "The source states the patients");
    if (states_patients && !source.patient_from.empty())
        idle("patient_from", "The source states the patients");
    if (states_all && !source.unit.empty()) idle("unit", "The source states the unit");
    const bool states_rate = !states_all && source.kind != "npy" && source.kind != "hdf5";
    if (states_rate && source.rate_hz != plain.rate_hz)
        idle("rate_hz", "The source states the sampling rate");
    if (source.kind != "hdf5") {
        const char* why = "It is for source.kind: hdf5";
        if (!source.dataset.empty()) idle("dataset", why);
        if (!source.axes.empty()) idle("axes", why);
        if (!source.leads.empty()) idle("leads", why);
        if (!source.ids.empty()) idle("ids", why);
    }
}

/// Each record counts as a patient, although a person may have several.
void unknown_patients(const Config& config, Warnings& found) {
    if (knows_patients(config.source)) return;
    if (config.source.kind == "dicom" || config.source.kind == "aecg")
        found.push_back({"patients are unknown, unless all files name their patient",
                         "A file without a patient ID counts as a person of its own, so one person "
                         "can be in two splits",
                         "Set source.patient_from: file, which refuses such files, or "
                         "source.patients"});
    else
        found.push_back({"patients are unknown, so splits are by record",
                         "One person can be in two splits, if the source has several records of a "
                         "person",
                         "Set source.patients or source.patient_from"});
}

void idle_floors(const Config& config, Warnings& found) {
    const OracleSettings plain;
    if (config.oracle.every == 0 && config.oracle.floors_db.db != plain.floors_db.db)
        found.push_back({"oracle.floors_db has no effect",
                         "oracle.every is 0, so no page is checked",
                         "Set oracle.every, or remove this key"});
}

/// Custom layouts and presets that no group uses.
void idle_definitions(const Config& config, Warnings& found) {
    const auto unused = [&](const char* key, const std::string& name, const auto& names_it) {
        if (std::none_of(config.pages.begin(), config.pages.end(), names_it))
            found.push_back({concat(key, " defines ", name, ", which is unused"),
                             "No group of pages lists it", "Add it to a group, or remove it"});
    };
    for (std::size_t i = standard_layouts().size(); i < config.layouts.size(); ++i) {
        const std::string& name = config.layouts[i].name;
        unused("layouts", name, [&](const PageGroup& group) {
            return std::any_of(group.layouts.begin(), group.layouts.end(),
                               [&](const LayoutShare& share) { return share.layout == name; });
        });
    }
    for (std::size_t i = standard_presets().size(); i < config.presets.size(); ++i) {
        const std::string& name = config.presets[i].name;
        unused("presets", name, [&](const PageGroup& group) {
            return std::find(group.paired.begin(), group.paired.end(), name) !=
                       group.paired.end() ||
                   std::any_of(group.artifacts.begin(), group.artifacts.end(),
                               [&](const PresetShare& share) { return share.preset == name; });
        });
    }
}

/// Whether a group's pages have images in a release of a format for trainers.
bool feeds_format(const PageGroup& group, const std::string& format) {
    if (format == "folder") return group.datasets.has(Dataset::detection);
    const bool masks = format == "yolo-seg" || format == "coco" || format == "nnunet";
    return feeds_pages(group) && (!masks || feeds_crops(group));
}

/// What a trainer does with a release that has no page in train or val.
const char* effect_of_empty(Split split, const std::string& format) {
    if (split == Split::val && format == "nnunet")
        return "The fold in splits_final.json validates on the training pages";
    if (format == "nnunet") return "The fold in splits_final.json trains on the pages of val";
    if (format == "coco") return "Trainers require its file of annotations, which is missing";
    return split == Split::val ? "Trainers require it, so val in data.yaml names another split"
                               : "Trainers cannot train on this release";
}

/// Formats for trainers require pages for training and for validation.
void empty_splits(const Config& config, Warnings& found) {
    for (const std::string& format : config.release.formats) {
        if (format != "folder" && format != "coco" && format != "nnunet" &&
            format.rfind("yolo-", 0) != 0)
            continue;
        std::array<std::uint64_t, k_split_count> pages{};
        for (const PageGroup& group : config.pages)
            for (const auto& splits : group.counts)
                for (std::size_t i = 0; i < k_split_count; ++i)
                    pages[i] += feeds_format(group, format) ? splits[i] : 0;
        if (pages[0] + pages[1] + pages[2] == 0) continue;
        for (const Split split : {Split::train, Split::val})
            if (pages[static_cast<std::size_t>(split)] == 0)
                found.push_back(
                    {concat("The release of format ", format, " has no page in ", name_of(split)),
                     effect_of_empty(split, format),
                     concat(
                         "Set count: {train: ..., val: ..., test: ...} of a group, with at least "
                         "1 for ",
                         name_of(split))});
    }
}

} // namespace

std::string Warning::text() const {
    return concat(what, ". ", why, ". ", advice, '.');
}

std::vector<Warning> too_many_files(const ReleaseSettings& release, std::uint64_t files,
                                    std::uint64_t in_one_folder) {
    Warnings found;
    if (std::find(release.formats.begin(), release.formats.end(), "folder") ==
        release.formats.end())
        return found;
    if (files > k_many_files)
        found.push_back({concat("The release of format folder will have ", files, " files"),
                         "Many file systems are slow with more than a million, or do not allow it",
                         "Set release.formats: [webdataset] (tar) or [hdf5], which write few large "
                         "files, or train on the shards"});
    if (release.pages_per_folder == 0 && in_one_folder > k_many_in_folder)
        found.push_back({concat("release.pages_per_folder is 0, so one folder will have ",
                                in_one_folder, " files"),
                         "Large folders are slow to list, to copy, and to write from many nodes",
                         "Set release.pages_per_folder: 1000"});
    return found;
}

std::vector<Warning> reused_records(const Config& config, const Plan& plan) {
    std::array<std::uint64_t, k_split_count> sheets{};
    for (const PageGroup& group : config.pages)
        for (const auto& splits : group.counts)
            for (std::size_t i = 0; i < k_split_count; ++i) sheets[i] += splits[i];
    Warnings found;
    for (const Split split : {Split::train, Split::val, Split::test}) {
        const std::uint64_t wanted = sheets[static_cast<std::size_t>(split)],
                            records = plan.records(split).size();
        if (records == 0 || wanted / records < k_many_uses) continue;
        found.push_back({concat(wanted, " pages of ", name_of(split), " show ",
                                counted(records, "record"), ", each ", wanted / records, " times"),
                         "A model then learns these signals instead of signals in general",
                         config.source.kind == "simulated"
                             ? "Increase source.records"
                             : "Use a source with more records, or fewer pages"});
    }
    return found;
}

std::vector<Warning> warnings_of(const Config& config) {
    Warnings found;
    for (const PageGroup& group : config.pages)
        for (const GroupCheck check : k_group_checks) check(config, group, found);
    for (Warning& idle : idle_style_keys(config)) found.push_back(std::move(idle));
    idle_source_keys(config, found);
    unknown_patients(config, found);
    idle_floors(config, found);
    idle_definitions(config, found);
    empty_splits(config, found);
    const PlannedCounts counts = count_release(config);
    for (Warning& many : too_many_files(config.release, counts.files, counts.fullest_folder))
        found.push_back(std::move(many));
    return found;
}

} // namespace ecgpress
