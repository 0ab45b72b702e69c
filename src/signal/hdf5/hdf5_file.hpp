// HDF5 files that other programs wrote, as sources of recordings.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/h5/h5_handle.hpp"
#include "core/h5/h5_place.hpp"
#include "signal/hdf5/hdf5_dataset.hpp"

namespace ecgpress {

/// An open file.
class Hdf5File {
  public:
    /// @param path  with all links resolved
    /// @param name  for messages
    /// @throws DataError if it is not an HDF5 file or is corrupt, IoError
    Hdf5File(const std::filesystem::path& path, std::string name);

    /// @param dataset  its path in the file, "/" between groups
    /// @throws DataError if it does not exist, or is behind a link to another file
    Hdf5Dataset open(const std::string& dataset) const;

    /// A dataset of the file.
    struct Item {
        std::string name, type;
        Hdf5Shape shape;
        bool is_number = false;
    };
    /// The first datasets of the file in the order of their names, without those behind links.
    std::vector<Item> items() const;

    const std::string& name() const { return name_; }

  private:
    [[noreturn]] void fail(const std::string& problem) const;
    void require_inside(const std::string& dataset) const;

    std::string name_;
    std::shared_ptr<H5Place> place_;
    std::shared_ptr<H5Handle> file_;
};

} // namespace ecgpress
