/* UTF-8 text: is it sound, how wide is it, where may it be cut.
 *
 * Three kinds of text meet here. Stored text is as somebody wrote it. Display text is what
 * text_display() makes of it: valid, without controls and without what terminals disagree about,
 * so that columns agree everywhere. A cluster is what a person calls one letter.
 *
 * Widths are cells as wcwidth(3) counts them, because that is how curses lays out; they need a
 * UTF-8 LC_CTYPE, or text that text_display() made ASCII. */
#ifndef COUPLET_BASE_TEXT_H
#define COUPLET_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* True for valid UTF-8; else *bad (may be NULL) is the offset of the first wrong byte. */
bool text_is_utf8(const char *text, size_t n, size_t *bad);

/* How many of the first bytes are printable ASCII: one letter, one cell and one byte each, and the
 * same as display text. Most of what we ever show is only that. */
size_t text_plain(const char *text, size_t n);

/* Decodes the code point at the offset at (< n) and returns its bytes (1–4). Ill-formed bytes
 * decode one by one to U+FFFD. */
size_t text_decode(const char *text, size_t n, size_t at, uint32_t *code);

/* Encodes a code point into out; returns its bytes. */
size_t text_encode(uint32_t code, char out[4]);

/* The offset where the cluster that begins at the offset at ends, and where the one that ends at
 * at begins. */
size_t text_next_cluster(const char *text, size_t n, size_t at);
size_t text_previous_cluster(const char *text, size_t n, size_t at);

/* Whether there is a control character in valid text, C0, C1 or DEL. */
bool text_has_control(const char *text);

/* Appends display text: controls, ESC and ill-formed bytes become U+FFFD, tabs and line feeds a
 * blank; joiners, variation selectors, skin tones, bidi controls and zero-width signs are left
 * out. With ascii everything becomes plain ASCII: letters lose their marks, typographic signs
 * become their typewriter forms, what has none becomes '?'. */
void text_display(struct strbuf *out, const char *text, size_t n, bool ascii);

/* The same, but it may end as soon as that many cells are reached: for what is cut anyway. */
void text_display_head(struct strbuf *out, const char *text, size_t n, bool ascii, size_t cells);

/* The cells of display text. */
int text_width(const char *text, size_t n);

/* The cells of one code point: 0, 1 or 2; what wcwidth doesn't know counts 1 (it is drawn as
 * U+FFFD). */
int text_code_width(uint32_t code);

/* The longest part of display text that ends between clusters and is at most cells wide. */
size_t text_fit(const char *text, size_t n, int cells);

/* Where display text of n bytes is cut to fit cells: so many bytes of it are kept, and *tail stands
 * behind them: "" if it fits whole, else an ellipsis, "…" or "..."; after a word, a blank and no
 * other sign, if a word ends in the second half. */
size_t text_cut_point(const char *text, size_t n, int cells, bool ascii, const char **tail);

/* Appends what is kept, and the tail. */
void text_cut(struct strbuf *out, const char *text, int cells, bool ascii);

/* Where a line may break: breaks[i] is true if one may begin at the byte i. breaks has n
 * elements. After the rules of Unicode (UAX #14). */
void text_breaks(const char *text, size_t n, bool *breaks);

/* Appends text as it is compared: small letters without marks, one form for each sign (' for every
 * apostrophe, - for every hyphen), and nothing that can't be seen. Ill-formed bytes become
 * U+FFFD. */
void text_fold(struct strbuf *out, const char *text, size_t n);

/* The next word at or after the offset at: letters and digits, and an apostrophe or a hyphen
 * between two of them. Returns the offset where it ends, with *begin where it begins; both are n
 * if there is none. */
size_t text_next_word(const char *text, size_t n, size_t at, size_t *begin);

/* True if two texts are the same but for letter case, for ASCII letters. */
bool text_same_word(const char *a, const char *b);

#endif
