@NullMarked
package io.eipmeter.collector.block;

import org.jspecify.annotations.NullMarked;
