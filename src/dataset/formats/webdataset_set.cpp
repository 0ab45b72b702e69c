#include "dataset/formats/webdataset_set.hpp"

#include <utility>

#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr FileKind k_note{"entry of a wids index", std::size_t{64} << 10};

/// Note with an archive's entry in wids' index.
std::string note_of(const std::string& name) {
    return note_path(name + ".wids");
}

} // namespace

SampleTar::SampleTar(fs::path release, std::string name)
    : release_(std::move(release)), name_(std::move(name)),
      part_(part_path(release_ / (name_ + ".tar"))), tar_(part_, WithMd5::yes) {}

SampleTar::~SampleTar() {
    std::error_code ignored;
    fs::remove(part_, ignored); // of an unfinished archive
}

void SampleTar::begin_sample(const std::string& key) {
    if (samples_++ > 0) index_ += '\n';
    key_ = key;
}

void SampleTar::add(const char* suffix, const void* bytes, std::size_t count) {
    const std::string name = concat(key_, '.', suffix);
    const std::uint64_t begin = tar_.add(name, bytes, count);
    if (!index_.empty() && index_.back() != '\n') index_ += ' ';
    index_ += concat(suffix, ' ', begin, ' ', count, ' ', name);
}

std::vector<WrittenFile> SampleTar::finish() {
    const TarFile tar = tar_.finish();
    const std::string file = name_ + ".tar";
    publish_file(part_, release_ / file);
    // DALI's index, version 1.2: one line per sample with suffix, first byte, size and name of each
    // member.
    const std::string index = concat("v1.2 ", samples_, '\n', index_, '\n');
    write_file(release_ / (name_ + ".idx"), index);
    const std::string note = Json{
        {"url", file},
        {"md5sum", tar.md5},
        {"nsamples", samples_},
        {"filesize", tar.size}}.dump();
    write_file(release_ / note_of(name_), note);
    return {{file, tar.sha256, tar.size},
            {name_ + ".idx", sha256_of(index), index.size()},
            {note_of(name_), sha256_of(note), note.size()}};
}

std::optional<WrittenFile> write_wids_index(const fs::path& release, const std::string& set,
                                            Split split, const std::vector<PartKey>& parts) {
    const std::string name = concat(set, '-', name_of(split));
    Json archives = Json::array();
    for (const PartKey& part : parts) {
        const fs::path note = release / note_of(concat(set, '-', part.name()));
        if (part.split == split && fs::exists(note))
            archives.push_back(Json::parse(read_file(note, k_note, Links::refused)));
    }
    if (archives.empty()) return std::nullopt;
    const std::string text = Json{{"__kind__", "wids-shard-index-v1"},
                                  {"wids_version", 1},
                                  {"name", name},
                                  {"shardlist", std::move(archives)}}
                                 .dump(2) +
                             "\n";
    const std::string path = name + ".json";
    write_file(release / path, text);
    return WrittenFile{path, sha256_of(text)};
}

} // namespace ecgpress
