/** How fast the decoders are: run by hand and by `eipmeter bench`, never in a test. */
@NullMarked
package io.eipmeter.protocols.bench;

import org.jspecify.annotations.NullMarked;
