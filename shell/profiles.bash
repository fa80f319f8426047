# shellcheck shell=bash disable=SC2154 # words and their like are the caller's
# The bash completion of aws-mfa-session, as far as ArgumentParser does not generate it.
#
# The generated code knows which kind of value is wanted where. It takes words as they are meant, so the line is read here
# first: quotes, backslashes, `--option=value`, and words that readline breaks at : and =. What is found is then quoted so
# that it goes on from what stands on the line, and names the very profile when the line runs.

_aws_mfa_session() { __aws_mfa_session_complete_line "$2"; }

# Completes the line. $1: the part of it that readline replaces; then the subcommand for which a short name stands, if any.
__aws_mfa_session_complete_line() {
  # The user's options and separators out of the way: a completion that fails must not end the shell (-e).
  local options flags=${-//[!efu]/} IFS=$' \t\n'
  options=$(builtin shopt -p extglob nocasematch) || builtin :
  builtin set +eu -f
  builtin shopt -s extglob
  builtin shopt -u nocasematch

  local words word head quote lead='' has_names=0
  __aws_mfa_session_split "$1"
  words=(aws-mfa-session "${@:2}" "${words[@]:1}")
  case $word in
    --*=*) lead=${word%%=*}= words+=("${word%%=*}") ;;
    # The value of a short option, without a space before it.
    -[pu]?*) lead=${word:0:2} words+=("$lead") ;;
  esac
  words+=("${word#"$lead"}")

  local COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1))
  COMPREPLY=()
  __aws_mfa_session_generated aws-mfa-session "${words[COMP_CWORD]}" "${words[COMP_CWORD - 1]}"
  local i reply
  if ((!has_names)); then
    for i in "${!COMPREPLY[@]}"; do
      reply=$lead${COMPREPLY[i]}
      COMPREPLY[i]=${reply:${#head}}
    done
  fi
  builtin eval "$options"
  builtin set +f ${flags:+"-$flags"}
}

# Splits the line up to the cursor into words, and expands nothing. $1: the part that readline replaces.
# Sets words, without the last; word, the last; head, what of it stands before that part; quote, in which that part begins.
__aws_mfa_session_split() {
  local line=${COMP_LINE:0:COMP_POINT} open='' i char
  local start=$((${#line} - ${#1})) is_word=0
  words=() word='' head='' quote=''
  for ((i = 0; i <= ${#line}; i++)); do
    if ((i == start)); then head=$word quote=$open; fi
    char=${line:i:1}
    case $open:$char in
      :[[:blank:]])
        ((is_word)) || continue
        words+=("$word")
        word='' is_word=0
        continue
        ;;
      :\' | :\") open=$char ;;
      \':\' | \":\") open='' ;;
      :\\ | \":\\)
        # Within double quotes a backslash stays before most characters.
        ((++i))
        case $open:${line:i:1} in
          :* | \":[\\\"\$\`]) ;;
          *) word+=\\ ;;
        esac
        word+=${line:i:1}
        ;;
      *) word+=$char ;;
    esac
    is_word=1
  done
}

# Offers the profiles that begin with the value so far; called by the generated code. $@: options for the program.
__aws_mfa_session_profiles() {
  local i file='' names name common='' whole
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    case ${words[i]} in
      -f | --credentials-file) file=${words[i + 1]} ;;
      -f*) file=${words[i]:2} ;;
      --credentials-file=*) file=${words[i]#*=} ;;
    esac
  done
  # shellcheck disable=SC2207 # a name a line; noglob is set
  IFS=$'\n' names=($(
    builtin command aws-mfa-session complete-profiles ${words[COMP_CWORD]:+"--prefix=${words[COMP_CWORD]}"} \
      ${file:+"--credentials-file=$file"} "$@" 2>/dev/null
  ))
  IFS=$' \t\n'

  has_names=1
  # What is on the line stays there.
  for i in "${!names[@]}"; do
    name=$lead${names[i]}
    names[i]=${name:${#head}}
  done
  # Inserted are a single name, what several have in common, or, with menu-complete and insert-completions, all of them.
  # Of a list to look at only the common part is quoted, so that readline does not break off after a backslash.
  if [[ $COMP_TYPE == 37 || $COMP_TYPE == 42 ]]; then whole=1; else whole=0; fi
  ((whole)) || __aws_mfa_session_common "${names[@]}"
  __aws_mfa_session_quote "$common"
  for name in "${names[@]}"; do
    if ((whole)); then __aws_mfa_session_quote "$name"; fi
    COMPREPLY+=("$REPLY${name:$((whole ? ${#name} : ${#common}))}")
  done
  # Readline closes the quote of a single name, unless that ends as if it did.
  [[ ${#COMPREPLY[@]} -ne 1 || -z $quote || ${COMPREPLY[0]} != *"$quote" ]] || COMPREPLY[0]+=$quote
}

# Sets common to what all of the words begin with.
__aws_mfa_session_common() {
  local text
  common=${1-}
  for text; do
    while [[ $text != "$common"* ]]; do common=${common%?}; done
  done
}

# Sets REPLY to $1 as it is written within the quote that is open.
__aws_mfa_session_quote() {
  local i char
  REPLY=
  for ((i = 0; i < ${#1}; i++)); do
    char=${1:i:1}
    case $quote:$char in
      \':\') char="'\\''" ;;
      \':*) ;;
      # The history is expanded within double quotes, where a backslash before ! would stay.
      \":!) char='"\!"' ;;
      \":[\\\"\$\`] | :[!-A-Za-z0-9_.,:=@%/+]) char=\\$char ;;
    esac
    REPLY+=$char
  done
}

# Offers files; readline quotes them, and adds a slash to a folder.
__aws_mfa_session_files() {
  builtin compopt -o filenames 2>/dev/null
  __aws_mfa_session_generated_add_completions -f
}

builtin complete -F _aws_mfa_session aws-mfa-session
