# The hook of zsh 5.8 and later, for a person at a terminal: before each prompt, precmd keeps the plan and the marker
# "(aws:dev 42m) " up to date; before each line, preexec asks whether the plan wants the program to see it.
#
# The plan comes from the program, as variables: due and named_due, from when on a line that matches words, and named_words,
# is shown to the program; plan_end; generation; and what the marker says. No process is started while it holds. It is for one
# environment: `init` puts the variables that count in place of $__aws_mfa_session_environment.
#
# Evaluated like session.zsh, with extended_glob.

if [[ -o interactive && -t 0 && -t 2 && -n ${TERM-} && ${TERM-} != dumb &&
  $__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt != 00 ]]; then

typeset -gi __aws_mfa_session_now=0 # epoch seconds
typeset -gi __aws_mfa_session_next=0 # when the marker says something else, or the plan ends
typeset -g __aws_mfa_session_retired= __aws_mfa_session_text= __aws_mfa_session_colour=
typeset -g __aws_mfa_session_shown= __aws_mfa_session_newline=$'\n'

# ---- The clock and the plan ----

# Without a process: the module zsh/datetime, or a prompt escape where it is missing.
builtin zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null
typeset -g __aws_mfa_session_format='%D{%s}'
__aws_mfa_session_clock() {
  __aws_mfa_session_now=${EPOCHSECONDS:-${(%)__aws_mfa_session_format}}
}

# Does the plan still hold? (A prompt that finds the same environment, long before the plan's end, does not ask.)
__aws_mfa_session_holds() {
  local generation=
  (( __aws_mfa_session_now < __aws_mfa_session_plan_end )) || return 1
  [[ "$__aws_mfa_session_environment" == "$__aws_mfa_session_planned_identity" ]] || return 1
  if [[ -r $__aws_mfa_session_generation_file ]]; then
    IFS= builtin read -r generation <$__aws_mfa_session_generation_file
  fi
  [[ $generation == "$__aws_mfa_session_generation" ]]
}

# Takes a new plan. Without one, nothing is due for a while. $1: `left` when a session was left.
__aws_mfa_session_replan() {
  local code
  code=$(__aws_mfa_session_exec plan zsh 1 "$@" 2>/dev/null) || code=
  builtin eval "$code"
  if [[ -z $code || -n $__aws_mfa_session_retired ]]; then
    typeset -g __aws_mfa_session_due=99999999999 __aws_mfa_session_named_due=99999999999 __aws_mfa_session_label=
    typeset -gi __aws_mfa_session_plan_end=__aws_mfa_session_now+600
  fi
  __aws_mfa_session_planned_identity="$__aws_mfa_session_environment"
  __aws_mfa_session_next=0
}

__aws_mfa_session_sync() {
  __aws_mfa_session_clock
  if [[ -z $__aws_mfa_session_retired ]] && ! __aws_mfa_session_holds; then __aws_mfa_session_replan; fi
}

# ---- Before a line runs ----

# LINE: does the plan want the program to see it?
__aws_mfa_session_is_due() {
  __aws_mfa_session_sync
  if (( __aws_mfa_session_now >= __aws_mfa_session_due )); then return 0; fi
  (( __aws_mfa_session_now >= __aws_mfa_session_named_due )) && [[ $1 == ${~__aws_mfa_session_named_words} ]]
}

# LINE: has the program renew what it needs. Fails when the person cancelled.
__aws_mfa_session_renew() {
  local code
  local -i result=0
  # The line goes by the environment, because arguments are for everybody to see.
  code=$(AWS_MFA_SESSION_LINE=${1[1,30000]} __aws_mfa_session_exec hook zsh 1) || result=$?
  case $result in
    (0|130) builtin eval "$code" ;;
    (137) builtin command stty sane ;;  # killed, it could not give the terminal back
  esac
  (( result != 130 ))
}

# zsh passes the line as it was typed, a short form of it, and the line with its aliases expanded.
__aws_mfa_session_preexec() {
  if [[ $3 == ${~__aws_mfa_session_words} ]] && __aws_mfa_session_is_due "$3" && ! __aws_mfa_session_renew "$3"; then
    # An interrupt here drops the line. The trap of the user, if any, comes back on return.
    builtin setopt local_traps
    builtin trap - INT
    builtin kill -s INT $$
  fi
  return 0
}

# ---- The marker ----

# Sets the text to what the plan's label says now, its colour, and when that has to be done again.
__aws_mfa_session_describe() {
  local -i left=__aws_mfa_session_label_end-__aws_mfa_session_now
  local time
  if (( left >= 3600 )); then
    local minutes=$(( left % 3600 / 60 ))
    time=$(( left / 3600 ))h${(l:2::0:)minutes}m
  elif (( left >= 60 )); then
    time=$(( left / 60 ))m
  elif (( left > 0 )); then
    time=${left}s
  else
    time=expired
  fi
  __aws_mfa_session_text="$__aws_mfa_session_label $time"
  __aws_mfa_session_colour=green
  if (( __aws_mfa_session_now > __aws_mfa_session_label_low )); then __aws_mfa_session_colour=yellow; fi
  if (( __aws_mfa_session_now >= __aws_mfa_session_label_over )); then __aws_mfa_session_colour=red; fi
  if [[ $__aws_mfa_session_label_coloured != 1 ]]; then __aws_mfa_session_colour=; fi
  if (( left < 60 )); then
    __aws_mfa_session_next=0
  elif (( __aws_mfa_session_now + left % 60 + 1 < __aws_mfa_session_next )); then
    __aws_mfa_session_next=__aws_mfa_session_now+left%60+1
  fi
}

# PROMPT gets this text once. It shows the one of four elements of psvar that is not empty, in its colour, so that it is
# never out of date, and zsh knows how wide it is.
typeset -g __aws_mfa_session_slots="%(91V.%F{green}%91v%f.)%(92V.%F{yellow}%92v%f.)%(93V.%F{red}%93v%f.)%94v"

# Puts it in front of the prompt, behind leading newlines; fails when it is there.
__aws_mfa_session_place_slots() {
  if (( ${+functions[__lp_set_prompt]} )); then # liquidprompt builds it at each prompt, around this
    if [[ ${LP_PS1_PREFIX-} != *"$__aws_mfa_session_slots"* ]]; then
      LP_PS1_PREFIX=$__aws_mfa_session_slots${LP_PS1_PREFIX-}
    fi
    return 1
  fi
  if [[ ${(t)PROMPT} == *readonly* || ${PROMPT-} == *"$__aws_mfa_session_slots"* ]]; then return 1; fi
  local leading=${PROMPT%%[^$__aws_mfa_session_newline]*}
  PROMPT=$leading$__aws_mfa_session_slots${PROMPT#"$leading"}
}

# Its variable STARSHIP_SHELL is inherited by shells that it does not run in, its functions are not.
__aws_mfa_session_has_starship() {
  (( ${+functions[starship_precmd]} || ${+functions[prompt_starship_precmd]} ))
}

# Shows the marker, except in a prompt without percent escapes. powerlevel10k and starship have their own place for it.
__aws_mfa_session_show() {
  local marker=
  __aws_mfa_session_text=
  if [[ -n $__aws_mfa_session_label ]]; then __aws_mfa_session_describe; fi
  if (( ${+functions[p10k]} )); then return 0; fi
  if __aws_mfa_session_has_starship; then
    # Starship shows an environment variable, with its module env_var.
    export AWS_MFA_SESSION_MARKER=$__aws_mfa_session_text
    if [[ -z $__aws_mfa_session_text ]]; then builtin unset AWS_MFA_SESSION_MARKER; fi
    return 0
  fi
  if [[ -n $__aws_mfa_session_text && -o prompt_percent ]]; then
    marker="($__aws_mfa_session_text) "
    if __aws_mfa_session_place_slots; then
      # A theme has built the prompt anew, perhaps after us: be the last one from now on.
      precmd_functions=( ${precmd_functions:#__aws_mfa_session_prompt} __aws_mfa_session_prompt )
    fi
  elif (( $#psvar < 91 )); then
    return 0
  fi
  psvar[91,94]=( "" "" "" "" )
  case $__aws_mfa_session_colour in
    (green) psvar[91]=$marker ;;
    (yellow) psvar[92]=$marker ;;
    (red) psvar[93]=$marker ;;
    (*) psvar[94]=$marker ;;
  esac
}

# powerlevel10k shows a segment: add aws_mfa_session to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS.
prompt_aws_mfa_session() {
  __aws_mfa_session_prompt
  if [[ -n $__aws_mfa_session_text ]]; then
    p10k segment ${__aws_mfa_session_colour:+-f} $__aws_mfa_session_colour -t "$__aws_mfa_session_text"
  fi
}

# ---- Before each prompt; zsh itself keeps the exit status and $_ over it ----

__aws_mfa_session_prompt() {
  # While programs wait for a code, the program says so.
  if [[ -e $__aws_mfa_session_waiting ]]; then __aws_mfa_session_exec waiting zsh 1; fi
  # Most prompts find everything as the last one left it, in the same minute. (A call costs as much as all of this test. A theme
  # that sets psvar anew makes it shorter.)
  if (( ${EPOCHSECONDS:-${(%)__aws_mfa_session_format}} < __aws_mfa_session_next )) && [[
    "$PROMPT$#psvar$__aws_mfa_session_environment" == "$__aws_mfa_session_shown" ]]
  then
    return 0
  fi
  __aws_mfa_session_shown= # set at the end, so that all of this runs again after an interrupt
  __aws_mfa_session_sync
  __aws_mfa_session_next=__aws_mfa_session_plan_end
  if [[ $__aws_mfa_session_with_prompt == 1 ]]; then __aws_mfa_session_show; fi
  __aws_mfa_session_shown="$PROMPT$#psvar$__aws_mfa_session_planned_identity"
}

# Before the first prompt is shown: terminals put their marks around what they find then.
if [[ $__aws_mfa_session_with_prompt == 1 && -n ${PROMPT-} && -o prompt_percent ]] &&
  ! { (( ${+functions[p10k]} )) || __aws_mfa_session_has_starship; }
then
  __aws_mfa_session_place_slots || :
fi

typeset -ga precmd_functions preexec_functions
precmd_functions+=( __aws_mfa_session_prompt )
if [[ $__aws_mfa_session_with_hook == 1 ]]; then preexec_functions+=( __aws_mfa_session_preexec ); fi

fi
