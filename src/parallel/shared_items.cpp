#include "parallel/shared_items.hpp"

#include <filesystem>
#include <utility>

#include "core/error.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_piece_bytes = std::size_t{1} << 20;

[[noreturn]] void fail(int code, const std::string& message) {
    if (code == static_cast<int>(ExitCode::data)) throw DataError(message);
    if (code == static_cast<int>(ExitCode::configuration)) throw ConfigError(message);
    throw IoError(message);
}

} // namespace

std::optional<std::string> SharedItems::next() {
    while (next_ == piece_.texts.size()) {
        if (const int code = std::exchange(piece_.error_code, 0); code != 0)
            fail(code, piece_.error);
        if (piece_.is_last) return std::nullopt;
        next_ = 0;
        piece_ = communicator_.broadcast(communicator_.rank() == 0 ? read_piece() : Piece());
    }
    return std::move(piece_.texts[next_++]);
}

SharedItems::Piece SharedItems::read_piece() {
    Piece piece;
    const auto note = [&](ExitCode code, const std::exception& error) {
        piece.is_last = true;
        piece.error_code = static_cast<int>(code);
        piece.error = error.what();
    };
    try {
        for (std::size_t bytes = 0; bytes < k_piece_bytes && !piece.is_last;) {
            if (auto text = source_()) {
                bytes += text->size();
                piece.texts.push_back(std::move(*text));
            } else {
                piece.is_last = true;
            }
        }
    } catch (const Error& error) {
        note(error.code(), error);
    } catch (const std::filesystem::filesystem_error& error) {
        note(ExitCode::io, error);
    }
    return piece;
}

} // namespace ecgpress
