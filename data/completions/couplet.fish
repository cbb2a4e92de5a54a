# Completes couplet's command line in fish. Installed in fish/vendor_completions.d;
# tests/unit/cli/test_docs.c compares it with the program's tables.

complete -c couplet -f

complete -c couplet -n __fish_use_subcommand -a draw -d 'Print one card. Nothing is recorded, unless asked.'
complete -c couplet -n __fish_use_subcommand -a log -d 'Print past sittings, newest first.'
complete -c couplet -n __fish_use_subcommand -a pack -d 'List, check, add, switch, write and convert packs of prompts.'
complete -c couplet -n __fish_use_subcommand -a doctor -d 'Look everything over: paths, permissions, soundness.'

complete -c couplet -n __fish_use_subcommand -l accessible -d 'numbered plain lines, as where there is no terminal'
complete -c couplet -n __fish_use_subcommand -l color -x -a 'auto always never' -d 'auto, always or never'
complete -c couplet -n __fish_use_subcommand -l theme -x -a 'default dark light mono high-contrast high-contrast-light' -d 'default, dark, light, mono, high-contrast, ...'

complete -c couplet -n '__fish_seen_subcommand_from draw' -l mood -x -a 'light serious any' -d 'light, serious or any'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l mode -x -a 'talking listening any' -d 'talking, listening or any'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l minutes -x -a '5 10 20 30 any' -d 'at most N minutes, or any'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l depth -x -a '1 2 3 4' -d 'at most depth N, from 1 (open) to 4 (exposed)'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l seed -x -d 'the same N draws the same card'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l record -d 'record it as talked about'
complete -c couplet -n '__fish_seen_subcommand_from draw' -l explain -d 'say why it was this one'
complete -c couplet -n '__fish_seen_subcommand_from draw log pack' -l json -d 'print JSON'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l catalogue -d 'check FILEs together, with their balance'
complete -c couplet -n '__fish_seen_subcommand_from pack' -s n -l dry-run -d 'say what would change, and change nothing'
complete -c couplet -n '__fish_seen_subcommand_from pack' -s f -l force -d 'ask nothing; replace a FILE that is there'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l no-input -d 'ask nothing; what needs a yes is left'
complete -c couplet -n '__fish_seen_subcommand_from pack' -s o -l output -x -a '(__fish_complete_path)' -d 'convert, export: write it here, not to standard output'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l draft -d 'convert: leave empty what nobody says'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l key -x -d 'convert: the column or key of the texts'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l format -x -a 'json jsonl csv tsv anki yaml fortune markdown lines' -d 'convert: json, jsonl, csv, tsv, anki, yaml, fortune, ...'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l id -x -d 'convert: id of the pack'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l title -x -d 'convert: its title'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l lang -x -d 'convert: its language, such as en'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l license -x -d 'convert: its licence, such as CC0-1.0'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l author -x -d 'convert: who wrote it'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l source -x -d 'convert: where it comes from'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l mood -x -a 'light serious' -d 'convert: light or serious, if the file is silent'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l mode -x -a 'talking listening' -d 'convert: talking or listening, likewise'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l depth -x -a '1 2 3 4' -d 'convert: from 1 to 4, likewise'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l minutes -x -a '5 10 20 30' -d 'convert: 5, 10, 20 or 30, likewise'
complete -c couplet -n '__fish_seen_subcommand_from pack' -l dimension -x -a 'emotional mental spiritual physical' -d 'convert: emotional, mental, ..., likewise'

complete -c couplet -n '__fish_seen_subcommand_from pack; and not __fish_seen_subcommand_from list check add remove enable disable new export convert' -a 'list check add remove enable disable new export convert'
complete -c couplet -n '__fish_seen_subcommand_from pack; and __fish_seen_subcommand_from check add new convert' -F

complete -c couplet -l ascii -d 'plain ASCII, whatever the locale'
complete -c couplet -l data -x -a '(__fish_complete_directories)' -d 'keep everything in DIR'
complete -c couplet -s h -l help -d 'print this help and exit'
complete -c couplet -s V -l version -d 'print the version and exit'
