/** Sockets: who may send, what came, what the kernel dropped. */
@NullMarked
package io.eipmeter.collector.udp;

import org.jspecify.annotations.NullMarked;
