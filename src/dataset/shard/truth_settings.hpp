// Which ground truth is stored besides boxes, masks and signals: `truth` of the configuration.
#pragma once

namespace ecgpress {

struct TruthSettings {
    bool words = false;      ///< The table of words.
    bool beats = false;      ///< The table of heartbeats.
    bool grid_nodes = false; ///< Positions of the crossings of the grid's major lines.
};

} // namespace ecgpress
