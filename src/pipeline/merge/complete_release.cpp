#include "pipeline/merge/complete_release.hpp"

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/line_reader.hpp"
#include "core/strings.hpp"
#include "dataset/cards/croissant.hpp"
#include "dataset/cards/dataset_card.hpp"
#include "dataset/cards/publication.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_log.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

ReleaseSummary summary_of(const MergeInputs& inputs, const MergeIndex& index) {
    ReleaseSummary summary = inputs.summary;
    summary.failures = index.failures;
    return summary;
}

WrittenFile write_text(const fs::path& release, const std::string& path, const std::string& text) {
    write_file(release / path, text);
    return {path, sha256_of(text)};
}

/// Writes SHA256SUMS: first the files about the whole release, then those of all parts in part
/// order, so that the file does not depend on the number of ranks or on their timing. Each line is
/// also added to the release's digest.
class Sums {
  public:
    explicit Sums(const fs::path& release)
        // Among the notes: what a killed process leaves there is not left in the release.
        : path_(release / k_sums_file), part_(release / note_path("sums.part")),
          out_(OutputFile::replacing(part_)) {}

    void add(const std::string& line) {
        buffer_ += line + "\n";
        if (buffer_.size() >= k_buffer_bytes) flush();
        ++files_;
        const auto file = parse_sums_line(line);
        if (file && !states_digest(file->path)) tree_.add(line + "\n");
    }
    void add(const std::vector<WrittenFile>& files) {
        for (const WrittenFile& file : files) add(sums_line(file));
    }
    const MerkleTree& tree() const { return tree_; }

    std::uint64_t publish() {
        flush();
        out_.close();
        publish_file(part_, path_);
        return files_;
    }

  private:
    static constexpr std::size_t k_buffer_bytes = std::size_t{256} << 10;

    void flush() {
        out_.append(buffer_);
        buffer_.clear();
    }

    fs::path path_, part_;
    OutputFile out_;
    std::string buffer_;
    MerkleTree tree_;
    std::uint64_t files_ = 0;
};

/// Files of all parts, for croissant.json. Used only for formats whose parts are few, large files.
std::vector<WrittenFile> part_files(const PartRecords& records,
                                    const std::vector<MergePart>& parts) {
    std::vector<WrittenFile> files;
    for (const MergePart& part : parts)
        records.for_each(part.key.name(), [&](const WrittenFile& file) {
            if (!is_note(file.path)) files.push_back(file);
        });
    return files;
}

} // namespace

std::string pixels_note(const PartKey& key) {
    return note_path(key.name() + ".pixels");
}

bool is_complete_release(const fs::path& release) {
    if (OpenableFiles(release).refusal(k_sums_file) == OpenableFiles::k_missing) return false;
    // Its last line names croissant.json. A file without that line was truncated.
    const std::string end = sums_line({"croissant.json", std::string(64, '0')}).substr(64) + "\n";
    InputFile sums = InputFile::below(release, k_sums_file);
    if (sums.size() < end.size()) return false;
    std::string tail(end.size(), '\0');
    tail.resize(sums.read_at(sums.size() - end.size(), tail.data(), tail.size()));
    return tail == end;
}

void note_settings(const std::string& config, const fs::path& release) {
    // Whole, because a partial release whose settings are unknown could be continued with others.
    write_file_whole(release / note_path("settings.json"),
                     concat("{\"configuration\": ", config, "}\n"));
}

std::vector<WrittenFile> write_tables(MergeIndex& index) {
    return index.tables->finish();
}

std::vector<WrittenFile> write_format_files(MergeIndex& index) {
    std::vector<PartKey> keys;
    for (const MergePart& part : index.parts) keys.push_back(part.key);
    return index.writer->finish(keys);
}

std::vector<WrittenFile> write_statements(const MergeInputs& inputs, const fs::path& release,
                                          const ReleaseFormat& format, const MergeIndex& index) {
    const PublishSettings& publish = inputs.config.release.publish;
    const ReleaseSummary summary = summary_of(inputs, index);
    return {
        write_text(release, k_citation_file, citation_cff(publish, summary)),
        write_text(release, k_zenodo_file, zenodo_json(publish, summary)),
        write_text(release, k_log_file, logs_json(format.name, summary, index.tables->tally()))};
}

std::string pixels_root_of(const fs::path& release, const std::vector<MergePart>& parts) {
    std::vector<MerkleTree> splits(k_split_count);
    for (const MergePart& part : parts) {
        LineReader lines(InputFile::below(release, pixels_note(part.key)));
        while (const auto line = lines.next()) {
            const std::vector<std::string> words = split_text(std::string(*line), ' ');
            const auto split = parse_split(words[0]);
            if (split && words.size() == 2) splits[static_cast<std::size_t>(*split)].add(words[1]);
        }
    }
    return pixels_root(splits);
}

std::vector<WrittenFile> write_digest_files(const MergeInputs& inputs, const fs::path& release,
                                            const MergeIndex& index, const ReleaseDigest& digest,
                                            const std::vector<WrittenFile>& files) {
    const PublishSettings& publish = inputs.config.release.publish;
    const ReleaseSummary summary = summary_of(inputs, index);
    const FormatCard card = index.card();
    return {write_text(release, "digest.json", digest_json(digest)),
            write_text(release, "README.md",
                       dataset_card(card, summary, index.tables->tally(), digest, publish)),
            write_text(release, "croissant.json", croissant_json(card, summary, publish, files))};
}

bool has_image_files(const MergeIndex& index) {
    return !index.card().images.empty();
}

CompletedRelease complete_release(const MergeInputs& inputs, const PartRecords& records,
                                  const ReleaseFormat& format, MergeIndex& index) {
    const fs::path& release = records.folder();
    std::vector<WrittenFile> files = write_tables(index);
    for (WrittenFile& file : write_format_files(index)) files.push_back(std::move(file));
    for (WrittenFile& file : write_statements(inputs, release, format, index))
        files.push_back(std::move(file));
    Sums sums(release);
    sums.add(files);
    for (const MergePart& part : index.parts)
        records.for_each(part.key.name(), [&](const WrittenFile& file) {
            if (!is_note(file.path)) sums.add(sums_line(file));
        });
    CompletedRelease sealed;
    sealed.digest = {sums.tree().leaves(), sums.tree().root(), ""};
    if (inputs.config.release.pixel_digest)
        sealed.digest.pixels_root = pixels_root_of(release, index.parts);
    if (!has_image_files(index))
        for (WrittenFile& file : part_files(records, index.parts)) files.push_back(std::move(file));
    sums.add(write_digest_files(inputs, release, index, sealed.digest, files));
    // After a power failure SHA256SUMS must not exist without the files that it lists.
    sync_file_system(release);
    sealed.files = sums.publish();
    fs::remove_all(release_notes(release));
    return sealed;
}

} // namespace ecgpress
