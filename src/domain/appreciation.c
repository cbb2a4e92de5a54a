/* Small things to be glad of. Each can be answered at once, by phone as well as on a sofa, after a
 * light evening as well as after a hard one. */
#include "domain/appreciation.h"

#include "base/mem.h"
#include "base/random.h"
#include "base/strbuf.h"

static const char *const things[] = {
    "one sentence of tonight that you are glad was said.",
    "one small thing the other did this week that nobody asked for.",
    "what you like to hear when the other comes in.",
    "one word of tonight that you will take to bed.",
    "a moment of tonight when you felt at home.",
    "what the other’s hands did today that was good for you.",
    "one thing about how the other listened.",
    "something the other knows by heart about you.",
    "which minute of today you would like to have twice.",
    "one thing that is lighter because there are two of you.",
    "a sound the other makes that you would know anywhere.",
    "one thing you saw in the other’s face tonight.",
};

const char *appreciation(uint64_t seed)
{
    struct rng rng = rng_seeded(seed);

    return things[rng_below(&rng, ARRAY_SIZE(things))];
}

void appreciation_prompt(uint64_t seed, struct prompt *prompt)
{
    struct strbuf text = STRBUF_INIT;

    strbuf_addf(&text, "Tell each other %s", appreciation(seed));
    *prompt = (struct prompt){ .pack = mem_copy(""),
                               .id = mem_copy(""),
                               .text = strbuf_detach(&text),
                               .mood = MOOD_LIGHT,
                               .mode = MODE_TALKING,
                               .dimension = DIMENSION_EMOTIONAL,
                               .depth = 1,
                               .minutes = 5,
                               .facets = 1u << FACET_GRATITUDE,
                               .listener = { .response = RESPONSE_CELEBRATE,
                                             .to_do = mem_copy("Take it in before you answer."),
                                             .to_avoid = mem_copy("wave it away") } };
}
