/** Takes export datagrams from the network and appends them, as they came, to Kafka. */
@NullMarked
package io.eipmeter.collector;

import org.jspecify.annotations.NullMarked;
