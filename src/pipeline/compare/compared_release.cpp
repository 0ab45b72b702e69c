#include "pipeline/compare/compared_release.hpp"

#include "codec/crc32.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

std::uint64_t hash_of(const std::string& path) {
    return std::hash<std::string>{}(path);
}

} // namespace

void ComparedRelease::require(const std::string& path) {
    if (is_first_) required_.insert(hash_of(path));
}

void ComparedRelease::compare_list() const {
    std::unordered_set<std::uint64_t> missing = required_;
    LineReader lines(InputFile::below(release_, k_sums_file));
    while (const auto line = lines.next()) {
        const auto file = parse_sums_line(*line);
        if (!file) continue; // the check of SHA256SUMS reports it
        if (required_.count(hash_of(file->path)) == 0)
            report(file->path, "is in SHA256SUMS, but the tables do not require it");
        missing.erase(hash_of(file->path));
    }
    if (!missing.empty())
        report(k_sums_file, std::to_string(missing.size()) +
                                " files that the tables require are not in the list");
}

fs::path ComparedRelease::place(const std::string& path) {
    return files_.refusal(path).empty() ? release_ / path : fs::path();
}

void ComparedRelease::check_image(const std::string& path, const ManifestRow& page) {
    const std::string* image = read(path);
    if (image == nullptr) return;
    const std::uint32_t found = crc32_of(image->data(), image->size());
    if (found != page.image_crc32)
        report(path, concat("its CRC-32 is ", crc32_text(found), ", manifest.csv has ",
                            crc32_text(page.image_crc32)));
}

std::unique_ptr<LineReader> ComparedRelease::lines(const std::string& path) {
    if (!files_.refusal(path).empty()) return nullptr;
    return std::make_unique<LineReader>(InputFile::below(release_, path));
}

PageRow ComparedRelease::stored_row(const PageRows& rows) const {
    PageRow row = rows.page;
    if (const StatedGroup* of_page = stated.group(rows.page.group))
        row.datasets = of_page->datasets;
    return row;
}

} // namespace ecgpress
