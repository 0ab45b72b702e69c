#include "dataset/shard/npz.hpp"

#include <algorithm>
#include <utility>

#include "codec/crc32.hpp"
#include "codec/npy_header.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// Records of a ZIP archive (APPNOTE 4.3.7, 4.3.12, 4.3.16). The date is 1980-01-01, the first that
// the format can store.
constexpr std::uint32_t k_local_header = 0x04034B50, k_directory_entry = 0x02014B50,
                        k_directory_end = 0x06054B50;
constexpr std::uint16_t k_version = 20, k_first_date = 1 << 5 | 1;
constexpr std::size_t k_letter_size = 4; // bytes per character of NumPy's type U

template <class Number> void put(Bytes& bytes, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{value} >> (8 * i)));
}

void put_text(Bytes& bytes, const std::string& text) {
    bytes.insert(bytes.end(), text.begin(), text.end());
}

/// Fields that local header and directory entry share, from the required version to the name's
/// length.
void put_facts(Bytes& bytes, std::uint32_t crc, std::size_t size, std::size_t name_size) {
    put(bytes, k_version);
    put(bytes, std::uint16_t{0}); // flags
    put(bytes, std::uint16_t{0}); // stored
    put(bytes, std::uint16_t{0}); // time
    put(bytes, k_first_date);
    put(bytes, crc);
    put(bytes, static_cast<std::uint32_t>(size)); // compressed
    put(bytes, static_cast<std::uint32_t>(size));
    put(bytes, static_cast<std::uint16_t>(name_size));
    put(bytes, std::uint16_t{0}); // extra field
}

[[noreturn]] void fail(const std::string& reason) {
    throw DataError(concat("cannot read the .npz file: ", reason, ". Regenerate the file."));
}

/// Reads a file from front to back.
class ByteReader {
  public:
    explicit ByteReader(const Bytes& file) : file_(file) {}

    const std::uint8_t* take(std::size_t count) {
        if (count > file_.size() - at_) fail("it is truncated");
        at_ += count;
        return file_.data() + at_ - count;
    }
    std::uint64_t number(std::size_t bytes) {
        const std::uint8_t* from = take(bytes);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{from[i]} << (8 * i);
        return value;
    }
    std::string text(std::size_t count) {
        const auto* from = reinterpret_cast<const char*>(take(count));
        return {from, count};
    }

  private:
    const Bytes& file_;
    std::size_t at_ = 0;
};

} // namespace

void Npz::add(std::string_view name, const std::string& type, const std::vector<std::size_t>& shape,
              const void* values, std::size_t size) {
    const std::string path = concat(name, ".npy"), header = npy_header_bytes(type, shape);
    const std::uint32_t crc = crc32_of(values, size, crc32_of(header.data(), header.size()));
    const auto offset = static_cast<std::uint32_t>(file_.size());
    put(file_, k_local_header);
    put_facts(file_, crc, header.size() + size, path.size());
    put_text(file_, path);
    put_text(file_, header);
    const auto* bytes = static_cast<const std::uint8_t*>(values);
    file_.insert(file_.end(), bytes, bytes + size);

    put(directory_, k_directory_entry);
    put(directory_, k_version); // version that made the file
    put_facts(directory_, crc, header.size() + size, path.size());
    put(directory_, std::uint16_t{0}); // comment
    put(directory_, std::uint16_t{0}); // disk
    put(directory_, std::uint16_t{0}); // internal attributes
    put(directory_, std::uint32_t{0}); // external attributes
    put(directory_, offset);
    put_text(directory_, path);
    ++count_;
}

void Npz::add_bytes(std::string_view name, const Bytes& values) {
    add(name, "|u1", {values.size()}, values.data(), values.size());
}

void Npz::add_texts(std::string_view name, const std::vector<std::string>& texts) {
    std::size_t longest = 1;
    for (const std::string& text : texts) longest = std::max(longest, text.size());
    std::vector<std::int32_t> letters(longest * texts.size()); // UCS-4, padded with zeros
    for (std::size_t i = 0; i < texts.size(); ++i)
        std::copy(texts[i].begin(), texts[i].end(),
                  letters.begin() + static_cast<std::ptrdiff_t>(i * longest));
    add(name, concat("<U", longest), {texts.size()}, letters.data(),
        letters.size() * sizeof letters[0]);
}

Bytes Npz::finish() {
    const auto offset = static_cast<std::uint32_t>(file_.size());
    file_.insert(file_.end(), directory_.begin(), directory_.end());
    put(file_, k_directory_end);
    put(file_, std::uint16_t{0}); // this disk
    put(file_, std::uint16_t{0}); // disk of the directory
    put(file_, count_);           // entries on this disk
    put(file_, count_);
    put(file_, static_cast<std::uint32_t>(directory_.size()));
    put(file_, offset);
    put(file_, std::uint16_t{0}); // comment
    return std::move(file_);
}

NpzReader::NpzReader(const Bytes& file) {
    ByteReader in(file);
    for (std::uint64_t kind = in.number(4); kind == k_local_header; kind = in.number(4)) {
        in.take(10); // version, flags, method, time, date
        const auto crc = static_cast<std::uint32_t>(in.number(4));
        const std::size_t size = in.number(4);
        in.take(4); // uncompressed size, equal
        const std::size_t name_size = in.number(2);
        in.take(2); // extra field
        std::string name = in.text(name_size);
        const std::uint8_t* array = in.take(size);
        if (crc32_of(array, size) != crc) fail(concat("the checksum of ", name, " is wrong"));
        const NpyHeader header =
            read_npy_header({reinterpret_cast<const char*>(array), size}, name);
        entries_[name] = {header.dtype, array + header.data_offset, size - header.data_offset,
                          header.shape};
    }
}

const NpzReader::Entry& NpzReader::find(const std::string& name, const std::string& type) const {
    const auto found = entries_.find(name + ".npy");
    if (found == entries_.end()) fail(concat("it has no array ", name));
    if (found->second.type != type)
        fail(concat(name, " is of type ", found->second.type, ", not ", type));
    return found->second;
}

std::vector<std::string> NpzReader::names() const {
    constexpr std::size_t k_suffix = 4; // ".npy"
    std::vector<std::string> names;
    for (const auto& [path, entry] : entries_)
        names.push_back(path.size() > k_suffix ? path.substr(0, path.size() - k_suffix) : path);
    return names;
}

const std::vector<std::uint64_t>& NpzReader::shape(const std::string& name) const {
    const auto found = entries_.find(name + ".npy");
    if (found == entries_.end()) fail(concat("it has no array ", name));
    return found->second.shape;
}

bool NpzReader::is_equal(const std::string& name, const NpzReader& other) const {
    const auto one = entries_.find(name + ".npy"), another = other.entries_.find(name + ".npy");
    if (one == entries_.end() || another == other.entries_.end()) return false;
    const Entry &a = one->second, &b = another->second;
    return a.type == b.type && a.shape == b.shape && a.size == b.size &&
           std::equal(a.data, a.data + a.size, b.data);
}

Bytes NpzReader::read_bytes(const std::string& name) const {
    const Entry& entry = find(name, "|u1");
    return {entry.data, entry.data + entry.size};
}

std::vector<std::string> NpzReader::read_texts(const std::string& name) const {
    const auto found = entries_.find(name + ".npy");
    constexpr long long k_longest_text = 1 << 16; // products with it cannot overflow
    long long longest = 0;
    if (found == entries_.end() || found->second.type.compare(0, 2, "<U") != 0 ||
        !parse_number(found->second.type.substr(2), longest) || longest < 1 ||
        longest > k_longest_text)
        fail(concat("it has no array of texts ", name));
    std::vector<std::string> texts;
    const std::size_t text_size = k_letter_size * static_cast<std::size_t>(longest);
    for (std::size_t at = 0; at + text_size <= found->second.size; at += text_size) {
        texts.emplace_back();
        for (std::size_t i = 0; i < text_size; i += k_letter_size)
            if (const std::uint8_t letter = found->second.data[at + i])
                texts.back() += static_cast<char>(letter);
    }
    return texts;
}

} // namespace ecgpress
