# placeholder profiles fish
