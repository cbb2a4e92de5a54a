/* The protocols: one table of steps each, and a row that holds it. */
#include "domain/protocol.h"

#include "base/mem.h"

/* ---- the steps ---- */

/* clang-format off */
static const struct protocol_step the_floor[] = {
    { .name = "say", .voice = VOICE_FLOOR,
      .ask = "say how it is for you, one short piece.",
      .more = "Your own view, and then a stop.",
      .speaker = "has the floor.",
      .listener = "listens, with nothing to answer yet.",
      .avoid = "get the next word ready" },
    { .name = "say back", .voice = VOICE_OTHER,
      .ask = "say back what you heard.",
      .more = "Only that. Your own view has its turn.",
      .speaker = "says it back: “What I heard is …”",
      .listener = "keeps the floor and hears if it is right.",
      .avoid = "solve it" },
    { .name = "is there more", .voice = VOICE_OTHER,
      .ask = "ask: “Is there more?”",
      .more = "If there is, the floor stays. Two or three pieces are enough.",
      .speaker = "asks, and waits.",
      .listener = "looks whether there is more.",
      .again = "there is more", .again_to = 0 },
    { .name = "the floor changes", .voice = VOICE_BOTH,
      .ask = "The floor changes hands.",
      .more = "A breath first. What was said needs no reply.",
      .later = "You have both had the floor.",
      .speaker = "hands the floor over.",
      .listener = "takes it, without replying to what was said." },
};

static const struct protocol_step mirror[] = {
    { .name = "now", .voice = VOICE_FLOOR,
      .ask = "ask: “Is now good?”",
      .more = "A later hour is a good answer, too. t agrees on one.",
      .speaker = "has something that did not arrive.",
      .listener = "says yes, or names a better time." },
    { .name = "say back", .voice = VOICE_OTHER,
      .ask = "hear one piece of it, and say it back.",
      .more = "In their words where you can. Then: “Did I get that?”",
      .speaker = "says back what arrived.",
      .listener = "says it again, piece by piece, until it arrived.",
      .avoid = "correct it" },
    { .name = "more", .voice = VOICE_OTHER,
      .ask = "ask: “Is there more?”",
      .speaker = "asks, and waits for the rest.",
      .listener = "says what is still missing, or that this is all.",
      .again = "there is more", .again_to = 1 },
    { .name = "sense", .voice = VOICE_OTHER,
      .ask = "finish: “That makes sense, because …”",
      .more = "You need not agree to see why.",
      .speaker = "says what makes sense about it.",
      .listener = "hears whether it does." },
    { .name = "feeling", .voice = VOICE_OTHER,
      .ask = "guess one feeling, as a question.",
      .more = "“Were you perhaps …?” The guess may be wrong.",
      .speaker = "guesses, gently.",
      .listener = "says yes, or the better word." },
};

static const struct protocol_step stress_talk[] = {
    { .name = "tell", .voice = VOICE_FLOOR,
      .ask = "tell the hardest part of your day.",
      .more = "Something from outside the two of you.",
      .speaker = "tells it as it was.",
      .listener = "listens, and asks only to see it better.",
      .avoid = "advice that nobody asked for" },
    { .name = "their side", .voice = VOICE_OTHER,
      .ask = "take their side.",
      .more = "“I would have been cross, too.” That is all it needs.",
      .speaker = "is on their side tonight.",
      .listener = "lets it be heard.",
      .avoid = "the other view",
      .again = "there is more", .again_to = 0 },
    { .name = "what helps", .voice = VOICE_FLOOR,
      .ask = "say what would be good now.",
      .more = "Tea, quiet, a walk, or advice after all: it is yours to ask.",
      .speaker = "asks for one small thing.",
      .listener = "does it, or finds the next best." },
};

static const struct protocol_step good_news[] = {
    { .name = "tell", .voice = VOICE_FLOOR,
      .ask = "tell it, from the moment you knew.",
      .more = "Where you stood, who was there, what you did with your hands.",
      .speaker = "lives it once more.",
      .listener = "lets the face show it.",
      .avoid = "what could still go wrong" },
    { .name = "ask", .voice = VOICE_OTHER,
      .ask = "ask three things that you want to know.",
      .more = "Quick and curious, as if you had been there.",
      .speaker = "asks with all there is.",
      .listener = "answers, and takes the time." },
    { .name = "enjoy", .voice = VOICE_BOTH,
      .ask = "Do something small in its honour.",
      .more = "A toast with water will do. So will a call to somebody.",
      .speaker = "says what you did to make it happen.",
      .listener = "says what they had a hand in." },
};

static const struct protocol_step check_in[] = {
    { .name = "thanks", .voice = VOICE_FLOOR, .each = true,
      .ask = "say one thing that you are thankful for.",
      .more = "Something the other did, lately, with a day or a place to it.",
      .speaker = "says thanks for one thing.",
      .listener = "takes it in.",
      .avoid = "wave it away" },
    { .name = "went well", .voice = VOICE_FLOOR, .each = true,
      .ask = "say what went well between you.",
      .more = "Since the last time, or this week.",
      .speaker = "says what went well.",
      .listener = "listens for what it took." },
    { .name = "one issue", .voice = VOICE_FLOOR, .each = true,
      .ask = "name one thing that is hard. One.",
      .more = "What happened, how it is for you. Nothing is the answer, some weeks.",
      .speaker = "names it in two sentences.",
      .listener = "says it back before anything else.",
      .avoid = "defend" },
    { .name = "a request", .voice = VOICE_FLOOR, .each = true,
      .ask = "ask for one thing, for the days to come.",
      .more = "So small that it could be done by Sunday.",
      .speaker = "asks.",
      .listener = "says yes, no, or what would be a yes." },
};

static const struct protocol_step elephant[] = {
    { .name = "ready", .voice = VOICE_BOTH,
      .ask = "Is this a good hour for it, for both of you?",
      .more = "You only name it. Solving is another evening’s work.",
      .speaker = "may say no, without a reason.",
      .listener = "may say no, without a reason." },
    { .name = "see", .voice = VOICE_FLOOR,
      .ask = "say what you have noticed.",
      .more = "What a camera would have seen. Nobody’s reasons.",
      .speaker = "begins: “I have noticed …”",
      .listener = "listens.",
      .avoid = "put it right" },
    { .name = "feel", .voice = VOICE_FLOOR,
      .ask = "say the feeling it leaves in you.",
      .more = "One word can be enough.",
      .speaker = "goes on: “And I feel …”",
      .listener = "stays with the word." },
    { .name = "need", .voice = VOICE_FLOOR,
      .ask = "say what you need there.",
      .more = "Something one can need from life, not only from you.",
      .speaker = "goes on: “Because I need …”",
      .listener = "listens for the need." },
    { .name = "ask", .voice = VOICE_FLOOR,
      .ask = "ask for one thing, that can be answered no.",
      .speaker = "asks: “Would you …?”",
      .listener = "needs no answer yet." },
    { .name = "say back", .voice = VOICE_OTHER,
      .ask = "say back what you heard, all four parts.",
      .more = "Only that, and ask whether it is right.",
      .speaker = "says it back: “You noticed, you feel …”",
      .listener = "hears if it is right.",
      .avoid = "solve it",
      .again = "there is more", .again_to = 1 },
    { .name = "named", .voice = VOICE_BOTH,
      .ask = "It is named. Here it stops, for today.",
      .more = "It is in the room now, and you are both still here.",
      .speaker = "says thank you for it.",
      .listener = "says thank you for it." },
};

static const struct protocol_step pause_and_repair[] = {
    { .name = "what I need you to know", .voice = VOICE_FLOOR, .each = true,
      .ask = "say what you need the other to know.",
      .more = "How it was for you, in a sentence or two.",
      .speaker = "says it, without a but.",
      .listener = "listens to the end.",
      .avoid = "how it was for you" },
    { .name = "my part", .voice = VOICE_FLOOR, .each = true,
      .ask = "say your own part in it.",
      .more = "A small true one is enough. Who was right stays open.",
      .speaker = "begins: “My part was …”",
      .listener = "says thank you for it.",
      .avoid = "add to it" },
};

static const struct protocol_step write_first[] = {
    { .name = "write", .voice = VOICE_BOTH, .writes = true,
      .ask = "Each of you writes alone, then both are opened.",
      .more = "A few lines. Nobody sees them before both are there.",
      .speaker = "writes alone.",
      .listener = "writes alone." },
    { .name = "talk", .voice = VOICE_FLOOR, .each = true,
      .ask = "pick one line of the other’s, and ask about it.",
      .more = "What stayed on paper may stay there.",
      .speaker = "asks about one line.",
      .listener = "tells what is behind it, as far as you like." },
};

static const struct protocol_step something_new[] = {
    { .name = "wishes", .voice = VOICE_FLOOR, .each = true,
      .ask = "name two things that neither of you has done.",
      .more = "One costs nothing. One makes you a little nervous.",
      .speaker = "wishes, without minding how.",
      .listener = "adds one detail to each.",
      .avoid = "what it would cost" },
    { .name = "choose", .voice = VOICE_BOTH,
      .ask = "Find the one that you both grinned at.",
      .more = "None yet? Take the smaller one.",
      .speaker = "puts a finger on one.",
      .listener = "puts a finger on one." },
    { .name = "when", .voice = VOICE_BOTH,
      .ask = "Say a day, and who does the first small thing.",
      .more = "Afterwards there is a line to write it down as a plan.",
      .speaker = "names a day.",
      .listener = "names the first thing to do." },
};

static const struct protocol_step remember[] = {
    { .name = "read", .voice = VOICE_BOTH,
      .ask = "Read it again, and what you kept of it.",
      .more = "In silence first. Take your time.",
      .speaker = "reads.",
      .listener = "reads." },
    { .name = "then", .voice = VOICE_FLOOR, .each = true,
      .ask = "say what you still see of that evening.",
      .more = "Where you sat, what was on the table, how it sounded.",
      .speaker = "remembers aloud.",
      .listener = "adds nothing yet.",
      .avoid = "put the dates right" },
    { .name = "now", .voice = VOICE_FLOOR, .each = true,
      .ask = "say what you would answer today.",
      .more = "The same is a good answer.",
      .speaker = "answers from today.",
      .listener = "listens for what has changed." },
};
/* clang-format on */

/* ---- the rows ---- */

#define STEPS(list) .steps = (list), .count = ARRAY_SIZE(list)

static const struct protocol_row rows[PROTOCOL_COUNT] = {
    [PROTOCOL_TURNS] = { .title = "in turns",
                         .about = "One answers, the other asks; then the other way round.",
                         .any_card = true },
    [PROTOCOL_FLOOR] = { .title = "the floor",
                         .door = "something we see differently",
                         .about = "One has the floor, the other says it back. No solving.",
                         .text = "Something that you see differently.",
                         .focus = "Something that you see differently.",
                         .mood = MOOD_SERIOUS,
                         .dimension = DIMENSION_MENTAL,
                         .depth = 3,
                         .minutes = 30,
                         STEPS(the_floor),
                         .swaps = true,
                         .any_card = true },
    [PROTOCOL_MIRROR] = { .title = "the mirror",
                          .door = "I felt misunderstood",
                          .about = "Said back until it arrived, and then the feeling guessed.",
                          .text = "Something that did not arrive as it was meant.",
                          .focus = "Something that did not arrive as it was meant.",
                          .mood = MOOD_SERIOUS,
                          .dimension = DIMENSION_EMOTIONAL,
                          .depth = 3,
                          .minutes = 20,
                          STEPS(mirror),
                          .swaps = true,
                          .any_card = true },
    [PROTOCOL_STRESS_TALK] = { .title = "a hard day",
                               .door = "a hard day",
                               .about = "Stress from outside, told in turns, without advice.",
                               .text = "A hard day, from outside the two of you.",
                               .focus = "A hard day.",
                               .mood = MOOD_SERIOUS,
                               .dimension = DIMENSION_EMOTIONAL,
                               .depth = 2,
                               .minutes = 20,
                               STEPS(stress_talk),
                               .swaps = true },
    [PROTOCOL_GOOD_NEWS] = { .title = "good news",
                             .door = "something went well",
                             .about = "One lives it once more, the other wants to know it all.",
                             .text = "Something that went well.",
                             .focus = "Something that went well.",
                             .mood = MOOD_LIGHT,
                             .dimension = DIMENSION_EMOTIONAL,
                             .depth = 2,
                             .minutes = 10,
                             STEPS(good_news) },
    [PROTOCOL_CHECK_IN] = { .title = "how are we?",
                            .door = "how are we?",
                            .about = "Thanks, what went well, one issue, one request each.",
                            .text = "How are we?",
                            .focus = "How we are.",
                            .mood = MOOD_SERIOUS,
                            .dimension = DIMENSION_EMOTIONAL,
                            .depth = 3,
                            .minutes = 30,
                            STEPS(check_in),
                            .apart = true,
                            .line = NOTE_PLAN },
    [PROTOCOL_ELEPHANT] = { .title = "named",
                            .door = "something we are not saying",
                            .about = "In your own words; it is named, and there it stops.",
                            .text = "Something that you are not saying.",
                            .focus = "Something that was not said.",
                            .mood = MOOD_SERIOUS,
                            .dimension = DIMENSION_EMOTIONAL,
                            .depth = 4,
                            .minutes = 30,
                            STEPS(elephant) },
    [PROTOCOL_PAUSE] = { .title = "after a pause",
                         .door = "a pause, and a time to come back",
                         .about = "A clock time now; afterwards what to know, and my part.",
                         .text = "Back after a pause.",
                         .focus = "Back after a pause.",
                         .mood = MOOD_SERIOUS,
                         .dimension = DIMENSION_EMOTIONAL,
                         .depth = 3,
                         .minutes = 20,
                         STEPS(pause_and_repair) },
    [PROTOCOL_WRITE_FIRST] = { .title = "written first",
                               .door = "writing is easier",
                               .about = "A card for which each writes alone; both open at once.",
                               STEPS(write_first),
                               .any_card = true },
    [PROTOCOL_SOMETHING_NEW] = { .title = "something new",
                                 .door = "something to look forward to",
                                 .about = "One new thing for both of you; it becomes a plan.",
                                 .text = "Something new, for both of you.",
                                 .focus = "Something new.",
                                 .mood = MOOD_LIGHT,
                                 .dimension = DIMENSION_MENTAL,
                                 .depth = 1,
                                 .minutes = 10,
                                 STEPS(something_new),
                                 .line = NOTE_PLAN },
    [PROTOCOL_REMEMBER] = { .title = "then and now",
                            .door = "remember something",
                            .about = "An old card and what you kept of it, then and now.",
                            STEPS(remember) },
};

const enum protocol protocol_doors[PROTOCOL_DOORS] = {
    PROTOCOL_STRESS_TALK, PROTOCOL_GOOD_NEWS, PROTOCOL_CHECK_IN,    PROTOCOL_MIRROR,
    PROTOCOL_FLOOR,       PROTOCOL_ELEPHANT,  PROTOCOL_WRITE_FIRST, PROTOCOL_SOMETHING_NEW,
    PROTOCOL_REMEMBER,    PROTOCOL_PAUSE,
};

const struct protocol_row *protocol_row(enum protocol protocol)
{
    return &rows[protocol];
}

enum protocol protocol_due(const struct prompt *prompt)
{
    int named = prompt->protocol ? words_find(&vocabulary_protocol, prompt->protocol) : -1;

    if (named >= 0)
        return (enum protocol)named;
    if (prompt->depth >= DEPTH_MAX || prompt->facets & 1u << FACET_CONFLICT)
        return PROTOCOL_FLOOR;
    return PROTOCOL_TURNS;
}

bool protocol_prompt(enum protocol protocol, const char *about, struct prompt *prompt)
{
    const struct protocol_row *row = &rows[protocol];
    /* Of words that nobody graded: as much as one can know. */
    static const struct protocol_row unknown = {
        .mood = MOOD_SERIOUS, .dimension = DIMENSION_MENTAL, .depth = 2, .minutes = 20
    };

    *prompt = (struct prompt){ 0 };
    if (!row->text && !about)
        return false;
    if (!row->text)
        row = &unknown;
    /* No pack has an empty id, so it is taken for no prompt of the library. */
    *prompt =
        (struct prompt){ .pack = mem_copy(""),
                         .id = mem_copy(""),
                         .text = mem_copy(about ? about : row->text),
                         .focus = mem_copy(row->focus),
                         .protocol = mem_copy(words_name(&vocabulary_protocol, (int)protocol)),
                         .mood = row->mood,
                         .mode = MODE_TALKING,
                         .dimension = row->dimension,
                         .depth = row->depth,
                         .minutes = row->minutes,
                         .consent = prompt_consent_due(row->depth, 0) };
    return true;
}
