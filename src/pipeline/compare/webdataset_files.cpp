#include "pipeline/compare/webdataset_files.hpp"

#include <array>
#include <cmath>
#include <memory>

#include "codec/crc32.hpp"
#include "codec/json.hpp"
#include "core/strings.hpp"
#include "dataset/release/sample_json.hpp"
#include "pipeline/compare/page_files.hpp"
#include "pipeline/compare/webdataset_archives.hpp"
#include "pipeline/rules/json_difference.hpp"
#include "pipeline/rules/plan_text_rules.hpp"

namespace ecgpress {

namespace {

std::string signal_of(const Json& lead) {
    return lead.is_object() && lead.contains("signal_mv") ? lead["signal_mv"].dump() : "null";
}

class WebdatasetCheck {
  public:
    explicit WebdatasetCheck(ComparedRelease& release) : release_(release) {}

    void page(const PageRows& rows, bool is_mine) {
        const PageSelection selection = rows.selection();
        files_ = {};
        files_.leads.resize(rows.leads.size());
        Sample sample = sample_of(rows);
        if (selection.image()) {
            std::vector<std::string> suffixes{"jpg", "json", "txt"};
            const ReleaseSettings& settings = release_.stated.settings;
            if (settings.trace_truth) suffixes.emplace_back("truth");
            const StatedGroup* group = release_.stated.group(rows.page.group);
            if (group != nullptr && group->masks.semantic) suffixes.emplace_back("semantic.png");
            if (group != nullptr && group->masks.soft) suffixes.emplace_back("soft.png");
            if (settings.truth.words) suffixes.emplace_back("words.json");
            if (settings.truth.beats) suffixes.emplace_back("beats.json");
            SampleArchives& pages = archives(pages_, "pages", rows.page.split);
            TarSample members = pages.take(rows.page.name, suffixes, is_mine);
            if (!members.empty()) take_page(pages.path(), members, rows, selection, sample);
        }
        for (std::size_t i = 0; i < rows.leads.size(); ++i) {
            if (!selection.crop(i)) continue;
            SampleArchives& crops = archives(crops_, "crops", rows.page.split);
            TarSample members =
                crops.take(rows.leads[i].name, {"png", "mask.png", "mask.bmp", "json"}, is_mine);
            if (!members.empty()) take_crop(crops.path(), members, rows, i, selection, sample);
        }
        if (is_mine)
            check_page_files(files_, rows, release_.stated, PageChecks::all, release_.report);
    }

    void finish() {
        for (auto* sets : {&pages_, &crops_})
            for (auto& set : *sets)
                if (set) set->finish();
    }

  private:
    using Sets = std::array<std::unique_ptr<SampleArchives>, k_split_count>;

    SampleArchives& archives(Sets& sets, const char* name, Split split) {
        auto& set = sets[static_cast<std::size_t>(split)];
        if (!set) set = std::make_unique<SampleArchives>(release_, name, split);
        return *set;
    }

    Sample sample_of(const PageRows& rows) const {
        Sample sample;
        sample.row = release_.stored_row(rows);
        for (const LeadsRow& lead : rows.leads) {
            sample.leads.emplace_back();
            sample.leads.back().row = lead;
        }
        return sample;
    }

    static NamedFile member(const std::string& path, const std::string& key,
                            const std::string& suffix, TarSample& members) {
        return {concat(path, ": ", key, '.', suffix), std::move(members[suffix])};
    }

    void check_crc32(const NamedFile& file, std::uint32_t expected, const char* table) {
        const std::uint32_t found = crc32_of(file.text.data(), file.text.size());
        if (found != expected)
            release_.report(file.path, concat("its CRC-32 is ", crc32_text(found), ", ", table,
                                              " has ", crc32_text(expected)));
    }

    /// Writes the text again from the rows and from what only it has, and compares.
    void compare_json(const NamedFile& file, const std::string& again) {
        const Json found = Json::parse_or_null(file.text), expected = Json::parse(again);
        if (with_csv_texts(found) != with_csv_texts(expected))
            release_.report(file.path,
                            concat("differs from the tables: ", json_difference(found, expected)));
    }

    void take_page(const std::string& path, TarSample& members, const PageRows& rows,
                   const PageSelection& selection, Sample& sample) {
        const std::string& key = rows.page.name;
        files_.image = member(path, key, "jpg", members);
        check_crc32(files_.image, rows.page.image_crc32, "manifest.csv");
        files_.labels.push_back(member(path, key, "txt", members));
        if (release_.stated.settings.trace_truth)
            files_.truth = member(path, key, "truth", members);
        if (rows.page.mask_semantic_crc32 != 0) {
            files_.mask_semantic = member(path, key, "semantic.png", members);
            check_crc32(files_.mask_semantic, rows.page.mask_semantic_crc32, "manifest.csv");
        }
        if (rows.page.mask_soft_crc32 != 0) {
            files_.mask_soft = member(path, key, "soft.png", members);
            check_crc32(files_.mask_soft, rows.page.mask_soft_crc32, "manifest.csv");
        }
        const NamedFile text = member(path, key, "json", members);
        const Json json = Json::parse_or_null(text.text);
        if (!json.is_object()) return release_.report(text.path, "is not a JSON object");
        try {
            sample.row.page_width_mm = json.value("page_width_mm", 0.0);
            sample.row.page_height_mm = json.value("page_height_mm", 0.0);
            const Json leads = json.value("leads", Json::array()),
                       plan = Json::parse_or_null(json.value("plan", ""));
            sample.plan_json = json.value("plan", "");
            for (std::size_t i = 0; i < sample.leads.size(); ++i) {
                sample.leads[i].signal_json = i < leads.size() ? signal_of(leads[i]) : "null";
                files_.leads[i].signals.push_back({text.path, sample.leads[i].signal_json});
            }
            compare_json(text, page_json(sample, selection));
            const TruthSettings& truth = release_.stated.settings.truth;
            if (truth.words)
                compare_json(member(path, key, "words.json", members),
                             words_json({rows.words.begin(), rows.words.end()}));
            if (truth.beats)
                compare_json(member(path, key, "beats.json", members),
                             beats_json({rows.beats.begin(), rows.beats.end()}));
            check_paper(text.path, sample.row);
            for (const std::string& problem : check_plan(plan, rows))
                release_.report(text.path, problem);
        } catch (const JsonError& error) {
            release_.report(text.path, error.what());
        }
    }

    /// The image of an undistorted page has the size of the paper.
    void check_paper(const std::string& path, const PageRow& row) {
        if (row.preset != "clean") return;
        if (std::lround(row.page_width_mm * row.px_per_mm) != row.width_px ||
            std::lround(row.page_height_mm * row.px_per_mm) != row.height_px)
            release_.report(path, "the size of its paper is not that of its image");
    }

    void take_crop(const std::string& path, TarSample& members, const PageRows& rows, std::size_t i,
                   const PageSelection& selection, Sample& sample) {
        const LeadsRow& lead = rows.leads[i];
        LeadFiles& files = files_.leads[i];
        files.crop = member(path, lead.name, "png", members);
        files.mask_png = member(path, lead.name, "mask.png", members);
        files.mask_bmp = member(path, lead.name, "mask.bmp", members);
        const NamedFile text = member(path, lead.name, "json", members);
        check_crc32(files.crop, lead.crop_crc32, "leads.csv");
        check_crc32(files.mask_png, lead.mask_png_crc32, "leads.csv");
        check_crc32(files.mask_bmp, lead.mask_bmp_crc32, "leads.csv");
        const Json json = Json::parse_or_null(text.text);
        if (!json.is_object()) return release_.report(text.path, "is not a JSON object");
        sample.leads[i].signal_json = signal_of(json);
        files.signals.push_back({text.path, sample.leads[i].signal_json});
        compare_json(text, crop_json(sample, i, selection));
    }

    ComparedRelease& release_;
    PageFiles files_;
    Sets pages_, crops_;
};

} // namespace

FormatCheck webdataset_check(ComparedRelease& release) {
    const auto check = std::make_shared<WebdatasetCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
