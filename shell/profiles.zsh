# Offers profiles with their descriptions. $@: options for the program.
__aws_mfa_session_profiles() {
  local word previous file line name
  for word in "${(@Q)words}"; do
    case $word in
      --credentials-file=*) file=${word#*=} ;;
      -f?*) file=${word#-f} ;;
      *) [[ $previous != (-f|--credentials-file) ]] || file=$word ;;
    esac
    previous=$word
  done

  # A colon separates the description; names have their own escaped.
  local -a profiles
  for line in "${(@f)$(
    command aws-mfa-session complete-profiles --describe ${file:+"--credentials-file=$file"} "$@" 2>/dev/null
  )}"; do
    name=${line%%$'\t'*}
    profiles+=("${${name//\\/\\\\}//:/\\:}${${line#"$name"}/$'\t'/:}")
  done
  _describe -t profiles profile profiles
}

