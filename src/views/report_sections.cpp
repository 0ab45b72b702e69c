#include "views/report_sections.hpp"

#include <algorithm>
#include <map>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/press/press.hpp"
#include "views/html.hpp"

namespace ecgpress {

namespace {

/// Formats an integer with narrow spaces between groups of three digits.
std::string grouped(std::uint64_t value) {
    std::string digits = concat(value);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, "\u202f");
    return digits;
}

std::string tile(const std::string& name, const std::string& value) {
    return concat("<div class=\"tile\"><dt>", name, "</dt><dd>", value, "</dd></div>");
}

std::string figures(const std::string& content) {
    return "<div class=\"figures\">\n" + content + "</div>\n";
}

std::uint64_t sum_of(const std::array<std::uint64_t, k_split_count>& counts) {
    return counts[0] + counts[1] + counts[2];
}

/// Number of items of each dataset, per split.
std::string items_table(const ReleaseFacts& facts) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, counts] : facts.items)
        if (sum_of(counts) > 0)
            rows.push_back({name == "pages" ? "pages, all" : name, concat(counts[0]),
                            concat(counts[1]), concat(counts[2]), concat(sum_of(counts))});
    return "<div class=\"panel\" id=\"items\">" +
           table({"dataset", "train", "val", "test", "all"}, rows) + "</div>";
}

/// Digests and versions that identify the release.
std::string digest_of(const ReleaseFacts& facts) {
    std::string text = "<dl class=\"digest panel\" id=\"digest\">";
    const auto add = [&](const char* name, const std::string& value) {
        text += concat("<dt>", name, "</dt><dd><code>", escaped_html(value), "</code></dd>");
    };
    if (facts.has_digest) add("all files", facts.files_root);
    if (!facts.pixels_root.empty()) add("all pixels", facts.pixels_root);
    add("recordings", facts.source_fingerprint);
    add("typeface", facts.typeface_sha256);
    add("generator", "ecgpress " + facts.version);
    return text + "</dl>";
}

constexpr const char* k_oracle_titles[k_oracle_count] = {
    "Signals read back from sample positions", "Signals read back from column heights",
    "Signals read back from PNG masks", "Signals read back from BMP masks"};

constexpr const char* k_heart_rate_note =
    "60 s divided by the median beat-to-beat interval in the page’s longest panels, from lead II "
    "or the next clearest lead for each time window. Beats are detected with two moving averages: "
    "M. Elgendi, “Fast QRS Detection with an Optimized Knowledge-Based Method”, <i>PLoS ONE</i> "
    "8(9):e73557 (2013).";

} // namespace

ReportSection summary_section(const ReleaseFacts& facts, const ReportTables& tables) {
    std::uint64_t lost = 0;
    for (const Failure& failure : facts.failures) lost += failure.replaced ? 0 : 1;
    std::string tiles = tile("pages", grouped(tables.pages)) +
                        tile("records", grouped(tables.pages_of_record.size())) +
                        tile("patients", grouped(tables.patients.size())) +
                        tile("traces", grouped(tables.boxes));
    for (const auto& [name, counts] : facts.items)
        if (name != "pages" && sum_of(counts) > 0) tiles += tile(name, grouped(sum_of(counts)));
    tiles += tile("records replaced", grouped(facts.failures.size() - lost));
    const std::string left_out = tables.left_out == 0
                                     ? ""
                                     : concat("<p class=\"soft\">", tables.left_out,
                                              " more pages are in no dataset because of their "
                                              "group’s caps. They are not counted below.</p>");
    return {"summary", "Summary",
            concat("<dl class=\"tiles\">", tiles, "</dl>", items_table(facts), left_out,
                   "<h2 id=\"digests\" style=\"margin-top:22px\">Digests</h2>", digest_of(facts))};
}

ReportSection pages_section(const ReportPages& pages) {
    std::string shown;
    for (const ReportPages::Thumbnail& page : pages.thumbnails)
        shown += concat("<figure><img src=\"", data_uri("image/jpeg", page.jpeg), "\" alt=\"Page ",
                        escaped_html(page.name), "\"><figcaption><b>", escaped_html(page.name),
                        "</b> <span class=\"soft\">", escaped_html(page.words),
                        "</span></figcaption></figure>\n");
    return {"pages", "Pages",
            "<p class=\"soft\">Up to twelve pages, evenly spread over the release.</p><div "
            "class=\"thumbnails\">\n" +
                shown + "</div>"};
}

ReportSection content_section(const ReportTables& tables) {
    std::string legend = "<ul class=\"legend\">";
    for (const Split split : {Split::train, Split::val, Split::test})
        legend += concat("<li><span style=\"background:var(--", name_of(split), ")\"></span>",
                         name_of(split), "</li>");
    const auto bars_of = [](const char* id, const char* title, const char* kind,
                            const CountsBySplit& counts) {
        return bars_by_split({id, title, kind, "pages", ""}, counts);
    };
    return {"content", "Content",
            legend + "</ul>" +
                figures(bars_of("by-split", "Splits", "split", tables.by_split) +
                        bars_of("by-layout", "Layouts", "layout", tables.by_layout) +
                        bars_of("by-preset", "Artifacts", "preset", tables.by_preset) +
                        bars_of("by-look", "Looks", "look", tables.by_look) +
                        bars_of("by-difficulty", "Difficulty", "stratum", tables.by_stratum))};
}

ReportSection labels_section(const ReportTables& tables) {
    const std::string note = concat(
        "Pixels of a crop with ink of other leads, divided by pixels with ink of its own lead. ",
        tables.crops_with_overlap, " of ", counted(tables.crops, "crop"),
        tables.crops == 1 ? " has overlap." : " have overlap.");
    const auto box = [](const char* id, const char* title, const char* axis,
                        const Distribution& values, int decimals, double bin) {
        return histogram({id, title, axis, "boxes", "", bin}, values, decimals);
    };
    return {
        "labels", "Labels",
        figures(histogram({"overlap-ratio", "Overlap ratio", "overlap ratio", "crops", note, 0.02},
                          tables.overlap_ratio, 3) +
                box("box-width", "Width of lead boxes", "width in % of the page width",
                    tables.box_width_percent, 1, 1) +
                box("box-height", "Height of lead boxes", "height in % of the page height",
                    tables.box_height_percent, 1, 1) +
                box("box-width-px", "Width of lead boxes in pixels", "width in px",
                    tables.box_width_px, 0, 10) +
                box("box-height-px", "Height of lead boxes in pixels", "height in px",
                    tables.box_height_px, 0, 10))};
}

ReportSection signals_section(const ReportTables& tables, const ReportPages& pages) {
    const std::string coverage = concat("Known for ", pages.heart_rate_bpm.count(), " of ",
                                        counted(pages.read, "page"), " read. ", k_heart_rate_note);
    std::string drawn =
        histogram({"heart-rate", "Heart rate", "heart rate in beats/min", "pages", coverage, 5},
                  pages.heart_rate_bpm, 1);
    drawn += histogram(
        {"age", "Age", "age in years", "pages",
         "From the catalogue of the recordings. 90 means 90 or more, which PTB-XL writes as 300.",
         5},
        tables.age_years, 0);
    drawn += bars_by_split({"by-sex", "Sex", "sex", "pages", ""}, tables.by_sex);
    if (!tables.by_class.empty())
        drawn += bars_by_split({"by-class", "Classes", "class", "pages",
                                "Superclasses of PTB-XL, or codes of WFDB records. A page counts "
                                "for each class of its "
                                "record."},
                               tables.by_class);
    drawn += histogram({"pages-a-record", "Pages per record", "pages", "records", "", 1},
                       tables.pages_a_record(), 0);
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        drawn += histogram({concat("oracle-", k_oracle_names[i]), k_oracle_titles[i],
                            "signal to noise ratio in dB", "pages", "", 1},
                           tables.oracle_db[i], 2);
    return {"signals", "Recordings and signals", figures(drawn)};
}

ReportSection files_section(const ReportPages& pages) {
    std::vector<std::vector<std::string>> rows;
    const auto add = [&](const char* name, const Distribution& sizes) {
        if (sizes.count() > 0)
            rows.push_back({name, concat(sizes.count()), fixed(sizes.mean(), 1),
                            fixed(sizes.quantile(0.5), 1), fixed(sizes.least(), 1),
                            fixed(sizes.most(), 1)});
    };
    add("page image, JPEG", pages.page_kb);
    add("crop, PNG", pages.crop_kb);
    add("mask, PNG", pages.mask_png_kb);
    add("mask, BMP", pages.mask_bmp_kb);
    add("signal, JSON", pages.signal_kb);
    const std::string sizes =
        "<figure id=\"sizes\"><figcaption><b>Sizes by file type</b></figcaption>" +
        table({"file", "n", "mean kB", "median kB", "minimum kB", "maximum kB"}, rows) +
        "</figure>";
    return {
        "files", "Files",
        concat("<p class=\"soft\">Sizes in ", counted(pages.read, "page"),
               " read, evenly spread over the release. 1 kB is 1,000 bytes.</p>") +
            figures(histogram({"page-size", "Page images", "size in kB", "pages", ""},
                              pages.page_kb, 1) +
                    histogram({"crop-size", "Crops", "size in kB", "crops", ""}, pages.crop_kb, 1) +
                    sizes)};
}

ReportSection failures_section(const ReleaseFacts& facts) {
    if (facts.failures.empty())
        return {"failures", "Failures", "<p>None. Every record could be printed.</p>"};
    std::map<std::string, std::array<std::uint64_t, 2>> kinds; // replaced, page lost
    for (const Failure& failure : facts.failures)
        ++kinds[kind_of(failure)][failure.replaced ? 0 : 1];
    std::vector<std::vector<std::string>> rows;
    rows.reserve(kinds.size());
    for (const auto& [kind, counts] : kinds)
        rows.push_back({escaped_html(kind), concat(counts[0]), concat(counts[1])});
    return {"failures", "Failures",
            "<p class=\"soft\">Records that could not be printed. <code>logs.json</code> lists "
            "them.</p><div class=\"panel\">" +
                table({"reason", "replaced by another record", "page left out"}, rows) + "</div>"};
}

ReportSection speed_section(const RunSpeed& speed) {
    const std::string title = "Speed";
    if (speed.starts == 0)
        return {"speed", title,
                "<p>Unknown. Times are stored in the <code>logs</code> folder of a run, and there "
                "are none for this release.</p>"};
    const auto pages = static_cast<double>(std::max<std::uint64_t>(speed.pages, 1));
    std::vector<std::pair<std::string, double>> ms;
    double total_s = 0;
    for (const Stage& stage : k_stages) {
        const auto found = speed.stages_s.find(stage.name);
        if (found == speed.stages_s.end()) continue;
        ms.emplace_back(stage.name, 1e3 * found->second / pages);
        total_s += found->second;
    }
    const std::string note =
        concat(counted(speed.pages, "page"), " generated in ", counted(speed.starts, "job"), " by ",
               counted(speed.ranks, "rank"), ": ", fixed(pages / std::max(speed.wall_s, 1e-9), 1),
               " pages/s in ", fixed(speed.wall_s, 1), " s, ", fixed(total_s, 1),
               " s of CPU time in these stages. Jobs that were killed are not included.");
    return {"speed", title,
            figures(bars({"stages", "CPU time per page by stage", "ms per page", "stage", note}, ms,
                         2))};
}

} // namespace ecgpress
