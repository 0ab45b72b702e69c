// Reads the archives of one set and split of a release of format `webdataset` sample by sample, and
// compares their indexes with what they contain.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "codec/json.hpp"
#include "codec/tar_reader.hpp"
#include "core/lead.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

/// The members of a sample: suffix -> content. Empty if it was not read.
using TarSample = std::map<std::string, std::string>;

class SampleArchives {
  public:
    /// @param set  "pages" or "crops"
    SampleArchives(ComparedRelease& release, const std::string& set, Split split);

    /// Takes the next sample, which must have this key and these members in this order.
    /// @param is_read  whether its content is needed
    TarSample take(const std::string& key, const std::vector<std::string>& suffixes, bool is_read);
    /// The archive of the sample taken last.
    const std::string& path() const { return path_; }
    /// Call on the first rank after the last sample.
    void finish();

  private:
    bool open_next();
    void close();
    /// Reads the current member, or on other ranks than the first only passes it.
    std::string read_member(bool is_read);

    ComparedRelease& release_;
    std::string name_; ///< "pages-train"
    std::vector<std::string> archives_;
    std::size_t next_archive_ = 0;
    std::unique_ptr<TarReader> tar_;
    std::string path_, member_; ///< the open archive; its next member, empty at its end
    bool is_lost_ = false;      ///< samples are not where the tables have them
    // For indexes, on the first rank only.
    std::string index_;
    std::uint64_t samples_ = 0, offset_ = 0;
    Json described_ = Json::array();
};

} // namespace ecgpress
