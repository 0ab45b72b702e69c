#include <cstdio>
#include <gtest/gtest.h>

#include "core/program/shell_word.hpp"

namespace ecgpress {
namespace {

/// What a shell makes of a word.
std::string read_by_shell(const std::string& word) {
    FILE* shell = ::popen(("printf %s " + word).c_str(), "r");
    std::string text;
    for (int c = std::fgetc(shell); c != EOF; c = std::fgetc(shell)) text += static_cast<char>(c);
    ::pclose(shell);
    return text;
}

TEST(ShellWord, IsReadAsTheText) {
    for (const char* text : {"runs/demo", "a b: #c", "#a", "~a", "$HOME", "a'b", "''", "a\"b\\c",
                             "*", "a;b", "a\nb", "\xc3\xa4/1"})
        EXPECT_EQ(read_by_shell(shell_word(text)), text);
    EXPECT_EQ(shell_word("runs/demo-1.0"), "runs/demo-1.0") << "no quotes where none are needed";
    EXPECT_EQ(shell_word("a b: #c"), "'a b: #c'");
    EXPECT_EQ(shell_word(""), "''");
}

} // namespace
} // namespace ecgpress
