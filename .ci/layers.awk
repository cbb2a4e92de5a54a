# Checks that no layer includes what it may not. Reads src/layers first, then
# sources and headers; prints file:line and a sentence for every breach, and
# ends with 1 if there was one.
#
#   awk -f .ci/layers.awk src/layers src/*/*.[ch] include/*/*.h
#
# It looks at the text of #include lines, not at what the compiler makes of
# them, so a line in a comment or under #if 0 counts too.

function complain(sentence) {
    printf "%s:%d: %s\n", FILENAME, FNR, sentence
    breaches++
}

# "a b c" with one word taken as a whole?
function has(words, word) {
    return index(" " words " ", " " word " ") > 0
}

# "base", "base and domain", "base, domain and ui"
function listed(words,    part, n, i, text) {
    n = split(words, part, " ")
    for (i = 1; i <= n; i++)
        text = text (i == 1 ? "" : i == n ? " and " : ", ") part[i]
    return text == "" ? "nothing" : text
}

# The table.
FILENAME ~ /src\/layers$/ {
    sub(/#.*/, "")
    if ($0 ~ /^[ \t]*$/)
        next
    if ($0 !~ /^[a-z]+:[^:|]*(\|[^:|]*)?$/) {
        complain("a row reads \"layer: layers | headers\"")
        next
    }
    layer = substr($0, 1, index($0, ":") - 1)
    split(substr($0, length(layer) + 2), half, "|")
    if (layer in allowed)
        complain("layer " layer " has two rows")
    allowed[layer] = ""
    n = split(half[1], word, " ")
    for (i = 1; i <= n; i++) {
        if (!(word[i] in allowed) || word[i] == layer)
            complain("layer " layer " names " word[i] ", which has no row above it")
        allowed[layer] = allowed[layer] (i == 1 ? "" : " ") word[i]
    }
    n = split(half[2], word, " ")
    for (i = 1; i <= n; i++)
        owner[word[i]] = layer
    next
}

# Files: src/LAYER/name or include/LAYER/name.
FNR == 1 {
    split(FILENAME, part, "/")
    layer = part[2]
    if (!(layer in allowed))
        complain("there is no layer " layer "; src/layers lists them")
}

!/^[ \t]*#[ \t]*include/ || !(layer in allowed) {
    next
}

{
    name = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
    if (name !~ /^["<][^">]+[">]/) {
        complain("include a file by its name, not through a macro, so that the layers can be checked")
        next
    }
    quoted = substr(name, 1, 1) == "\""
    name = substr(name, 2)
    sub(/[">].*/, "", name)
    base = name
    sub(/.*\//, "", base)
    split(name, part, "/")

    if (name ~ /(^|\/)\.\.?\//)
        complain("write \"layer/name.h\", not a path with dots")
    else if ((base in owner) && owner[base] != layer)
        complain("only layer " owner[base] " may include <" name ">; ask it for what " layer " needs")
    else if (name ~ /\// && (part[1] in allowed)) {
        if (part[1] != layer && !has(allowed[layer], part[1]))
            complain("layer " layer " may not include \"" name "\"; besides itself it may include " \
                     listed(allowed[layer]) " (src/layers)")
    } else if (quoted && name ~ /\//)
        complain("there is no layer " part[1] "; src/layers lists them")
}

END {
    exit breaches > 0
}
