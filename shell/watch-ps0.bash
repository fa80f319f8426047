# shellcheck shell=bash disable=SC2154 # hook.bash and the plan set the rest
# How bash 5.1 and later is told that a line runs, and dropped when the person cancels.
#
# PS0 is expanded before a line runs. Ours is a test in this process: of the clock and, for a line that does not follow its
# prompt at once, of the generation. Only when something is due or new does it start a probe: a child, which can look at the
# line but not change our environment. If the line needs us, it signals this shell (SIGURG, ignored by default), whose trap
# runs here before the line's first command. A line that is not in the history cannot be looked at: watch-debug.bash does.

__aws_mfa_session_history_code='\!'

# How long after its prompt a line must come for something new to be looked for: seconds. Before bash 5.2, that takes a child.
# When something is due, no line is too quick.
__aws_mfa_session_usual_patience=1
((__aws_mfa_session_bash >= 502)) || __aws_mfa_session_usual_patience=30

# shellcheck disable=SC2016 # expanded before each line
__aws_mfa_session_ps0='$({ __aws_mfa_session_plainly __aws_mfa_session_probe; } 2>/dev/null)'
if ((__aws_mfa_session_bash >= 502)); then
  builtin declare -gA __aws_mfa_session_calm
  # shellcheck disable=SC2016
  __aws_mfa_session_ps0='${__aws_mfa_session_calm[$(<"$__aws_mfa_session_generation_file")'\
'$((EPOCHSECONDS>=__aws_mfa_session_look))]-'$__aws_mfa_session_ps0'}'
fi
# What PS0 holds is short, as bash reads it before each line; the rest is read when it is time.
__aws_mfa_session_closer_look=("$__aws_mfa_session_ps0" '')
# shellcheck disable=SC2016
__aws_mfa_session_ps0='${__aws_mfa_session_closer_look[EPOCHSECONDS<__aws_mfa_session_idle]@P}'
__aws_mfa_session_idle=0 __aws_mfa_session_look=0

# Reads the line, and puts in place of its aliases what they stand for, in which there may be others. (Where a command begins
# is the program's business.)
__aws_mfa_session_read_expanded_line() {
  builtin local - word before line names found=1 seen=' ' count=1 number=${__aws_mfa_session_history_code@P}
  # All that can stand beside the name of a command; between two of them, there is an empty word.
  # shellcheck disable=SC2141
  builtin local IFS=$' \t\n;|&()<>{}`"\047$=/\134'
  # A copy, because bash makes BASH_ALIASES anew each time that it is looked at.
  builtin local -A aliases
  builtin eval "aliases=(${BASH_ALIASES[*]@K})"
  # Without cmdhist, each line of a command is one of the history's.
  ((number <= __aws_mfa_session_history)) || builtin shopt -q cmdhist || count=$((number - __aws_mfa_session_history))
  __aws_mfa_session_read_line "$count"
  line=" $__aws_mfa_session_line "
  # One match says sooner than a look at each word that there is no alias. (In the shell itself, it would change BASH_REMATCH.)
  names="${!aliases[*]}"
  names="[^A-Za-z0-9_.-](${names//[!A-Za-z0-9_. -]/.})[^A-Za-z0-9_.-]"
  ((!BASH_SUBSHELL)) || [[ ${#aliases[@]} != 0 && $line =~ ${names// /|} ]] || found=0
  builtin set -f
  while ((found)); do
    found=0
    # shellcheck disable=SC2086 # words
    for word in $line; do
      [[ -n $word && -n ${aliases[$word]-} && $seen != *" $word "* ]] || continue
      before=${line%%[!A-Za-z0-9_.-]"$word"[!A-Za-z0-9_.-]*}
      line=$before${line:${#before}:1}${aliases[$word]}${line:${#before}+1+${#word}}
      seen+="$word " found=1
    done
  done
  __aws_mfa_session_line=${line:1:${#line}-2}
}

# Is the newest line in the history this very line? If the number is still that of the prompt, it was not recorded.
# (Both by the same means: in PROMPT_COMMAND, `\!` is the number of the newest line, not of the next one.)
__aws_mfa_session_is_recorded() {
  [[ -o history && ${__aws_mfa_session_history_code@P} != "$__aws_mfa_session_history" ]]
}

__aws_mfa_session_probe() {
  # bash 5.2 would run the trap in the middle of a substitution behind ours in PS0, and may die of it.
  case ${PS0##*"$__aws_mfa_session_ps0"} in *[\$\`]*) return 0 ;; esac
  if __aws_mfa_session_is_recorded; then
    __aws_mfa_session_read_expanded_line
    __aws_mfa_session_has_command || return 0
  fi
  builtin kill -s URG "$$"
}

# The signal comes from the probe, or from a child of the line in which the person cancelled. $1: the last word of the command
# before, for $_ to stay.
__aws_mfa_session_on_signal() {
  __aws_mfa_session_last_word=$1
  if [[ -n $__aws_mfa_session_watching ]]; then
    __aws_mfa_session_interrupt
  elif __aws_mfa_session_is_recorded; then
    __aws_mfa_session_read_expanded_line
    __aws_mfa_session_renew || __aws_mfa_session_interrupt
  else
    __aws_mfa_session_watching=commands
  fi
}

# Interrupts this shell, which drops the whole line, as Ctrl-C does. A trap of the user's is set aside for that, until the next
# prompt.
__aws_mfa_session_interrupt() {
  __aws_mfa_session_undo=$(\builtin trap -p INT)
  [[ -z $__aws_mfa_session_undo ]] || {
    __aws_mfa_session_undo="\\builtin $__aws_mfa_session_undo"
    builtin trap - INT
  }
  builtin kill -s INT "$$"
}

# The trap, in which the user's aliases count, those of reserved words included. (The redirections hide the trace of `set -x`,
# and keep stderr for the program.)
# shellcheck disable=SC2016 # run when the signal comes
__aws_mfa_session_signal_trap='
  {
    __aws_mfa_session_plainly __aws_mfa_session_on_signal "$_" 2>&9
    [[ $__aws_mfa_session_watching != commands || -n $__aws_mfa_session_undo ]] || {
      \builtin eval "$__aws_mfa_session_set_trap"
      __aws_mfa_session_trace
      \builtin : "$__aws_mfa_session_last_word"
    }
  } 9>&2 2>/dev/null'

# A line that is not in the history is watched while it runs, until the prompt begins.
# shellcheck disable=SC2016
__aws_mfa_session_at_prompt='
  if [[ $BASH_COMMAND == "__aws_mfa_session_prompt "* ]]; then
    __aws_mfa_session_watching=
    \builtin trap - DEBUG
    \builtin eval "$__aws_mfa_session_user_trap"
    __aws_mfa_session_untrace
  fi'

# Before a prompt at which something has changed: sets when PS0 is to probe, and keeps ours at the end of it.
__aws_mfa_session_watch() {
  builtin trap -- "$__aws_mfa_session_signal_trap" URG
  __aws_mfa_session_look=$__aws_mfa_session_due
  ((__aws_mfa_session_named_due >= __aws_mfa_session_due)) || __aws_mfa_session_look=$__aws_mfa_session_named_due
  __aws_mfa_session_patience=$((__aws_mfa_session_look > __aws_mfa_session_now ? __aws_mfa_session_usual_patience : 0))
  __aws_mfa_session_idle=$((__aws_mfa_session_now + __aws_mfa_session_patience))
  if ((__aws_mfa_session_idle > __aws_mfa_session_look)); then __aws_mfa_session_idle=$__aws_mfa_session_look; fi
  # From then on, the prompt has to do this again.
  if ((__aws_mfa_session_patience && __aws_mfa_session_next > __aws_mfa_session_look - __aws_mfa_session_patience)); then
    __aws_mfa_session_next=$((__aws_mfa_session_look - __aws_mfa_session_patience))
  fi
  ((__aws_mfa_session_bash < 502)) || __aws_mfa_session_calm=(["${__aws_mfa_session_generation}0"]='')
  if ! builtin shopt -q promptvars; then
    PS0=${PS0//"$__aws_mfa_session_ps0"/} # it would be printed as it stands
  elif [[ $PS0 != *"$__aws_mfa_session_ps0" ]]; then
    PS0=${PS0//"$__aws_mfa_session_ps0"/}$__aws_mfa_session_ps0
  fi
}
