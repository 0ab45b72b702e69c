#include "signal/sources/shared_source.hpp"

namespace ecgpress {

Record SharedSource::read(std::size_t position) const {
    const std::lock_guard<std::mutex> lock(reading_);
    return source_->read(position);
}

Record SharedSource::read_part(std::size_t position, const RecordPart& part) const {
    const std::lock_guard<std::mutex> lock(reading_);
    return source_->read_part(position, part);
}

RecordBeats SharedSource::beats(std::size_t position, const Record& record) const {
    const std::lock_guard<std::mutex> lock(reading_);
    return source_->beats(position, record);
}

AboutRecord SharedSource::about(std::size_t position) const {
    const std::lock_guard<std::mutex> lock(reading_);
    return source_->about(position);
}

} // namespace ecgpress
