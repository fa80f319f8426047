# Completions of aws-mfa-session for bash.
# shellcheck shell=bash
# As ArgumentParser writes them:
# shellcheck disable=SC2207

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__aws_mfa_session_generated_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__aws_mfa_session_generated_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__aws_mfa_session_generated() {
    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=(--verbose -v)
    local -a non_repeating_flags=(--force --quiet -q --shell -s --export -e --version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=(-p --profile -f --credentials-file -r --region -c --code -a --arn -d --duration --role-arn -u --update-profile --session-profile --format)
    __aws_mfa_session_generated_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    '-r'|'--region')
        return
        ;;
    '-c'|'--code')
        return
        ;;
    '-a'|'--arn')
        return
        ;;
    '-d'|'--duration')
        return
        ;;
    '--role-arn')
        return
        ;;
    '-u'|'--update-profile'|'--session-profile')
        __aws_mfa_session_profiles --writable
        return
        ;;
    '--format')
        __aws_mfa_session_generated_add_completions -W 'bash'$'\n''zsh'$'\n''sh'$'\n''fish'$'\n''cmd'$'\n''powershell'$'\n''json'$'\n''env'
        return
        ;;
    esac

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    use|off|exec|credential-process|status|list|clear|init|completions|help)
        # Offer subcommand argument completions
        "__aws_mfa_session_generated_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'use off exec credential-process status list clear init completions help' -- "${cur}"))
        ;;
    esac
}

__aws_mfa_session_generated_use() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--force --quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file -r --region -c --code -a --arn -d --duration --role-arn)
    __aws_mfa_session_generated_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    '-r'|'--region')
        return
        ;;
    '-c'|'--code')
        return
        ;;
    '-a'|'--arn')
        return
        ;;
    '-d'|'--duration')
        return
        ;;
    '--role-arn')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __aws_mfa_session_profiles
        return
        ;;
    esac
}

__aws_mfa_session_generated_off() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __aws_mfa_session_generated_offer_flags_options 0
}

__aws_mfa_session_generated_exec() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--force --quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file -r --region -c --code -a --arn -d --duration --role-arn)
    __aws_mfa_session_generated_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    '-r'|'--region')
        return
        ;;
    '-c'|'--code')
        return
        ;;
    '-a'|'--arn')
        return
        ;;
    '-d'|'--duration')
        return
        ;;
    '--role-arn')
        return
        ;;
    esac
}

__aws_mfa_session_generated_credential-process() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--force --quiet -q --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file -r --region -c --code -a --arn -d --duration --role-arn)
    __aws_mfa_session_generated_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    '-r'|'--region')
        return
        ;;
    '-c'|'--code')
        return
        ;;
    '-a'|'--arn')
        return
        ;;
    '-d'|'--duration')
        return
        ;;
    '--role-arn')
        return
        ;;
    esac
}

__aws_mfa_session_generated_status() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--short --json --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file)
    __aws_mfa_session_generated_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __aws_mfa_session_profiles
        return
        ;;
    esac
}

__aws_mfa_session_generated_list() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file)
    __aws_mfa_session_generated_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    esac
}

__aws_mfa_session_generated_clear() {
    repeating_flags=(--verbose -v)
    non_repeating_flags=(--all --written --version -h --help)
    repeating_options=()
    non_repeating_options=(-p --profile -f --credentials-file)
    __aws_mfa_session_generated_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '-p'|'--profile')
        __aws_mfa_session_profiles
        return
        ;;
    '-f'|'--credentials-file')
        __aws_mfa_session_files
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __aws_mfa_session_profiles
        return
        ;;
    esac
}

__aws_mfa_session_generated_init() {
    repeating_flags=()
    non_repeating_flags=(--no-completions --no-hook --no-prompt --version -h --help)
    repeating_options=()
    non_repeating_options=(--cmd)
    __aws_mfa_session_generated_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--cmd')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __aws_mfa_session_generated_add_completions -W 'bash'$'\n''zsh'$'\n''fish'
        return
        ;;
    esac
}

__aws_mfa_session_generated_completions() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __aws_mfa_session_generated_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __aws_mfa_session_generated_add_completions -W 'bash'$'\n''zsh'$'\n''fish'
        return
        ;;
    esac
}

__aws_mfa_session_generated_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __aws_mfa_session_generated_offer_flags_options -1
}

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
