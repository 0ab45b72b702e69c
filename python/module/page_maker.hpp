// PageMaker: makes the pages of a configuration for several threads of one process.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/press/press.hpp"

namespace ecgpress {

/// What a configuration is read from.
enum class ConfigForm {
    file,  ///< the path of a file
    text,  ///< YAML
    stored ///< ConfigTexts::effective of a page maker
};

/// Opens a configuration once, and makes any of its pages in any thread. Each page that is being
/// made has a Press of its own; presses that are not in use are kept for later pages.
class PageMaker {
  public:
    /// @param written  a path or a text  @param overrides  as of load_config; not of a stored one
    /// @throws ConfigError, DataError, IoError
    PageMaker(ConfigForm form, const std::string& written,
              const std::vector<std::string>& overrides);

    /// The same configuration with another seed, and the same open source.
    std::shared_ptr<PageMaker> reseeded(std::uint64_t seed) const {
        return std::shared_ptr<PageMaker>(new PageMaker(inputs_of_seed(*inputs_, seed)));
    }

    std::uint64_t page_count() const { return inputs_->plan->page_count(); }
    const std::string& config_json() const { return inputs_->texts.effective; }
    const std::string& fingerprint() const { return inputs_->fingerprint; }
    const Config& config() const { return inputs_->config; }

    /// Indices from `start` to before `stop`, of one split or of all.
    std::vector<std::int64_t> indices(std::optional<Split> split, std::uint64_t start,
                                      std::uint64_t stop) const;

    /// Makes a page. @pre index < page_count()
    /// @throws DataError if no record can be printed on it, IoError if the source is unavailable
    PrintedPage page(std::uint64_t index);
    /// The file of a page's image, with the bytes that a release has.
    Bytes jpeg(const PrintedPage& printed);
    /// Takes back a page's memory, for a later one.
    void recycle(PrintedPage&& printed);

  private:
    explicit PageMaker(std::unique_ptr<RunInputs> inputs) : inputs_(std::move(inputs)) {}

    /// A press and its inputs, used by one thread at a time.
    struct Seat {
        explicit Seat(const RunInputs& inputs) : own(inputs_for_thread(inputs)), press(*own) {}
        std::unique_ptr<RunInputs> own;
        Press press;
    };
    /// Calls use(press) with a press that no other thread uses.
    template <class Use> auto with_press(const Use& use);
    std::unique_ptr<Seat> take_seat();
    std::optional<PrintedPage> take_spare();

    std::unique_ptr<RunInputs> inputs_;
    std::mutex lock_; ///< of what follows
    std::size_t seat_count_ = 0;
    std::vector<std::unique_ptr<Seat>> free_seats_;
    std::vector<PrintedPage> spares_; ///< pages whose memory later ones use, at most one a seat
};

} // namespace ecgpress
