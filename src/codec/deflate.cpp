#include "codec/deflate.hpp"

#include <algorithm>
#include <numeric>
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

/// Canonical codes (RFC 1951, 3.2.2): assigned in the order of their lengths, then of their
/// symbols. Reversed, as DEFLATE writes the first bit of a code into the least significant bit.
std::vector<PrefixCode> codes_of(const std::vector<std::uint8_t>& lengths) {
    std::array<std::uint32_t, k_longest_code + 2> next{};
    for (const std::uint8_t length : lengths)
        if (length > 0) ++next[length + 1U];
    for (std::size_t length = 1; length < next.size(); ++length)
        next[length] = (next[length] + next[length - 1]) << (length > 1 ? 1 : 0);
    std::vector<PrefixCode> codes(lengths.size());
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol) {
        if (lengths[symbol] == 0) continue;
        const std::uint32_t code = next[lengths[symbol]]++;
        std::uint32_t reversed = 0;
        for (int bit = 0; bit < lengths[symbol]; ++bit)
            reversed |= (code >> bit & 1U) << (lengths[symbol] - 1 - bit);
        codes[symbol] = {reversed, lengths[symbol]};
    }
    return codes;
}

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

} // namespace

std::vector<std::uint8_t> code_lengths(const std::vector<std::uint32_t>& counts, int longest) {
    struct Node {
        std::uint64_t count;
        std::size_t parent;
    };
    std::vector<std::size_t> symbols; // the symbols that occur, rarest first
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0) symbols.push_back(i);
    if (symbols.empty()) symbols.push_back(0);
    std::stable_sort(symbols.begin(), symbols.end(),
                     [&](std::size_t a, std::size_t b) { return counts[a] < counts[b]; });
    std::vector<std::uint8_t> lengths(counts.size());
    const std::size_t leaves = symbols.size();
    if (leaves == 1) {
        lengths[symbols[0]] = 1;
        return lengths;
    }
    // Huffman tree from two queues: the sorted leaves, and the inner nodes in the order of
    // creation. Both are sorted by count, so the two rarest nodes are always at the fronts.
    std::vector<Node> nodes;
    nodes.reserve(2 * leaves - 1);
    for (const std::size_t symbol : symbols) nodes.push_back({counts[symbol], 0});
    std::size_t leaf = 0, inner = leaves;
    const auto take = [&] {
        const bool from_leaves =
            leaf < leaves && (inner == nodes.size() || nodes[leaf].count <= nodes[inner].count);
        return from_leaves ? leaf++ : inner++;
    };
    while (nodes.size() < 2 * leaves - 1) {
        const std::size_t a = take(), b = take();
        nodes[a].parent = nodes[b].parent = nodes.size();
        nodes.push_back({nodes[a].count + nodes[b].count, 0});
    }
    std::vector<int> depth(nodes.size());
    for (std::size_t i = nodes.size() - 1; i-- > 0;) depth[i] = depth[nodes[i].parent] + 1;
    // Shorten codes over the limit, then lengthen others until the Kraft sum is at most 1 again.
    std::uint64_t sum = 0;
    const std::uint64_t whole = std::uint64_t{1} << longest;
    for (std::size_t i = 0; i < leaves; ++i) {
        depth[i] = std::min(depth[i], longest);
        sum += whole >> depth[i];
    }
    for (std::size_t i = 0; sum > whole; i = i + 1 == leaves ? 0 : i + 1) { // rarest first
        if (depth[i] == longest) continue;
        sum -= whole >> (depth[i] + 1);
        ++depth[i];
    }
    // Decoders require a complete code (Kraft sum of exactly 1): shorten codes while possible.
    for (std::size_t i = leaves - 1; sum < whole; i = (i == 0 ? leaves : i) - 1) {
        if (sum + (whole >> depth[i]) > whole) continue;
        sum += whole >> depth[i];
        --depth[i];
    }
    for (std::size_t i = 0; i < leaves; ++i)
        lengths[symbols[i]] = static_cast<std::uint8_t>(depth[i]);
    return lengths;
}

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
    std::vector<std::uint8_t> lengths = code_lengths(counts, k_longest_code);
    const auto distance_lengths = code_lengths(distance_counts, k_longest_code);
    const auto codes = codes_of(lengths), distance_codes = codes_of(distance_lengths);
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
    put_tokens(codes, distance_codes);
    put(codes[k_end_of_block].bits, codes[k_end_of_block].length);
    used_ = 0;
}

void DeflateWriter::put_tokens(const std::vector<PrefixCode>& codes,
                               const std::vector<PrefixCode>& distance_codes) {
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

Bytes DeflateWriter::finish() {
    write_block(true);
    write_pending((pending_bits_ + 7) / 8);
    return std::move(bytes_);
}

} // namespace ecgpress
