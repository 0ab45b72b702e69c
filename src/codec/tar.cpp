#include "codec/tar.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <exception>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/input_file.hpp"
#include "core/output_file.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t k_block = 512;           // a header is one block; data are padded to blocks
constexpr std::uint64_t k_record = 20 * k_block; // padding unit of archives (POSIX, pax)
constexpr std::size_t k_write_bytes = std::size_t{1} << 20;

struct FreeWrittenArchive {
    void operator()(archive* made) const { archive_write_free(made); }
};
struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

std::uint64_t rounded_up(std::uint64_t bytes, std::uint64_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

} // namespace

struct TarWriter::State {
    State(OutputFile archive_file, WithMd5 with_md5) : out(std::move(archive_file)) {
        if (with_md5 == WithMd5::yes) md5.emplace();
        if (!tar || !entry) throw std::bad_alloc();
        archive_write_set_format_ustar(tar.get());
        archive_write_set_bytes_per_block(tar.get(), static_cast<int>(k_record));
        archive_write_set_bytes_in_last_block(tar.get(), static_cast<int>(k_record));
        check(archive_write_open(tar.get(), this, nullptr, write, nullptr));
    }

    /// Callback of libarchive for each block of the archive. An exception must not pass through it.
    static la_ssize_t write(archive* made, void* state_pointer, const void* bytes,
                            std::size_t count) {
        State& state = *static_cast<State*>(state_pointer);
        try {
            state.append(static_cast<const char*>(bytes), count);
        } catch (const Error&) {
            state.error = std::current_exception();
            archive_set_error(made, EIO, "write");
            return -1;
        }
        return static_cast<la_ssize_t>(count);
    }

    void append(const char* bytes, std::size_t count) {
        buffer.append(bytes, count);
        if (buffer.size() >= k_write_bytes) flush();
    }

    void flush() {
        out.append(buffer);
        sha256.update(buffer);
        if (md5) md5->update(buffer);
        written += buffer.size();
        buffer.clear();
    }

    void check(la_ssize_t result) const {
        if (result >= 0) return;
        if (error) std::rethrow_exception(error);
        throw IoError(concat("cannot write ", out.path().string(), ": ",
                             archive_error_string(tar.get()),
                             ". Choose another format, or pack smaller files."));
    }

    /// @return offset of the member's data
    std::uint64_t begin_member(const std::string& name, std::uint64_t size) {
        archive_entry_clear(entry.get());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), 0, 0);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        check(archive_write_header(tar.get(), entry.get()));
        const std::uint64_t begin = position + k_block;
        position += member_size(size);
        return begin;
    }

    void write_bytes(const void* bytes, std::size_t count) {
        check(archive_write_data(tar.get(), bytes, count));
    }

    OutputFile out;
    std::string buffer;
    std::exception_ptr error; ///< of the last write
    Sha256 sha256;
    std::optional<Md5> md5;
    std::uint64_t position = 0, written = 0;
    std::unique_ptr<archive, FreeWrittenArchive> tar{archive_write_new()};
    std::unique_ptr<archive_entry, FreeEntry> entry{archive_entry_new()};
};

TarWriter::TarWriter(const fs::path& path, WithMd5 with_md5)
    : state_(std::make_unique<State>(OutputFile::fresh(path), with_md5)) {}

TarWriter::~TarWriter() = default;

std::uint64_t TarWriter::add(const std::string& name, const void* bytes, std::size_t count) {
    const std::uint64_t begin = state_->begin_member(name, count);
    state_->write_bytes(bytes, count);
    return begin;
}

std::uint64_t TarWriter::add_file(const std::string& name, const fs::path& file) {
    InputFile in(file, Links::refused);
    const std::uint64_t size = in.size();
    // The header with the size is written first, so the file must not change from here on.
    const std::uint64_t begin = state_->begin_member(name, size);
    std::vector<char> piece(k_write_bytes);
    std::uint64_t read = 0;
    while (const std::size_t count = in.read(piece.data(), piece.size())) {
        read += count;
        if (read > size) break;
        state_->write_bytes(piece.data(), count);
    }
    if (read != size)
        throw IoError(concat("cannot archive ", file.string(),
                             ". The file changed while it was read. Run the same command again "
                             "when no other process writes it."));
    return begin;
}

TarFile TarWriter::finish() {
    State& state = *state_;
    state.check(archive_write_close(state.tar.get()));
    state.flush();
    state.out.close();
    return {state.written, state.sha256.finish(), state.md5 ? state.md5->finish() : ""};
}

std::uint64_t TarWriter::member_size(std::uint64_t bytes) {
    return k_block + rounded_up(bytes, k_block);
}

std::uint64_t TarWriter::archive_size(std::uint64_t members_size) {
    return rounded_up(members_size + 2 * k_block, k_record); // two zero blocks end an archive
}

} // namespace ecgpress
