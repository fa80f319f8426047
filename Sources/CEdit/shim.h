/* Swift cannot call variadic functions: one plain function for each use of el_set. */
#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

typedef unsigned char (*aws_edit_function)(EditLine *, int);
typedef char *(*aws_edit_prompt)(EditLine *);

static inline int aws_edit_set_prompt(EditLine *el, aws_edit_prompt prompt) {
  return el_set(el, EL_PROMPT, prompt);
}
static inline int aws_edit_set_client_data(EditLine *el, void *data) {
  return el_set(el, EL_CLIENTDATA, data);
}
static inline void *aws_edit_client_data(EditLine *el) {
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}
/* The wide form: narrow and wide callbacks differ between the versions of libedit, this one does not. */
static inline int aws_edit_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *)) {
  return el_wset(el, EL_GETCFN, reader);
}
static inline int aws_edit_add_function(EditLine *el, const char *name, aws_edit_function function) {
  return el_set(el, EL_ADDFN, name, name, function);
}
static inline int aws_edit_bind(EditLine *el, const char *key, const char *name) {
  return el_set(el, EL_BIND, key, name, NULL);
}
/* In the map of vi's command mode. */
static inline int aws_edit_bind_alternative(EditLine *el, const char *key, const char *name) {
  return el_set(el, EL_BIND, "-a", key, name, NULL);
}
/* Whatever the library was built for: some builds begin with vi's keys. */
static inline int aws_edit_use_emacs_keys(EditLine *el) { return el_set(el, EL_EDITOR, "emacs"); }
static inline int aws_edit_uses_emacs_keys(EditLine *el) {
  const char *name = NULL;
  return el_get(el, EL_EDITOR, &name) == 0 && name && *name == 'e';
}
/* The mode libedit sets while it edits: signal keys arrive as bytes. */
static inline int aws_edit_take_signal_keys(EditLine *el) {
  return el_set(el, EL_SETTY, "-d", "-isig", NULL);
}
static inline int aws_edit_enter_edit_mode(EditLine *el, int on) {
  return el_set(el, EL_PREP_TERM, on);
}
static inline int aws_edit_refresh(EditLine *el) { return el_set(el, EL_REFRESH); }
/* Of POSIX, but declared by <wchar.h> only where X/Open is asked for. */
int wcwidth(wchar_t character);
