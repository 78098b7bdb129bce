# Made by 'plainsight help --completion=bash': change the descriptors in src/cli instead.
_plainsight() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  local words='' files=''
  COMPREPLY=()
  # --name=value is three words to bash
  if [[ $word == = ]]; then
    word=''
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}
  fi
  if ((COMP_CWORD == 1)); then
    words='observe inventory show why template openapi findings checks drift spec ledger help --help --version'
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  if [[ $command == spec ]]; then
    if ((COMP_CWORD == 2)); then
      COMPREPLY=($(compgen -W 'validate convert diff update' -- "$word"))
      return
    fi
    command="$command ${COMP_WORDS[2]}"
  fi
  case $command:$before in
    help:help) words='observe inventory show why template openapi findings checks drift spec ledger help' ;;
    help:spec) words='validate convert diff update' ;;
    observe:--from) words='pcap pcapng har ndjson' ;;
    observe:--db) files=1 ;;
    observe:--config) files=1 ;;
    inventory:--db) files=1 ;;
    inventory:--config) files=1 ;;
    show:--db) files=1 ;;
    show:--config) files=1 ;;
    why:--db) files=1 ;;
    template:--db) files=1 ;;
    openapi:--db) files=1 ;;
    openapi:--output|openapi:-o) files=1 ;;
    openapi:--format|openapi:-f) words='yaml json' ;;
    openapi:--openapi) words='3.1 3.0' ;;
    findings:--db) files=1 ;;
    findings:--config) files=1 ;;
    findings:--severity) words='info low medium high critical' ;;
    findings:--group|findings:-g) words='who guessable given accepted setup deployed more' ;;
    findings:--fail-on) words='info low medium high critical never' ;;
    findings:--format|findings:-f) words='table json sarif csv ocsf' ;;
    findings:--output|findings:-o) files=1 ;;
    checks:--format|checks:-f) words='table json markdown' ;;
    drift:--db) files=1 ;;
    drift:--spec) files=1 ;;
    drift:--format|drift:-f) words='table json sarif junit markdown' ;;
    drift:--output|drift:-o) files=1 ;;
    drift:--severity) words='info low medium high critical' ;;
    drift:--acceptances) files=1 ;;
    drift:--root) files=1 ;;
    spec\ validate:--format|spec\ validate:-f) words='text json sarif' ;;
    spec\ validate:--root) files=1 ;;
    spec\ convert:--to) words='3.1 3.0' ;;
    spec\ convert:--output|spec\ convert:-o) files=1 ;;
    spec\ convert:--format|spec\ convert:-f) words='yaml json' ;;
    spec\ convert:--root) files=1 ;;
    spec\ diff:--format|spec\ diff:-f) words='table json markdown' ;;
    spec\ diff:--fail-on) words='breaking risky any none' ;;
    spec\ diff:--db) files=1 ;;
    spec\ diff:--root) files=1 ;;
    spec\ update:--db) files=1 ;;
    spec\ update:--spec) files=1 ;;
    spec\ update:--output|spec\ update:-o) files=1 ;;
    spec\ update:--acceptances) files=1 ;;
    spec\ update:--root) files=1 ;;
    ledger:--db) files=1 ;;
    help:--completion) words='bash zsh fish' ;;
  esac
  if [[ -z $words && -z $files && $word == -* ]]; then
    case $command in
    observe) words='--interface= --filter= --from= --db= --threads= --memory= --no-events --config= --no-signals --test-jwt-secrets --help' ;;
    inventory) words='--db= --config= --service= --method= --path= --status= --min-count= --noise --blind-spots --json --csv --help' ;;
    show) words='--db= --config= --service= --json --help' ;;
    why) words='--db= --service= --json --help' ;;
    template) words='--db= --service= --pin= --split= --merge= --list --undo= --help' ;;
    openapi) words='--db= --service= --output= --format= --openapi= --clean --help' ;;
    findings) words='--db= --config= --service= --check= --severity= --group= --state= --endpoint= --class= --new --all --fail-on= --format= --output= --accept= --reason= --until= --reopen= --read-only --help' ;;
    checks) words='--classes --json --format= --help' ;;
    drift) words='--db= --spec= --service= --format= --output= --fail-on= --severity= --kind= --all --accept= --reason= --until= --reopen= --acceptances= --root= --read-only --help' ;;
    spec\ validate) words='--format= --strict --rules --root= --help' ;;
    spec\ convert) words='--to= --output= --format= --root= --help' ;;
    spec\ diff) words='--format= --fail-on= --db= --service= --kinds --root= --help' ;;
    spec\ update) words='--db= --service= --spec= --kind= --dry-run --patch --output= --acceptances= --root= --help' ;;
    ledger) words='--db= --service= --json --help' ;;
    help) words='--man --completion= --help' ;;
    esac
  fi
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
  else
    COMPREPLY=($(compgen -f -- "$word"))
    compopt -o filenames
  fi
  return 0
}
complete -F _plainsight plainsight
