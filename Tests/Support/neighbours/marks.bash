# shellcheck shell=bash
# Marks prompts and output as terminals' own scripts for bash do (VS Code's, iTerm2's): a DEBUG trap takes the first command after
# the prompt for the line, and the prompt gets its marks when it has changed since the last one.
__marks_running=0
__marks_debug() {
  if [[ $__marks_running == 0 && $BASH_COMMAND != __marks_prompt* ]]; then
    __marks_running=1
    builtin printf '\e]633;E\a\e]633;C\a'
  fi
}
__marks_prompt() {
  builtin printf '\e]633;D;%s\a' "$?"
  if [[ $PS1 != "${__marks_ps1-}" ]]; then
    PS1="\[\e]633;A\a\]$PS1\[\e]633;B\a\]"
    __marks_ps1=$PS1
  fi
  __marks_running=0
}
trap '__marks_debug' DEBUG
PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND; }__marks_prompt"
