// How a release is written: one interface, and the written list of formats.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dataset/sample.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

enum class OverlapSet { none, with_overlap, without_overlap };

/// What of a page goes into the release, after all caps. The vectors have one entry a lead of the
/// page.
struct PageSelection {
    bool digitization = false, detection = false;
    std::vector<bool> segmentation;
    std::vector<OverlapSet> overlap;

    /// Is anything of the page in the release?
    bool any() const;
};

/// A file of the release and its digest: a line of SHA256SUMS.
struct WrittenFile {
    std::string path; ///< relative to the release, '/' between
    std::string sha256;
};

/// The configuration's `release`.
struct ReleaseSettings {
    std::string format = "folders";
    std::uint64_t pages_per_folder = 0; ///< 0: one flat folder, as the framework's readers expect
    bool trace_truth = true;            ///< each page's trace truth as one .npz
};

/// What a release says of the run that made it. Nothing here depends on rank count, shard size,
/// place or time.
struct ReleaseSummary {
    std::string version; ///< the software's
    std::string
        config; ///< effective configuration as JSON, less what cannot change a release's content
    std::string source_fingerprint;
    std::string typeface_sha256;
    std::string attribution; ///< Markdown
    std::vector<Failure> failures;
};

/// Writes one release format into a folder. write_page() may be called on any rank, for different
/// pages at a time; the index is written on one.
class ReleaseWriter {
  public:
    virtual ~ReleaseWriter() = default;

    /// Writes a page's files (images, masks, labels, signals), over what an interrupted merge left.
    virtual std::vector<WrittenFile> write_page(const Sample& sample,
                                                const PageSelection& selection) = 0;
    /// Adds a page to the index files; in page order.
    virtual void index_page(const PageRow& page, const std::vector<LeadRow>& leads,
                            const PageSelection& selection) = 0;
    /// Ends the index files and writes those about the whole: data.yaml, logs.json, README.md.
    virtual std::vector<WrittenFile> finish_index(const ReleaseSummary& summary) = 0;
};

/// A row of the list of formats.
struct ReleaseFormat {
    const char* name;
    const char* summary;
    std::unique_ptr<ReleaseWriter> (*open)(const fs::path& folder, const ReleaseSettings& settings);
};

/// All formats: folders.
const std::vector<ReleaseFormat>& release_formats();

/// @throws ConfigError for an unknown format
std::unique_ptr<ReleaseWriter> open_release(const fs::path& folder,
                                            const ReleaseSettings& settings);

} // namespace ecgpress
