#include "signal/dicom/dicom_file.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::uint64_t k_preamble = 128;
constexpr std::uint32_t k_undefined = 0xffffffff;
constexpr int k_deepest = 16;
constexpr std::size_t k_most_elements = 100'000; // an ECG has a few hundred
constexpr std::size_t k_window_bytes = std::size_t{16} << 10;
constexpr std::size_t k_longest_text = 1024;

constexpr DicomTag k_item = 0xfffe'e000, k_item_end = 0xfffe'e00d, k_sequence_end = 0xfffe'e0dd;
constexpr DicomTag k_transfer_syntax = 0x0002'0010;
constexpr DicomTag k_last_of_patient = 0x0010'1010, k_last_of_waveform = 0x5400'0100;

/// Sequences with defined length are known only by their tags in the implicit form.
constexpr DicomTag k_sequences[] = {0x003a'0200, 0x003a'0208, 0x003a'0211, 0x5400'0100};

/// Value representations with a length of 4 bytes.
bool is_long(std::string_view vr) {
    constexpr std::string_view k_long[] = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                           "SV", "UC", "UN", "UR", "UT", "UV"};
    return std::find(std::begin(k_long), std::end(k_long), vr) != std::end(k_long);
}

bool is_vr(std::string_view vr) {
    return vr.size() == 2 && vr[0] >= 'A' && vr[0] <= 'Z' && vr[1] >= 'A' && vr[1] <= 'Z';
}

} // namespace

const DicomElement* DicomItem::find(DicomTag tag) const {
    for (const DicomElement& element : elements)
        if (element.tag == tag) return &element;
    return nullptr;
}

DicomFile::DicomFile(const SourceFile& file, std::string name, Extent extent)
    : file_(file), name_(std::move(name)),
      last_(extent == Extent::patient ? k_last_of_patient : k_last_of_waveform) {
    const std::uint64_t begin = read_meta();
    read_item(content_, begin, file_.size(), false, form_, 0);
}

void DicomFile::fail(const std::string& problem) const {
    throw DataError(concat(on_one_line(name_), ": ", problem, "."));
}

std::string DicomFile::bytes_at(std::uint64_t at, std::size_t count) const {
    if (at > file_.size() || count > file_.size() - at)
        fail(concat("the DICOM file ends at byte ", file_.size(), ", inside an element at byte ",
                    at, ". It is truncated or corrupt. Export it again"));
    if (count > k_window_bytes) return file_.read(at, count);
    if (at < window_at_ || at + count > window_at_ + window_.size()) {
        window_ = file_.read(at, std::min<std::uint64_t>(k_window_bytes, file_.size() - at));
        window_at_ = at;
    }
    return window_.substr(at - window_at_, count);
}

std::uint64_t DicomFile::number_at(std::uint64_t at, std::size_t count) const {
    const std::string bytes = bytes_at(at, count);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t place = is_big_endian_ ? i : count - 1 - i;
        number = number << 8U | static_cast<unsigned char>(bytes[place]);
    }
    return number;
}

/// Reads the preamble and the elements about the file (group 2). @return where the content begins
std::uint64_t DicomFile::read_meta() {
    std::uint64_t at = 0;
    if (file_.size() >= k_preamble + 4 && bytes_at(k_preamble, 4) == "DICM") {
        at = k_preamble + 4;
    } else if (file_.size() < 8 || (number_at(0, 2) != 2 && number_at(0, 2) != 8)) {
        fail("it is not a DICOM file. It has neither the mark DICM at byte 128, nor an element at "
             "its beginning");
    }
    // Without a preamble, and without this group, the form is implicit (PS3.5, 10.1).
    if (number_at(at, 2) != 2) form_ = Form::implicit_form;
    std::string syntax;
    while (at < file_.size() && number_at(at, 2) == 2) {
        const Header header = header_at(at, Form::explicit_form);
        if (header.bytes == k_undefined || ++elements_ > k_most_elements)
            fail("an element about the file has no length. It is corrupt. Export it again");
        if (header.tag == k_transfer_syntax)
            syntax = bytes_at(header.value, std::min<std::size_t>(header.bytes, k_longest_text));
        at = header.value + header.bytes;
    }
    if (!syntax.empty()) read_syntax(trimmed(syntax.substr(0, syntax.find('\0'))));
    return at;
}

void DicomFile::read_syntax(const std::string& syntax) {
    if (syntax == "1.2.840.10008.1.2") {
        form_ = Form::implicit_form;
    } else if (syntax == "1.2.840.10008.1.2.1") {
        form_ = Form::explicit_form;
    } else if (syntax == "1.2.840.10008.1.2.2") {
        form_ = Form::explicit_form;
        is_big_endian_ = true;
    } else {
        fail(concat("the transfer syntax is ", printable(syntax),
                    syntax == "1.2.840.10008.1.2.1.99" ? " (deflated)" : "",
                    ". Supported are those without compression: implicit little endian, explicit "
                    "little endian and explicit big endian. Convert it with dcmconv +te"));
    }
}

DicomFile::Header DicomFile::header_at(std::uint64_t at, Form form) const {
    Header header;
    header.tag = static_cast<DicomTag>(number_at(at, 2) << 16U | number_at(at + 2, 2));
    const bool is_delimiter = header.tag >> 16U == 0xfffe;
    if (form == Form::implicit_form || is_delimiter) {
        header.bytes = static_cast<std::uint32_t>(number_at(at + 4, 4));
        header.value = at + 8;
        return header;
    }
    header.vr = bytes_at(at + 4, 2);
    if (!is_vr(header.vr))
        fail(concat("the element at byte ", at, " has the value representation ",
                    printable(header.vr), ". The file is corrupt. Export it again"));
    const bool has_long_length = is_long(header.vr);
    header.bytes =
        static_cast<std::uint32_t>(has_long_length ? number_at(at + 8, 4) : number_at(at + 6, 2));
    header.value = at + (has_long_length ? 12 : 8);
    return header;
}

/// Reads elements up to `end`, or up to the end mark of an item of undefined length. @return where
/// what follows begins
std::uint64_t DicomFile::read_item(DicomItem& item, std::uint64_t at, std::uint64_t end,
                                   bool is_open, Form form, int depth) {
    while (at < end) {
        const Header header = header_at(at, form);
        if (is_open && header.tag == k_item_end) return header.value;
        if (depth == 0 && header.tag > last_) return at;
        if (++elements_ > k_most_elements)
            fail(concat("it has more than ", k_most_elements, " elements. It is no recording"));
        DicomElement element{header.tag, header.value, header.bytes, {}};
        const bool is_sequence = header.vr == "SQ" || header.bytes == k_undefined ||
                                 (form == Form::implicit_form &&
                                  std::find(std::begin(k_sequences), std::end(k_sequences),
                                            header.tag) != std::end(k_sequences));
        if (is_sequence) {
            // PS3.5, 6.2.2: an unknown element of undefined length has the implicit form.
            const Form inside = header.vr == "UN" ? Form::implicit_form : form;
            at = read_sequence(element.items, header, inside, depth + 1);
        } else {
            if (header.bytes > file_.size() - std::min<std::uint64_t>(header.value, file_.size()))
                fail(concat("the element at byte ", at, " has ", header.bytes,
                            " bytes, more than the file. It is truncated or corrupt. Export it "
                            "again"));
            at = header.value + header.bytes;
        }
        item.elements.push_back(std::move(element));
    }
    if (is_open) fail("an item has no end. The file is truncated or corrupt. Export it again");
    return at;
}

std::uint64_t DicomFile::read_sequence(std::vector<DicomItem>& items, const Header& header,
                                       Form form, int depth) {
    if (depth > k_deepest)
        fail(concat("sequences are nested more than ", k_deepest, " deep. It is no recording"));
    const bool is_open = header.bytes == k_undefined;
    const std::uint64_t end = is_open ? file_.size() : header.value + header.bytes;
    std::uint64_t at = header.value;
    while (at < end) {
        const Header next = header_at(at, form);
        if (is_open && next.tag == k_sequence_end) return next.value;
        if (next.tag != k_item || ++elements_ > k_most_elements)
            fail(concat("a sequence has no item at byte ", at,
                        ". The file is corrupt, or its values are compressed. Export it again"));
        items.emplace_back();
        const bool is_open_item = next.bytes == k_undefined;
        const std::uint64_t item_end = is_open_item ? end : next.value + next.bytes;
        if (item_end > end)
            fail(concat("the item at byte ", at,
                        " is longer than its sequence. The file is corrupt. Export it again"));
        at = read_item(items.back(), next.value, item_end, is_open_item, form, depth);
    }
    if (is_open) fail("a sequence has no end. The file is truncated or corrupt. Export it again");
    return at;
}

std::string DicomFile::text(const DicomItem& item, DicomTag tag) const {
    const DicomElement* element = item.find(tag);
    if (element == nullptr || element->bytes == k_undefined) return {};
    const std::string bytes =
        bytes_at(element->offset, std::min<std::size_t>(element->bytes, k_longest_text));
    return trimmed(bytes.substr(0, bytes.find('\0')));
}

std::uint64_t DicomFile::number(const DicomItem& item, DicomTag tag, const char* what) const {
    const DicomElement* element = item.find(tag);
    if (element == nullptr || (element->bytes != 2 && element->bytes != 4))
        fail(concat("it does not state the ", what, ". Export it again"));
    return number_at(element->offset, element->bytes);
}

double DicomFile::decimal(const DicomItem& item, DicomTag tag, const char* what,
                          double otherwise) const {
    const std::string written = text(item, tag);
    if (written.empty()) return otherwise;
    double value = 0;
    std::string_view digits = written;
    if (digits.front() == '+') digits.remove_prefix(1);
    if (!parse_number(digits, value) || !std::isfinite(value))
        fail(concat("the ", what, " is \"", printable(written), "\". Expected a number"));
    return value;
}

const std::vector<DicomItem>& DicomFile::items(const DicomItem& item, DicomTag tag) const {
    static const std::vector<DicomItem> none;
    const DicomElement* element = item.find(tag);
    return element == nullptr ? none : element->items;
}

std::string DicomFile::value(const DicomElement& element, std::size_t bytes) const {
    if (element.bytes == k_undefined || element.bytes < bytes)
        fail(concat("the element at byte ", element.offset, " has ",
                    element.bytes == k_undefined ? 0 : element.bytes, " bytes of values, but ",
                    bytes, " are stated. It is truncated, compressed or corrupt. Export it again"));
    return bytes_at(element.offset, bytes);
}

} // namespace ecgpress
