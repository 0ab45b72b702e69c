// Many HDF5 files of one form joined in another, so that a reader sees one array of each dataset.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dataset/h5/h5.hpp"

namespace ecgpress {

/// Joins datasets of the same name, end to end, in the order of the files. Tables are copied; long
/// arrays only refer to the files they are in (HDF5's virtual datasets), which must lie where their
/// link says, seen from the joined file's folder. Memory is flat in the number of rows.
///
/// Each file is measured once, then all are joined: `measure` for every file, `begin`, `append` for
/// every file, `finish`.
class H5Join {
  public:
    struct Names {
        std::vector<std::string> columns; ///< copied
        /// Copied, too: where items begin in another dataset, whose lengths add up; one more than
        /// there are items.
        std::vector<std::string> offsets;
        std::vector<std::string> arrays; ///< referred to
    };

    explicit H5Join(Names names) : names_(std::move(names)) {}

    /// @param link  where the joined file will find it
    void measure(const H5File& file, const std::string& link);
    /// Rows of a column over all files measured.
    std::uint64_t rows(const std::string& column) const { return sizes_.at(column).rows; }

    void begin(H5File& target);
    void append(const H5File& file);
    void finish();

  private:
    struct Size {
        std::uint64_t rows = 0;
        std::size_t width = 1;
        int rank = 1;
        H5Handle type; ///< of a value
    };
    struct Joined {
        H5Handle dataset;
        std::uint64_t done = 0; ///< rows
        std::uint64_t base = 0; ///< what is added to offsets
    };
    struct Link {
        std::string path;
        std::map<std::string, std::uint64_t> rows; ///< of each array
    };

    void measure(const H5File& file, const std::string& name, std::uint64_t rows_between);
    void make(const std::string& name);
    void append_rows(const H5File& file, const std::string& name);
    void append_offsets(const H5File& file, const std::string& name);
    void write_rows(const std::string& name, std::int64_t type, std::uint64_t rows,
                    const void* values);
    void refer(const std::string& name);
    void close_joined();

    Names names_;
    std::map<std::string, Size> sizes_;
    std::map<std::string, Joined> joined_;
    std::vector<Link> links_;
    H5File* target_ = nullptr;
};

} // namespace ecgpress
