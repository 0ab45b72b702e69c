#include "pipeline/compare/coco_files.hpp"

#include <array>
#include <memory>

#include "codec/json.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/coco_release.hpp"
#include "pipeline/rules/lead_rules.hpp"
#include "pipeline/rules/mask_decoders.hpp"

namespace ecgpress {

namespace {

constexpr double k_decimals_px = 0.0051; ///< key points have two decimals

/// An annotation file, read at two places: its images and its annotations.
class Instances {
  public:
    Instances(ComparedRelease& release, Split split)
        : release_(release), path_(concat("annotations/instances_", name_of(split), ".json")) {
        release_.require(path_);
        images_ = release_.lines(path_);
        annotations_ = release_.lines(path_);
        if (!images_ || !annotations_) return;
        const std::string head = coco_head(release_.stated.settings.publish);
        std::string text;
        while (text.size() < head.size() && !at_end_) text += concat(next_line(*images_), '\n');
        if (text != head) problem("its head differs from the settings in logs.json");
        while (const auto line = annotations_->next())
            if (*line == "\"annotations\": [") break;
        read_annotation();
    }

    void image(const PageRow& row) {
        if (!images_ || !annotations_) return;
        if (object_of(next_line(*images_)) !=
            coco_image(row, release_.stated.settings.pages_per_folder))
            problem(concat("the entry of image ", page_name(row), " is not at its place or ",
                           "differs from manifest.csv"));
    }

    /// Compares the annotations of a page. @param is_mine  or only passes them
    void annotations(const PageRows& rows, bool is_mine) {
        constexpr std::uint64_t k_most_leads = 1000;
        if (!images_ || !annotations_) return;
        const std::uint64_t first = rows.page.index * k_most_leads;
        for (std::size_t i = 0; i < rows.leads.size(); ++i) {
            const std::string start = concat("{\"id\":", first + i + 1, ",");
            const bool is_there = next_.compare(0, start.size(), start) == 0;
            if (is_there && is_mine) compare(rows, i);
            if (is_there) read_annotation();
            if (!is_there && is_mine && must_have_foreground(rows.leads[i]))
                problem(concat(rows.leads[i].name, " has no annotation at its place"));
        }
        if (is_mine && next_.compare(0, 6, "{\"id\":") == 0) check_order(first + k_most_leads);
    }

    void finish() {
        if (!images_ || !annotations_) return;
        if (next_line(*images_) != "\"annotations\": [")
            problem("has more images than manifest.csv has pages of the split");
        std::string rest = next_ + "\n";
        while (const auto line = annotations_->next()) rest += concat(*line, '\n');
        // The list ends after its last annotation, on the same line.
        const std::string end = coco_end(release_.stated.settings.labels), list_end = "],\n";
        if (rest != (is_ended_ ? end.substr(list_end.size()) : end))
            problem("its end differs from the categories of leads");
    }

  private:
    void problem(const std::string& what) { release_.report(path_, what); }
    void problem(const LeadsRow& lead, const std::string& what) {
        problem(concat(lead.name, ": ", what));
    }

    /// The object of a line, without the comma or the end of the list after it.
    static std::string object_of(const std::string& line) {
        return line.substr(0, line.rfind('}') + 1);
    }
    std::string next_line(LineReader& lines) {
        const auto line = lines.next();
        at_end_ = !line;
        return std::string(line.value_or(""));
    }
    void read_annotation() {
        is_ended_ = next_.size() > object_of(next_).size() + 1;
        next_ = std::string(annotations_->next().value_or(""));
    }

    /// An annotation that is left over belongs to a later page, or is surplus: it is passed.
    void check_order(std::uint64_t last) {
        long long number = 0;
        const std::string digits = next_.substr(6, next_.find(',') - 6);
        if (parse_number(digits, number) && static_cast<std::uint64_t>(number) > last) return;
        problem(concat("annotation ", digits, " is not at the place of its lead"));
        read_annotation();
    }

    void compare(const PageRows& rows, std::size_t i) {
        const std::string line = object_of(next_);
        const Json found = Json::parse_or_null(line);
        const LeadsRow& lead = rows.leads[i];
        try {
            const auto mask = mask_of_runs(found["segmentation"]["counts"].get<std::string>(),
                                           rows.page.width_px, rows.page.height_px);
            if (!mask) return problem(lead, "its run lengths are not those of a mask of the page");
            const KeyPoints points = key_points_of(found["keypoints"]);
            if (coco_annotation(rows.page, lead, i, *mask, points,
                                release_.stated.settings.labels) != line)
                problem(lead, "its image, category, box, area or number of key points differs "
                              "from the tables or its own mask");
            for (const std::string& what : check_lead_mask(*mask, rows, i)) problem(lead, what);
            for (const std::string& what : check_key_points(points, rows, i, k_decimals_px))
                problem(lead, what);
            for (const std::string& what : check_ends_on_mask(points, *mask, lead))
                problem(lead, what);
        } catch (const JsonError& error) {
            problem(lead, error.what());
        }
    }

    static KeyPoints key_points_of(const Json& numbers) {
        KeyPoints points;
        for (std::size_t i = 0; i < points.size(); ++i) {
            points[i].at = {numbers.at(3 * i).get<double>(), numbers.at(3 * i + 1).get<double>()};
            points[i].visibility = static_cast<Visibility>(numbers.at(3 * i + 2).get<int>());
        }
        return points;
    }

    ComparedRelease& release_;
    std::string path_;
    std::unique_ptr<LineReader> images_, annotations_; ///< null if it cannot be opened
    bool at_end_ = false;                              ///< of the file, while its head is read
    std::string next_;                                 ///< the next line of the annotations
    bool is_ended_ = false;                            ///< the list ended with the line before
};

class CocoCheck {
  public:
    explicit CocoCheck(ComparedRelease& release)
        : release_(release), writer_(open_coco_release(release.folder(), release.stated.settings)) {
    }

    void page(const PageRows& rows, bool is_mine) {
        auto& instances = splits_[static_cast<std::size_t>(rows.page.split)];
        if (!instances) instances = std::make_unique<Instances>(release_, rows.page.split);
        const std::string image = writer_->image_path(release_.stored_row(rows), rows.selection());
        release_.require(image);
        if (release_.is_first()) instances->image(rows.page);
        instances->annotations(rows, is_mine);
        if (is_mine) release_.check_image(image, rows.page);
    }

    void finish() {
        for (auto& instances : splits_)
            if (instances) instances->finish();
    }

  private:
    ComparedRelease& release_;
    std::unique_ptr<ReleaseWriter> writer_; ///< used for its paths only
    std::array<std::unique_ptr<Instances>, k_split_count> splits_;
};

} // namespace

FormatCheck coco_check(ComparedRelease& release) {
    const auto check = std::make_shared<CocoCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
