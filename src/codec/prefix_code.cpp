#include "codec/prefix_code.hpp"

#include <algorithm>
#include <array>

namespace ecgpress {

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

std::vector<PrefixCode> codes_of(const std::vector<std::uint8_t>& lengths) {
    constexpr std::size_t k_longest_code = 15;
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

} // namespace ecgpress
