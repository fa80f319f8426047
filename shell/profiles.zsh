# placeholder profiles zsh
