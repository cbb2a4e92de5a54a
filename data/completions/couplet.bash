# Completes couplet's command line in bash. Installed as bash-completion/completions/couplet;
# tests/unit/cli/test_docs.c compares it with the program's tables.

_couplet() {
    local word=$2 before=$3 command='' options i
    local every='--ascii --data --help --version'
    local commands='draw log pack doctor'
    COMPREPLY=()

    # "--mood=li" comes as three words.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        if [[ " $commands " == *" ${COMP_WORDS[i]} "* ]] &&
            [[ ! ${COMP_WORDS[i - 1]} =~ ^(=|--(data|color|theme))$ ]]; then
            command=${COMP_WORDS[i]}
            break
        fi
    done

    case $before in
    --mood) options='light serious any' ;;
    --mode) options='talking listening any' ;;
    --minutes) options='5 10 20 30 any' ;;
    --dimension) options='emotional mental spiritual physical' ;;
    --format) options='json jsonl csv tsv anki yaml fortune markdown lines' ;;
    --depth) options='1 2 3 4' ;;
    --color) options='auto always never' ;;
    --theme) options='default dark light mono high-contrast high-contrast-light' ;;
    --seed | --key | --id | --title | --lang | --license | --author | --source) return ;;
    -o | --output)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --data)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    *)
        case $command in
        '') options="--accessible --color --theme $every $commands" ;;
        draw) options="--mood --mode --minutes --depth --seed --record --explain --json $every" ;;
        log) options="--json $every" ;;
        pack) options="list check add remove enable disable new export convert
            --output --draft --key --format --id --title --lang --license
            --author --source --mood --mode --depth --minutes --dimension
            --json --catalogue --dry-run --force --no-input $every" ;;
        doctor) options="$every" ;;
        esac
        if [[ $command == pack && $word != -* ]] &&
            [[ " ${COMP_WORDS[*]:i:COMP_CWORD-i} " == *' convert '* ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
        fi
        if [[ $command == pack && $word != -* ]] &&
            [[ " ${COMP_WORDS[*]:i:COMP_CWORD-i} " =~ ' '(check|add|new)' ' ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -d -- "$word"; compgen -f -X '!*.json' -- "$word")
            return
        fi
        # Where there are words, options are offered only to who has typed a dash.
        if [[ $word != -* && ($command == '' || $command == pack) ]]; then
            local words='' option
            for option in $options; do
                [[ $option == -* ]] || words+=" $option"
            done
            options=$words
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

complete -F _couplet couplet
