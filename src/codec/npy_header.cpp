#include "codec/npy_header.hpp"

#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::string_view k_magic = "\x93NUMPY";
constexpr std::size_t k_version_size = 2;
constexpr std::size_t k_alignment = 64; // NEP 1: the data begin at a multiple of it

[[noreturn]] void fail(const std::string& name, const std::string& problem) {
    throw DataError(concat(name, ": ", problem, ". Write the file with numpy.save."));
}

/// Parses the header text: a Python dict literal with the keys descr, fortran_order and shape.
class DictReader {
  public:
    DictReader(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {}

    NpyHeader read() {
        NpyHeader header;
        expect('{');
        while (!take('}')) {
            const std::string key = string();
            expect(':');
            read_value(key, header);
            if (!take(',') && peek() != '}') malformed("expected a comma or }");
        }
        if (peek() != '\0') malformed("text after the dict");
        if (!has_descr_ || !has_order_ || !has_shape_)
            malformed("descr, fortran_order or shape is missing");
        return header;
    }

  private:
    void read_value(const std::string& key, NpyHeader& header) {
        if (key == "descr") {
            header.dtype = dtype();
            has_descr_ = true;
        } else if (key == "fortran_order") {
            header.fortran_order = boolean();
            has_order_ = true;
        } else if (key == "shape") {
            header.shape = tuple();
            has_shape_ = true;
        } else {
            malformed(concat("unknown key '", key, "'"));
        }
    }

    /// A structured dtype is a list. It is returned as "a structured dtype", which every caller
    /// rejects.
    std::string dtype() {
        if (peek() != '[') return string();
        int depth = 0;
        do {
            if (peek() == '\0') malformed("unclosed list");
            depth += peek() == '[' ? 1 : peek() == ']' ? -1 : 0;
            ++position_;
        } while (depth > 0);
        return "a structured dtype";
    }

    std::string string() {
        const char quote = peek();
        if (quote != '\'' && quote != '"') malformed("expected a string");
        const std::size_t end = text_.find(quote, position_ + 1);
        if (end == std::string_view::npos) malformed("unclosed string");
        std::string value(text_.substr(position_ + 1, end - position_ - 1));
        position_ = end + 1;
        return value;
    }

    bool boolean() {
        peek();
        for (const bool value : {false, true}) {
            const std::string_view word = value ? "True" : "False";
            if (text_.substr(position_, word.size()) != word) continue;
            position_ += word.size();
            return value;
        }
        malformed("expected True or False");
    }

    std::vector<std::uint64_t> tuple() {
        std::vector<std::uint64_t> values;
        expect('(');
        while (!take(')')) {
            values.push_back(whole_number());
            if (!take(',') && peek() != ')') malformed("expected a comma or )");
        }
        return values;
    }

    std::uint64_t whole_number() {
        constexpr std::uint64_t k_max = std::numeric_limits<std::uint64_t>::max();
        std::uint64_t value = 0;
        std::size_t digits = 0;
        for (char c = peek(); c >= '0' && c <= '9'; c = character(), ++digits) {
            const auto digit = static_cast<std::uint64_t>(c - '0');
            if (value > (k_max - digit) / 10) malformed("number too large");
            value = value * 10 + digit;
            ++position_;
        }
        if (digits == 0) malformed("expected an integer");
        take('L'); // suffix of Python 2 long integers
        return value;
    }

    char character() const { return position_ < text_.size() ? text_[position_] : '\0'; }

    /// Returns the next character after spaces, '\0' at the end.
    char peek() {
        while (character() == ' ' || character() == '\n' || character() == '\t') ++position_;
        return character();
    }

    bool take(char wanted) {
        if (peek() != wanted) return false;
        ++position_;
        return true;
    }

    void expect(char wanted) {
        if (!take(wanted)) malformed(concat("expected '", wanted, "'"));
    }

    [[noreturn]] void malformed(const std::string& problem) const {
        fail(name_, concat("the header is malformed at character ", position_, ": ", problem));
    }

    std::string_view text_;
    std::string name_;
    std::size_t position_ = 0;
    bool has_descr_ = false, has_order_ = false, has_shape_ = false;
};

std::string shape_text(const std::vector<std::size_t>& shape) {
    std::string text = "(";
    for (const std::size_t size : shape) text += concat(size, ", ");
    if (shape.size() > 1) text.resize(text.size() - 2);
    if (shape.size() == 1) text.pop_back(); // "(3,)"
    return text + ")";
}

std::size_t little_endian(std::string_view bytes) {
    std::size_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
    return value;
}

} // namespace

NpyHeader read_npy_header(std::string_view bytes, const std::string& name) {
    if (bytes.substr(0, k_magic.size()) != k_magic)
        fail(name, "not a .npy file. It does not begin with \\x93NUMPY");
    const std::size_t length_at = k_magic.size() + k_version_size;
    if (bytes.size() < length_at)
        fail(name, "the header is truncated. The format version is missing");
    const int major = static_cast<unsigned char>(bytes[length_at - 2]);
    const int minor = static_cast<unsigned char>(bytes[length_at - 1]);
    if (major < 1 || major > 3 || minor != 0)
        fail(name, concat("the format version is ", major, ".", minor,
                          ". Supported are 1.0, 2.0 and 3.0"));
    const std::size_t length_size = major == 1 ? 2 : 4; // NEP 1: 2 bytes in version 1.0, else 4
    const std::size_t text_at = length_at + length_size;
    if (bytes.size() < text_at) fail(name, "the header is truncated. Its length is missing");
    const std::size_t length = little_endian(bytes.substr(length_at, length_size));
    if (bytes.size() - text_at < length)
        fail(name, concat("the header is truncated. Its length is ", length, " bytes, but only ",
                          bytes.size() - text_at, " are in the file"));
    NpyHeader header = DictReader(bytes.substr(text_at, length), name).read();
    header.data_offset = text_at + length;
    return header;
}

std::string npy_header_bytes(const std::string& dtype, const std::vector<std::size_t>& shape) {
    std::string header = concat("{'descr': '", dtype,
                                "', 'fortran_order': False, 'shape': ", shape_text(shape), ", }");
    constexpr std::size_t k_prefix_size = k_magic.size() + k_version_size + 2; // and the length
    const std::size_t size = k_prefix_size + header.size() + 1;
    header.append((k_alignment - size % k_alignment) % k_alignment, ' ');
    header += '\n';
    std::string bytes(k_magic);
    const auto length = static_cast<std::uint16_t>(header.size());
    for (const unsigned byte : {1U, 0U, length & 0xFFU, unsigned{length} >> 8U})
        bytes += static_cast<char>(byte);
    return bytes + header;
}

} // namespace ecgpress
