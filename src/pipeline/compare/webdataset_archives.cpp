#include "pipeline/compare/webdataset_archives.hpp"

#include "codec/tar.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/input_file.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::uint64_t k_block = 512; // of ustar: a header, and what content is padded to

std::string md5_of(InputFile& file) {
    std::vector<char> buffer(std::size_t{1} << 20);
    Md5 digest;
    while (const std::size_t count = file.read(buffer.data(), buffer.size()))
        digest.update(buffer.data(), count);
    return digest.finish();
}

/// The archives that an index of wids lists.
std::vector<std::string> archives_of(const std::string& index) {
    std::vector<std::string> archives;
    const Json json = Json::parse_or_null(index);
    if (!json.is_object()) return archives;
    try {
        for (const Json& archive : json.value("shardlist", Json::array()))
            archives.push_back(archive.value("url", ""));
    } catch (const JsonError&) { // compared with the archives later
    }
    return archives;
}

} // namespace

SampleArchives::SampleArchives(ComparedRelease& release, const std::string& set, Split split)
    : release_(release), name_(concat(set, '-', name_of(split))) {
    release_.require(name_ + ".json");
    if (const auto index = release_.read(name_ + ".json")) archives_ = archives_of(*index);
}

TarSample SampleArchives::take(const std::string& key, const std::vector<std::string>& suffixes,
                               bool is_read) try {
    TarSample sample;
    if (is_lost_) return sample;
    if (member_.empty() && !open_next()) {
        is_lost_ = true;
        if (release_.is_first())
            release_.report(name_ + ".json", concat("lists no archive with sample ", key));
        return sample;
    }
    if (samples_++ > 0) index_ += '\n';
    for (const std::string& suffix : suffixes) {
        if (member_ != concat(key, '.', suffix)) {
            is_lost_ = true;
            if (release_.is_first())
                release_.report(path_,
                                concat("has member ", member_, ", expected ", key, '.', suffix));
            return {};
        }
        std::string content = read_member(is_read);
        if (release_.is_first()) {
            if (!index_.empty() && index_.back() != '\n') index_ += ' ';
            index_ +=
                concat(suffix, ' ', offset_ + k_block, ' ', content.size(), ' ', key, '.', suffix);
            offset_ += TarWriter::member_size(content.size());
        }
        if (is_read) sample[suffix] = std::move(content);
        member_ = tar_->next().value_or("");
    }
    return sample;
} catch (const DataError& error) {
    is_lost_ = true;
    if (release_.is_first()) release_.report(path_, error.what());
    return {};
}

std::string SampleArchives::read_member(bool is_read) {
    std::string content;
    if (!is_read && !release_.is_first()) return content;
    char buffer[1 << 16];
    for (std::size_t count = 1; count > 0;) {
        count = tar_->read(buffer, sizeof buffer);
        content.append(buffer, count);
    }
    return content;
}

bool SampleArchives::open_next() {
    close();
    if (next_archive_ == archives_.size()) return false;
    path_ = archives_[next_archive_++];
    if (release_.place(path_).empty()) return false;
    release_.require(path_);
    tar_ = std::make_unique<TarReader>(InputFile::below(release_.folder(), path_));
    member_ = tar_->next().value_or("");
    return !member_.empty();
}

/// Compares the indexes of the archive that was read.
void SampleArchives::close() {
    if (!tar_) return;
    tar_.reset();
    if (!release_.is_first()) return;
    const std::string stem = path_.substr(0, path_.rfind('.')), path = stem + ".idx";
    release_.require(path);
    const auto index = release_.read(path);
    if (index && *index != concat("v1.2 ", samples_, '\n', index_, '\n'))
        release_.report(path, concat("differs from the members of ", path_));
    InputFile file = InputFile::below(release_.folder(), path_);
    described_.push_back({{"url", path_},
                          {"md5sum", md5_of(file)},
                          {"nsamples", samples_},
                          {"filesize", file.size()}});
    index_.clear();
    samples_ = offset_ = 0;
}

void SampleArchives::finish() {
    if (!is_lost_ && !member_.empty())
        release_.report(path_, concat("has member ", member_, ", which the tables do not have"));
    if (is_lost_) return;
    while (open_next()) {
        release_.report(path_, "has samples that the tables do not have");
        member_.clear();
    }
    const std::string expected = Json{{"__kind__", "wids-shard-index-v1"},
                                      {"wids_version", 1},
                                      {"name", name_},
                                      {"shardlist", described_}}
                                     .dump(2) +
                                 "\n";
    const auto index = release_.read(name_ + ".json");
    if (index && *index != expected)
        release_.report(name_ + ".json", "differs from the archives that it lists");
}

} // namespace ecgpress
