# The .zshenv of the zsh of `aws-mfa-session -s`, for which ZDOTDIR leads here.
#
# The user's ZDOTDIR is put back at once: all that zsh reads after this (/etc/zshrc, which may set HISTFILE, .zprofile,
# .zshrc, .zlogin) is then the user's own, and the history is where it always is.

'builtin' 'typeset' -g __aws_mfa_session_folder="$ZDOTDIR"
if [[ -n "${__aws_mfa_session_zdotdir+x}" ]]; then
  'builtin' 'export' ZDOTDIR="$__aws_mfa_session_zdotdir"
  'builtin' 'unset' __aws_mfa_session_zdotdir
else
  'builtin' 'unset' ZDOTDIR
fi

{
  # It may fail, or return early.
  [[ ! -r "${ZDOTDIR:-$HOME}/.zshenv" ]] || 'builtin' 'source' "${ZDOTDIR:-$HOME}/.zshenv"
} always {
  # The hook comes after every rc file, at the first prompt: an event that is due at once, which no rc file overwrites as it
  # does precmd_functions. Defined under native options, which the functions keep.
  'builtin' 'emulate' zsh -o no_aliases -c '
    __aws_mfa_session_late() {
      unfunction __aws_mfa_session_late
      source $__aws_mfa_session_folder/hook.zsh
      unset __aws_mfa_session_folder
      if (( ${+functions[__aws_mfa_session_prompt]} )); then __aws_mfa_session_prompt; fi
    }
    if [[ -o interactive ]] && zmodload zsh/sched; then sched +0 __aws_mfa_session_late; fi'
}
