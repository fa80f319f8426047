#include "CExpat.h"

#include <CLibrary.h>
#include <stddef.h>

#define FUNCTIONS(each)                                                                                                \
  each(XML_ParserCreate) each(XML_ParserFree) each(XML_SetUserData) each(XML_SetElementHandler)                        \
  each(XML_SetCharacterDataHandler) each(XML_SetStartDoctypeDeclHandler) each(XML_Parse) each(XML_StopParser)

#ifdef __APPLE__
AWS_SMALL_LIBRARY(FUNCTIONS, "libexpat.1.dylib")
#else
AWS_SMALL_LIBRARY(FUNCTIONS, "libexpat.so.1")
#endif
#define expat library_functions

XML_Parser aws_expat_create(void) {
  aws_library_require(library_open());
  return expat.XML_ParserCreate(NULL);
}
void aws_expat_free(XML_Parser parser) { expat.XML_ParserFree(parser); }
void aws_expat_set_handlers(
    XML_Parser parser, void *context, XML_StartElementHandler start, XML_EndElementHandler end,
    XML_CharacterDataHandler text, XML_StartDoctypeDeclHandler document_type) {
  expat.XML_SetUserData(parser, context);
  expat.XML_SetElementHandler(parser, start, end);
  expat.XML_SetCharacterDataHandler(parser, text);
  expat.XML_SetStartDoctypeDeclHandler(parser, document_type);
}
int aws_expat_parse(XML_Parser parser, const char *bytes, int count) {
  return expat.XML_Parse(parser, bytes, count, 1) == XML_STATUS_OK;
}
void aws_expat_stop(XML_Parser parser) { expat.XML_StopParser(parser, XML_FALSE); }
