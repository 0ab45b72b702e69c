#include "pipeline/advice/estimate_text.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/merge/pack.hpp"

namespace ecgpress {

namespace {

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
        if (count > 0) parts.push_back(concat(name_of(dataset), ' ', counted(count, unit)));
    };
    add(release.digitization, "page", Dataset::digitization);
    add(release.detection, "page", Dataset::detection);
    add(release.segmentation, "crop", Dataset::segmentation);
    add(release.overlap, "crop", Dataset::overlap);
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

/// A line for the release `folder`, and one for all formats that copy pages or link to shards.
std::string release_lines(const Config& config, const Estimate& estimate) {
    std::string text;
    std::vector<std::string> copies;
    std::uint64_t files = 0;
    const double bytes = estimate.total(&EstimateRow::other_bytes);
    for (const std::string& format : config.release.formats) {
        const std::uint64_t own = count_files(config, format, estimate.archive_page_bytes());
        if (format == "folder") {
            text += concat("release   as folder about ",
                           size_text(estimate.total(&EstimateRow::release_bytes)), " in ",
                           counted(own, "file"), ", at most ", estimate.release.fullest_folder,
                           " in a folder\n");
        } else if (find_release_format(format).keeps_shards) {
            text += concat("release   as ", format, ' ', counted(own, "file"),
                           ", links to the shards\n");
        } else {
            copies.push_back(format);
            files += own;
        }
    }
    if (copies.empty()) return text;
    return text + concat("release   as ", join(copies, ", "), " about ", size_text(bytes),
                         " in about ", counted(files, "file"), '\n');
}

} // namespace

std::string describe(const Config& config, const Estimate& estimate, int ranks) {
    std::string time = concat("about ", time_text(estimate.time_s(1)), " on one core of this host");
    if (ranks > 1) time += concat(", ", time_text(estimate.time_s(ranks)), " on ", ranks, " ranks");
    std::string text = concat(page_table(estimate), "\nrecords   ", estimate.records[0], " train, ",
                              estimate.records[1], " val, ", estimate.records[2],
                              " test\ndatasets  ", dataset_text(estimate.release), "\nshards    ",
                              estimate.shards, " of ", counted(estimate.pages_a_shard, "page"),
                              ", about ", size_text(estimate.total(&EstimateRow::shard_bytes)),
                              '\n', release_lines(config, estimate), "time      ", time,
                              ", without merge\n", untried_text(estimate));
    if (!estimate.unprintable.empty())
        text += concat("warning   a sample page failed: ", estimate.unprintable, "\n");
    return text;
}

std::string describe_place(const RunFolder& folder, const Config& config,
                           const Estimate& estimate) {
    std::vector<std::string> places{folder.shards().string()};
    for (const std::string& format : config.release.formats) {
        const fs::path release = folder.release(format);
        places.push_back(release.string());
        if (config.release.is_packed()) places.push_back(packed_folder(release).string());
    }
    const Peak peak = peak_of(config, estimate);
    const FreeSpace free = free_space(folder.root());
    std::string text = concat("where     ", join(places, ", "), ": ", describe(peak, free), '\n');
    for (const Warning& warning : too_little_space(config, folder, peak, free))
        text += concat("warning   ", warning.text(), '\n');
    return text;
}

} // namespace ecgpress
