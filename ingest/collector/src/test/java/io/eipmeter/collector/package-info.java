@NullMarked
package io.eipmeter.collector;

import org.jspecify.annotations.NullMarked;
