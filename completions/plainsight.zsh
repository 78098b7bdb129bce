#compdef plainsight
# Made by 'plainsight help --completion=zsh': change the descriptors in src/cli instead.
_plainsight() {
  local -a commands
  commands=(
    'observe:Learn from captures, HAR files, records or a live interface'
    'inventory:List services and endpoints\: calls, answers, security'
    'show:Show everything known about one endpoint'
    'why:Explain why a URL belongs to its template, step by step'
    'template:Overrule learned path templates, and undo that'
    'openapi:Write OpenAPI documents of what is really there'
    'findings:Tell what is wrong with each service, with evidence'
    'checks:List the checks behind findings, and explain each'
    'drift:Hold documents against what was seen\: missing, wrong, dead'
    'spec:validate, convert, diff, update'
    'ledger:Account for all that was seen\: analysed, or lost and why'
    'help:Explain a command; print the manual page or shell completions'
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  words=("${(@)words[2,-1]}")
  ((CURRENT--))
  if [[ $command == spec ]]; then
    if ((CURRENT == 2)); then
      commands=(
        'validate:Hold documents against the rules of their format'
        'convert:Say a document again in OpenAPI 3.1 or 3.0'
        'diff:Tell what changed between two documents, and who notices'
        'update:Add what was observed and is missing to a document'
      )
      _describe command commands
      return
    fi
    command="$command $words[2]"
    words=("${(@)words[2,-1]}")
    ((CURRENT--))
  fi
  case $command in
    observe)
      _arguments -s \
        '(-i --interface)'{-i+,--interface=}'[Observe this network interface until interrupted]:NAME:' \
        '--filter=[With -i\: only packets this expression lets through, see pcap-filter(7)]:BPF:' \
        '--from=[What the input is; default\: recognised by its content]:KIND:(pcap pcapng har ndjson)' \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-t --threads)'{-t+,--threads=}'[Lanes that work at the same time; the outcome is the same; default\: 1]:N:' \
        '(-m --memory)'{-m+,--memory=}'[Ceiling of memory, such as 2G; what has to be forgotten is in the ledger; default\: 512M]:SIZE:' \
        '--no-events[Learn, but keep no event of each exchange]' \
        '--config=[Settings; default\: .plainsight.yaml of the working directory, if it is there]:FILE:_files' \
        '--no-signals[Learn, but look for nothing that only findings are made of]' \
        '--test-jwt-secrets[Try signatures of tokens against a short list of bad secrets; nothing is sent anywhere]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    inventory)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '--config=[Settings; default\: .plainsight.yaml of the working directory, if it is there]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Only the services of that name\: exact, a part of it, or a pattern with * and ?]:GLOB:' \
        '(-m --method)'{-m+,--method=}'[Only endpoints of that method]:METHOD:' \
        '(-p --path)'{-p+,--path=}'[Only endpoints whose template holds this text, or fits this pattern with * and ?]:GLOB:' \
        '--status=[Only endpoints that answered so\: 404, 4xx, or none where no answer was captured]:STATUS:' \
        '--min-count=[Only endpoints called at least N times]:N:' \
        '--noise[List what was kept out\: scanner probes, static assets, preflights, health checks]' \
        '--blind-spots[List the hosts whose traffic is TLS we cannot read]' \
        '--json[Print one JSON document with members in a stable order]' \
        '--csv[Print endpoints as CSV, safe to open in a spreadsheet]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    show)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '--config=[Settings; default\: .plainsight.yaml of the working directory, if it is there]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Look in this service only\: its name, a part of it, or a pattern with * and ?]:GLOB:' \
        '--json[Print one JSON document with members in a stable order]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    why)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Look in this service only\: its name, a part of it, or a pattern with * and ?]:GLOB:' \
        '--json[Print one JSON document with members in a stable order]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    template)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[The service it is about; default\: every service]:NAME:' \
        '--pin=[This template exists as written, its parameters and its literals]:TEMPLATE:' \
        '--split=[The last segment of this path is a literal, not the value of a parameter]:PATH:' \
        '--merge=[The last segment of this path is a parameter, written {name}\: all siblings there are its values]:PATH:' \
        '(-l --list)'{-l,--list}'[List all overrides, undone ones too]' \
        '--undo=[Take the override of that number back; what was learned decides again]:ID:' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    openapi)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Only the services of that name\: exact, a part of it, or a pattern with * and ?]:GLOB:' \
        '(-o --output)'{-o+,--output=}'[Write one document to FILE.yaml or FILE.json, or one per service into a directory]:FILE|DIR:_files' \
        '(-f --format)'{-f+,--format=}'[Format of the document; default\: by the name of the file, else yaml]:FORMAT:(yaml json)' \
        '--openapi=[Version of OpenAPI; default\: 3.1]:VERSION:(3.1 3.0)' \
        '--clean[Leave out x-plainsight\: how often and when each fact was seen]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    findings)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '--config=[Settings; default\: .plainsight.yaml of the working directory, if it is there]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Only the services of that name\: exact, a part of it, or a pattern with * and ?]:GLOB:' \
        '(-c --check)'{-c+,--check=}'[Only what these checks found\: auth.missing, headers.*]:GLOB:' \
        '--severity=[Only findings of that severity and above]:LEAST:(info low medium high critical)' \
        '(-g --group)'{-g+,--group=}'[Only what the checks of that group found]:NAME:(who guessable given accepted setup deployed more)' \
        '--state=[Only findings in these states\: open, returned, accepted, fixed, with commas]:LIST:' \
        '(-e --endpoint)'{-e+,--endpoint=}'[Only places at that endpoint\: '\''GET /users/{id}'\'', '\''GET /users/42'\'', also with * and ?]:OPERATION:' \
        '--class=[Only findings about that class of data, and places that take or hand it out]:NAME:' \
        '--new[Only what was not there when it was looked at last]' \
        '--all[Show accepted and fixed ones too]' \
        '--fail-on=[What makes the exit code 1\: an open finding, among those selected, of that severity and above; default\: low]:LEAST:(info low medium high critical never)' \
        '(-f --format)'{-f+,--format=}'[Form of the report; default\: by the ending of --output, else table]:FORM:(table json sarif csv ocsf)' \
        '(-o --output)'{-o+,--output=}'[Write the report to that file, whole or not at all, and one line here]:FILE:_files' \
        '--accept=[Live with that finding\: it is not shown and does not fail; needs --reason]:ID:' \
        '--reason=[Why it is accepted]:TEXT:' \
        '--until=[Until the end of that day (UTC), such as 2027-03-31; default\: for good]:DAY:' \
        '--reopen=[Take an acceptance back]:ID:' \
        '--read-only[Do not remember in the database what was found]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    checks)
      _arguments -s \
        '--classes[List the classes of sensitive data instead]' \
        '--json[Print one JSON document with members in a stable order]' \
        '(-f --format)'{-f+,--format=}'[How the list is printed; markdown is docs/checks.md; default\: table]:FORM:(table json markdown)' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    drift)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '--spec=[An OpenAPI, Swagger or Postman document, or a directory of them; more than once\: all of them together]:FILE|DIR:_files' \
        '(-s --service)'{-s+,--service=}'[All documents speak for that service, whatever their servers say; a pattern with * and ? names several]:NAME:' \
        '(-f --format)'{-f+,--format=}'[Form of the report; default\: by the ending of --output, else table]:FORM:(table json sarif junit markdown)' \
        '(-o --output)'{-o+,--output=}'[Write the report to that file, whole or not at all, and one line here]:FILE:_files' \
        '--fail-on=[What makes the exit code 1\: kinds (undocumented_operation, also with * and ?), families (missing, wrong, dead), a least severity, any or none, separated by commas; default\: low, so that what is only worth knowing does not fail]:LIST:' \
        '--severity=[Show only rows of that severity and above; what fails is not changed by it]:LEAST:(info low medium high critical)' \
        '--kind=[Show only rows of these kinds or families; what fails is not changed by it]:LIST:' \
        '--all[Show accepted and fixed ones too]' \
        '--accept=[Live with that row\: it is not shown and does not fail; needs --reason]:ID:' \
        '--reason=[Why it is accepted]:TEXT:' \
        '--until=[Until the end of that day (UTC), such as 2027-03-31; default\: for good]:DAY:' \
        '--reopen=[Take an acceptance back]:ID:' \
        '--acceptances=[What is accepted, besides the .plainsight.yaml in the directories of the documents]:FILE:_files' \
        '--root=[Files that documents refer to lie in it; default\: the nearest directory above each document that holds .git or .plainsight.yaml, else its own]:DIR:_files' \
        '--read-only[Do not remember in the database what was found]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    spec\ validate)
      _arguments -s \
        '(-f --format)'{-f+,--format=}'[How faults are printed; default\: text, one a line]:FORM:(text json sarif)' \
        '--strict[Warnings count as errors]' \
        '--rules[List the rules that documents are held against]' \
        '--root=[Files that documents refer to lie in it; default\: the nearest directory above each document that holds .git or .plainsight.yaml, else its own]:DIR:_files' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    spec\ convert)
      _arguments -s \
        '--to=[Version of OpenAPI; default\: 3.1]:VERSION:(3.1 3.0)' \
        '(-o --output)'{-o+,--output=}'[Write it to that file, whole or not at all; default\: standard output]:FILE:_files' \
        '(-f --format)'{-f+,--format=}'[Format of the result; default\: by the ending of --output, else that of the source]:FORMAT:(yaml json)' \
        '--root=[Files that documents refer to lie in it; default\: the nearest directory above each document that holds .git or .plainsight.yaml, else its own]:DIR:_files' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    spec\ diff)
      _arguments -s \
        '(-f --format)'{-f+,--format=}'[Form of the report; default\: table]:FORM:(table json markdown)' \
        '--fail-on=[What makes the exit code 1\: breaking changes, risky ones too, any change, or none; default\: breaking]:CLASS:(breaking risky any none)' \
        '--db=[The database that tells who would notice; default\: $PLAINSIGHT_DB, else plainsight.db, when it is there and knows a service that OLD speaks for]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[OLD speaks for that service, whatever its servers say; a pattern with * and ? names several]:NAME:' \
        '--kinds[List every kind of change with its class and the reason]' \
        '--root=[Files that documents refer to lie in it; default\: the nearest directory above each document that holds .git or .plainsight.yaml, else its own]:DIR:_files' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    spec\ update)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[The document speaks for that service, whatever its servers say; a pattern with * and ? names several]:NAME:' \
        '--spec=[Another document of the same service\: what it says is documented; more than once\: all]:FILE|DIR:_files' \
        '--kind=[Add only what is missing of these kinds, such as undocumented_operation,undocumented_*_field]:LIST:' \
        '(-n --dry-run)'{-n,--dry-run}'[Change nothing; print what would change as a unified diff]' \
        '--patch[Change nothing; print the additions as an OpenAPI Overlay 1.0.0]' \
        '(-o --output)'{-o+,--output=}'[Write the new document to that file; default\: in place]:FILE:_files' \
        '--acceptances=[What is accepted, and so not added, besides the .plainsight.yaml in the directories of the documents]:FILE:_files' \
        '--root=[Files that documents refer to lie in it; default\: the nearest directory above each document that holds .git or .plainsight.yaml, else its own]:DIR:_files' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    ledger)
      _arguments -s \
        '--db=[The database; default\: $PLAINSIGHT_DB, else plainsight.db]:FILE:_files' \
        '(-s --service)'{-s+,--service=}'[Only the services of that name\: what belongs to a service is counted from messages on]:GLOB:' \
        '--json[Print one JSON document with members in a stable order]' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '*:file:_files' ;;
    help)
      _arguments -s \
        '--man[Print the manual page of the whole program (roff)]' \
        '--completion=[Print the completion script for that shell]:SHELL:(bash zsh fish)' \
        '(-h --help)'{-h,--help}'[Print this help and exit]' \
        '1:command:(observe inventory show why template openapi findings checks drift spec ledger help)' ;;
  esac
}
if [[ $funcstack[1] == _plainsight ]]; then
  _plainsight "$@"
else
  compdef _plainsight plainsight
fi
