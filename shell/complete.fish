# The short name, which completes like the words that it stands for.
complete -c __aws_mfa_session_short -f -w 'aws-mfa-session use'
