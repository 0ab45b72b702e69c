#include "pipeline/verify/verify_digest.hpp"

#include <fstream>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

std::string sums_root(const fs::path& release) {
    std::ifstream in(release / k_sums_file, std::ios::binary);
    MerkleTree tree;
    for (std::string line; std::getline(in, line);) {
        const auto file = parse_sums_line(line);
        if (file && !states_digest(file->path)) tree.add(line + "\n");
    }
    return tree.root();
}

void check_digest(const fs::path& release, ProblemList& problems) {
    const std::string root = sums_root(release);
    try {
        if (parse_digest(OpenableFiles(release).text("digest.json")).files_root != root)
            problems.add("digest.json",
                         concat("files_root does not match SHA256SUMS, whose root is ", root));
    } catch (const Error& error) {
        problems.add("digest.json", std::string(error.what()));
    }
}

std::string stated_pixels_root(const fs::path& release) {
    try {
        return parse_digest(OpenableFiles(release).text("digest.json")).pixels_root;
    } catch (const Error&) { // reported by check_digest
        return "";
    }
}

} // namespace ecgpress
