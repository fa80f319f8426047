#include "CEdit.h"

#include <CLibrary.h>
#include <stddef.h>

#define FUNCTIONS(each)                                                                                                \
  each(el_init) each(el_end) each(el_source) each(el_gets) each(el_line) each(el_resize) each(el_set) each(el_wset)    \
  each(el_get)

#ifdef __APPLE__
AWS_SMALL_LIBRARY(FUNCTIONS, "libedit.3.dylib")
#else
/* Debian's name, and everybody else's. */
AWS_SMALL_LIBRARY(FUNCTIONS, "libedit.so.2", "libedit.so.0")
#endif
#define edit library_functions

EditLine *aws_edit_init(const char *program, FILE *input, FILE *output, FILE *errors) {
  aws_library_require(library_open());
  return edit.el_init(program, input, output, errors);
}
void aws_edit_end(EditLine *el) { edit.el_end(el); }
void aws_edit_source(EditLine *el) { edit.el_source(el, NULL); }
int aws_edit_reads_line(EditLine *el) {
  int count = 0;
  return edit.el_gets(el, &count) != NULL;
}
const LineInfo *aws_edit_line(EditLine *el) { return edit.el_line(el); }
void aws_edit_resize(EditLine *el) { edit.el_resize(el); }

void aws_edit_set_prompt(EditLine *el, aws_edit_prompt prompt) { edit.el_set(el, EL_PROMPT, prompt); }
void aws_edit_set_client_data(EditLine *el, void *data) { edit.el_set(el, EL_CLIENTDATA, data); }
void *aws_edit_client_data(EditLine *el) {
  void *data = NULL;
  edit.el_get(el, EL_CLIENTDATA, &data);
  return data;
}
void aws_edit_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *)) { edit.el_wset(el, EL_GETCFN, reader); }
void aws_edit_add_function(EditLine *el, const char *name, aws_edit_function function) {
  edit.el_set(el, EL_ADDFN, name, name, function);
}
void aws_edit_bind(EditLine *el, const char *key, const char *name) { edit.el_set(el, EL_BIND, key, name, NULL); }
void aws_edit_bind_alternative(EditLine *el, const char *key, const char *name) {
  edit.el_set(el, EL_BIND, "-a", key, name, NULL);
}
void aws_edit_use_emacs_keys(EditLine *el) { edit.el_set(el, EL_EDITOR, "emacs"); }
int aws_edit_uses_emacs_keys(EditLine *el) {
  const char *name = NULL;
  return edit.el_get(el, EL_EDITOR, &name) == 0 && name && *name == 'e';
}
void aws_edit_take_signal_keys(EditLine *el) { edit.el_set(el, EL_SETTY, "-d", "-isig", NULL); }
void aws_edit_enter_edit_mode(EditLine *el, int on) { edit.el_set(el, EL_PREP_TERM, on); }
void aws_edit_refresh(EditLine *el) { edit.el_set(el, EL_REFRESH); }
