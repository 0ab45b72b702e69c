// A sequence of texts, such as the lines of a file, that only rank 0 reads and all ranks get.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "parallel/communicator.hpp"

namespace ecgpress {

/// Returns the next text, or no value after the last one. @throws Error if it cannot be read
using TextSource = std::function<std::optional<std::string>()>;

/// A collective object: every rank creates one and calls next() equally often. All ranks get the
/// same texts, also if the file or the folder looks different to them. The texts are sent in pieces
/// of about 1 MiB, so that memory does not grow with their number.
class SharedItems {
  public:
    /// @param source  called on rank 0 only
    SharedItems(const Communicator& communicator, TextSource source)
        : communicator_(communicator), source_(std::move(source)) {}

    /// The next text, or no value after the last one. @throws Error on every rank at the same text,
    /// if rank 0 could not read it; after that there are no more texts
    std::optional<std::string> next();

  private:
    struct Piece {
        std::vector<std::string> texts;
        bool is_last = false;
        int error_code = 0; ///< ExitCode; 0 if there is no error after the texts
        std::string error;

        /// For packed().
        template <class Self> static auto parts_of(Self& self) {
            return std::tie(self.texts, self.is_last, self.error_code, self.error);
        }
    };
    Piece read_piece();

    Communicator communicator_;
    TextSource source_;
    Piece piece_;
    std::size_t next_ = 0;
};

/// A value that rank 0 determines, on every rank. @throws DataError, IoError on every rank, if rank
/// 0 could not determine it
template <class Value>
Value from_rank_0(const Communicator& communicator, const std::function<Value()>& determine) {
    bool asked = false;
    SharedItems texts(communicator, [&]() -> std::optional<std::string> {
        if (std::exchange(asked, true)) return std::nullopt;
        return packed(determine());
    });
    return unpacked<Value>(*texts.next());
}

} // namespace ecgpress
