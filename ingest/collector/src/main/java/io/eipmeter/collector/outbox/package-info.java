/** Blocks on their way to Kafka: memory, disk, producer, in one order. */
@NullMarked
package io.eipmeter.collector.outbox;

import org.jspecify.annotations.NullMarked;
