import type { SHELLS } from '../command-definitions.ts'

/*
 * Each script passes the words before the cursor to `spoolscope __complete`, which knows all
 * commands, options and values. The answer begins with `:words` or with `:path`, a tab, and the part
 * of the word before the path. Then a line for each candidate: the word, a tab, what it is.
 */

const bash = `# Completes spoolscope in Bash. In ~/.bashrc: source <(spoolscope completion bash)
_spoolscope() {
  local program=$1 rest=\${COMP_LINE:0:COMP_POINT} words=() word line kind='' i
  # Bash splits words at = and :, too. Parts without a blank between them are joined again.
  rest=\${rest#*"\${COMP_WORDS[0]}"}
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ \${#words[@]} -eq 0 || $rest == [[:space:]]* ]]; then
      words+=('')
      rest=\${rest#"\${rest%%[![:space:]]*}"}
    fi
    # The cursor is inside the last word.
    [[ $rest == "$word"* ]] || word=$rest
    words[\${#words[@]} - 1]+=$word
    rest=\${rest#"$word"}
  done
  COMPREPLY=()
  word=\${words[\${#words[@]} - 1]}
  while IFS= read -r line; do
    if [[ -z $kind ]]; then
      kind=\${line%%$'\\t'*}
    else
      line=\${line%%$'\\t'*}
      # Only the part behind the last = is replaced.
      COMPREPLY+=("\${line#"\${word%"\${word##*=}"}"}")
    fi
  done < <("$program" __complete "\${words[@]}" 2> /dev/null)
  if [[ $kind == :path ]]; then
    compopt -o default 2> /dev/null
  elif [[ \${#COMPREPLY[@]} -gt 0 && \${COMPREPLY[0]} == *= ]]; then
    compopt -o nospace 2> /dev/null
  fi
}
complete -F _spoolscope spoolscope
`

const zsh = `#compdef spoolscope
# Completes spoolscope in Zsh. In ~/.zshrc, after compinit: source <(spoolscope completion zsh)
_spoolscope() {
  local -a typed lines candidates unfinished
  local line word text prefix
  (( CURRENT > 2 )) && typed=("\${(@Q)words[2,CURRENT-1]}")
  lines=("\${(@f)$("\${(Q)words[1]}" __complete "\${(@)typed}" "\${(Q)IPREFIX}\${(Q)PREFIX}" 2> /dev/null)}")
  if [[ $lines[1] == :path* ]]; then
    prefix=\${lines[1]#*$'\\t'}
    (( $#prefix > 0 )) && compset -p $#prefix
    _files
    return
  fi
  for line in "\${(@)lines[2,-1]}"; do
    word=\${line%%$'\\t'*}
    text=\${line#*$'\\t'}
    word=\${word//:/\\\\:}\${text:+:$text}
    if [[ \${line%%$'\\t'*} == *= ]]; then unfinished+=("$word"); else candidates+=("$word"); fi
  done
  (( $#candidates > 0 )) && _describe -t spoolscope 'spoolscope' candidates
  (( $#unfinished > 0 )) && _describe -t spoolscope 'spoolscope' unfinished -S ''
}
if [[ $funcstack[1] == _spoolscope ]]; then _spoolscope "$@"; else compdef _spoolscope spoolscope; fi
`

const fish = `# Completes spoolscope in fish: spoolscope completion fish | source
function __spoolscope_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($typed[1] __complete $typed[2..-1] "$current" 2> /dev/null)
    set -l kind (string split -m 1 \\t -- $lines[1])
    if test "$kind[1]" = :path
        set -l path (string sub -s (math 1 + (string length -- "$kind[2]")) -- "$current")
        for candidate in (__fish_complete_path "$path")
            printf '%s%s\\n' "$kind[2]" $candidate
        end
    else if set -q lines[2]
        printf '%s\\n' $lines[2..-1]
    end
end
complete -c spoolscope -f -a '(__spoolscope_complete)'
`

const powershell = `# Completes spoolscope in PowerShell: spoolscope completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName @('spoolscope', 'spoolscope.cmd') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_.Value -is [string]) { $_.Value } else { $_.Extent.Text } })
    # Windows PowerShell leaves out empty arguments, so the word at the cursor is in quotes then.
    $current = if ($wordToComplete) { "$wordToComplete" } else { '""' }
    $program = $commandAst.GetCommandName()
    $lines = @(& $program __complete @elements $current 2>$null)
    if ($lines.Count -eq 0) { return }
    $kind, $prefix = $lines[0] -split "\`t", 2
    if ($kind -eq ':path') {
        $path = "$wordToComplete".Substring(("$prefix").Length)
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($path) | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new(
                "$prefix$($_.CompletionText)", $_.ListItemText, $_.ResultType, $_.ToolTip)
        }
        return
    }
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $word, $text = $_ -split "\`t", 2
        $toolTip = if ($text) { $text } else { $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $toolTip)
    }
}
`

/** The scripts that `spoolscope completion` prints. */
export const completionScripts: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash,
  zsh,
  fish,
  powershell,
}
