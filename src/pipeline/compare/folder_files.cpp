#include "pipeline/compare/folder_files.hpp"

#include <array>
#include <memory>

#include "core/strings.hpp"
#include "dataset/formats/folder_release.hpp"
#include "dataset/release/release_paths.hpp"
#include "pipeline/compare/folder_page.hpp"

namespace ecgpress {

namespace {

class FolderCheck {
  public:
    explicit FolderCheck(ComparedRelease& release)
        : release_(release), paths_(release.stated.settings.pages_per_folder) {}

    void page(const PageRows& rows) {
        if (!release_.is_first()) return;
        if (rows.page.datasets.has(Dataset::detection))
            images_[static_cast<std::size_t>(rows.page.split)] +=
                "." + cut(paths_.detection_image(rows.page.index, rows.page.name)) + "\n";
        const auto require = [&](const std::string& path, const StatedChecksum&) {
            release_.require(path);
            return std::optional<std::string>();
        };
        folder_page(rows, release_.stated, paths_, release_.stated.settings.trace_truth, require,
                    release_.report);
    }

    void finish() {
        const bool any = !images_[0].empty() || !images_[1].empty() || !images_[2].empty();
        if (!any) return;
        for (const Split split : {Split::train, Split::val, Split::test}) {
            const std::string path = concat("detection-dataset/", name_of(split), ".txt");
            release_.require(path);
            const auto text = release_.read(path);
            if (text && *text != images_[static_cast<std::size_t>(split)])
                release_.report(path, concat("does not list the pages that are in ", name_of(split),
                                             " in manifest.csv"));
        }
        const std::string path = "detection-dataset/data.yaml";
        release_.require(path);
        const auto text = release_.read(path);
        SplitFlags has_pages{};
        for (std::size_t i = 0; i < k_split_count; ++i) has_pages[i] = !images_[i].empty();
        if (text && *text != detection_data_yaml(has_pages, release_.stated.settings.labels))
            release_.report(path, "does not name the lists and classes of the dataset");
    }

  private:
    static std::string cut(const std::string& path) { return path.substr(path.find('/')); }

    ComparedRelease& release_;
    ReleasePaths paths_;
    std::array<std::string, k_split_count> images_; ///< lines of the lists of splits
};

} // namespace

FormatCheck folder_check(ComparedRelease& release) {
    const auto check = std::make_shared<FolderCheck>(release);
    return {[check](const PageRows& rows, bool /*is_mine*/) { check->page(rows); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
