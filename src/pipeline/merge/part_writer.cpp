#include "pipeline/merge/part_writer.hpp"

#include <utility>

#include "codec/jpeg.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_digest.hpp"

namespace ecgpress {

PartWriter::PartWriter(const MergeInputs& inputs, const RunFolder& run, const ReleaseFormat& format,
                       const fs::path& release, PartWatch watch)
    : inputs_(inputs), run_(run), format_(format), watch_(std::move(watch)),
      writer_(format.open(release, inputs.config.release)) {}

std::optional<std::string> PartWriter::write(const MergePart& part) {
    pixels_.clear();
    pages_left_ = part.pages;
    writer_->begin_part(part.key);
    Selector selector(inputs_.config);
    selector.restore(part.selector_state);
    const std::uint64_t per_shard = inputs_.config.shard.pages;
    for (std::uint64_t page = part.first_page; page <= part.last_page;
         page = (page / per_shard + 1) * per_shard)
        write_pages(static_cast<std::size_t>(page / per_shard), part, selector);
    if (watch_.stopping()) return std::nullopt;
    watch_.written(writer_->end_part());
    return std::move(pixels_);
}

std::vector<WrittenFile> PartWriter::write_shard(const MergePart& part) {
    return writer_->write_shard(shard_of(part));
}

fs::path PartWriter::shard_of(const MergePart& part) const {
    return run_.shard(static_cast<std::size_t>(part.first_page / inputs_.config.shard.pages));
}

void PartWriter::write_pages(std::size_t number, const MergePart& part, Selector& selector) {
    watch_.begin_shard(number);
    const ShardReader shard(run_.shard(number));
    for (std::size_t i = 0; i < shard.page_count() && !watch_.stopping(); ++i) {
        const PageRow& row = shard.page(i);
        if (row.index < part.first_page || row.index > part.last_page) continue;
        const PageSelection selection = selector.select(row, shard.leads(i));
        if (part.key.split && row.split != *part.key.split) continue;
        write_page(shard, i, selection);
        if (pages_left_ > 0) {
            --pages_left_;
            watch_.end_page();
        }
    }
}

void PartWriter::write_page(const ShardReader& shard, std::size_t i,
                            const PageSelection& selection) {
    const bool digest = inputs_.config.release.pixel_digest && selection.image();
    if (format_.keeps_shards && !digest) return;
    const Sample sample = shard.sample(i);
    if (!format_.keeps_shards) watch_.written(writer_->write_page(sample, selection));
    if (digest)
        pixels_ += concat(name_of(sample.row.split), ' ',
                          pixel_leaf(decode_jpeg(sample.image_jpeg)), '\n');
}

} // namespace ecgpress
