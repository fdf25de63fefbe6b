/** Decoders of NetFlow v5, v9, IPFIX and sFlow v5: bytes and what is known in, flows out. */
@NullMarked
package io.eipmeter.protocols;

import org.jspecify.annotations.NullMarked;
