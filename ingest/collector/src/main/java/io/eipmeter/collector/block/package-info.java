/** Datagrams of one exporter become numbered blocks. */
@NullMarked
package io.eipmeter.collector.block;

import org.jspecify.annotations.NullMarked;
