#include "pipeline/advice/estimate_text.hpp"

#include <algorithm>

#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/merge/pack.hpp"

namespace ecgpress {

namespace {

std::string size_text(double bytes) {
    if (bytes < 1e9) return concat(fixed(bytes / 1e6, 1), " MB");
    return bytes < 1e12 ? concat(fixed(bytes / 1e9, 1), " GB")
                        : concat(fixed(bytes / 1e12, 2), " TB");
}

std::string time_text(double seconds) {
    if (seconds < 120) return concat(fixed(seconds, 1), " s");
    return seconds < 7200 ? concat(fixed(seconds / 60, 1), " min")
                          : concat(fixed(seconds / 3600, 1), " h");
}

std::string page_table(const Estimate& estimate) {
    std::vector<std::vector<std::string>> table{
        {"group", "layout", "train", "val", "test", "pages", "leads", "pixels"}};
    EstimateRow all;
    std::uint64_t leads = 0;
    const auto counts = [](const EstimateRow& row) {
        return std::vector<std::string>{concat(row.pages[0]), concat(row.pages[1]),
                                        concat(row.pages[2]), concat(row.page_count())};
    };
    for (const EstimateRow& row : estimate.rows) {
        table.push_back({row.group, row.layout});
        for (const std::string& count : counts(row)) table.back().push_back(count);
        table.back().push_back(concat(row.page_count() * row.leads));
        table.back().push_back(row.printed == 0 ? "-" : concat(row.width_px, 'x', row.height_px));
        for (std::size_t i = 0; i < k_split_count; ++i) all.pages[i] += row.pages[i];
        leads += row.page_count() * row.leads;
    }
    table.push_back({"all", ""});
    for (const std::string& count : counts(all)) table.back().push_back(count);
    table.back().push_back(concat(leads));
    return aligned(table, 2);
}

std::string dataset_text(const PlannedCounts& release) {
    std::vector<std::string> parts;
    const auto add = [&](std::uint64_t count, const char* unit, Dataset dataset) {
        if (count > 0) parts.push_back(concat(name_of(dataset), ' ', count, unit));
    };
    add(release.digitization, " pages", Dataset::digitization);
    add(release.detection, " pages", Dataset::detection);
    add(release.segmentation, " crops", Dataset::segmentation);
    add(release.overlap, " crops", Dataset::overlap);
    return join(parts, ", ");
}

/// Rows without a tried page, as "group layout".
std::string untried_text(const Estimate& estimate) {
    std::vector<std::string> names;
    for (const EstimateRow& row : estimate.rows)
        if (row.tried == 0 && row.page_count() > 0)
            names.push_back(concat(row.group, ' ', row.layout));
    if (names.empty()) return "";
    return concat("not tried ", join(names, ", "),
                  ". Assumed to be as large and slow as the others, to save time.\n");
}

/// Size of the run folder and its archives at the end of the run.
double bytes_needed(const Config& config, const Estimate& estimate) {
    const double shards = estimate.total(&EstimateRow::shard_bytes);
    double releases = estimate.total(&EstimateRow::other_bytes), linked = 0;
    for (const std::string& format : config.release.formats) {
        if (format == "folder") releases += estimate.total(&EstimateRow::release_bytes);
        if (find_release_format(format).keeps_shards) linked += shards;
    }
    // Archives contain copies, also of shards that a release only links to.
    return shards + releases + (config.release.is_packed() ? releases + linked : 0);
}

} // namespace

std::string describe(const Estimate& estimate, int ranks) {
    std::string time = concat("about ", time_text(estimate.time_s(1)), " on one core of this host");
    if (ranks > 1) time += concat(", ", time_text(estimate.time_s(ranks)), " on ", ranks, " ranks");
    std::string text = concat(
        page_table(estimate), "\nrecords   ", estimate.records[0], " train, ", estimate.records[1],
        " val, ", estimate.records[2], " test\ndatasets  ", dataset_text(estimate.release),
        "\nshards    ", estimate.shards, " of ", estimate.pages_a_shard, " pages, about ",
        size_text(estimate.total(&EstimateRow::shard_bytes)), "\nrelease   as folder about ",
        size_text(estimate.total(&EstimateRow::release_bytes)), " in ", estimate.release.files,
        " files, at most ", estimate.release.fullest_folder, " in a folder\ntime      ", time,
        ", without merge\n", untried_text(estimate));
    if (!estimate.unprintable.empty())
        text += concat("warning   a sample page failed: ", estimate.unprintable, "\n");
    return text;
}

std::string describe_place(const RunFolder& folder, const Config& config,
                           const Estimate& estimate) {
    const double needed = bytes_needed(config, estimate);
    std::vector<std::string> places{folder.shards().string()};
    for (const std::string& format : config.release.formats) {
        const fs::path release = folder.release(format);
        places.push_back(release.string());
        if (config.release.is_packed()) places.push_back(packed_folder(release).string());
    }
    const auto free = static_cast<double>(free_bytes(folder.root()));
    std::string text = concat("where     ", join(places, ", "), ": about ", size_text(needed),
                              " needed in total, ", size_text(free), " free\n");
    if (needed > free)
        text += concat("warning   the file system of ", folder.root().string(),
                       " is too small. Shards and releases are both stored there until you delete "
                       "the shards. Use another --out, fewer pages or fewer datasets.\n");
    return text;
}

} // namespace ecgpress
