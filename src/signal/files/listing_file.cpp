#include "signal/files/listing_file.hpp"

#include <algorithm>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::string_view k_mark = "ecgpress listing 1\n";
constexpr std::size_t k_digest_size = 64; // hexadecimal
constexpr std::size_t k_end_size = 4 * k_digest_size;
constexpr std::size_t k_block_size = std::size_t{256} << 10;
constexpr std::uint64_t k_most_listing = std::uint64_t{8} << 30; // 100 million records
constexpr std::size_t k_most_name = 4096, k_most_others = 256;
constexpr std::size_t k_most_content = std::size_t{1} << 20; // a header has no more comments

std::size_t shared_beginning(std::string_view a, std::string_view b) {
    const std::size_t most = std::min(a.size(), b.size());
    return static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(most), b.begin()).first -
        a.begin());
}

[[noreturn]] void fail_in_listing() {
    throw DataError("a listing of a source is damaged.");
}

} // namespace

ListingWriter::ListingWriter(std::string_view subject) : bytes_(k_mark) {
    put(subject);
}

void ListingWriter::put(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        bytes_ += static_cast<char>(static_cast<unsigned char>((number & 0x7f) | 0x80));
    bytes_ += static_cast<char>(number);
}

void ListingWriter::put(std::string_view text) {
    put(std::uint64_t{text.size()});
    bytes_ += text;
}

void ListingWriter::add(const ListedFile& file) {
    const std::size_t shared = shared_beginning(last_name_, file.name);
    put(std::uint64_t{shared});
    put(std::string_view(file.name).substr(shared));
    put(std::uint64_t{file.others.size()});
    for (const std::string& other : file.others) put(other);
    put(file.content);
    last_name_ = file.name;
}

std::string ListingWriter::finish(const ListingEnd& end) {
    bytes_ += end.fingerprint + end.state + end.sample;
    bytes_ += sha256_of(bytes_);
    return std::move(bytes_);
}

std::string listing_digest(const std::string& content) {
    return content.substr(content.size() - k_digest_size);
}

ListingReader::ListingReader(const fs::path& file) : file_(file, Links::refused) {}

std::optional<ListingReader> ListingReader::open(const fs::path& file, std::string_view subject) {
    if (!is_plain_file(file)) return std::nullopt;
    try {
        ListingReader reader(file);
        if (!reader.read_end() || reader.take(k_mark.size()) != k_mark ||
            reader.take_text(k_most_name) != subject)
            return std::nullopt;
        return reader;
    } catch (const DataError&) {
        return std::nullopt;
    }
}

/// Compares the content with its digest.
bool ListingReader::read_end() {
    if (file_.size() < k_mark.size() + k_end_size || file_.size() > k_most_listing) return false;
    entries_end_ = file_.size() - k_end_size;
    Sha256 digest;
    std::string bytes(k_block_size, '\0'), last;
    const std::uint64_t digested = file_.size() - k_digest_size;
    for (std::uint64_t at = 0; at < digested;) {
        const std::size_t count =
            file_.read_at(at, bytes.data(), std::min<std::uint64_t>(bytes.size(), digested - at));
        if (count == 0) return false;
        digest.update(bytes.data(), count);
        at += count;
    }
    std::string end(k_end_size, '\0');
    if (file_.read_at(entries_end_, end.data(), end.size()) < end.size()) return false;
    end_ = {end.substr(0, k_digest_size), end.substr(k_digest_size, k_digest_size),
            end.substr(2 * k_digest_size, k_digest_size)};
    digest_ = end.substr(3 * k_digest_size);
    return digest.finish() == digest_;
}

std::string ListingReader::take(std::size_t count) {
    std::string taken;
    while (taken.size() < count) {
        if (in_block_ == block_.size()) {
            block_.resize(std::min<std::uint64_t>(k_block_size, entries_end_ - position_));
            block_.resize(file_.read_at(position_, block_.data(), block_.size()));
            position_ += block_.size();
            in_block_ = 0;
            if (block_.empty()) fail_in_listing();
        }
        const std::size_t part = std::min(count - taken.size(), block_.size() - in_block_);
        taken.append(block_, in_block_, part);
        in_block_ += part;
    }
    return taken;
}

std::uint64_t ListingReader::take_number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        const auto byte = static_cast<unsigned char>(take(1).front());
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
    fail_in_listing();
}

std::string ListingReader::take_text(std::size_t most) {
    const std::uint64_t size = take_number();
    if (size > most) fail_in_listing();
    return take(static_cast<std::size_t>(size));
}

std::optional<ListedFile> ListingReader::next() {
    if (position_ == entries_end_ && in_block_ == block_.size()) return std::nullopt;
    ListedFile file;
    const std::uint64_t shared = take_number();
    if (shared > last_name_.size()) fail_in_listing();
    file.name = last_name_.substr(0, static_cast<std::size_t>(shared)) + take_text(k_most_name);
    if (file.name.size() > k_most_name || !is_plain_text(file.name) || !is_plain_path(file.name))
        fail_in_listing();
    const std::uint64_t others = take_number();
    if (others > k_most_others) fail_in_listing();
    for (std::uint64_t i = 0; i < others; ++i) {
        file.others.push_back(take_text(k_most_name));
        if (!is_plain_path(file.others.back())) fail_in_listing();
    }
    file.content = take_text(k_most_content);
    last_name_ = file.name;
    return file;
}

} // namespace ecgpress
