// A WFDB annotation file in MIT format: annot(5) of the WFDB Applications Guide
// (physionet.org/physiotools/wag/), with the codes of ecgcodes.h.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ecgpress {

/// Codes that are no beats and mean something here.
enum WfdbCode { k_wfdb_note = 22, k_wfdb_p = 24, k_wfdb_t = 27, k_wfdb_onset = 39, k_wfdb_offset };

struct WfdbAnnotation {
    std::int64_t time = 0; ///< in units of the file, from the start of the record
    int code = 0;          ///< 0 to 49
    int channel = 0;
    std::string_view text; ///< auxiliary information, without zeros at its end; mostly empty
};

/// Whether annotations of a code are beats (ecgmap.h: isqrs).
bool is_wfdb_beat(int code);
/// The character by which the code of a beat is shown: "N", "V"; empty if it is none.
std::string wfdb_beat_symbol(int code);

/// Reads annotations in the order of the file, which is mostly that of time.
/// @param name  of the file, for messages
/// @throws DataError with the offset in the file: it is in AHA format, has an unknown code, or ends
/// without the mark of the end
void read_wfdb_annotations(std::string_view bytes, const std::string& name,
                           const std::function<void(const WfdbAnnotation&)>& take);

} // namespace ecgpress
