/* Tokens of JSON, after RFC 8259, with the escapes refused that C texts can't hold. Knows nothing
 * of how tokens follow each other. */
#include "json_private.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The byte at the offset at; a blank after the end, which no token goes on with. */
static char byte_at(const struct json_lexer *lexer, size_t at)
{
    return at < lexer->n ? lexer->text[at] : ' ';
}

static struct json_token take(struct json_lexer *lexer, char kind, size_t end)
{
    struct json_token token = { .kind = kind, .at = lexer->at, .end = end };

    lexer->at = end;
    return token;
}

static struct json_token wrong(struct json_lexer *lexer, size_t at, const char *reason)
{
    lexer->reason = reason;
    return (struct json_token){ .kind = JSON_WRONG, .at = at, .end = at };
}

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);

    return found ? (int)(found - digits) : -1;
}

/* The code unit of the \u escape at the offset at; -1 if none is there. */
static int code_unit(const struct json_lexer *lexer, size_t at)
{
    int code = 0;

    if (byte_at(lexer, at) != '\\' || byte_at(lexer, at + 1) != 'u')
        return -1;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_value(byte_at(lexer, i));

        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

/* The bytes of a \u escape, or of two that make a pair; 0 with a reason if it can't be kept. */
static size_t unicode_escape(struct json_lexer *lexer, size_t at)
{
    int first = code_unit(lexer, at), second = code_unit(lexer, at + 6);

    lexer->reason = NULL;
    if (first < 0)
        lexer->reason = "\\u needs four hexadecimal digits after it";
    else if (!first)
        lexer->reason = "\\u0000 can’t be part of a text";
    else if (first >= 0xdc00 && first <= 0xdfff)
        lexer->reason = "this is the second half of a surrogate pair, without its first";
    else if (first >= 0xd800 && first <= 0xdbff && (second < 0xdc00 || second > 0xdfff))
        lexer->reason = "this is the first half of a surrogate pair, without its second";
    if (lexer->reason)
        return 0;
    return first >= 0xd800 && first <= 0xdbff ? 12 : 6;
}

static size_t escape(struct json_lexer *lexer, size_t at)
{
    char c = byte_at(lexer, at + 1);

    if (c == 'u')
        return unicode_escape(lexer, at);
    if (strchr("\"\\/bfnrt", c))
        return 2;
    lexer->reason = "a backslash in a text stands before one of \" \\ / b f n r t u; a backslash "
                    "itself is written \\\\";
    return 0;
}

/* The bytes of what stands at the offset at inside a text; 0 with a reason if it can't. */
static size_t string_part(struct json_lexer *lexer, size_t at)
{
    char c = lexer->text[at];

    if (c == '\\')
        return escape(lexer, at);
    if ((unsigned char)c >= ' ')
        return 1;
    lexer->reason = c == '\n' || c == '\r'
                        ? "the line ends inside a text; is a closing quote missing?"
                        : "there is a control character inside a text; write a blank instead";
    return 0;
}

static struct json_token string(struct json_lexer *lexer)
{
    size_t at = lexer->at + 1;

    while (at < lexer->n && lexer->text[at] != '"') {
        size_t part = string_part(lexer, at);

        if (!part)
            return wrong(lexer, at, lexer->reason);
        at += part;
    }
    if (at >= lexer->n)
        return wrong(lexer, lexer->at, "the text that begins here has no closing quote");
    return take(lexer, JSON_STRING, at + 1);
}

static size_t after_digits(const struct json_lexer *lexer, size_t at)
{
    while (is_digit(byte_at(lexer, at)))
        at++;
    return at;
}

/* The end of a part of a number that begins with a sign byte or two and needs digits; 0 if there
 * are none. */
static size_t after_part(const struct json_lexer *lexer, size_t at)
{
    size_t end = after_digits(lexer, at);

    return end > at ? end : 0;
}

static struct json_token number(struct json_lexer *lexer)
{
    size_t begin = lexer->at + (byte_at(lexer, lexer->at) == '-');
    size_t end = after_part(lexer, begin);

    if (end && byte_at(lexer, begin) == '0' && end > begin + 1)
        return wrong(lexer, begin, "a number has no zero in front");
    if (end && byte_at(lexer, end) == '.')
        end = after_part(lexer, end + 1);
    if (end && (byte_at(lexer, end) == 'e' || byte_at(lexer, end) == 'E')) {
        char sign = byte_at(lexer, end + 1);

        end = after_part(lexer, end + 1 + (sign == '+' || sign == '-'));
    }
    if (!end)
        return wrong(lexer, lexer->at, "this number lacks digits");
    if (end - lexer->at > JSON_NUMBER_CHARS_MAX)
        return wrong(lexer, lexer->at, "this number is longer than 63 characters");
    return take(lexer, JSON_NUMBER, end);
}

static struct json_token word(struct json_lexer *lexer)
{
    static const char *const words[] = { "true", "false", "null" };
    size_t end = lexer->at;

    while (is_letter(byte_at(lexer, end)) || is_digit(byte_at(lexer, end)))
        end++;
    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (strlen(words[i]) == end - lexer->at &&
            !memcmp(words[i], lexer->text + lexer->at, end - lexer->at))
            return take(lexer, JSON_WORD, end);
    return wrong(lexer, lexer->at,
                 "this word isn’t JSON: texts stand in double quotes, and the only words without "
                 "are true, false and null");
}

static const char *why_not(char c)
{
    static const struct {
        char c;
        const char *reason;
    } reasons[] = {
        { '\'', "texts and keys stand in double quotes" },
        { '/', "JSON has no comments; put the remark into a field of its own" },
        { '#', "JSON has no comments; put the remark into a field of its own" },
        { '+', "a number has no plus sign in front" },
        { '.', "a number begins with a digit" },
    };

    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        if (reasons[i].c == c)
            return reasons[i].reason;
    if ((unsigned char)c < ' ' || c == 0x7f)
        return "there is a control character here; take it out";
    return "this character belongs into a text, between double quotes";
}

struct json_token json_next(struct json_lexer *lexer)
{
    char c;

    while (lexer->at < lexer->n && strchr(" \t\r\n", lexer->text[lexer->at]))
        lexer->at++;
    if (lexer->at >= lexer->n)
        return take(lexer, JSON_END, lexer->at);
    c = lexer->text[lexer->at];
    if (strchr("{}[]:,", c))
        return take(lexer, c, lexer->at + 1);
    if (c == '"')
        return string(lexer);
    if (c == '-' || is_digit(c))
        return number(lexer);
    return is_letter(c) ? word(lexer) : wrong(lexer, lexer->at, why_not(c));
}
