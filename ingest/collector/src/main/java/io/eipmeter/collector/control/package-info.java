/** What operators and control planes write: topics, settings, events. */
@NullMarked
package io.eipmeter.collector.control;

import org.jspecify.annotations.NullMarked;
