// Joins many HDF5 files with the same structure into one, so that a reader sees one array per
// dataset.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dataset/h5/h5.hpp"

namespace ecgpress {

/// Concatenates datasets of the same name in the order of the files. Tables are copied. Long arrays
/// refer to their files (HDF5 virtual datasets); each file must be found under its link, relative
/// to the joined file's folder. Memory does not grow with the number of rows.
///
/// Each file is measured once, then all are joined: `measure` for every file, `begin`, `append` for
/// every file, `finish`.
class H5Join {
  public:
    struct Names {
        std::vector<std::string> columns; ///< Copied.
        /// Copied, with the length of the preceding files added: offsets of items in another
        /// dataset, one more than there are items.
        std::vector<std::string> offsets;
        std::vector<std::string> arrays; ///< Stored as references.
    };

    /// A part of a joined array.
    struct Part {
        std::string path; ///< of the file, as seen from the joined one
        std::string name; ///< of the dataset in it
        std::uint64_t values = 0;
        bool operator==(const Part& other) const {
            return path == other.path && name == other.name && values == other.values;
        }
    };
    /// The parts of a joined array in order; empty if it has no values or its parts do not follow
    /// each other without gaps from the first value. @throws IoError, DataError
    static std::vector<Part> parts(const H5File& joined, const std::string& array);

    explicit H5Join(Names names) : names_(std::move(names)) {}

    /// @param link  the file's path as seen from the joined file
    void measure(const H5File& file, const std::string& link);
    /// Number of rows of a column in all measured files.
    std::uint64_t rows(const std::string& column) const { return sizes_.at(column).rows; }

    void begin(H5File& target);
    void append(const H5File& file);
    void finish();

  private:
    struct Size {
        std::uint64_t rows = 0;
        std::size_t width = 1;
        int rank = 1;
        H5Handle type; ///< Type of a value.
    };
    struct Joined {
        H5Handle dataset;
        std::uint64_t done = 0; ///< Rows copied.
        std::int64_t base = 0;  ///< Added to offsets.
    };
    struct Link {
        std::string path;
        std::map<std::string, std::uint64_t> rows; ///< Number of rows per array.
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
