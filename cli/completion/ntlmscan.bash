# Completion of ntlmscan for bash.
_ntlmscan() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local reading='--one-pass --templates --save-templates --threads --strict --quiet --no-progress --help'
  local selecting='--events --since --until'
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W 'scan dump info show carve explain report query timeline simulate exceptions compare help --help --version' -- "$cur"))
    return
  fi
  case $command:$previous in
    *:--color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
    scan:--format | carve:--format) COMPREPLY=($(compgen -W 'parquet ndjson csv ndjson.zst csv.zst' -- "$cur")); return ;;
    dump:--format) COMPREPLY=($(compgen -W 'ndjson xml' -- "$cur")); return ;;
    info:--format) COMPREPLY=($(compgen -W 'text ndjson' -- "$cur")); return ;;
    *:--events) COMPREPLY=($(compgen -W '@ntlm' -- "$cur")); return ;;
    *:--since | *:--until | *:--threads) return ;;
  esac
  if [[ $cur == -* ]]; then
    local options
    case $command in
      scan) options="--recover --output --format --spreadsheet-safe --stats --color $selecting $reading" ;;
      carve) options="--output --format --write-evtx --spreadsheet-safe --stats --color $selecting $reading" ;;
      dump) options="--recover --output --format --verbose $selecting $reading" ;;
      info) options="--recover --verbose --format --color $reading" ;;
      show) options='--bytes --color --help' ;;
      explain) options='--color --help' ;;
    esac
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
    return
  fi
  case $command in
    explain) COMPREPLY=($(compgen -W 'auditing 4001 4624 4625 4776 8001 8002 8003 8004 4020 4022 4032' -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W 'scan dump info show carve explain' -- "$cur")) ;;
    *) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")) ;;
  esac
}
complete -F _ntlmscan ntlmscan
