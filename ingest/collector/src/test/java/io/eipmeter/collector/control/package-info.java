@NullMarked
package io.eipmeter.collector.control;

import org.jspecify.annotations.NullMarked;
