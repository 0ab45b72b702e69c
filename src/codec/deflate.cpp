#include "codec/deflate.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace ecgpress {
namespace {

// Section numbers and limits are those of RFC 1951.
constexpr std::size_t k_symbols = 286, k_distance_symbols = 30, k_end_of_block = 256;
constexpr int k_longest_code = 15, k_longest_length_code = 7;

/// The symbol of a copy's length or distance, and its extra bits.
struct CopyCode {
    std::uint16_t symbol = 0, extra = 0;
    std::uint8_t extra_bits = 0;
};

using LengthCodes = std::array<CopyCode, 259>;

/// Length codes of RFC 1951, 3.2.5: 8 symbols for single lengths, then 4 symbols for each number of
/// extra bits. Length 258 has its own symbol.
constexpr LengthCodes make_length_codes() {
    LengthCodes codes{};
    std::uint16_t symbol = 257;
    unsigned length = 3;
    for (unsigned group = 0; length < 258; ++group) {
        const unsigned bits = group < 8 ? 0 : group / 4 - 1;
        for (unsigned i = 0; i < (1U << bits) && length < 258; ++i, ++length)
            codes[length] = {symbol, static_cast<std::uint16_t>(i),
                             static_cast<std::uint8_t>(bits)};
        ++symbol;
    }
    codes[258] = {285, 0, 0};
    return codes;
}

constexpr LengthCodes k_length_codes = make_length_codes();

/// Distance codes of the same section: 4 symbols for single distances, then 2 for each number of
/// extra bits.
CopyCode distance_code(std::size_t distance) {
    const auto below = static_cast<std::uint32_t>(distance - 1);
    if (below < 4) return {static_cast<std::uint16_t>(below), 0, 0};
    int bits = 1;
    while (below >> (bits + 2) != 0) ++bits;
    const std::uint32_t symbol = 2 * static_cast<std::uint32_t>(bits) + (below >> bits);
    return {static_cast<std::uint16_t>(symbol),
            static_cast<std::uint16_t>(below & ((1U << bits) - 1)),
            static_cast<std::uint8_t>(bits)};
}

// Bit positions of the distance symbol and the length in a token.
constexpr int k_extra_bits = 13, k_distance_bits = 18;

std::uint32_t distance_symbol(std::uint32_t token) {
    return token >> k_extra_bits & 31U;
}

/// The order in which a block stores the lengths of its length codes (RFC 1951, 3.2.7).
constexpr std::array<std::uint8_t, 19> k_length_order{16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                      11, 4,  12, 3, 13, 2, 14, 1, 15};

/// One element of the encoded code lengths: a length or a repetition.
struct LengthStep {
    std::uint8_t symbol, extra_bits, extra;
};

/// RFC 1951, 3.2.7: symbol 16 repeats the last length 3 to 6 times, 17 and 18 stand for 3 to 10 and
/// 11 to 138 zeros.
std::vector<LengthStep> length_steps(const std::vector<std::uint8_t>& lengths) {
    std::vector<LengthStep> steps;
    for (std::size_t i = 0; i < lengths.size();) {
        const std::uint8_t length = lengths[i];
        std::size_t run = 1;
        while (i + run < lengths.size() && lengths[i + run] == length) ++run;
        i += run;
        if (length > 0) {
            steps.push_back({length, 0, 0});
            --run;
        }
        while (run >= 3) {
            const std::size_t most = length > 0 ? 6 : 138, taken = std::min(run, most);
            if (length > 0)
                steps.push_back({16, 2, static_cast<std::uint8_t>(taken - 3)});
            else if (taken <= 10)
                steps.push_back({17, 3, static_cast<std::uint8_t>(taken - 3)});
            else
                steps.push_back({18, 7, static_cast<std::uint8_t>(taken - 11)});
            run -= taken;
        }
        for (; run > 0; --run) steps.push_back({length, 0, 0});
    }
    return steps;
}

// Noise is scanned in units of eight bytes. A run is two units of zeros or more: a literal and a
// copy of the byte before, which together must not exceed the longest copy.
constexpr std::size_t k_unit = 8, k_least_run = 2, k_most_run = 32;

/// Number of units of zeros from here, if they are enough for a run; otherwise 0.
std::size_t zero_units(const std::uint8_t* bytes, std::size_t units) {
    std::uint64_t unit = 0;
    std::size_t count = 0;
    for (const std::size_t most = std::min(units, k_most_run); count < most; ++count) {
        std::memcpy(&unit, bytes + k_unit * count, sizeof unit);
        if (unit != 0) break;
    }
    return count < k_least_run ? 0 : count;
}

/// Calls literals(bytes, count) and run(units) for the parts of noise, in their order. All literals
/// but those at the end come in units.
template <class Literals, class Run>
void each_part(const std::uint8_t* bytes, std::size_t count, Literals literals, Run run) {
    for (std::size_t units = count / k_unit; units > 0;) {
        const std::size_t zeros = zero_units(bytes, units), taken = std::max<std::size_t>(1, zeros);
        if (zeros > 0)
            run(zeros);
        else
            literals(bytes, k_unit);
        bytes += k_unit * taken;
        units -= taken;
    }
    literals(bytes, count % k_unit);
}

std::size_t copied_bytes(std::size_t units) {
    return k_unit * units - 1; // without the literal
}

/// Occurrences of literals and lengths in noise.
std::vector<std::uint32_t> noise_counts(const std::uint8_t* bytes, std::size_t count) {
    // Four tables: an increment would wait for the last one of an equal byte.
    std::array<std::array<std::uint32_t, 256>, 4> tables{};
    std::vector<std::uint32_t> counts(k_symbols);
    each_part(
        bytes, count,
        [&](const std::uint8_t* part, std::size_t size) {
            for (std::size_t i = 0; i < size; ++i) ++tables[i % 4][part[i]];
        },
        [&](std::size_t units) {
            ++counts[0];
            ++counts[k_length_codes[copied_bytes(units)].symbol];
        });
    for (const auto& table : tables)
        for (std::size_t i = 0; i < table.size(); ++i) counts[i] += table[i];
    counts[k_end_of_block] = 1;
    return counts;
}

} // namespace

void DeflateWriter::expect(std::size_t bytes) {
    if (used_ + bytes > k_block_tokens && used_ > 0) write_block(false);
    if (bytes > tokens_.size()) tokens_.resize(std::max(bytes, k_block_tokens));
}

void DeflateWriter::copy(std::size_t length, std::size_t distance) {
    if (distance != last_distance_) {
        const CopyCode code = distance_code(distance);
        last_distance_token_ = Token{code.symbol} << k_extra_bits | code.extra;
        last_distance_ = distance;
    }
    const auto add = [this](std::size_t part) {
        tokens_[used_++] = static_cast<Token>(part) << k_distance_bits | last_distance_token_;
    };
    for (; length > k_longest_copy + k_shortest_copy; length -= k_longest_copy) add(k_longest_copy);
    if (length > k_longest_copy) { // the rest must be long enough for another copy
        add(length - k_shortest_copy);
        length = k_shortest_copy;
    }
    add(length);
}

void DeflateWriter::put(std::uint32_t bits, int count) {
    pending_ |= std::uint64_t{bits} << pending_bits_;
    pending_bits_ += count;
    if (pending_bits_ >= 32) write_pending(4);
}

void DeflateWriter::write_pending(int bytes) {
    for (; bytes > 0; --bytes) {
        bytes_.push_back(static_cast<std::uint8_t>(pending_));
        pending_ >>= 8;
        pending_bits_ -= 8;
    }
}

void DeflateWriter::write_block(bool last) {
    std::vector<std::uint32_t> counts(k_symbols), distance_counts(k_distance_symbols);
    for (std::size_t i = 0; i < used_; ++i) {
        const Token token = tokens_[i];
        if (token < 256) {
            ++counts[token];
        } else {
            ++counts[k_length_codes[token >> k_distance_bits].symbol];
            ++distance_counts[distance_symbol(token)];
        }
    }
    counts[k_end_of_block] = 1;
    const BlockCodes codes = begin_block(last, counts, distance_counts, k_longest_code);
    put_tokens(codes);
    const PrefixCode& end = codes.symbols[k_end_of_block];
    put(end.bits, end.length);
    used_ = 0;
}

DeflateWriter::BlockCodes
DeflateWriter::begin_block(bool last, const std::vector<std::uint32_t>& counts,
                           const std::vector<std::uint32_t>& distance_counts, int longest) {
    std::vector<std::uint8_t> lengths = code_lengths(counts, longest);
    const auto distance_lengths = code_lengths(distance_counts, longest);
    BlockCodes codes{codes_of(lengths), codes_of(distance_lengths)};
    lengths.insert(lengths.end(), distance_lengths.begin(), distance_lengths.end());
    const auto steps = length_steps(lengths);
    std::vector<std::uint32_t> step_counts(k_length_order.size());
    for (const LengthStep& step : steps) ++step_counts[step.symbol];
    const auto step_lengths = code_lengths(step_counts, k_longest_length_code);
    const auto step_codes = codes_of(step_lengths);

    put(last ? 1 : 0, 1);
    put(2, 2); // block type: dynamic Huffman codes
    put(k_symbols - 257, 5);
    put(k_distance_symbols - 1, 5);
    put(static_cast<std::uint32_t>(k_length_order.size() - 4), 4);
    for (const std::uint8_t symbol : k_length_order) put(step_lengths[symbol], 3);
    for (const LengthStep& step : steps) {
        put(step_codes[step.symbol].bits, step_codes[step.symbol].length);
        put(step.extra, step.extra_bits);
    }
    return codes;
}

void DeflateWriter::put_tokens(const BlockCodes& block) {
    const auto& [codes, distance_codes] = block;
    const std::size_t before = bytes_.size();
    bytes_.resize(before + 6 * used_ + sizeof pending_); // 15 + 5 + 15 + 13 bits at most
    std::uint8_t* to = bytes_.data() + before;
    const auto write_word = [&] {
        if (pending_bits_ < 32) return;
        for (int k = 0; k < 4; ++k) to[k] = static_cast<std::uint8_t>(pending_ >> (8 * k));
        to += 4;
        pending_ >>= 32;
        pending_bits_ -= 32;
    };
    const auto add = [&](const PrefixCode& code, std::uint32_t extra, int extra_bits) {
        pending_ |= (code.bits | std::uint64_t{extra} << code.length) << pending_bits_;
        pending_bits_ += code.length + extra_bits;
        write_word();
    };
    for (std::size_t i = 0; i < used_; ++i) {
        const Token token = tokens_[i];
        if (token < 256) {
            add(codes[token], 0, 0);
            continue;
        }
        const CopyCode& length = k_length_codes[token >> k_distance_bits];
        add(codes[length.symbol], length.extra, length.extra_bits);
        const std::uint32_t symbol = distance_symbol(token);
        add(distance_codes[symbol], token & ((1U << k_extra_bits) - 1),
            symbol < 4 ? 0 : static_cast<int>(symbol / 2 - 1));
    }
    bytes_.resize(static_cast<std::size_t>(to - bytes_.data()));
}

void DeflateWriter::add_noise(const std::uint8_t* bytes, std::size_t count) {
    if (used_ > 0) write_block(false);
    constexpr int k_longest_noise_code = 12; // four codes fit into a word, beside a pending byte
    constexpr std::size_t k_copy_bits = 6;   // extra bits of a length, and a distance
    std::vector<std::uint32_t> distances(k_distance_symbols);
    distances[0] = 1; // the byte before
    const auto counts = noise_counts(bytes, count);
    const BlockCodes codes = begin_block(false, counts, distances, k_longest_noise_code);
    std::size_t bits = 0;
    for (std::size_t symbol = 0; symbol < counts.size(); ++symbol)
        bits += counts[symbol] * (codes.symbols[symbol].length + (symbol < 256 ? 0U : k_copy_bits));
    put_noise(bytes, count, codes, bits / 8);
}

void DeflateWriter::put_noise(const std::uint8_t* bytes, std::size_t count, const BlockCodes& block,
                              std::size_t code_bytes) {
    const std::vector<PrefixCode>& codes = block.symbols;
    const std::size_t before = bytes_.size();
    bytes_.resize(before + code_bytes +
                  4 * sizeof pending_); // more than needed would only be cleared
    std::uint8_t* to = bytes_.data() + before;
    std::uint64_t pending = pending_;
    int bits = pending_bits_;
    const auto add = [&](std::uint32_t value, int length) {
        pending |= std::uint64_t{value} << bits;
        bits += length;
    };
    const auto write_word = [&] { // all whole bytes
        std::memcpy(to, &pending, sizeof pending);
        to += bits / 8;
        pending >>= bits / 8 * 8;
        bits %= 8;
    };
    write_word();
    each_part(
        bytes, count,
        [&](const std::uint8_t* part, std::size_t size) {
            for (std::size_t i = 0; i < size; ++i) {
                add(codes[part[i]].bits, codes[part[i]].length);
                if (i % 4 == 3) write_word();
            }
            write_word();
        },
        [&](std::size_t units) {
            const CopyCode& length = k_length_codes[copied_bytes(units)];
            add(codes[0].bits, codes[0].length);
            add(codes[length.symbol].bits, codes[length.symbol].length);
            add(length.extra, length.extra_bits);
            add(block.distances[0].bits, block.distances[0].length);
            write_word();
        });
    add(codes[k_end_of_block].bits, codes[k_end_of_block].length);
    write_word();
    pending_ = pending;
    pending_bits_ = bits;
    bytes_.resize(static_cast<std::size_t>(to - bytes_.data()));
}

Bytes DeflateWriter::finish() {
    write_block(true);
    write_pending((pending_bits_ + 7) / 8);
    return std::move(bytes_);
}

} // namespace ecgpress
