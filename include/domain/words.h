/* The words of the domain: each a number in the program, one word in packs, files and commands,
 * and one on the screen. The tables here are the only place where the two meet. */
#ifndef COUPLET_DOMAIN_WORDS_H
#define COUPLET_DOMAIN_WORDS_H

#include <stddef.h>

/* ANY is a choice ("surprise us", "either"), never a property of a prompt. */
enum mood { MOOD_ANY, MOOD_LIGHT, MOOD_SERIOUS };
enum mode { MODE_ANY, MODE_TALKING, MODE_LISTENING };
enum dimension {
    DIMENSION_EMOTIONAL,
    DIMENSION_MENTAL,
    DIMENSION_SPIRITUAL,
    DIMENSION_PHYSICAL,
    DIMENSION_COUNT
};
enum response {
    RESPONSE_NONE,
    RESPONSE_CELEBRATE,
    RESPONSE_COMFORT,
    RESPONSE_UNDERSTAND,
    RESPONSE_PLAY
};

/* In order of strictness. */
enum consent { CONSENT_NONE, CONSENT_ASK, CONSENT_MATCH };

/* What a couple say of a topic, together: a setting of each flag. */
enum topic { TOPIC_ASK, TOPIC_OPEN, TOPIC_CLOSED };

/* What they write down of a card: a row of words each. THEN is no text but points at the older card
 * that this one looks back at. */
enum note_kind {
    NOTE_PLAIN,
    NOTE_LAUGHED,
    NOTE_HEARD,
    NOTE_PLAN,
    NOTE_ANSWER,
    NOTE_THEN,
    NOTE_KINDS
};

/* How a plan stands. */
enum plan_state { PLAN_OPEN, PLAN_DONE, PLAN_LET_GO };

/* The one word at the end of an evening, of both. */
enum ending { ENDING_NONE, ENDING_LIGHTER, ENDING_SAME, ENDING_HEAVIER };

/* Named ways to run a card; what each is, is in protocol.h. */
enum protocol {
    PROTOCOL_TURNS,
    PROTOCOL_FLOOR,
    PROTOCOL_MIRROR,
    PROTOCOL_STRESS_TALK,
    PROTOCOL_GOOD_NEWS,
    PROTOCOL_CHECK_IN,
    PROTOCOL_ELEPHANT,
    PROTOCOL_PAUSE,
    PROTOCOL_WRITE_FIRST,
    PROTOCOL_SOMETHING_NEW,
    PROTOCOL_REMEMBER,
    PROTOCOL_COUNT
};

enum outcome { OUTCOME_OPEN, OUTCOME_TALKED, OUTCOME_KEPT, OUTCOME_ANOTHER, OUTCOME_STOPPED };
/* What the couple say of a prompt. */
enum mark { MARK_NONE, MARK_FAVOURITE, MARK_NEVER };
enum partner { PARTNER_NONE, PARTNER_LEFT, PARTNER_RIGHT };

/* Members of sets: the set holds 1u << member. */
enum facet { FACET_SEXUAL = 3, FACET_GRATITUDE = 4, FACET_STRESS = 6, FACET_CONFLICT = 8 };
enum flag { FLAG_SEX = 0, FLAG_COUNT = 12 };

enum { DEPTH_MIN = 1, DEPTH_MAX = 4, FOLLOWUPS_MAX = 4, REQUIRES_COUNT = 5 };

/* The legal lengths, in minutes, both turns counted. */
enum { MINUTES_COUNT = 4 };
extern const int minutes_legal[MINUTES_COUNT];

/* A table of words. Index i is the enum's value (or the set's member) i + first. */
struct vocabulary {
    const char *what;        /* "mood": for messages */
    int first;               /* the value of words[0] */
    const char *const *word; /* as written in packs and commands */
    const char *const *said; /* as shown; NULL: the same */
    size_t count;
};

extern const struct vocabulary vocabulary_mood, vocabulary_mode, vocabulary_dimension,
    vocabulary_response, vocabulary_consent, vocabulary_outcome, vocabulary_facet, vocabulary_flag,
    vocabulary_requires, vocabulary_protocol, vocabulary_depth, vocabulary_mark, vocabulary_topic,
    vocabulary_note, vocabulary_plan, vocabulary_ending;

/* The value of a word, exactly as written; -1 if it is none. */
int words_find(const struct vocabulary *vocabulary, const char *word);

/* The word of a value; "" for a value that has none. */
const char *words_name(const struct vocabulary *vocabulary, int value);
const char *words_said(const struct vocabulary *vocabulary, int value);

/* The other of the two. */
enum partner partner_other(enum partner partner);

#endif
