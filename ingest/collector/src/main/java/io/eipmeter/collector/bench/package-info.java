/** How fast the collector is. */
@NullMarked
package io.eipmeter.collector.bench;

import org.jspecify.annotations.NullMarked;
