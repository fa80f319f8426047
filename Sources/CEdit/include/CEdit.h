/* libedit, opened when it is first needed (see CLibrary.h).
 *
 * Swift cannot call variadic functions: here is one plain function for each use of el_set. */
#ifndef CEDIT_H
#define CEDIT_H

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

EditLine *aws_edit_init(const char *program, FILE *input, FILE *output, FILE *errors);
void aws_edit_end(EditLine *el);
/* Reads ~/.editrc. */
void aws_edit_source(EditLine *el);
/* Whether a line was read, and not the end of input or an error. */
int aws_edit_reads_line(EditLine *el);
const LineInfo *aws_edit_line(EditLine *el);
void aws_edit_resize(EditLine *el);

typedef unsigned char (*aws_edit_function)(EditLine *, int);
typedef char *(*aws_edit_prompt)(EditLine *);
void aws_edit_set_prompt(EditLine *el, aws_edit_prompt prompt);
void aws_edit_set_client_data(EditLine *el, void *data);
void *aws_edit_client_data(EditLine *el);
/* The wide form: narrow and wide callbacks differ between the versions of libedit, this one does not. */
void aws_edit_set_reader(EditLine *el, int (*reader)(EditLine *, wchar_t *));
void aws_edit_add_function(EditLine *el, const char *name, aws_edit_function function);
void aws_edit_bind(EditLine *el, const char *key, const char *name);
/* In the map of vi's command mode. */
void aws_edit_bind_alternative(EditLine *el, const char *key, const char *name);
/* Whatever the library was built for: some builds begin with vi's keys. */
void aws_edit_use_emacs_keys(EditLine *el);
int aws_edit_uses_emacs_keys(EditLine *el);
/* The mode that libedit sets while it edits: signal keys arrive as bytes. */
void aws_edit_take_signal_keys(EditLine *el);
void aws_edit_enter_edit_mode(EditLine *el, int on);
void aws_edit_refresh(EditLine *el);

/* Of POSIX, but declared by <wchar.h> only where X/Open is asked for. */
int wcwidth(wchar_t character);

#endif
