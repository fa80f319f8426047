# Marks prompts as terminals' own scripts for zsh do (Ghostty's, iTerm2's): when the prompt has changed since the last one.
__marks_prompt() {
  if [[ $PROMPT != "${__marks_ps1-}" ]]; then
    PROMPT=$'%{\e]133;A\a%}'"$PROMPT"$'%{\e]133;B\a%}'
    __marks_ps1=$PROMPT
  fi
}
__marks_output() { print -n '\e]133;C\a' }
precmd_functions+=(__marks_prompt)
preexec_functions+=(__marks_output)
