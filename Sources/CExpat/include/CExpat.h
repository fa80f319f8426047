/* libexpat, opened when it is first needed (see CLibrary.h). The functions are expat's of the same names. */
#ifndef CEXPAT_H
#define CEXPAT_H

#include <expat.h>

XML_Parser aws_expat_create(void);
void aws_expat_free(XML_Parser parser);
void aws_expat_set_handlers(
    XML_Parser parser, void *context, XML_StartElementHandler start, XML_EndElementHandler end,
    XML_CharacterDataHandler text, XML_StartDoctypeDeclHandler document_type);
/* Whether the bytes are a whole document. */
int aws_expat_parse(XML_Parser parser, const char *bytes, int count);
void aws_expat_stop(XML_Parser parser);

#endif
