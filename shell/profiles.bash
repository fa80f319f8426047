# placeholder profiles bash
