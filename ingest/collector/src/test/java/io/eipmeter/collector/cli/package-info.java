@NullMarked
package io.eipmeter.collector.cli;

import org.jspecify.annotations.NullMarked;
