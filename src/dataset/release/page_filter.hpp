// A condition on the columns of a page, such as "difficulty < 0.5 and preset != fax".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dataset/shard/columns.hpp"

namespace ecgpress {

/// Comparisons (<, <=, >, >=, ==, !=) of a column with a number or a text, joined by `and`, `or`,
/// `not` and parentheses; `and` binds more than `or`. Texts with blanks or signs are in quotes. A
/// comparison with a value that is not known (an age that the source lacks) is false.
class PageFilter {
  public:
    /// @param condition  empty: every page @throws ConfigError naming the place and what is wrong
    explicit PageFilter(const std::string& condition);

    bool keeps(const PageRow& page) const;

  private:
    friend class PageFilterParser;
    enum class Kind { compare, all_of, any_of, none_of };
    enum class Sign { less, less_equal, greater, greater_equal, equal, unequal };
    struct Node {
        Kind kind = Kind::compare;
        std::size_t first = 0, second = 0; ///< nodes that are joined
        const Column<PageRow>* column = nullptr;
        Sign sign = Sign::equal;
        std::string text;
        double number = 0;
        bool is_number = false; ///< the value is one
    };

    bool holds(const Node& node, const PageRow& page) const;

    std::vector<Node> nodes_; ///< the last one is the whole condition
};

} // namespace ecgpress
