#include "dataset/shard/warp_bytes.hpp"

#include <utility>

namespace ecgpress {

// HDF5 stores a row's bytes unchanged, so the byte order is fixed here.
Bytes warp_bytes(const Lattice* warp) {
    if (warp == nullptr) return {};
    Bytes bytes;
    bytes.reserve(8 * warp->nodes().size());
    for (const Lattice::Node& node : warp->nodes())
        for (const std::int32_t value : {node.x, node.y})
            for (int byte = 0; byte < 4; ++byte)
                bytes.push_back(
                    static_cast<std::uint8_t>(static_cast<std::uint32_t>(value) >> (8 * byte)));
    return bytes;
}

std::shared_ptr<const Lattice> warp_of_bytes(const Bytes& bytes, const PageRow& page) {
    if (bytes.empty()) return nullptr;
    const auto value = [&](std::size_t at) {
        std::uint32_t sum = 0;
        for (std::size_t byte = 0; byte < 4; ++byte)
            sum |= static_cast<std::uint32_t>(bytes[at + byte]) << (8 * byte);
        return static_cast<std::int32_t>(sum);
    };
    std::vector<Lattice::Node> nodes;
    nodes.reserve(bytes.size() / 8);
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8)
        nodes.push_back({value(at), value(at + 4)});
    return std::make_shared<const Lattice>(page.width_px, page.height_px, std::move(nodes));
}

} // namespace ecgpress
