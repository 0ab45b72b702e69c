#include "pipeline/verify/verify_digest.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/line_reader.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

std::string sums_root(const fs::path& release) {
    MerkleTree tree;
    if (!is_plain_file(release / k_sums_file)) return tree.root();
    LineReader lines(InputFile::below(release, k_sums_file));
    while (const auto line = lines.next()) {
        const auto file = parse_sums_line(*line);
        if (file && !states_digest(file->path)) tree.add(std::string(*line) + "\n");
    }
    return tree.root();
}

std::string check_digest(ListedFiles& files, ProblemList& problems) try {
    const std::string* text = files.read("digest.json");
    if (text == nullptr) return "";
    const ReleaseDigest digest = parse_digest(*text);
    if (files.has_list() && digest.files_root != files.root())
        problems.add("digest.json",
                     concat("files_root does not match SHA256SUMS, whose root is ", files.root()));
    return digest.pixels_root;
} catch (const Error& error) {
    problems.add("digest.json", std::string(error.what()));
    return "";
}

void compare_pixels(const std::string& stated, std::vector<std::string> pages,
                    ProblemList& problems) {
    // Sorted by index because the root depends on the order of pages.
    const auto index_of = [](const std::string& page) { return std::stoull(page); };
    std::sort(pages.begin(), pages.end(), [&](const std::string& a, const std::string& b) {
        return index_of(a) < index_of(b);
    });
    std::vector<MerkleTree> splits(k_split_count);
    for (const std::string& page : pages) {
        const std::vector<std::string> words = split_text(page, ' ');
        if (const auto split = parse_split(words[1]))
            splits[static_cast<std::size_t>(*split)].add(words[2]);
    }
    if (pixels_root(splits) != stated)
        problems.add("digest.json",
                     concat("pixels_root does not match the images. Their pixels_root is ",
                            pixels_root(splits), "."));
}

} // namespace ecgpress
