"""Scans C++ sources for the floors test: removes comments and finds functions."""
import re

_TOKEN = re.compile(
    r"""//[^\n]*(?:\\\n[^\n]*)*            # line comment
      | /\*.*?\*/                          # block comment
      | (?:u8|[uUL])?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"   # raw string
      | "(?:\\.|[^"\\\n])*"                # string
      | (?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'   # character; not the ' of 1'000
    """,
    re.VERBOSE | re.DOTALL,
)
_TEMPLATE = re.compile(r"\btemplate\s*<[^()]*>(?=\s)")
_TYPE = re.compile(r"\b(namespace|class|struct|union|enum)\b")


def _blank(text, keep=""):
    """As many empty lines as the text has."""
    return keep + "\n" * text.count("\n")


def without_comments(text):
    return _TOKEN.sub(lambda m: _blank(m[0]) if m[0][0] == "/" else m[0], text)


def code_only(text):
    """Removes comments, the content of strings and preprocessor lines; line numbers do not change."""
    text = _TOKEN.sub(lambda m: _blank(m[0], "" if m[0][0] == "/" else '""'), text)
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: _blank(m[0]), text, flags=re.M)


def _opens_function(head):
    """Returns whether the text before a brace outside of functions is the head of a function."""
    before_parameters, parenthesis, _ = _TEMPLATE.sub("", head).partition("(")
    if not parenthesis or _TYPE.search(before_parameters):
        return False
    return "=" not in before_parameters or "operator" in before_parameters


def functions(text):
    """(first line, last line, head) of each function with a body; lambdas are part of their function."""
    code = code_only(text)
    found, open_braces, head_start, body = [], [], 0, None
    for brace in re.finditer(r"[{};]", code):
        at, sign = brace.start(), brace[0]
        if sign == "{":
            if body is None and _opens_function(code[head_start:at]):
                body = (len(open_braces), head_start)
            open_braces.append(at)
        elif sign == "}" and open_braces:
            open_braces.pop()
            if body is not None and body[0] == len(open_braces):
                head = code[body[1] : code.index("{", body[1])]
                start = body[1] + len(head) - len(head.lstrip())
                first, last = (code.count("\n", 0, place) + 1 for place in (start, at))
                found.append((first, last, " ".join(head.split())))
                body = None
        if body is None:
            head_start = at + 1
    return found


def words(identifier):
    """Splits ReadsLikeThis, reads_like_this or READS_LIKE_THIS into lower-case words."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+", identifier)
    return [part.lower() for part in parts]
