#include "page_maker.hpp"

#include "pipeline/config/load_config.hpp"
#include "signal/record_source.hpp"
#include "signal/sources/shared_source.hpp"

namespace ecgpress {

namespace {

Config read(ConfigForm form, const std::string& written,
            const std::vector<std::string>& overrides) {
    if (form == ConfigForm::stored) return config_from_json(written);
    return form == ConfigForm::file ? load_config(written, overrides)
                                    : parse_config(written, "the configuration", overrides);
}

std::unique_ptr<RunInputs> open(ConfigForm form, Config config) {
    config.source.listing.file = listing_file(config.source, {});
    auto inputs = open_inputs(std::move(config));
    if (form != ConfigForm::stored) { // else it was done before
        require_plausible_source(*inputs);
        keep_listing(*inputs);
    }
    inputs->source = std::make_shared<SharedSource>(std::move(inputs->source));
    return inputs;
}

} // namespace

PageMaker::PageMaker(ConfigForm form, const std::string& written,
                     const std::vector<std::string>& overrides)
    : inputs_(open(form, read(form, written, overrides))) {}

template <class Use> auto PageMaker::with_press(const Use& use) {
    struct Turn {
        PageMaker& maker;
        std::unique_ptr<Seat> seat;
        ~Turn() {
            const std::lock_guard<std::mutex> lock(maker.lock_);
            maker.free_seats_.push_back(std::move(seat));
        }
    } turn{*this, take_seat()};
    return use(turn.seat->press);
}

std::unique_ptr<PageMaker::Seat> PageMaker::take_seat() {
    {
        const std::lock_guard<std::mutex> lock(lock_);
        if (!free_seats_.empty()) {
            auto seat = std::move(free_seats_.back());
            free_seats_.pop_back();
            return seat;
        }
        ++seat_count_;
    }
    return std::make_unique<Seat>(*inputs_);
}

std::vector<std::int64_t> PageMaker::indices(std::optional<Split> split, std::uint64_t start,
                                             std::uint64_t stop) const {
    std::vector<std::int64_t> indices;
    for (std::uint64_t index = start; index < std::min(stop, page_count()); ++index)
        if (!split || inputs_->plan->split_of_page(index) == *split)
            indices.push_back(static_cast<std::int64_t>(index));
    return indices;
}

PrintedPage PageMaker::page(std::uint64_t index) {
    return with_press([&](Press& press) {
        if (auto spare = take_spare()) press.recycle(std::move(*spare));
        std::vector<Failure> failures;
        auto printed = press.print(index, failures);
        if (!printed) throw cannot_print(index, failures);
        return std::move(*printed);
    });
}

Bytes PageMaker::jpeg(const PrintedPage& printed) {
    return with_press([&](Press& press) { return press.encode_jpeg(printed); });
}

void PageMaker::recycle(PrintedPage&& printed) {
    // After a fork, a thread of the parent may have the lock for ever.
    const std::unique_lock<std::mutex> lock(lock_, std::try_to_lock);
    if (lock && spares_.size() < seat_count_) spares_.push_back(std::move(printed));
}

std::optional<PrintedPage> PageMaker::take_spare() {
    const std::lock_guard<std::mutex> lock(lock_);
    if (spares_.empty()) return std::nullopt;
    PrintedPage spare = std::move(spares_.back());
    spares_.pop_back();
    return spare;
}

} // namespace ecgpress
