/** The files that people write: one reader of each form, one JSON Schema a file. */
@NullMarked
package io.eipmeter.schemas.files;

import org.jspecify.annotations.NullMarked;
