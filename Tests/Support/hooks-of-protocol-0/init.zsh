# aws-mfa-session: integration with zsh 5.8 and later, printed by `aws-mfa-session init zsh`.
#
# The function aws-mfa-session lets `use` and `off` change this shell's environment. Before each command line, preexec
# looks for AWS commands and, when their session is about to end, has the program ask for a new code. Before each
# prompt, precmd keeps the marker "(aws:dev 42m) " up to date. Neither starts a process while there is nothing to ask.
#
# All code stands in two quoted strings, run under `emulate zsh -c`: they are parsed with aliases off, and the functions
# defined in them keep the options of plain zsh, whatever is set outside, now or later. (`eval` parses its text as a
# whole, so that switching aliases off in a first line would come too late.) Hence no single quote inside, not even in
# a comment. Builtins that a function could shadow are called with `builtin`: local, typeset and export are reserved.

# The function, in every shell

'builtin' 'emulate' zsh -o no_aliases -o no_xtrace -c '
aws-mfa-session() {
  local code
  if [[ ${1-} == use ]]; then
    code=$(builtin command aws-mfa-session use --integration zsh "${@[2,-1]}") || return
    builtin eval "$code"
    typeset -gi __aws_mfa_session_snoozed_until=0
  elif [[ ${1-} == off ]]; then
    if [[ $# == 1 && -n ${__aws_mfa_session_restore-} ]]; then
      code=$__aws_mfa_session_restore
    else
      code=$(builtin command aws-mfa-session off --integration zsh "${@[2,-1]}") || return
    fi
    builtin eval "$code"
    builtin unset __aws_mfa_session_restore
    # Who left is not asked again.
    if (( ${+functions[__aws_mfa_session_settle]} )); then __aws_mfa_session_settle; fi
  else
    builtin command aws-mfa-session "$@"
  fi
}

__aws_mfa_session_short() {
  aws-mfa-session use "$@"
}

# A second evaluation leaves what the first one has set.
if (( ! ${+functions[__aws_mfa_session_prompt]} )); then
  typeset -g __aws_mfa_session_with_hook=1
  typeset -g __aws_mfa_session_with_prompt=1
fi
'

# The rest is for a person at a terminal

if [[ -o interactive && -t 0 && -t 2 && -n "${TERM-}" && "${TERM-}" != dumb &&
  "$__aws_mfa_session_with_hook$__aws_mfa_session_with_prompt" != 00 ]]; then
'builtin' 'emulate' zsh -o no_aliases -o no_xtrace -o extended_glob -c '

# Constants and state. An epoch of "never" compares as later than any time.

typeset -gi __aws_mfa_session_never=9999999999999
typeset -g __aws_mfa_session_tab="${(#):-9}" __aws_mfa_session_newline="${(#):-10}"
typeset -g __aws_mfa_session_blanks=" $__aws_mfa_session_tab$__aws_mfa_session_newline"

typeset -gi __aws_mfa_session_now=0            # epoch seconds, set by clock
typeset -gi __aws_mfa_session_expiry=0         # when the session looked at last ends, set by look and written
typeset -gi __aws_mfa_session_look_again=0     # until when what is shown holds
typeset -gi __aws_mfa_session_life=60          # how long the session looked at must still live, set by demand
typeset -gi __aws_mfa_session_snoozed_until=0  # nobody is asked before that
typeset -g __aws_mfa_session_commands= __aws_mfa_session_pattern=
typeset -g __aws_mfa_session_fingerprint= __aws_mfa_session_settled=
typeset -g __aws_mfa_session_known= __aws_mfa_session_shown=
typeset -g __aws_mfa_session_text= __aws_mfa_session_colour=

# Clock, without a process: the module zsh/datetime, or a prompt escape where it is missing

if builtin zmodload -F zsh/datetime p:EPOCHSECONDS 2>/dev/null; then
  __aws_mfa_session_clock() {
    __aws_mfa_session_now=EPOCHSECONDS
  }
else
  __aws_mfa_session_clock() {
    local format="%D{%s}"
    __aws_mfa_session_now=${(%)format}
  }
fi

# The session in the environment. What comes from outside is held against [0-9](#c1,11), one to eleven digits, before
# it is used as a number: zsh would evaluate any text as an expression.

# Is the session in the environment one that we exported?
__aws_mfa_session_is_ours() {
  [[ -n ${AWS_SESSION_TOKEN-} && ${AWS_MFA_SESSION_EXPIRES-} == [0-9](#c1,11) ]]
}

# Is there a hook, and has it not been switched off?
__aws_mfa_session_is_on() {
  [[ $__aws_mfa_session_with_hook == 1 && ${AWS_MFA_SESSION_HOOK-} != 0 ]]
}

# Sets the fingerprint: what tells one environment from another.
__aws_mfa_session_identify() {
  __aws_mfa_session_fingerprint="${AWS_PROFILE-}:${AWS_DEFAULT_PROFILE-}:${AWS_ACCESS_KEY_ID-}:"
  __aws_mfa_session_fingerprint+="${AWS_MFA_SESSION_EXPIRES-}:${AWS_MFA_SESSION_PROFILE-}"
}

# Remembers that this environment has no session to ask for.
__aws_mfa_session_settle() {
  __aws_mfa_session_identify
  __aws_mfa_session_settled=$__aws_mfa_session_fingerprint
}

# [NAME]: finds the expiry of a profile in the list of those that we wrote; without a name, the earliest of all.
__aws_mfa_session_written() {
  local state=${XDG_STATE_HOME-} expiry name more
  [[ $state == /* ]] || state=${HOME-}/.local/state
  state+=/aws-mfa-session/profiles
  [[ -f $state && -r $state ]] || return 1
  while IFS=$__aws_mfa_session_tab builtin read -r expiry name more; do
    if [[ ( $# == 0 || $name == "${1-}" ) && $expiry == [0-9](#c1,11) ]]; then
      __aws_mfa_session_expiry=$expiry
      return 0
    fi
  done 2>/dev/null <$state
  return 1
}

# Finds the expiry of what the environment stands for: 0 when the program has to say, never when there is none.
__aws_mfa_session_look() {
  local profile=${AWS_PROFILE:-${AWS_DEFAULT_PROFILE-}}
  __aws_mfa_session_identify
  __aws_mfa_session_expiry=__aws_mfa_session_never
  if [[ -n ${AWS_ACCESS_KEY_ID-} ]] && ! __aws_mfa_session_is_ours; then
    return 0  # the credentials of somebody else
  elif [[ -n $profile ]] && __aws_mfa_session_written "$profile"; then
    return 0
  elif __aws_mfa_session_is_ours && [[ -z $profile || $profile == "${AWS_MFA_SESSION_PROFILE-}" ]]; then
    __aws_mfa_session_expiry=$AWS_MFA_SESSION_EXPIRES
  elif [[ $__aws_mfa_session_fingerprint != "$__aws_mfa_session_settled" ]]; then
    __aws_mfa_session_expiry=0
  fi
  return 0
}

# LIFE: exports the session that another shell has stored, when it lives longer than LIFE seconds, and than ours.
__aws_mfa_session_adopt() {
  local file=${AWS_MFA_SESSION_FILE-} expiry key secret token rfc3339
  [[ -f $file && -r $file && -O $file ]] && __aws_mfa_session_is_ours || return 1
  {
    IFS= builtin read -r expiry && IFS= builtin read -r key && IFS= builtin read -r secret &&
      IFS= builtin read -r token && IFS= builtin read -r rfc3339
  } 2>/dev/null <$file || return 1
  [[ $expiry == [0-9](#c1,11) && -n $key && -n $secret && -n $token && -n $rfc3339 ]] || return 1
  (( expiry - __aws_mfa_session_now > $1 && expiry > AWS_MFA_SESSION_EXPIRES )) || return 1
  export AWS_ACCESS_KEY_ID=$key AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token
  export AWS_CREDENTIAL_EXPIRATION=$rfc3339 AWS_MFA_SESSION_EXPIRES=$expiry
}

# Works out from the environment what to show, and until when that holds; adopts a session at the end of ours.
__aws_mfa_session_sync() {
  local -i left margin=60
  __aws_mfa_session_text=
  __aws_mfa_session_look_again=__aws_mfa_session_never
  __aws_mfa_session_is_ours || return 0
  if [[ ${AWS_MFA_SESSION_MARGIN-} == [0-9](#c1,11) ]]; then margin=$AWS_MFA_SESSION_MARGIN; fi
  left=AWS_MFA_SESSION_EXPIRES-__aws_mfa_session_now
  if (( left <= margin )) && [[ -z ${AWS_PROFILE-}${AWS_DEFAULT_PROFILE-} ]] && __aws_mfa_session_is_on &&
    __aws_mfa_session_adopt $margin
  then
    left=AWS_MFA_SESSION_EXPIRES-__aws_mfa_session_now
  fi
  __aws_mfa_session_describe $left $margin
  # Until the minute changes, or the margin is reached. Then, at every prompt.
  if (( left < 60 || left <= margin )); then
    __aws_mfa_session_look_again=0
  elif (( left % 60 < left - margin )); then
    __aws_mfa_session_look_again=__aws_mfa_session_now+left%60+1
  else
    __aws_mfa_session_look_again=__aws_mfa_session_now+left-margin
  fi
}

# Renewal

# Makes of the names of the commands that need AWS a pattern: a line that has one of them, not inside a longer word.
__aws_mfa_session_watch() {
  local IFS=$__aws_mfa_session_blanks
  __aws_mfa_session_commands="aws terraform tofu terragrunt cdk cdktf sam pulumi packer eksctl kubectl helm"
  __aws_mfa_session_commands=${AWS_MFA_SESSION_COMMANDS:-$__aws_mfa_session_commands}
  __aws_mfa_session_pattern="(|*[^A-Za-z0-9._-])(${(j:|:)${(@b)${=__aws_mfa_session_commands}}})(|[^A-Za-z0-9._-]*)"
}
__aws_mfa_session_watch

# Finds the longest life that a session may have to have, in seconds.
__aws_mfa_session_demand() {
  local setting IFS=$__aws_mfa_session_blanks
  __aws_mfa_session_life=60
  if [[ ${AWS_MFA_SESSION_MARGIN-} == [0-9](#c1,11) ]]; then __aws_mfa_session_life=$AWS_MFA_SESSION_MARGIN; fi
  for setting in ${=AWS_MFA_SESSION_MIN_LIFE-}; do
    setting=${setting#*=}
    if [[ $setting == [0-9](#c1,11) ]] && (( setting > __aws_mfa_session_life )); then
      __aws_mfa_session_life=$setting
    fi
  done
}

# Fails as long as what was looked at last has the life that is needed.
__aws_mfa_session_is_due() {
  (( __aws_mfa_session_now >= __aws_mfa_session_expiry - __aws_mfa_session_life ))
}

# LINE: may it need a session that is due? The program knows for certain; this spares calling it.
__aws_mfa_session_concerns() {
  __aws_mfa_session_clock
  __aws_mfa_session_demand
  __aws_mfa_session_look
  if __aws_mfa_session_is_due; then
    # Another shell may have renewed the session that is exported here.
    [[ $__aws_mfa_session_expiry == "${AWS_MFA_SESSION_EXPIRES-}" ]] &&
      __aws_mfa_session_adopt $__aws_mfa_session_life || return 0
  fi
  # A profile on the line may be one that we wrote: has any of these expired?
  [[ $1 == *(profile|PROFILE)* ]] && __aws_mfa_session_written && __aws_mfa_session_is_due
}

# LINE: lets the program renew what the line needs, and takes over what it prints. Fails when the person cancelled.
__aws_mfa_session_renew() {
  local code
  local -i result=0
  local -a options
  if (( __aws_mfa_session_now < __aws_mfa_session_snoozed_until )); then options=( --snoozed ); fi
  # The line goes by the environment, because arguments are for everybody to see.
  code=$(
    export AWS_MFA_SESSION_LINE=${1[1,30000]} AWS_MFA_SESSION_COMMANDS=$__aws_mfa_session_commands
    builtin command aws-mfa-session hook zsh $options
  ) || result=$?
  case $result in
    (0) builtin eval "$code" ;;
    (130)
      __aws_mfa_session_clock
      __aws_mfa_session_snoozed_until=__aws_mfa_session_now+60
      return 1
      ;;
    (137) builtin command stty sane ;;  # killed, it could not give the terminal back
  esac
  return 0
}

# The marker

# LEFT MARGIN: words what is left of the session, and chooses the colour.
__aws_mfa_session_describe() {
  local left minutes
  if (( $1 >= 3600 )); then
    minutes=$(( $1 % 3600 / 60 ))
    left=$(( $1 / 3600 ))h${(l:2::0:)minutes}m
  elif (( $1 >= 60 )); then
    left=$(( $1 / 60 ))m
  else
    left=${1}s
  fi
  if (( $1 <= 0 )); then left=expired; fi
  __aws_mfa_session_text="aws:${${AWS_MFA_SESSION_PROFILE-}//[^A-Za-z0-9._@:\/+=, -]/_} $left"
  __aws_mfa_session_colour=green
  if (( $1 < 600 )); then __aws_mfa_session_colour=yellow; fi
  if (( $1 <= 0 || $1 <= $2 )); then __aws_mfa_session_colour=red; fi
  if [[ -n ${NO_COLOR-} || $TERM == (dumb|vt52|vt100|vt102|vt220|unknown|*-m|*-mono) ]]; then
    __aws_mfa_session_colour=
  fi
}

# PROMPT gets this text once. It shows the one of four elements of psvar that is not empty, in its colour, so that it is
# never out of date, and zsh knows how wide it is.
typeset -g __aws_mfa_session_slots="%(91V.%F{green}%91v%f.)%(92V.%F{yellow}%92v%f.)%(93V.%F{red}%93v%f.)%94v"

# Shows the marker, except in a prompt without percent escapes. powerlevel10k and starship have their own place for it.
__aws_mfa_session_show() {
  local marker= leading
  if (( ${+functions[p10k]} )); then return 0; fi
  if [[ -n ${STARSHIP_SHELL-} ]]; then __aws_mfa_session_tell_starship; return 0; fi
  if [[ -n $__aws_mfa_session_text && ${AWS_MFA_SESSION_PROMPT-} != 0 && -o prompt_percent ]]; then
    marker="($__aws_mfa_session_text) "
    if [[ ${(t)PROMPT} != *readonly* && ${PROMPT-} != *"$__aws_mfa_session_slots"* ]]; then
      leading=${PROMPT%%[^$__aws_mfa_session_newline]*}
      PROMPT=$leading$__aws_mfa_session_slots${PROMPT#"$leading"}
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

# starship shows an environment variable, with its module env_var.
__aws_mfa_session_tell_starship() {
  if [[ -z $__aws_mfa_session_text || ${AWS_MFA_SESSION_PROMPT-} == 0 ]]; then
    builtin unset AWS_MFA_SESSION_MARKER
  else
    export AWS_MFA_SESSION_MARKER=$__aws_mfa_session_text
  fi
}

# powerlevel10k shows a segment: add aws_mfa_session to POWERLEVEL9K_LEFT_PROMPT_ELEMENTS.
prompt_aws_mfa_session() {
  __aws_mfa_session_prompt
  if [[ -n $__aws_mfa_session_text && ${AWS_MFA_SESSION_PROMPT-} != 0 ]]; then
    p10k segment ${__aws_mfa_session_colour:+-f} $__aws_mfa_session_colour -t "$__aws_mfa_session_text"
  fi
}

# The hooks. zsh itself keeps the exit status and $_ over them.

__aws_mfa_session_prompt() {
  local known="$AWS_PROFILE:$AWS_DEFAULT_PROFILE:$AWS_ACCESS_KEY_ID:$AWS_MFA_SESSION_EXPIRES:$AWS_MFA_SESSION_PROFILE"
  known+=":${AWS_SESSION_TOKEN:+1}:$AWS_MFA_SESSION_MARGIN:$AWS_MFA_SESSION_COMMANDS"
  known+=":$AWS_MFA_SESSION_PROMPT:$NO_COLOR:$TERM:$STARSHIP_SHELL"
  __aws_mfa_session_clock
  # Most prompts find everything as the last one left it, in the same minute.
  if [[ $known == "$__aws_mfa_session_known" && $PROMPT$psvar[91,94] == "$__aws_mfa_session_shown" ]] &&
    (( __aws_mfa_session_now < __aws_mfa_session_look_again ))
  then
    return 0
  fi
  __aws_mfa_session_watch
  __aws_mfa_session_sync
  if [[ $__aws_mfa_session_with_prompt == 1 ]]; then __aws_mfa_session_show; fi
  __aws_mfa_session_known=$known __aws_mfa_session_shown=$PROMPT$psvar[91,94]
}

# zsh passes the line as it was typed, a short form of it, and the line with its aliases expanded.
__aws_mfa_session_preexec() {
  if [[ $3 == ${~__aws_mfa_session_pattern} ]] && __aws_mfa_session_is_on && __aws_mfa_session_concerns "$3" &&
    ! __aws_mfa_session_renew "$3"
  then
    # An interrupt here drops the line. The trap of the user, if any, comes back on return.
    builtin setopt local_traps
    builtin trap - INT
    builtin kill -s INT $$
  fi
  return 0
}

typeset -ga precmd_functions preexec_functions
if (( ! ${precmd_functions[(Ie)__aws_mfa_session_prompt]} )); then
  precmd_functions+=( __aws_mfa_session_prompt )
fi
if [[ $__aws_mfa_session_with_hook == 1 ]] && (( ! ${preexec_functions[(Ie)__aws_mfa_session_preexec]} )); then
  preexec_functions+=( __aws_mfa_session_preexec )
fi
'
fi

# Install: put this line into ~/.zshrc:  eval "$(aws-mfa-session init zsh)"
