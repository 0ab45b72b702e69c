// A source of records that several threads may read.
#pragma once

#include <memory>
#include <mutex>

#include "signal/record_source.hpp"

namespace ecgpress {

/// Lets one thread at a time read a source: sources keep open files and what they read last.
class SharedSource final : public RecordSource {
  public:
    explicit SharedSource(std::shared_ptr<RecordSource> source) : source_(std::move(source)) {}

    const std::vector<RecordInfo>& catalogue() const override { return source_->catalogue(); }
    Record read(std::size_t position) const override;
    Record read_part(std::size_t position, const RecordPart& part) const override;
    RecordBeats beats(std::size_t position, const Record& record) const override;
    AboutRecord about(std::size_t position) const override;
    std::string fingerprint() const override { return source_->fingerprint(); }

  private:
    std::shared_ptr<RecordSource> source_;
    mutable std::mutex reading_;
};

} // namespace ecgpress
