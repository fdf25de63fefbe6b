@NullMarked
package io.eipmeter.collector.inventory;

import org.jspecify.annotations.NullMarked;
