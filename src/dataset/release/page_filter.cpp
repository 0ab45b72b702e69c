#include "dataset/release/page_filter.hpp"

#include <cctype>
#include <cmath>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_longest = 1000;
constexpr int k_deepest = 50; ///< parentheses and `not` inside each other

bool is_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' ||
           letter == '.' || letter == '-' || letter == '+';
}

/// A column's value as a number; no value if it is not one, or not known.
std::optional<double> number_of(const Column<PageRow>& column, const PageRow& page) {
    return std::visit(
        [&](auto member) -> std::optional<double> {
            using Field = std::decay_t<decltype(page.*member)>;
            if constexpr (std::is_arithmetic_v<Field>) {
                const auto value = static_cast<double>(page.*member);
                return std::isnan(value) ? std::nullopt : std::optional<double>(value);
            } else if constexpr (std::is_same_v<Field, std::string>) {
                double value = 0;
                return parse_number(page.*member, value) ? std::optional<double>(value)
                                                         : std::nullopt;
            } else {
                return std::nullopt;
            }
        },
        column.member);
}

/// A column's value as a text; no value if it is not one.
std::optional<std::string> text_of(const Column<PageRow>& column, const PageRow& page) {
    if (const auto* text = std::get_if<std::string PageRow::*>(&column.member)) return page.**text;
    if (const auto* split = std::get_if<Split PageRow::*>(&column.member))
        return name_of(page.**split);
    return std::nullopt;
}

bool is_comparable(const Column<PageRow>& column) {
    return number_of(column, PageRow{}) || text_of(column, PageRow{});
}

} // namespace

class PageFilterParser {
  public:
    PageFilterParser(const std::string& text, std::vector<PageFilter::Node>& nodes)
        : text_(text), nodes_(nodes) {}

    void parse() {
        if (text_.size() > k_longest)
            refuse(concat("has ", text_.size(), " characters. The limit is ", k_longest));
        any_of();
        if (at_ < text_.size()) refuse("has something after the end of the condition");
    }

  private:
    using Kind = PageFilter::Kind;
    using Sign = PageFilter::Sign;

    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(concat("release.only `", text_, "` ", what, ", at character ", at_ + 1,
                                 ". Example: difficulty < 0.5 and preset != fax"));
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    }

    std::string next_word() {
        skip_blanks();
        std::size_t end = at_;
        while (end < text_.size() && is_letter(text_[end])) ++end;
        return text_.substr(at_, end - at_);
    }

    bool take_word(const char* word) {
        if (next_word() != word) return false;
        at_ += std::string(word).size();
        return true;
    }

    bool take(const std::string& sign) {
        skip_blanks();
        if (text_.compare(at_, sign.size(), sign) != 0) return false;
        at_ += sign.size();
        return true;
    }

    void add(Kind kind, std::size_t first, std::size_t second) {
        PageFilter::Node node;
        node.kind = kind;
        node.first = first;
        node.second = second;
        nodes_.push_back(std::move(node));
    }

    void any_of() {
        all_of();
        while (take_word("or")) {
            const std::size_t first = nodes_.size() - 1;
            all_of();
            add(Kind::any_of, first, nodes_.size() - 1);
        }
    }

    void all_of() {
        single();
        while (take_word("and")) {
            const std::size_t first = nodes_.size() - 1;
            single();
            add(Kind::all_of, first, nodes_.size() - 1);
        }
    }

    void single() {
        if (++depth_ > k_deepest) refuse("has too many parentheses inside each other");
        if (take_word("not")) {
            single();
            add(Kind::none_of, nodes_.size() - 1, nodes_.size() - 1);
        } else if (take("(")) {
            any_of();
            if (!take(")")) refuse("has a parenthesis that is not closed");
        } else {
            comparison();
        }
        --depth_;
    }

    void comparison() {
        PageFilter::Node node;
        const std::string name = next_word();
        if (name.empty()) refuse("has no name of a column where one is expected");
        node.column = column_of(name);
        at_ += name.size();
        node.sign = sign();
        value(node);
        if (!node.is_number && node.sign != Sign::equal && node.sign != Sign::unequal)
            refuse("compares a text by order. Use == or != for texts");
        nodes_.push_back(std::move(node));
    }

    const Column<PageRow>* column_of(const std::string& name) const {
        std::vector<std::string> names;
        for (const Column<PageRow>& column : page_columns()) {
            if (!is_comparable(column)) continue;
            if (column.name == name) return &column;
            names.push_back(column.name);
        }
        const std::string nearest = nearest_name(name, names);
        refuse(concat("has `", name, "`, which is no column of manifest.csv that can be compared",
                      nearest.empty() ? "" : concat(". Did you mean ", nearest, "?")));
    }

    Sign sign() {
        constexpr std::pair<const char*, Sign> k_signs[] = {
            {"<=", Sign::less_equal}, {">=", Sign::greater_equal}, {"==", Sign::equal},
            {"!=", Sign::unequal},    {"<", Sign::less},           {">", Sign::greater}};
        for (const auto& [text, sign] : k_signs)
            if (take(text)) return sign;
        refuse("has no <, <=, >, >=, == or != after the name of a column");
    }

    void value(PageFilter::Node& node) {
        skip_blanks();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote == '\'' || quote == '"') {
            const std::size_t end = text_.find(quote, at_ + 1);
            if (end == std::string::npos) refuse("has a quote that is not closed");
            node.text = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            return;
        }
        node.text = next_word();
        if (node.text.empty()) refuse("has no value after the sign");
        node.is_number = parse_number(node.text, node.number);
        at_ += node.text.size();
    }

    const std::string& text_;
    std::vector<PageFilter::Node>& nodes_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

PageFilter::PageFilter(const std::string& condition) {
    if (!condition.empty()) PageFilterParser(condition, nodes_).parse();
}

bool PageFilter::keeps(const PageRow& page) const {
    return nodes_.empty() || holds(nodes_.back(), page);
}

bool PageFilter::holds(const Node& node, const PageRow& page) const {
    switch (node.kind) {
    case Kind::all_of:
        return holds(nodes_[node.first], page) && holds(nodes_[node.second], page);
    case Kind::any_of:
        return holds(nodes_[node.first], page) || holds(nodes_[node.second], page);
    case Kind::none_of:
        return !holds(nodes_[node.first], page);
    case Kind::compare:
        break;
    }
    const auto text = text_of(*node.column, page);
    const auto number = node.is_number ? number_of(*node.column, page) : std::nullopt;
    if (!number) // a text, such as a name that looks like a number
        return text && !text->empty() && node.sign == Sign::equal     ? *text == node.text
               : text && !text->empty() && node.sign == Sign::unequal ? *text != node.text
                                                                      : false;
    switch (node.sign) {
    case Sign::less:
        return *number < node.number;
    case Sign::less_equal:
        return *number <= node.number;
    case Sign::greater:
        return *number > node.number;
    case Sign::greater_equal:
        return *number >= node.number;
    case Sign::equal:
        return *number == node.number;
    case Sign::unequal:
        return *number != node.number;
    }
    return false;
}

} // namespace ecgpress
