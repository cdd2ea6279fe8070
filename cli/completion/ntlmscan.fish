# Completion of ntlmscan for fish.
set -l commands scan dump info show carve explain report query timeline simulate exceptions compare help
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a scan -d 'Events to a table, or a summary'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a dump -d 'Every record whole, as NDJSON or XML'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a info -d 'Health of each file'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a show -d 'One record in all its parts'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a carve -d 'Records out of images'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a explain -d 'What an event means, what to switch on'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a 'report query timeline simulate exceptions compare' -d 'From the Python package'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -f -a help -d 'Help of a command'
complete -c ntlmscan -n "not __fish_seen_subcommand_from $commands" -l version -d 'Version'
complete -c ntlmscan -s h -l help -d Help
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump carve' -l events -x -a @ntlm -d 'Events to keep'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump carve' -l since -x -d 'Records from then on'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump carve' -l until -x -d 'Records before then'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump carve' -s o -l output -r -d 'Where it goes'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l threads -x -d 'Threads to use'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info' -l recover -d 'Old records as well'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l one-pass -d 'Own templates and the library alone'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l templates -r -d 'Template library to read'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l save-templates -r -d 'Template library to write'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l strict -d 'End at the first lost bytes'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -s q -l quiet -d 'No progress, no closing line'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan dump info carve' -l no-progress -d 'No progress line'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan carve' -l format -x -a 'parquet ndjson csv ndjson.zst csv.zst' -d Format
complete -c ntlmscan -n '__fish_seen_subcommand_from scan carve' -l spreadsheet-safe -d 'Guard formulas in CSV'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan carve' -l stats -r -d 'Counts as JSON'
complete -c ntlmscan -n '__fish_seen_subcommand_from carve' -l write-evtx -r -d 'Chunks as logs'
complete -c ntlmscan -n '__fish_seen_subcommand_from dump' -l format -x -a 'ndjson xml' -d Format
complete -c ntlmscan -n '__fish_seen_subcommand_from info' -l format -x -a 'text ndjson' -d Format
complete -c ntlmscan -n '__fish_seen_subcommand_from dump info' -s v -l verbose -d 'Tell more'
complete -c ntlmscan -n '__fish_seen_subcommand_from show' -l bytes -d 'Bytes as well'
complete -c ntlmscan -n '__fish_seen_subcommand_from scan info show carve explain' -l color -x -a 'auto always never' -d Colours
complete -c ntlmscan -n '__fish_seen_subcommand_from explain' -f -a 'auditing 4001 4624 4625 4776 8001 8002 8003 8004 4020 4022 4032'
