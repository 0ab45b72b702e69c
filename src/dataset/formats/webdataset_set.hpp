// One tar archive of a WebDataset with its indexes: the samples' members in sequence, and the index
// files that DALI and wids need.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codec/tar.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Writes NAME.tar and NAME.idx, and a temporary entry for wids' index. Files get their final names
/// in finish().
class SampleTar {
  public:
    /// @param name  "pages-train-000000"
    SampleTar(fs::path release, std::string name);
    ~SampleTar();
    SampleTar(const SampleTar&) = delete;
    SampleTar& operator=(const SampleTar&) = delete;

    void begin_sample(const std::string& key);
    /// Adds a member KEY.SUFFIX of the sample.
    void add(const char* suffix, const void* bytes, std::size_t count);
    template <class Item> void add(const char* suffix, const Item& item) {
        add(suffix, item.data(), item.size());
    }
    std::vector<WrittenFile> finish();

  private:
    fs::path release_;
    std::string name_, key_, index_;
    std::uint64_t samples_ = 0;
    fs::path part_;
    TarWriter tar_;
};

/// The index of wids over all finished archives of a set ("pages") and split: "pages-train.json".
/// No value if there are none.
std::optional<WrittenFile> write_wids_index(const fs::path& release, const std::string& set,
                                            Split split, const std::vector<PartKey>& parts);

} // namespace ecgpress
