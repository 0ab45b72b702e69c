#include "signal/wfdb/wfdb_annotations.hpp"

#include <algorithm>
#include <optional>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

// Pseudo codes: they change or complete an annotation.
enum { k_skip = 59, k_num, k_sub, k_chn, k_aux };
constexpr int k_highest_code = 49; // ACMAX

/// Characters of the codes of beats, a space for other codes.
constexpr std::string_view k_beat_symbols = " NLRaVFJASEj/Q           B    ?   en  f  r";

/// Little-endian words of 16 bits.
class Words {
  public:
    Words(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(&name) {}

    [[noreturn]] void fail(const std::string& problem) const {
        throw DataError(concat(*name_, ", byte ", at_, ": ", problem,
                               " Download the file again, or change source.annotations."));
    }

    unsigned next() {
        if (bytes_.size() - at_ < 2)
            fail("the annotations end here, without the two zero bytes of their end.");
        const unsigned low = static_cast<unsigned char>(bytes_[at_]),
                       high = static_cast<unsigned char>(bytes_[at_ + 1]);
        at_ += 2;
        return high << 8U | low;
    }

    std::string_view text(std::size_t count) {
        const std::size_t stored = count + count % 2;
        if (bytes_.size() - at_ < stored)
            fail(concat("a text of ", count, " bytes begins here, beyond the end of the file."));
        const std::string_view result = bytes_.substr(at_, count);
        at_ += stored;
        return result.substr(0, result.find('\0'));
    }

    void back() { at_ -= 2; }

  private:
    std::string_view bytes_;
    const std::string* name_;
    std::size_t at_ = 0;
};

/// Files in AHA format begin with a zero byte and the character of a code, and have 16 bytes for
/// each annotation. In MIT format these are codes that no file begins with, except notes.
bool is_aha(std::string_view bytes) {
    constexpr std::size_t k_aha_bytes = 16;
    constexpr char k_mit_note = k_wfdb_note << 2;
    return bytes.size() >= k_aha_bytes && bytes.size() % k_aha_bytes == 0 && bytes[0] == 0 &&
           bytes[1] >= '@' && bytes[1] < '`' && bytes[1] != k_mit_note;
}

} // namespace

bool is_wfdb_beat(int code) {
    const auto place = static_cast<std::size_t>(code);
    return place < k_beat_symbols.size() && k_beat_symbols[place] != ' ';
}

std::string wfdb_beat_symbol(int code) {
    return is_wfdb_beat(code) ? std::string(1, k_beat_symbols[static_cast<std::size_t>(code)]) : "";
}

void read_wfdb_annotations(std::string_view bytes, const std::string& name,
                           const std::function<void(const WfdbAnnotation&)>& take) {
    Words words(bytes, name);
    if (is_aha(bytes)) words.fail("the file is in AHA format. Only MIT format is supported.");
    std::optional<WfdbAnnotation> one; // until what completes it has been read
    const auto finish = [&] {
        if (one) take(*one);
        one.reset();
    };
    std::int64_t time = 0;
    int channel = 0;
    for (;;) {
        const unsigned word = words.next(), code = word >> 10U, value = word & 0x3ffU;
        if (word == 0) break;
        if (code == k_skip) {
            const unsigned high = words.next(), low = words.next();
            time += static_cast<std::int32_t>(high << 16U | low);
        } else if (code == k_chn) {
            channel = static_cast<int>(value);
            if (one) one->channel = channel;
        } else if (code == k_aux) {
            const std::string_view text = words.text(value);
            if (one) one->text = text;
        } else if (code <= k_highest_code) {
            finish();
            time += value;
            one = WfdbAnnotation{time, static_cast<int>(code), channel, {}};
        } else if (code != k_num && code != k_sub) {
            words.back();
            words.fail(concat("the code ", code, " is not one of MIT format."));
        }
    }
    finish();
}

} // namespace ecgpress
