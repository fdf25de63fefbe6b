@NullMarked
package io.eipmeter.collector.logs;

import org.jspecify.annotations.NullMarked;
