#include "pipeline/compare/nnunet_files.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "codec/crc32.hpp"
#include "codec/json.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/formats/nnunet_release.hpp"
#include "pipeline/rules/lead_rules.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_labels = k_lead_count + 2; // with the background and rhythm strips

Image decoded(const std::string& file) {
    return decode_png(Bytes(file.begin(), file.end()));
}

/// Pixels of each label of a map, as far as they are inside a crop of one of its leads.
struct LabelCounts {
    std::array<std::uint64_t, k_labels> inside{}, outside{};
    bool has_others = false; ///< values that are not labels
};

LabelCounts count_labels(const Image& map, const PageRows& rows, const LabelSettings& settings) {
    LabelCounts counts;
    const std::size_t labels = trace_classes(settings).size();
    const auto is_inside = [&](std::size_t label, int x, int y) {
        for (const LeadsRow& lead : rows.leads)
            if (trace_class_of(lead, settings) + 1 == label && x >= lead.crop_px.x &&
                y >= lead.crop_px.y && x < lead.crop_px.right() && y < lead.crop_px.bottom())
                return true;
        return false;
    };
    for (int y = 0; y < map.height; ++y) {
        const std::uint8_t *const row = map.row(y), *const end = row + map.width;
        for (const std::uint8_t* at = first_ink(row, end); at != end; at = first_ink(at + 1, end)) {
            if (*at > labels) {
                counts.has_others = true;
                continue;
            }
            const bool inside = is_inside(*at, static_cast<int>(at - row), y);
            ++(inside ? counts.inside : counts.outside)[*at];
        }
    }
    return counts;
}

Problems check_label_map(const Image& map, const PageRows& rows, const LabelSettings& settings) {
    if (map.channels != 1 || map.width != rows.page.width_px || map.height != rows.page.height_px)
        return {concat("is ", map.width, "x", map.height, "x", map.channels, ", expected ",
                       rows.page.width_px, "x", rows.page.height_px, "x1")};
    const LabelCounts counts = count_labels(map, rows, settings);
    Problems problems;
    if (counts.has_others) problems.push_back("has values that are no labels");
    const std::vector<std::string> names = trace_classes(settings);
    for (std::size_t label = 1; label <= names.size(); ++label) {
        const std::string& name = names[label - 1];
        std::uint64_t ink_px = 0;
        bool is_printed = true, must_be_seen = false;
        for (const LeadsRow& row : rows.leads) {
            if (trace_class_of(row, settings) + 1 != label) continue;
            ink_px += row.target_ink_px;
            is_printed &= row.mask_is_as_printed();
            must_be_seen |= must_have_foreground(row) && row.other_ink_px == 0;
        }
        if (counts.outside[label] > 0)
            problems.push_back(
                concat("has ", counts.outside[label], " pixels of ", name, " outside its crops"));
        if (is_printed && counts.inside[label] > ink_px)
            problems.push_back(concat("has ", counts.inside[label], " pixels of ", name,
                                      ", which has ink in ", ink_px));
        if (must_be_seen && counts.inside[label] == 0)
            problems.push_back(concat("has no pixel of ", name));
    }
    return problems;
}

/// Traces are darker than what is around them. Only for pages as drawn, whose colours do not fade.
Problems check_darkness(const Image& image, const Image& map, const PageRows& rows) {
    if (image.channels != 3 || image.width != map.width || image.height != map.height)
        return {concat("is ", image.width, "x", image.height, "x", image.channels,
                       ", its label map is ", map.width, "x", map.height)};
    if (!is_as_drawn(rows)) return {};
    std::vector<int> ink; // grey levels of the pixels of traces
    double other = 0, other_px = 0;
    int darkest = 255;
    for (const LeadsRow& lead : rows.leads)
        for (int y = lead.crop_px.y; y < lead.crop_px.bottom(); ++y)
            for (int x = lead.crop_px.x; x < lead.crop_px.right(); ++x) {
                const std::uint8_t* rgb = image.row(y) + std::ptrdiff_t{3} * x;
                const int grey = (rgb[0] + rgb[1] + rgb[2]) / 3;
                darkest = std::min(darkest, grey);
                if (map.row(y)[x] != 0) {
                    ink.push_back(grey);
                } else {
                    other += grey;
                    other_px += 1;
                }
            }
    if (ink.empty() || other_px == 0) return {};
    const double paper = other / other_px;
    constexpr double k_clear_contrast = 60, k_least_share = 0.6;
    if (paper - darkest < k_clear_contrast) return {}; // pale traces
    // Half of a pixel of a trace is ink at least: it is darker by a quarter of the contrast.
    const double limit = paper - (paper - darkest) / 4;
    const auto dark = std::count_if(ink.begin(), ink.end(), [&](int grey) { return grey < limit; });
    if (static_cast<double>(dark) < k_least_share * static_cast<double>(ink.size()))
        return {"is not dark where its label map has traces"};
    return {};
}

class NnunetCheck {
  public:
    explicit NnunetCheck(ComparedRelease& release) : release_(release) {}

    void page(const PageRows& rows, bool is_mine) {
        const bool is_test = rows.page.split == Split::test;
        const std::string set = is_test ? "Ts" : "Tr",
                          image = concat("images", set, '/', rows.page.name, "_0000.png"),
                          map = concat("labels", set, '/', rows.page.name, ".png");
        release_.require(image);
        release_.require(map);
        if (release_.is_first() && !is_test) {
            ++cases_;
            names_.at(static_cast<std::size_t>(rows.page.split)).push_back(rows.page.name);
        }
        if (is_mine) compare(image, map, rows);
        check_semantic_map(rows, is_mine);
    }

    void finish() {
        check_text("dataset.json", nnunet_dataset_json(cases_, release_.stated.settings.labels));
        if (cases_ == 0) return;
        const SplitFlags has_cases{!names_[0].empty(), !names_[1].empty(), false};
        const auto list = [&](Split split) {
            return quoted(names_.at(static_cast<std::size_t>(nnunet_cases_of(split, has_cases))));
        };
        check_text("splits_final.json", concat("[{\"train\": [", list(Split::train),
                                               "\n], \"val\": [", list(Split::val), "\n]}]\n"));
    }

  private:
    static std::string quoted(const std::vector<std::string>& names) {
        std::string text;
        for (const std::string& name : names)
            text += concat(text.empty() ? "\n\"" : ",\n\"", name, '"');
        return text;
    }

    void check_text(const std::string& path, const std::string& expected) {
        release_.require(path);
        const auto text = release_.read(path);
        if (text && *text != expected) release_.report(path, "differs from manifest.csv");
    }

    /// The second label map is the stored semantic mask.
    void check_semantic_map(const PageRows& rows, bool is_mine) {
        const StatedGroup* group = release_.stated.group(rows.page.group);
        if (group == nullptr || !group->masks.semantic) return;
        const std::string path = nnunet_semantic_map(rows.page);
        release_.require(path);
        const std::string* text = is_mine ? release_.read(path) : nullptr;
        if (text == nullptr) return;
        const std::uint32_t found = crc32_of(text->data(), text->size());
        if (found != rows.page.mask_semantic_crc32)
            release_.report(path, concat("its CRC-32 is ", crc32_text(found), ", manifest.csv has ",
                                         crc32_text(rows.page.mask_semantic_crc32)));
    }

    void compare(const std::string& image_path, const std::string& map_path, const PageRows& rows) {
        const auto image_file = release_.read(image_path), map_file = release_.read(map_path);
        if (!image_file || !map_file) return;
        Image map;
        try {
            map = decoded(*map_file);
        } catch (const DataError& error) {
            return release_.report(map_path, error.what());
        }
        const Problems problems = check_label_map(map, rows, release_.stated.settings.labels);
        for (const std::string& problem : problems) release_.report(map_path, problem);
        try {
            const Image image = decoded(*image_file);
            if (problems.empty())
                for (const std::string& problem : check_darkness(image, map, rows))
                    release_.report(image_path, problem);
        } catch (const DataError& error) {
            release_.report(image_path, error.what());
        }
    }

    ComparedRelease& release_;
    std::uint64_t cases_ = 0;
    std::array<std::vector<std::string>, 2> names_; ///< of the cases of train and val
};

} // namespace

FormatCheck nnunet_check(ComparedRelease& release) {
    const auto check = std::make_shared<NnunetCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
