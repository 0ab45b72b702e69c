// The data elements of a DICOM file (PS3.5), read without a library: those that recordings need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "signal/source_file.hpp"

namespace ecgpress {

/// Group and number of an element: 0x0010'0020 is the patient's ID.
using DicomTag = std::uint32_t;

struct DicomElement;

/// A data set: the file, or an item of a sequence.
struct DicomItem {
    std::vector<DicomElement> elements; ///< in the order of the file

    /// Null if there is none.
    const DicomElement* find(DicomTag tag) const;
};

struct DicomElement {
    DicomTag tag = 0;
    std::uint64_t offset = 0; ///< of the value in the file
    std::uint32_t bytes = 0;
    std::vector<DicomItem> items; ///< of a sequence
};

/// A file in a transfer syntax without compression: implicit little endian, explicit little or big
/// endian. Only the positions of values are kept in memory.
class DicomFile {
  public:
    /// Reads up to the last element that a recording has, or only the elements about the patient.
    enum class Extent { patient, waveform };

    /// @throws DataError with the file and what is wrong: no DICOM file, a compressed transfer
    /// syntax, truncated, nested too deep, too many elements; IoError
    DicomFile(const SourceFile& file, std::string name, Extent extent);

    const DicomItem& content() const { return content_; }
    bool is_big_endian() const { return is_big_endian_; }

    /// The value as a text without padding; empty if there is none.
    std::string text(const DicomItem& item, DicomTag tag) const;
    /// An unsigned number of 2 or 4 bytes (US, UL). @throws DataError if it is missing
    std::uint64_t number(const DicomItem& item, DicomTag tag, const char* what) const;
    /// A decimal number (DS); `otherwise` if there is none. @throws DataError if it is not finite
    double decimal(const DicomItem& item, DicomTag tag, const char* what, double otherwise) const;
    /// The items of a sequence; none if it is missing.
    const std::vector<DicomItem>& items(const DicomItem& item, DicomTag tag) const;
    /// The bytes of a value. @throws DataError if they are fewer
    std::string value(const DicomElement& element, std::size_t bytes) const;

    /// @throws DataError: the problem, with the name of the file
    [[noreturn]] void fail(const std::string& problem) const;

  private:
    enum class Form { implicit_form, explicit_form };

    struct Header {
        DicomTag tag = 0;
        std::string vr; ///< empty in the implicit form
        std::uint32_t bytes = 0;
        std::uint64_t value = 0; ///< where it begins
    };

    std::string bytes_at(std::uint64_t at, std::size_t count) const;
    std::uint64_t number_at(std::uint64_t at, std::size_t count) const;
    std::uint64_t read_meta();
    void read_syntax(const std::string& syntax);
    Header header_at(std::uint64_t at, Form form) const;
    std::uint64_t read_item(DicomItem& item, std::uint64_t at, std::uint64_t end, bool is_open,
                            Form form, int depth);
    std::uint64_t read_sequence(std::vector<DicomItem>& items, const Header& header, Form form,
                                int depth);

    const SourceFile& file_;
    std::string name_;
    DicomTag last_;
    DicomItem content_;
    Form form_ = Form::explicit_form;
    bool is_big_endian_ = false;
    std::size_t elements_ = 0;
    mutable std::string window_; ///< bytes of the file from window_at_
    mutable std::uint64_t window_at_ = 0;
};

} // namespace ecgpress
