@NullMarked
package io.eipmeter.collector.outbox;

import org.jspecify.annotations.NullMarked;
