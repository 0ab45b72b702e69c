#include "codec/tar_reader.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_read_bytes = std::size_t{1} << 20;

struct FreeReadArchive {
    void operator()(archive* opened) const { archive_read_free(opened); }
};

} // namespace

struct TarReader::State {
    explicit State(InputFile opened) : file(std::move(opened)), buffer(k_read_bytes) {
        if (!tar) throw std::bad_alloc();
        archive_read_support_format_tar(tar.get());
        check(archive_read_open(tar.get(), this, nullptr, read, nullptr));
    }

    /// Callback of libarchive for the next bytes of the file. No exception may leave it.
    static la_ssize_t read(archive* opened, void* state_pointer, const void** bytes) {
        State& state = *static_cast<State*>(state_pointer);
        try {
            *bytes = state.buffer.data();
            return static_cast<la_ssize_t>(state.read_more());
        } catch (const Error&) {
            state.error = std::current_exception();
            archive_set_error(opened, EIO, "read");
            return -1;
        }
    }

    std::size_t read_more() {
        const std::size_t count = file.read(buffer.data(), buffer.size());
        digest.update(buffer.data(), count);
        return count;
    }

    void check(la_ssize_t result) const {
        if (result >= 0) return;
        if (error) std::rethrow_exception(error);
        const char* reason = archive_error_string(tar.get());
        throw DataError(concat(file.path().string(), " is not a valid tar archive: ",
                               reason == nullptr ? "it is corrupt" : reason, "."));
    }

    InputFile file;
    std::vector<char> buffer;
    std::exception_ptr error; ///< of the last read
    Sha256 digest;
    std::unique_ptr<archive, FreeReadArchive> tar{archive_read_new()};
};

TarReader::TarReader(InputFile file) : state_(std::make_unique<State>(std::move(file))) {}

TarReader::~TarReader() = default;

std::optional<std::string> TarReader::next() {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(state_->tar.get(), &entry);
    if (result == ARCHIVE_EOF) return std::nullopt;
    state_->check(result);
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG)
        throw DataError(
            concat(state_->file.path().string(), " has a member that is not a regular file."));
    return name;
}

std::size_t TarReader::read(char* bytes, std::size_t count) {
    const la_ssize_t got = archive_read_data(state_->tar.get(), bytes, count);
    state_->check(got);
    return static_cast<std::size_t>(got);
}

std::string TarReader::finish() {
    while (state_->read_more() > 0) {
    }
    return state_->digest.finish();
}

} // namespace ecgpress
